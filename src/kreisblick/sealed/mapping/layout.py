"""Layouts: what a file looks like, without what changes from year to year."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kreisblick.base.files import fingerprint
from kreisblick.sealed.mapping.contents import is_number_column, sample
from kreisblick.sealed.mapping.folding import fold
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.reading import Format, Grid, Region, Table
from kreisblick.sealed.reading.timeless import without_time

__all__ = ["Layout", "heading_key", "layout_of", "layout_print"]

FILES = ("type", "encoding", "delimiter")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What a delivery's file looks like.

    Attributes:
        type: kind of file (``csv``, ``xlsx`` ...).
        sheet: name of the sheet, folded and without dates; None for text files.
        encoding, delimiter: of text files, else "".
        heading_rows: number of heading lines; 0 when headings stand outside the file.
        headings: folded, without years and dates, left to right.
        as_written: the same headings as delivered.
        codes: folded heading to the contents that many rows share, for columns with few contents.
    """

    type: str
    sheet: str | None = None
    encoding: str = ""
    delimiter: str = ""
    heading_rows: int = 1
    headings: tuple[str, ...] = ()
    as_written: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The layout as plain values for a manifest."""
        return asdict(self) | {
            "headings": list(self.headings),
            "as_written": list(self.as_written),
            "codes": {name: list(found) for name, found in self.codes.items()},
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Layout":
        """The layout that ``as_json`` wrote."""
        lists = {name: tuple(content.get(name, ())) for name in ("headings", "as_written")}
        codes = {name: tuple(found) for name, found in content.get("codes", {}).items()}
        return cls(**{**content, **lists, "codes": codes})


def heading_key(heading: str) -> str:
    """A heading without what changes from year to year.

    >>> heading_key("Einwohner am 31.12.2024") == heading_key("Einwohner  am 31.12.2025")
    True
    """
    return fold(heading)


def layout_of(grid: Grid, found: Region | Table, form: Format) -> Layout:
    """The layout of a file that was read.

    Args:
        grid: its cells.
        found: the table in it.
        form: how it is written; ``encoding`` as it was found or agreed.
    """
    headings = [text for _place, text in _ordered(grid, found.headings)]
    text_file = not form.is_workbook and form.type != "geojson"
    return Layout(
        type=form.type,
        sheet=None if grid.sheet is None else fold(without_time(grid.sheet)),
        encoding=form.encoding if text_file else "",
        delimiter=form.delimiter if form.type == "csv" else "",
        heading_rows=_depth(found),
        headings=tuple(heading_key(text) for text in headings),
        as_written=tuple(headings),
        codes=_codes(grid, found),
    )


def layout_print(layout: Layout) -> str:
    """The same 64 characters for the same layout; codes are no part of it."""
    return fingerprint(
        {k: v for k, v in layout.as_json().items() if k not in {"codes", "as_written"}}
    )


def _ordered(grid: Grid, headings: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    places = [name for name in grid.columns if name in headings]
    return [(name, headings[name]) for name in places]


def _depth(found: Region | Table) -> int:
    """Lines of headings, as far as the joined headings show them."""
    outside = found.first_heading == 0 if isinstance(found, Region) else not found.heading_rows
    if outside:
        return 0
    return max((text.count(" | ") + 1 for text in found.headings.values()), default=1)


def _codes(grid: Grid, found: Region | Table) -> dict[str, tuple[str, ...]]:
    """Contents of columns that hold a short list, each held by many rows."""
    rules = shipped_mapping_rules()
    kept: dict[str, tuple[str, ...]] = {}
    for place, heading in _ordered(grid, found.headings):
        if place not in found.body.columns or is_number_column(found.body[place]):
            continue
        filled = sample(found.body[place])
        counted = filled.alias("text").value_counts()
        if counted.height > rules.most_codes or counted["count"].min() is None:
            continue
        if int(counted["count"].min()) >= rules.fewest_holders:  # type: ignore[arg-type]
            kept[heading_key(heading)] = tuple(sorted(counted["text"].to_list()))
    return kept
