"""Pieces: long lists of addresses cleaned and sorted out by postcode, to be worked on in turn."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress
from kreisblick.territory.addresses.clean import clean_houses, valid_rows
from kreisblick.territory.addresses.rules import AddressRules
from kreisblick.territory.addresses.tables import Part, read_parts

__all__ = ["Sorted", "prefix_of", "read_pieces", "sort_out"]

_NOTHING = dict.fromkeys(("street", "number", "area"), pl.String)
_DIGITS = 2  # of the postcode: streets with the same ones are worked on together


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What lists hold beside the houses that were sorted out.

    Attributes:
        folder: the pieces.
        columns: of all lists together.
        has_areas: whether any house has an area.
        ranges, names: stretches of numbers and other names, None where there are none.
    """

    folder: Path
    columns: tuple[str, ...]
    has_areas: bool
    ranges: pl.DataFrame | None = field(repr=False)
    names: pl.DataFrame | None = field(repr=False)


def prefix_of(postcode: pl.Expr) -> pl.Expr:
    """Which group of postcodes one belongs to; groups are in the order of their postcodes."""
    return postcode.str.head(_DIGITS)


def sort_out(
    inputs: Sequence[Path],
    folder: Path,
    rules: AddressRules,
    on: date | None,
    progress: Progress,
) -> Sorted:
    """Write the cleaned houses of lists in pieces by postcode.

    Args:
        inputs: the lists.
        folder: takes the pieces.
        rules: how numbers are read.
        on: the day, see ``make_reference``.
        progress: who is told.
    """
    folder.mkdir()
    columns: dict[str, None] = {}
    has_areas = False
    others: tuple[list[pl.DataFrame], list[pl.DataFrame]] = ([], [])
    parts = progress.track(_parts(inputs), _("Reading addresses"))
    for number, (file, part) in enumerate(parts):
        rows = clean_houses(part.houses, rules, first_row=part.first_row)
        rows = valid_rows(rows, on).with_columns(file=pl.lit(file))
        if "address_id" not in part.houses.columns:  # can be told from the rest
            rows = rows.with_columns(address_id=pl.lit(None, pl.String))
        for (group,), some in rows.group_by(prefix_of(pl.col("postcode")), maintain_order=True):
            place = folder / f"{number:06}"
            place.mkdir(exist_ok=True)
            some.write_parquet(place / f"p{group}.parquet", compression="lz4")
        columns |= dict.fromkeys(part.houses.columns)
        has_areas |= rows["area"].null_count() < rows.height
        for kept, frame in zip(others, (part.ranges, part.names), strict=True):
            if frame is not None and frame.height:
                kept.append(frame)
    ranges, names = (
        pl.concat(frames, how="diagonal_relaxed") if frames else None for frames in others
    )
    return Sorted(
        folder=folder, columns=tuple(columns), has_areas=has_areas, ranges=ranges, names=names
    )


def read_pieces(
    folder: Path, rules: AddressRules, more: Iterable[str] = ()
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The pieces, group by group in order, each group's rows in the order of the lists.

    Args:
        folder: see ``sort_out``; it is gone when all groups are read.
        rules: how numbers are read.
        more: groups that must come even though no house is in them.
    """
    names = {path.stem[1:] for path in folder.rglob("p*.parquet")} | set(more)
    empty = clean_houses(pl.DataFrame(schema=_NOTHING), rules)
    for group in sorted(names):
        paths = sorted(folder.rglob(f"p{group}.parquet"))
        frames = [empty, *map(pl.read_parquet, paths)]
        yield group, pl.concat(frames, how="diagonal_relaxed")
    shutil.rmtree(folder)


def _parts(inputs: Sequence[Path]) -> Iterator[tuple[str, Part]]:
    """The parts of all lists with the file's name where there are several."""
    for path in inputs:
        for part in read_parts(path):
            yield path.name if len(inputs) > 1 else "", part
