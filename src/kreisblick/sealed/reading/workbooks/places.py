"""Places of cells in workbooks: columns as letters and as numbers, from 1."""

import re

__all__ = ["column_letters", "column_number", "range_of"]

RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")


def column_letters(column: int) -> str:
    """The column's letters: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(letters: str) -> int:
    """The column's number: A is 1, AB is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def range_of(text: str) -> tuple[int, int, int, int] | None:
    """``B3:D4`` as (first row, first column, last row, last column); None when it is no range."""
    found = RANGE.match(text)
    if found is None:
        return None
    return int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])
