"""Read the sheets of an ODS: cells as the office programme showed them when it saved.

Rows and columns that are said to repeat a million times cost nothing unless they hold something.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.notes import link_note, macro_note
from kreisblick.sealed.reading.workbooks.assemble import Cells, SheetEntry, too_wide
from kreisblick.sealed.reading.workbooks.ods_sheet import OdsSheet, TooManyCellsError
from kreisblick.sealed.reading.workbooks.package import Package, locked
from kreisblick.sealed.reading.workbooks.places import column_letters
from kreisblick.sealed.reading.workbooks.xml import new_parser, plain, read_xml

__all__ = ["OdsBook", "open_ods"]

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
LINKS = frozenset({"dde-link", "table-source", "cell-range-source"})


@dataclass(frozen=True, kw_only=True)
class OdsBook:
    """An opened workbook whose sheets have been taken apart.

    Attributes:
        entries: its sheets, in their order.
        notes: on what was left alone.
    """

    package: Package = field(repr=False)
    entries: tuple[SheetEntry, ...]
    notes: tuple[str, ...]

    def read(self, entry: SheetEntry, decimal: str) -> Grid:
        """The cells of a sheet as text.

        Raises:
            UnreadableFileError: when it is damaged, has more cells than tables have, or formulas
                without a result.
        """
        taker = _Taker(
            OdsSheet(decimal=decimal, most_cells=self.package.limits.sheet_cells),
            number=self.entries.index(entry),
        )
        try:
            _walk(self.package, taker)
        except TooManyCellsError as error:
            raise too_wide(str(error), entry.name, self.package.name) from None
        return _cells(taker.sheet).grid(entry, self.package.name, self.package.limits)


def _cells(sheet: OdsSheet) -> Cells:
    frame = sheet.frame()
    last = int(frame["row"].max() or 0)  # type: ignore[arg-type]
    hidden = (range(first, min(end, last) + 1) for first, end in sheet.hidden_rows)
    return Cells(
        cells=frame,
        unvalued=sheet.unvalued,
        percent=frozenset(column_letters(column) for column in sheet.percent),
        merged=tuple(sheet.merged),
        hidden_rows=tuple(row for rows in hidden for row in rows),
        hidden_columns=tuple(sheet.hidden_columns),
    )


def open_ods(package: Package) -> OdsBook:
    """The workbook in a package.

    Raises:
        UnreadableFileError: when it is damaged or locked by a password.
    """
    if package.has(MANIFEST) and any(
        read_xml(package.read(MANIFEST), package.name).find("encryption-data")
    ):
        raise locked(package.name)
    names = _Names()
    _walk(package, names)
    if not names.found or len(names.found) > package.limits.sheets:
        raise damaged(package.name)
    entries = [
        SheetEntry(name=name, state="hidden" if style in names.hidden else "visible")
        for name, style in names.found
    ]
    return OdsBook(package=package, entries=tuple(entries), notes=tuple(_notes(package, names)))


def _notes(package: Package, names: "_Names") -> Iterator[str]:
    if any(part.startswith(("basic/", "scripts/")) for part in package.parts):
        yield macro_note()
    if names.linked:
        yield link_note()


class _Names:
    """Gathers the sheets' names and the styles of hidden ones."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.hidden: set[str] = set()
        self.linked = False
        self.style = ""
        self.depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self.style = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden.add(self.style)
        elif tag in LINKS:
            self.linked = True
        elif tag == "table":
            if self.depth == 0:
                self.found.append((attributes.get("name", ""), attributes.get("style-name", "")))
            self.depth += 1

    def end(self, tag: str) -> None:
        self.depth -= tag == "table"

    def say(self, text: str) -> None:
        """Texts are not needed here."""


class _Taker:
    """Hands what stands inside one sheet on to it."""

    def __init__(self, sheet: OdsSheet, number: int) -> None:
        self.sheet = sheet
        self.number = number
        self.depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self.number -= self.depth == 0
            self.depth += 1
        elif self.number == -1 and self.depth == 1:
            self.sheet.start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "table":
            self.depth -= 1
        elif self.number == -1 and self.depth == 1:
            self.sheet.end(tag)

    def say(self, text: str) -> None:
        if self.number == -1 and self.depth == 1:
            self.sheet.say(text)


def _walk(package: Package, taker: Any) -> None:
    """Everything in the content, with plain names, handed to ``taker``."""
    short: dict[str, str] = {}

    def name_of(long: str) -> str:
        known = short.get(long)
        if known is None:
            known = short[long] = plain(long)
        return known

    start: Callable[[str, dict[str, str]], None] = taker.start
    end: Callable[[str], None] = taker.end
    parser = new_parser(package.name)
    parser.StartElementHandler = lambda tag, attributes: start(
        name_of(tag), {name_of(key): text for key, text in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: end(name_of(tag))
    parser.CharacterDataHandler = taker.say
    try:
        for block in package.blocks(CONTENT):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError, OverflowError):
        raise damaged(package.name) from None
