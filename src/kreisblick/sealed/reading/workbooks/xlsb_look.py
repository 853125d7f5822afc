"""How the cells of an XLSB are shown, from the records of its parts ([MS-XLSB])."""

import struct
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from kreisblick.sealed.reading.errors import damaged
from kreisblick.sealed.reading.limits import MEGABYTE
from kreisblick.sealed.reading.workbooks.assemble import too_wide
from kreisblick.sealed.reading.workbooks.look import Look, styles_of
from kreisblick.sealed.reading.workbooks.package import Package
from kreisblick.sealed.reading.workbooks.places import column_letters
from kreisblick.sealed.reading.workbooks.shown import Shown
from kreisblick.sealed.reading.workbooks.xml import read_xml

__all__ = ["look_at_xlsb"]

BOOK = "xl/workbook.bin"
RELATIONS = "xl/_rels/workbook.bin.rels"
STYLES = "xl/styles.bin"
ROW, COLUMNS, SHEET, MERGED = 0, 60, 156, 176
FORMAT, STYLE, STYLES_BEGIN, STYLES_END = 44, 47, 617, 618
NUMBERS = frozenset({2, 5, 9})  # short, full, computed
FILLED = frozenset(range(2, 12))
HIDDEN_ROW, HIDDEN_COLUMN = 0x10, 0x01


def look_at_xlsb(package: Package) -> tuple[Look, ...]:
    """How the cells of each sheet are shown, in the order of the workbook.

    Raises:
        UnreadableFileError: when it is damaged, or a sheet is larger than tables are.
    """
    try:
        styles = _styles(package)
        return tuple(_sheet(package, part, name, styles) for name, part in _sheets(package))
    except (struct.error, IndexError, UnicodeDecodeError):
        raise damaged(package.name) from None


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        kind, place = content[place], place + 1
        if kind & 0x80:
            kind, place = (kind & 0x7F) | (content[place] & 0x7F) << 7, place + 1
        length = 0
        for step in range(4):
            byte, place = content[place], place + 1
            length |= (byte & 0x7F) << 7 * step
            if not byte & 0x80:
                break
        yield kind, content[place : place + length]
        place += length


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text and the place behind it."""
    (length,) = struct.unpack_from("<I", body, place)
    end = place + 4 + 2 * length
    if end > len(body):
        raise IndexError(end)
    return body[place + 4 : end].decode("utf-16-le"), end


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    links = {
        node.attributes.get("Id"): node.attributes.get("Target", "")
        for node in read_xml(package.read(RELATIONS), package.name).find("Relationship")
    }
    for kind, body in _records(package.read(BOOK)):
        if kind == SHEET:
            key, end = _text(body, 8)
            target = links.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield _text(body, end)[0], str(PurePosixPath(path))


def _styles(package: Package) -> Callable[[int], Shown]:
    formats: list[int] = []
    codes: dict[int, str] = {}
    inside = False
    content = package.read(STYLES) if package.has(STYLES) else b""
    for kind, body in _records(content):
        if kind in {STYLES_BEGIN, STYLES_END}:
            inside = kind == STYLES_BEGIN
        elif kind == FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind == STYLE and inside:
            formats.append(struct.unpack_from("<H", body, 2)[0])
    return styles_of(formats, codes)


def _sheet(package: Package, part: str, name: str, styles: Callable[[int], Shown]) -> Look:
    look = Look()
    row = height = width = 0
    most = package.limits.unpacked_mb * MEGABYTE
    for kind, body in _records(b"".join(package.blocks(part, most=most))):
        if kind == ROW:
            (row,) = struct.unpack_from("<I", body)
            row += 1
            if len(body) > 11 and body[11] & HIDDEN_ROW:
                look.hidden_rows.append(row)
        elif kind in FILLED:
            column, style = struct.unpack_from("<2I", body)
            height, width = max(height, row), max(width, column + 1)
            if kind in NUMBERS:
                look.take(row, column + 1, styles(style & 0xFFFFFF))
        elif kind == COLUMNS:
            first, last, flags = struct.unpack_from("<2I8xH", body)
            if flags & HIDDEN_COLUMN:
                look.hidden_columns.append((first + 1, last + 1))
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            look.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    limits = package.limits
    if height * width > limits.sheet_cells or width > limits.columns:
        raise too_wide(f"{column_letters(width)}{height}", name, package.name)
    return look
