"""Texts in tables that spreadsheet programmes open: a name is never taken for a formula.

Excel and LibreOffice compute what begins with ``=``, ``+``, ``-`` or ``@``; a name from a delivery
could so run a command on a reader's computer. Such texts get an apostrophe in front, which these
programmes take for "this is text". Nothing is lost: ``original_text`` gives every text back.
"""

import re

import polars as pl

__all__ = ["harmless_table", "harmless_text", "original_text"]

BEGINS = "=+@\t\r\n＝＋＠－"  # the last four are the wide letters of East Asian keyboards
RISKY = rf"^'*[{BEGINS}]"  # apostrophes too, so that every text can be given back
MINUS = r"^'*-"
NUMBER = r"-[0-9]+(?:[.,][0-9]+)*"  # a text that is a number is one, whatever computes it


def harmless_text(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would compute it.

    >>> harmless_text("=1+1"), harmless_text("-5,2"), harmless_text("Haus @ Markt")
    ("'=1+1", '-5,2', 'Haus @ Markt')
    """
    return f"'{text}" if _risky(text) else text


def original_text(text: str) -> str:
    """The text that ``harmless_text`` was given.

    >>> original_text("'=1+1"), original_text("'s Gravenhage")
    ('=1+1', "'s Gravenhage")
    """
    return text[1:] if text.startswith("'") and _risky(text[1:]) else text


def harmless_table(table: pl.DataFrame) -> pl.DataFrame:
    """The table with all its texts made harmless; numbers, dates and nulls stay as they are."""
    texts = [pl.col(name) for name, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(
        pl.when(
            text.str.contains(RISKY)
            | (text.str.contains(MINUS) & ~text.str.contains(f"^{NUMBER}$"))
        )
        .then(pl.lit("'") + text)
        .otherwise(text)
        .name.keep()
        for text in texts
    )


def _risky(text: str) -> bool:
    if re.match(RISKY, text):
        return True
    return re.match(MINUS, text) is not None and re.fullmatch(NUMBER, text) is None
