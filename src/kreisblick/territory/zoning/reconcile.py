"""Reconcile: areas that the cuts of several offices can agree on, several proposals.

Blocks are the common refinement of the cuts. Where k of m offices part two neighbouring blocks, k
speak for a border and m - k against it; the weight of agreement is multiplied by both (see
``build``). A proposal close to one office hears that office alone, and is measured against all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Translated, read_definition, shipped
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.territory.cuts import Refinement, read_cuts, read_points, refine, write_blocks
from kreisblick.territory.zoning.files import write_cut
from kreisblick.territory.zoning.measure import measure
from kreisblick.territory.zoning.model import Blocks, Neighbours
from kreisblick.territory.zoning.name import name_areas
from kreisblick.territory.zoning.neighbours import find_neighbours
from kreisblick.territory.zoning.propose import Proposal, propose
from kreisblick.territory.zoning.rules import Emphasis, ZoningRules, shipped_zoning_rules

__all__ = ["ReconcileRules", "reconcile", "reconcile_files", "shipped_reconcile_rules"]

Weight = Annotated[float, Field(ge=0)]


class Hearing(Definition):
    """What a proposal cares for beside the offices it hears.

    Attributes:
        title: for people; ``{office}`` stands for the office that is heard.
        balance, compactness, homogeneity, agreement: see ``Weights``.
    """

    title: Translated
    balance: Weight
    compactness: Weight
    homogeneity: Weight
    agreement: Weight


class ReconcileRules(Definition):
    """Which proposals reconcile cuts (``catalogue/reconcile.yaml``).

    Attributes:
        together: hears all offices; the recommendation.
        few: the same with as few areas as the office with the fewest has.
        one: hears one office, once for each.
    """

    together: Hearing
    few: Hearing
    one: Hearing


@cache
def shipped_reconcile_rules() -> ReconcileRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "reconcile.yaml"), ReconcileRules)


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """One proposal to be drawn: how, with how many areas, hearing which offices."""

    emphasis: Emphasis
    areas: int
    heard: tuple[int, ...]


def reconcile(
    blocks: Blocks,
    neighbours: Neighbours,
    *,
    areas: int,
    offices: tuple[str, ...],
    seed: int = 0,
    rules: ZoningRules | None = None,
    wishes: ReconcileRules | None = None,
    progress: Progress = silent,
) -> list[Proposal]:
    """Proposals between the cuts of several offices, each measured against all of them.

    The first hears all offices alike; then, where an office has fewer areas than asked for, one
    with as few; then one close to each office.

    Args:
        blocks: pieces of the common refinement, ``cuts`` with a column per office.
        neighbours: of ``find_neighbours``.
        areas: how many areas are wanted.
        offices: names of the columns of ``blocks.cuts``.
        seed: of the random numbers.
        rules: of drawing; the shipped ones when None.
        wishes: which proposals; the shipped ones when None.
        progress: who is told.

    Raises:
        ZoningError: when so many areas cannot be drawn.
    """
    rules = rules or shipped_zoning_rules()
    found = []
    for wish in _wishes(blocks, areas, offices, wishes or shipped_reconcile_rules()):
        heard = replace(blocks, cuts=blocks.cuts[:, list(wish.heard)])
        own = rules.model_copy(update={"proposals": (wish.emphasis,)})
        (drawn,) = propose(
            heard,
            neighbours,
            areas=wish.areas,
            seed=seed,
            rules=own,
            quotas=_quotas(heard, wish.areas),
            progress=progress,
        )
        figures = measure(blocks, neighbours, drawn.assignment, offices=offices)
        found.append(replace(drawn, figures=figures))
    return found


def _wishes(
    blocks: Blocks, areas: int, offices: tuple[str, ...], rules: ReconcileRules
) -> Iterator[_Wish]:
    everybody = tuple(range(len(offices)))
    yield _Wish(emphasis=_emphasis(rules.together), areas=areas, heard=everybody)
    few = min((len(set(column.astype(str)) - {""}) for column in blocks.cuts.T), default=areas)
    least = len(np.unique(blocks.municipality.astype(str)))
    if least <= few < areas:
        yield _Wish(emphasis=_emphasis(rules.few), areas=few, heard=everybody)
    for number, office in enumerate(offices):
        yield _Wish(emphasis=_emphasis(rules.one, office), areas=areas, heard=(number,))


def _quotas(heard: Blocks, areas: int) -> dict[str, int] | None:
    """How one office shares as many areas among the municipalities; None by Sainte-Laguë.

    An area of the office counts where most of its people live.
    """
    if heard.cuts.shape[1] != 1:
        return None
    blocks = pl.DataFrame(
        {
            "key": heard.cuts[:, 0].astype(str),
            "town": heard.municipality.astype(str),
            "people": heard.population,
        }
    )
    sums = blocks.filter(pl.col("key") != "").group_by("key", "town").agg(pl.col("people").sum())
    home = sums.sort(["key", "people", "town"], descending=[False, True, False]).unique(
        "key", keep="first", maintain_order=True
    )
    given = dict(home.group_by("town").len().iter_rows())
    whole = set(blocks["town"]) == set(given) and home.height == areas
    return {town: int(count) for town, count in given.items()} if whole else None


def _emphasis(hearing: Hearing, office: str = "") -> Emphasis:
    title = Translated(
        de=hearing.title.de.format(office=office),
        en=None if hearing.title.en is None else hearing.title.en.format(office=office),
    )
    return Emphasis(title=title, **hearing.model_dump(exclude={"title"}))


def reconcile_files(
    cuts: Sequence[str],
    out: Path,
    *,
    areas: int,
    population: Path | None = None,
    municipality: str | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> list[tuple[Path, Proposal]]:
    """Proposals between cuts in files; each is written with its figures beside it.

    Args:
        cuts: polygons as ``FILE`` or ``FILE:COLUMN``, one per office.
        out: ``block, area``; several proposals are numbered (``out-1.csv``). The blocks lie
            beside them as ``out.blocks.gpkg``.
        areas: how many areas are wanted.
        population: points for the people of the blocks; without it every block counts by its
            size.
        municipality: a cut that no area may cross.
        seed: of the random numbers.
        progress: who is told.

    Returns:
        Path and proposal, the recommendation first.

    Raises:
        FaultsFoundError: with everything that is wrong with the polygons.
        ZoningError: when so many areas cannot be drawn.
    """
    with progress.step(_("Laying the borders over each other")):
        names = [*cuts, *([] if municipality is None else [municipality])]
        read, crs = read_cuts(names)
        points = None if population is None else read_points(population, crs)
        pieces = refine(*read, crs=crs, points=points)
    blocks, offices = _as_blocks(pieces, bounded=municipality is not None)
    near = find_neighbours(blocks)
    found = reconcile(blocks, near, areas=areas, offices=offices, seed=seed, progress=progress)
    write_blocks(out.with_name(f"{out.stem}.blocks.gpkg"), pieces)
    written = []
    for number, proposal in enumerate(found, start=1):
        path = out if len(found) == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
        keys = name_areas(blocks, proposal.assignment)
        write_cut(path, blocks, keys, proposal.figures)
        written.append((path, proposal))
    return written


def _as_blocks(pieces: Refinement, *, bounded: bool) -> tuple[Blocks, tuple[str, ...]]:
    """Pieces as blocks; the last cut is that of the municipalities when they bind."""
    offices = pieces.cuts[:-1] if bounded else pieces.cuts
    frame, count = pieces.blocks, pieces.blocks.height
    people = frame["population"] if "population" in frame.columns else frame["area_m2"]
    town = frame[pieces.cuts[-1]].fill_null("") if bounded else pl.repeat("", count, eager=True)
    blocks = Blocks(
        keys=frame["block"].to_list(),
        polygons=pieces.polygons,
        population=people.to_numpy().astype(np.float64),
        municipality=town.to_numpy().astype(object),
        traits=np.empty((count, 0)),
        fixed=np.full(count, "", dtype=object),
        cuts=frame.select(pl.col(offices).fill_null("")).to_numpy().astype(object),
        crs=pieces.crs,
    )
    return blocks, offices
