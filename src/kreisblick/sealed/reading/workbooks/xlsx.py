"""Read the sheets of an XLSX or XLSM: cached values as people see them; nothing is computed.

Formulas, macros, links to other files and DDE are never followed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

import polars as pl

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.notes import link_note, macro_note
from kreisblick.sealed.reading.workbooks.assemble import Cells, SheetEntry
from kreisblick.sealed.reading.workbooks.package import Package
from kreisblick.sealed.reading.workbooks.places import range_of
from kreisblick.sealed.reading.workbooks.shown import PLAIN, Shown, how_shown, is_built_in
from kreisblick.sealed.reading.workbooks.xlsx_cells import UnusualSheetError, scan_sheet
from kreisblick.sealed.reading.workbooks.xlsx_parser import parse_sheet
from kreisblick.sealed.reading.workbooks.xlsx_texts import read_strings
from kreisblick.sealed.reading.workbooks.xlsx_values import Values
from kreisblick.sealed.reading.workbooks.xml import Node, read_xml

__all__ = ["XlsxBook", "open_xlsx"]

BOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
WORKSHEET = "/worksheet"


@dataclass(frozen=True, kw_only=True)
class XlsxBook:
    """An opened workbook; sheets are read one by one.

    Attributes:
        entries: its tables, in their order; sheets of charts are none.
        notes: on what was left alone.
    """

    package: Package = field(repr=False)
    entries: tuple[SheetEntry, ...]
    since_1904: bool
    notes: tuple[str, ...]

    @cached_property
    def strings(self) -> pl.Series:
        """The shared strings, read when a sheet first needs them."""
        return read_strings(self.package)

    @cached_property
    def styles(self) -> tuple[Shown, ...]:
        """How each number of a style shows numbers."""
        if not self.package.has(STYLES):
            return ()
        return tuple(_styles(read_xml(self.package.read(STYLES), self.package.name)))

    def read(self, entry: SheetEntry, decimal: str) -> Grid:
        """The cells of a sheet as text.

        Raises:
            UnreadableFileError: when it is damaged, has more cells than tables have, or formulas
                without a result.
        """
        values = self._values(decimal)
        try:
            parts = scan_sheet(self.package, entry.part, values.take)
        except UnusualSheetError:
            values = self._values(decimal)
            parts = parse_sheet(self.package, entry.part, values.take)
        cells = Cells(
            cells=values.cells(),
            unvalued=values.unvalued,
            percent=frozenset(values.percent),
            merged=tuple(found for ref in parts.merged if (found := range_of(ref))),
            hidden_rows=tuple(parts.hidden_rows),
            hidden_columns=tuple(parts.hidden_columns),
        )
        return cells.grid(entry, self.package.name, self.package.limits)

    def _values(self, decimal: str) -> Values:
        return Values(
            name=self.package.name,
            strings=self.strings,
            styles=self.styles,
            decimal=decimal,
            since_1904=self.since_1904,
        )


def open_xlsx(package: Package) -> XlsxBook:
    """The workbook in a package.

    Raises:
        UnreadableFileError: when the list of sheets is damaged.
    """
    name = package.name
    book = read_xml(package.read(BOOK), name)
    links = _links(package)
    entries = [
        SheetEntry(
            name=node.attributes["name"],
            part=links[node.attributes.get("id", "")][0],
            state=node.attributes.get("state", "visible"),
        )
        for node in book.find("sheet")
        if links.get(node.attributes.get("id", ""), ("", ""))[1].endswith(WORKSHEET)
        and "name" in node.attributes
    ]
    if not entries or len(entries) > package.limits.sheets:
        raise damaged(name)
    since = [n.attributes.get("date1904", "0") in {"1", "true"} for n in book.find("workbookPr")]
    return XlsxBook(
        package=package,
        entries=tuple(entries),
        since_1904=any(since),
        notes=tuple(_notes(package)),
    )


def _links(package: Package) -> dict[str, tuple[str, str]]:
    """Part and kind of what the workbook points to, by the key of the pointer."""
    part = "xl/_rels/workbook.xml.rels"
    root = read_xml(package.read(part), package.name)
    found = {}
    for node in root.find("Relationship"):
        target = node.attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        path = str(PurePosixPath(path.replace("/./", "/")))
        found[node.attributes.get("Id", "")] = (path, node.attributes.get("Type", ""))
    return found


def _notes(package: Package) -> Iterator[str]:
    if package.has("xl/vbaProject.bin"):
        yield macro_note()
    if any(part.startswith("xl/externallinks/") for part in package.parts):
        yield link_note()


def _styles(root: Node) -> Iterator[Shown]:
    """How each style (``xf`` below ``cellXfs``) shows numbers."""
    own = {
        node.attributes.get("numFmtId", ""): how_shown(node.attributes.get("formatCode", ""))
        for formats in root.find("numFmts")
        for node in formats.children
    }
    for styles in root.find("cellXfs"):
        for node in styles.children:
            number = node.attributes.get("numFmtId", "0")
            built_in = is_built_in(int(number)) if number.isdecimal() else None
            yield own.get(number) or built_in or PLAIN
