"""Take a sheet of an XLSX apart with an XML parser: slow, and right however it is written."""

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

import polars as pl

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.workbooks.package import Package
from kreisblick.sealed.reading.workbooks.places import column_letters, column_number
from kreisblick.sealed.reading.workbooks.xlsx_cells import RAW, SheetParts
from kreisblick.sealed.reading.workbooks.xml import new_parser, plain

__all__ = ["parse_sheet"]

PLACE = re.compile(r"^\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")
LAST_ROW = 1 << 20
BATCH = 200_000  # cells gathered before they become a frame


def parse_sheet(package: Package, part: str, take: Callable[[pl.DataFrame], None]) -> SheetParts:
    """The cells of a sheet, as ``scan_sheet`` gives them.

    Raises:
        UnreadableFileError: when it is damaged or declares a document type.
    """
    taker = _Taker(take)
    parser = new_parser(package.name)
    parser.StartElementHandler = taker.start
    parser.EndElementHandler = taker.end
    parser.CharacterDataHandler = taker.say
    try:
        for block in package.blocks(part):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError, KeyError, OverflowError):
        raise damaged(package.name) from None
    return taker.finished()


class _Taker:
    """Gathers cells while the parser walks through a sheet."""

    def __init__(self, take: Callable[[pl.DataFrame], None]) -> None:
        self.take = take
        self.parts = SheetParts()
        self.rows: list[tuple[Any, ...]] = []
        self.row = 0
        self.column = 0
        self.cell: dict[str, Any] | None = None
        self.target: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = plain(tag)
        begin: Callable[[dict[str, str]], None] | None = {
            "row": self._row,
            "c": self._cell,
            "col": self.parts.take_column,
            "mergeCell": self.parts.take_merged,
        }.get(tag)
        if begin is not None:
            begin(attributes)
        elif self.cell is not None:
            self._inside(tag)

    def _row(self, attributes: dict[str, str]) -> None:
        self.row = _number(attributes["r"]) if "r" in attributes else self.row + 1
        self.column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.parts.hidden_rows.append(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = PLACE.match(attributes.get("r", ""))
        self.column = column_number(place[1]) if place else self.column + 1
        self.cell = {
            "letters": place[1] if place else column_letters(self.column),
            "row": int(place[2]) if place else self.row,
            "style": _number(attributes["s"]) if "s" in attributes else None,
            "type": attributes.get("t"),
            "formula": False,
            "value": None,
            "inline": None,
        }

    def _inside(self, tag: str) -> None:
        if self.cell is None:
            return
        if tag == "f":
            self.cell["formula"] = True
        self.target = {"v": "value", "is": "inline", "t": "inline"}.get(tag)
        if tag == "rPh":
            self.cell["phonetic"] = True
        if self.target and not self.cell.get("phonetic"):
            self.cell[self.target] = self.cell[self.target] or ""

    def say(self, text: str) -> None:
        if self.cell is not None and self.target and not self.cell.get("phonetic"):
            self.cell[self.target] = (self.cell[self.target] or "") + text

    def end(self, tag: str) -> None:
        tag = plain(tag)
        if tag in {"v", "t", "f", "is"}:
            self.target = None
        elif tag == "rPh" and self.cell is not None:
            self.cell["phonetic"] = False
        elif tag == "c" and self.cell is not None:
            self._keep(self.cell)
            self.cell = None

    def _keep(self, cell: dict[str, Any]) -> None:
        if cell["value"] is not None or cell["inline"] is not None or cell["formula"]:
            self.rows.append(tuple(cell[name] for name in RAW))
        if len(self.rows) >= BATCH:
            self._batch()

    def _batch(self) -> None:
        self.take(pl.DataFrame(self.rows, schema=RAW, orient="row"))
        self.rows = []

    def finished(self) -> SheetParts:
        self._batch()
        return self.parts


def _number(text: str) -> int:
    """A row or a style; larger ones no workbook has."""
    number = int(text)
    if not 0 <= number <= LAST_ROW:
        raise ValueError(text)
    return number
