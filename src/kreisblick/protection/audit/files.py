"""What a stranger can read in a folder: cells, areas, the codes of the cubes, shares."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.protection.audit.ground import PIECES, Pieces, read_pieces
from kreisblick.protection.audit.model import NoFiguresFoundError

__all__ = ["Published", "read_published", "released_in", "root_of"]

CELLS = "data/cells.csv"
RELEASED = "released.json"  # stands in a bundle that has left the house
NO_COUNTS = {"rate", "ordinal"}
TEXT = ("cube", "slice", "reference_date", "generation", "level", "area")


@dataclass(frozen=True, kw_only=True)
class Published:
    """The published cells of a folder and what is publicly known of their structure.

    Attributes:
        root: the folder that holds ``data/`` and ``catalogue/``.
        cells: ``cube, slice, reference_date, generation, level, area, value, lower, upper,
            observation, confidentiality``; identifiers as text.
        parents: area → next larger area, by generation.
        codes: cube → dimension → codes.
        shares: (cube, slice) of numerator and denominator of every published share.
        questions: indicator → side (numerator, denominator) → (cube, slice).
        strata: indicator → the same by each group of a standardised figure.
        never_added: cubes of rates and ranks, whose towns are not the sum of their areas.
        pieces: per folder generation → area → the smallest pieces that geographies over one
            another cut it into (``data/pieces.csv``); empty where there is one geography only.
    """

    root: Path
    cells: pl.DataFrame
    parents: dict[str, dict[str, str]]
    codes: dict[str, dict[str, list[str]]]
    shares: list[tuple[tuple[str, str], tuple[str, str]]]
    questions: dict[str, dict[str, tuple[str, str]]]
    never_added: frozenset[str]
    pieces: list[Pieces]
    strata: dict[str, list[dict[str, tuple[str, str]]]] = field(default_factory=dict)


def read_published(folder: Path, earlier: Sequence[Path] = ()) -> Published:
    """The published figures below a folder, together with what was released earlier.

    Raises:
        NoFiguresFoundError: when there are none.
    """
    root = root_of(folder)
    # what was released before may hold cubes and generations that this release no longer has
    places = [root, *(path for path in earlier if path.resolve() != root.resolve())]
    areas = pl.concat([_areas(place / "data/areas.csv") for place in places]).unique(
        ["generation", "area"], keep="first", maintain_order=True
    )
    cubes: dict[str, Any] = {}
    for place in reversed(places):
        cubes |= _definitions(place / "catalogue/cubes.json")
    definitions = _definitions(root / "catalogue/indicators.json")
    questions = {key: _questions(item) for key, item in definitions.items()}
    strata = {k: [_questions(one) for one in _strata(d)] for k, d in definitions.items()}
    parents = _parents(areas)
    return Published(
        root=root,
        cells=_together([_cells(place / CELLS) for place in places]),
        parents=parents,
        codes={key: _codes(cube) for key, cube in cubes.items()},
        shares=[
            (pair["numerator"], pair["denominator"])
            for item in definitions.values()
            if item["kind"] == "share"
            for pair in (_questions(item), *map(_questions, _strata(item)))
        ],
        questions=questions,
        strata=strata,
        pieces=[read_pieces(place / PIECES, parents) for place in places],
        never_added=frozenset(k for k, cube in cubes.items() if cube.get("counts") in NO_COUNTS),
    )


def root_of(folder: Path) -> Path:
    """The folder with ``data/`` and ``catalogue/`` in a folder of finished files.

    Raises:
        NoFiguresFoundError: when there is none.
    """
    tables = sorted(folder.rglob(CELLS))
    if not tables or not (tables[0].parents[1] / "catalogue/cubes.json").exists():
        raise NoFiguresFoundError(folder)
    return tables[0].parents[1]


def released_in(folder: Path) -> list[Path]:
    """The released bundles that lie in a folder, the newest first."""
    found = []
    for path in folder.rglob(RELEASED):
        try:
            day = str(json.loads(path.read_text(encoding="utf-8"))["day"])
        except (OSError, ValueError, KeyError, TypeError):
            day = ""
        found.append((day, path.parent))
    return [path for _day, path in sorted(found, reverse=True)]


def _areas(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False).select("generation", "area", "parent")


def _cells(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False)
    numbers = [pl.col(name).cast(pl.Float64) for name in ("value", "lower", "upper")]
    return frame.with_columns(numbers).unique(maintain_order=True)


def _together(copies: list[pl.DataFrame]) -> pl.DataFrame:
    """Each cell once; what any of the releases showed is known."""
    rows = pl.concat(copies)
    first = pl.col("value", "lower", "upper", "observation", "confidentiality").drop_nulls().first()
    return rows.group_by(TEXT, maintain_order=True).agg(first)


def _parents(areas: pl.DataFrame) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for generation, area, parent in areas.select("generation", "area", "parent").iter_rows():
        if parent:
            found.setdefault(generation, {})[area] = parent
    return found


def _codes(cube: dict[str, Any]) -> dict[str, list[str]]:
    return {item["name"]: list(item["codes"]) for item in cube.get("dimensions", [])}


def _definitions(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))
    return found


def _questions(definition: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        side: (definition[side]["cube"], definition[side]["slice"])
        for side in ("numerator", "denominator")
        if definition.get(side)
    }


def _strata(definition: dict[str, Any]) -> list[dict[str, Any]]:
    """The counts by group behind a standardised figure, asked like figures of their own."""
    return list((definition.get("standardise") or {}).get("strata", ()))
