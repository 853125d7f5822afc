"""Find how a file is written, from its bytes: kind, encoding, separators, signs of numbers."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any, Literal

from kreisblick.sealed.reading.decode import decode, find_encoding
from kreisblick.sealed.reading.format import FixedField, Format
from kreisblick.sealed.reading.guard import read_bytes
from kreisblick.sealed.reading.limits import ReadingLimits, shipped_reading_limits
from kreisblick.sealed.reading.workbooks import kind_of

__all__ = ["find_format", "find_format_of"]

DELIMITERS = (";", "\t", ",", "|")
SAMPLE = 256_000  # bytes in which the form of a text shows
LINES = 300
FIXED_LINES = 5  # so many lines of one length are no accident
FIXED_SHARE = 0.6  # a printed list has titles on every page
GROUPED = {
    ".": re.compile(r"^-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?$"),
    ",": re.compile(r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"),
    " ": re.compile(r"^-?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?$"),
}
BROKEN = {sign: re.compile(rf"^-?[0-9. \u00a0]*[0-9]\{sign}[0-9]+$") for sign in ".,"}
Encoding = Literal["auto", "utf-8", "utf-16", "cp1252", "cp850", "mac_roman"]
FOUND: dict[str, Encoding] = {
    "utf-8-sig": "utf-8",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "utf-16": "utf-16",
    "utf-8": "utf-8",
    "cp1252": "cp1252",
    "cp850": "cp850",
    "mac_roman": "mac_roman",
}


def find_format(path: Path) -> Format:
    """How a file is written, whatever its ending says.

    Of a text without letters beyond ASCII the encoding stays ``auto``: next year's may have some.

    Raises:
        UnreadableFileError: when it is absent, empty, damaged, or dangerous to open.
    """
    limits = shipped_reading_limits()
    return find_format_of(read_bytes(path, limits), path.name, limits)


def find_format_of(content: bytes, name: str, limits: ReadingLimits) -> Format:
    """The same for bytes at hand."""
    kind = kind_of(content, name, limits)
    if kind != "text":
        return Format.model_validate({"type": kind})
    whole = content[:SAMPLE]
    text = decode(content if len(content) <= SAMPLE else _cut(content), "auto", name=name)
    if text.lstrip()[:1] == "{" and '"FeatureCollection"' in text:
        return Format(type="geojson", encoding="utf-8", decimal=".", thousands="")
    encoding = FOUND[found] if not whole.isascii() and (found := find_encoding(content)) else "auto"
    lines = text.splitlines()[:LINES]
    delimiter = _delimiter(lines)
    if delimiter is None and (fields := _fixed_fields(lines)):
        return Format(type="fixed_width", encoding=encoding, fields=fields)
    cells = _cells(lines, delimiter or ";")
    signs = _signs([cell.strip() for row in cells for cell in row])
    if delimiter == "\t":
        return Format(type="tsv", encoding=encoding, delimiter="\t", **signs)
    return Format(type="csv", encoding=encoding, delimiter=delimiter or ";", **signs)


def _cut(content: bytes) -> bytes:
    """The beginning, up to the end of a line."""
    head = content[:SAMPLE]
    end = head.rfind(b"\n")
    if end < 0:
        return head
    wide = content[end + 1 : end + 2] == b"\0"  # UTF-16: the line's end has two bytes
    return content[: end + 2] if wide else content[: end + 1]


def _cells(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _delimiter(lines: list[str]) -> str | None:
    """What cuts most lines into the same number of cells, at least two."""
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _cells(lines, delimiter) if any(row))
        rows = sum(widths.values())
        width, times = max(
            ((width, times) for width, times in widths.items() if width > 1),
            key=lambda found: (found[1] * (found[0] - 1), found[0]),
            default=(1, 0),
        )
        # titles and footnotes have other widths; a comma inside numbers or sentences varies
        score = (round(times / max(rows, 1), 1), width)
        if times and score > best:
            best, chosen = score, delimiter
    return chosen


def _fixed_fields(lines: list[str]) -> tuple[FixedField, ...]:
    """Columns between places that are blank in every line of the usual length.

    Their names are those of the first such line when it holds words only.
    """
    lengths = Counter(len(line.rstrip("\r\x1a")) for line in lines if line.strip())
    length, times = lengths.most_common(1)[0] if lengths else (0, 0)
    if times < FIXED_LINES or times < FIXED_SHARE * sum(lengths.values()) or length < 2:
        return ()
    rows = [line for line in lines if len(line.rstrip("\r\x1a")) == length]
    blank = [all(row[place] == " " for row in rows) for place in range(length)]
    starts = [p for p in range(length) if not blank[p] and (p == 0 or blank[p - 1])]
    ends = [*starts[1:], length]
    names = [rows[0][start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if not all(re.search(r"[^\W\d]", name) for name in names) or len(set(names)) < len(names):
        names = [str(number) for number in range(1, len(starts) + 1)]
    return tuple(
        FixedField(name=name, start=start + 1, length=end - start)
        for name, start, end in zip(names, starts, ends, strict=True)
    )


def _signs(cells: list[str]) -> dict[str, Any]:
    """Signs of decimals and thousands; German ones where nothing speaks for others."""
    grouped = {sign: sum(1 for c in cells if shape.match(c)) for sign, shape in GROUPED.items()}
    decimal = {
        sign: sum(1 for c in cells if shape.match(c) and not GROUPED[sign].match(c))
        for sign, shape in BROKEN.items()
    }
    if decimal["."] > decimal[","]:
        return {"decimal": ".", "thousands": "," if grouped[","] else ""}
    if not decimal[","] and grouped[","] > grouped["."]:
        return {"decimal": ".", "thousands": ","}
    return {"decimal": ",", "thousands": " " if grouped[" "] > grouped["."] else "."}
