"""Cells of text files: CSV, TSV and fixed width."""

import csv
import io

import numpy as np
import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.decode import decode, to_utf8
from kreisblick.sealed.reading.errors import UnreadableFileError
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.limits import ReadingLimits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.tidy import tidy

__all__ = ["TAB", "read_csv", "read_fixed_width"]

TAB = "\t"
SAMPLE_LINES = 500  # enough to see the table behind any title
KILOBYTE = 1000
BLOCK = 16 << 20
END = 10  # the byte that ends a line


def read_csv(content: bytes, form: Format, name: str, limits: ReadingLimits) -> Grid:
    """The cells of a file with separators; of a TSV file these are tabs.

    Raises:
        UnreadableFileError: when it is no text, has endless lines or cells, or too many cells.
    """
    delimiter = TAB if form.type == "tsv" else form.delimiter
    plain = to_utf8(content, form.encoding, name=name)
    if b"\n" not in plain and b"\r" in plain:  # lines end as on old Macintoshes
        plain = plain.replace(b"\r", b"\n")
    lines = _refuse_endless(plain, name, limits)
    # one more column than the widest line seen: what falls into it is a fault, not lost
    width = _width(plain, delimiter, limits) + 1
    if width > limits.columns or width * lines > limits.text_cells:
        raise _too_many(name, width, lines)
    try:
        cells = pl.read_csv(
            plain,
            has_header=False,
            separator=delimiter,
            schema={str(number): pl.String for number in range(1, width + 1)},
            extra_columns="ignore",
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        raise _not_apart(name, delimiter) from None
    cells = tidy(cells)
    if _swallowed(cells, plain, limits):
        raise _not_apart(name, delimiter)
    return Grid(cells=cells)


def _refuse_endless(plain: bytes, name: str, limits: ReadingLimits) -> int:
    """The number of lines, none of which is endless."""
    longest = limits.longest_line_kb * KILOBYTE
    octets = np.frombuffer(plain, dtype=np.uint8)
    last, lines = -1, 1
    for start in range(0, len(octets), BLOCK):
        ends = np.flatnonzero(octets[start : start + BLOCK] == END) + start
        gaps = np.diff(np.concatenate([[last], ends]))
        if (len(gaps) and gaps.max() > longest) or (
            not len(ends) and min(start + BLOCK, len(octets)) - last > longest
        ):
            raise _endless(name, lines + (int(gaps.argmax()) if len(gaps) else 0), limits)
        lines += len(ends)
        last = int(ends[-1]) if len(ends) else last
    if len(octets) - last > longest:
        raise _endless(name, lines, limits)
    return lines


def _width(plain: bytes, delimiter: str, limits: ReadingLimits) -> int:
    """Cells of the widest of the first lines."""
    head = plain[: SAMPLE_LINES * KILOBYTE].decode("utf-8", "ignore")
    rows = csv.reader(io.StringIO(head), delimiter=delimiter)
    widest = 1
    try:
        for row, _number in zip(rows, range(SAMPLE_LINES), strict=False):
            widest = max(widest, len(row))
    except csv.Error:
        pass  # an endless cell; what stands before it has been counted
    return min(widest, limits.columns)


def _swallowed(cells: pl.DataFrame, plain: bytes, limits: ReadingLimits) -> bool:
    """Whether a quotation mark without its partner has swallowed lines."""
    if b'"' not in plain:
        return False
    texts = cells.drop("row")
    longest = texts.select(pl.max_horizontal(pl.all().str.len_bytes().max())).item() or 0
    if longest > limits.longest_line_kb * KILOBYTE:
        return True
    ends = texts.select(pl.max_horizontal(pl.all().str.count_matches("\n").max())).item() or 0
    return bool(ends >= limits.cell_lines)


def read_fixed_width(content: bytes, form: Format, name: str, limits: ReadingLimits) -> Grid:
    """The cells of a file whose columns stand at fixed places; characters count, not bytes.

    Raises:
        UnreadableFileError: when it is no text, has endless lines, or too many cells.
    """
    text = decode(content, form.encoding, name=name).rstrip("\x1a\n\r")
    lines = _refuse_endless(text.encode("utf-8", "replace"), name, limits)
    if lines * len(form.fields) > limits.text_cells:
        raise _too_many(name, len(form.fields), lines)
    frame = pl.DataFrame({"line": text.split("\n")}, schema={"line": pl.String})
    parts = [
        pl.col("line").str.strip_chars_end("\r").str.slice(f.start - 1, f.length).alias(str(number))
        for number, f in enumerate(form.fields, start=1)
    ]
    named = {str(number): f.name for number, f in enumerate(form.fields, start=1)}
    return Grid(cells=tidy(frame.select(parts)), named=named)


def _not_apart(name: str, delimiter: str) -> UnreadableFileError:
    message = _(
        "'{name}' cannot be taken apart into cells with '{delimiter}'. Look for a quotation "
        "mark without its partner, or export the table again."
    )
    return UnreadableFileError(message.format(name=name, delimiter=delimiter))


def _endless(name: str, line: int, limits: ReadingLimits) -> UnreadableFileError:
    message = _(
        "'{name}', line {line}: the line is longer than {limit} kB; no table has such lines. "
        "Export the table again as CSV."
    )
    limit = format_count(limits.longest_line_kb)
    return UnreadableFileError(message.format(name=name, line=format_count(line), limit=limit))


def _too_many(name: str, width: int, lines: int) -> UnreadableFileError:
    message = _(
        "'{name}' has {lines} lines and {width} columns, more than is read at once. Ask for the "
        "agreed table, or for several smaller files."
    )
    return UnreadableFileError(
        message.format(name=name, lines=format_count(lines), width=format_count(width))
    )
