"""Take a sheet of an XLSX apart into cells, in blocks, so that memory holds results only.

Two ways give the same frame: patterns over whole blocks for the form in which practically every
programme writes a sheet, and an XML parser for all that is written otherwise (comments, own names
of spaces inside, cells without places). A document type is refused by the second.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.limits import MEGABYTE
from kreisblick.sealed.reading.workbooks.package import Package
from kreisblick.sealed.reading.workbooks.xlsx_texts import own_texts, unescaped
from kreisblick.sealed.reading.workbooks.xml import read_xml

__all__ = ["RAW", "SheetParts", "UnusualSheetError", "scan_sheet"]

RAW = {
    "letters": pl.String,
    "row": pl.UInt32,
    "style": pl.UInt32,
    "type": pl.String,
    "formula": pl.Boolean,
    "value": pl.String,
    "inline": pl.String,
}
"""Cells as written: place, number of their style, kind, whether computed, value, own text."""

TRUE = frozenset({"1", "true"})
BLOCK = 8 * MEGABYTE
CELL = (
    r"(?s)^(?:(?:r=\"([A-Z]{1,3})([1-9][0-9]{0,6})\"|s=\"([0-9]{1,6})\"|t=\"([A-Za-z]+)\""
    r"|(?:cm|vm|ph)=\"[0-9a-z]+\")\s*)*"
    r"(?:/>|>\s*(<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*"
    r"(?:<v[^>]*>([^<]*)</v>|<is>(.*?)</is>)?\s*</c>)"
    r"\s*(?:</row>.*)?$"
)
# a cell, a comment or a processing instruction that the split at "<c " would overlook
UNSEEN = re.compile(rb"<c[^ o]|<[!?]|<row[^>]*/>\s*<c ")
START = re.compile(rb"<sheetData\s*(/?)>")
ROOT = re.compile(rb"<(?:([A-Za-z][\w.-]*):)?worksheet[\s>]")
ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9_-]+)[\"']")
HIDDEN_ROW = re.compile(rb"<row\s(?=[^>]*\shidden=\"(?:1|true)\")[^>]*?\br=\"([1-9][0-9]{0,6})\"")


class UnusualSheetError(Exception):
    """The sheet is written in a form that needs the XML parser."""


@dataclass(kw_only=True)
class SheetParts:
    """What a sheet says beside its cells.

    Attributes:
        hidden_rows: their numbers.
        hidden_columns: first and last of each hidden stretch.
        merged: ranges as written (``B3:D4``).
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def take_column(self, attributes: Mapping[str, str]) -> None:
        """A description of columns: they may be hidden."""
        if attributes.get("hidden") in TRUE:
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def take_merged(self, attributes: Mapping[str, str]) -> None:
        """A range of merged cells."""
        self.merged.append(attributes.get("ref", ""))


def scan_sheet(package: Package, part: str, take: Callable[[pl.DataFrame], None]) -> SheetParts:
    """The cells of a sheet by patterns; ``take`` gets them in frames of the form ``RAW``.

    Raises:
        UnusualSheetError: when the sheet is written in another form.
        UnreadableFileError: when it is damaged, or a row is longer than rows can be.
    """
    scan = _Scan(package=package, take=take)
    blocks = package.blocks(part, size=BLOCK)
    scan.begin(next(blocks, b""))
    for block in blocks:
        scan.go_on(block)
    return scan.end()


@dataclass(kw_only=True)
class _Scan:
    package: Package
    take: Callable[[pl.DataFrame], None]
    parts: SheetParts = field(default_factory=SheetParts)
    prefix: bytes = b""
    rest: bytes = b""
    around: bytes = b""  # what stands before and after the cells; XML of its own
    inside: bool = False

    def begin(self, block: bytes) -> None:
        head = block[:1000]
        encoding, root = ENCODING.search(head), ROOT.search(head)
        if root is None or (encoding and encoding[1].lower() not in {b"utf-8", b"us-ascii"}):
            raise UnusualSheetError
        self.prefix = root[1] + b":" if root[1] else b""
        block = self._renamed(block)
        start = START.search(block)
        if start is None or b"<!" in block[: start.start()]:
            raise UnusualSheetError
        self.around = block[: start.end()]
        if start[1]:
            self.around += block[start.end() :]
            return
        self.inside = True
        self._take(block[start.end() :])

    def go_on(self, block: bytes) -> None:
        block = self._renamed(block)
        if self.inside:
            self._take(self.rest + block)
        else:
            self.around += block
            if len(self.around) > self.package.limits.part_mb * MEGABYTE:
                raise damaged(self.package.name)

    def end(self) -> SheetParts:
        if self.inside or b"<!" in self.around:
            raise UnusualSheetError
        root = read_xml(self.around, self.package.name)
        try:
            for node in root.find("col"):
                self.parts.take_column(node.attributes)
        except (KeyError, ValueError):
            raise damaged(self.package.name) from None
        for node in root.find("mergeCell"):
            self.parts.take_merged(node.attributes)
        return self.parts

    def _renamed(self, block: bytes) -> bytes:
        if not self.prefix:
            return block
        return block.replace(b"<" + self.prefix, b"<").replace(b"</" + self.prefix, b"</")

    def _take(self, block: bytes) -> None:
        """Whole rows of the block; what follows the last is kept for the next."""
        stop = block.find(b"</sheetData>")
        if stop >= 0:
            self.inside = False
            self.around += block[stop:]
            block, self.rest = block[:stop], b""
        else:
            cut = block.rfind(b"</row>") + len(b"</row>")
            if cut < len(b"</row>"):
                cut = 0
            block, self.rest = block[:cut], block[cut:]
            if len(self.rest) > self.package.limits.longest_row_mb * MEGABYTE:
                raise damaged(self.package.name)
        if UNSEEN.search(block):
            raise UnusualSheetError
        if b" hidden=" in block:
            self.parts.hidden_rows += [int(row) for row in HIDDEN_ROW.findall(block)]
        self.take(_cells(block))


def _cells(block: bytes) -> pl.DataFrame:
    """Cells of whole rows; those without any content are left out."""
    block = block.replace(b"<v/>", b"<v></v>").replace(b"<v />", b"<v></v>")
    try:
        pieces = pl.Series([block.decode()]).str.split("<c ").explode()[1:]
    except UnicodeDecodeError:
        raise UnusualSheetError from None
    found = pieces.str.extract_groups(CELL).struct.unnest()
    found.columns = list(RAW)
    if found["letters"].null_count():
        raise UnusualSheetError
    return found.with_columns(
        pl.col("row").cast(pl.UInt32),
        pl.col("style").cast(pl.UInt32),
        pl.col("formula").is_not_null(),
        unescaped(found["value"]),
        own_texts(found["inline"]),
    ).filter(pl.col("value").is_not_null() | pl.col("inline").is_not_null() | pl.col("formula"))
