"""How the cells of an XLS are shown, from the records of its workbook stream ([MS-XLS])."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kreisblick.sealed.reading.errors import UnreadableFileError, damaged
from kreisblick.sealed.reading.workbooks.compound import Compound
from kreisblick.sealed.reading.workbooks.look import Look, styles_of
from kreisblick.sealed.reading.workbooks.package import locked
from kreisblick.sealed.reading.workbooks.shown import Shown

__all__ = ["XlsLook", "look_at_xls"]

END, FORMULA, COLUMNS, PASSWORD, SHEET = 0x0A, 0x06, 0x7D, 0x2F, 0x85
ROW, NUMBER, SHORT, SHORTS, STYLE, FORMAT = 0x208, 0x203, 0x27E, 0xBD, 0xE0, 0x41E
BEGIN, LINKED_BOOK = 0x809, 0x1AE
UNICODE = 0x600
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 0x01


@dataclass(frozen=True, kw_only=True)
class XlsLook:
    """What an XLS says of itself.

    Attributes:
        sheets: in the order of the workbook.
        linked: whether it points to other files.
    """

    sheets: tuple[Look, ...]
    linked: bool


def look_at_xls(compound: Compound) -> XlsLook:
    """How its cells are shown.

    Raises:
        UnreadableFileError: when it is no workbook, damaged, or locked by a password.
    """
    stream = next((one for one in ("Workbook", "Book") if one in compound.streams), None)
    if "EncryptedPackage" in compound.streams:
        raise locked(compound.name)
    if stream is None:
        raise damaged(compound.name)
    try:
        return _look(compound.read(stream), compound.name)
    except (struct.error, IndexError):
        raise damaged(compound.name) from None


def _look(book: bytes, name: str) -> XlsLook:
    formats: list[int] = []
    codes: dict[int, str] = {}
    starts: list[int] = []
    linked, unicode = False, True
    for kind, body in _records(book, 0):
        if kind == BEGIN:
            unicode = struct.unpack_from("<H", body)[0] >= UNICODE
        elif kind == PASSWORD:
            raise locked(name)
        elif kind == STYLE:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, unicode=unicode)
        elif kind == SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == LINKED_BOOK:
            linked |= len(body) > 4  # four bytes point to the workbook itself
    styles = styles_of(formats, codes)
    sheets = tuple(_sheet(book, start, styles) for start in starts)
    if not sheets:
        raise UnreadableFileError(str(damaged(name)))
    return XlsLook(sheets=sheets, linked=linked)


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records up to the end of their part."""
    place = start
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        if kind == END:
            return
        place += 4 + length


def _text(body: bytes, *, unicode: bool) -> str:
    """The code of a format."""
    if not unicode:
        return body[3 : 3 + body[2]].decode("cp1252", "replace")
    length, wide = struct.unpack_from("<HB", body, 2)
    if wide & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _sheet(book: bytes, start: int, styles: Callable[[int], Shown]) -> Look:
    look = Look()
    for kind, body in _records(book, start):
        if kind in {NUMBER, SHORT, FORMULA}:
            row, column, style = struct.unpack_from("<3H", body)
            look.take(row + 1, column + 1, styles(style))
        elif kind == SHORTS:
            row, column = struct.unpack_from("<2H", body)
            for place in range(4, len(body) - 6, 6):
                column += 1
                look.take(row + 1, column, styles(struct.unpack_from("<H", body, place)[0]))
        elif kind == ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & HIDDEN_ROW:
                look.hidden_rows.append(row + 1)
        elif kind == COLUMNS:
            first, last, flags = struct.unpack_from("<2H4xH", body)
            if flags & HIDDEN_COLUMN:
                look.hidden_columns.append((first + 1, last + 1))
    return look
