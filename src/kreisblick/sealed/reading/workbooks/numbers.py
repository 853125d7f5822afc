"""Numbers of workbooks as the text a person reads: full precision, no type lost."""

from datetime import datetime, timedelta

import polars as pl

from kreisblick.sealed.reading.workbooks.shown import Shown, zero_filled

__all__ = ["number_texts", "shown_texts"]

WHOLE = r"^(?:0|-?[1-9][0-9]{0,14})$"
EXACT = 2.0**63  # beyond, a number is no count
DAY_S = 86_400
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  (days in a sheet have no zone)
FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
LEAP_MISTAKE = 60  # the workbook's calendar has a 29 February 1900; before it days are one off


def number_texts(written: pl.Series, decimal: str) -> pl.Series:
    """Numbers as written in the file: 12.0 is 12, 0.47224524350000001 is 0,4722452435.

    What is no number stays as it is written.
    """
    odd = written.is_not_null() & ~written.str.contains(WHOLE)
    if not odd.any():
        return written
    some = written.filter(odd)
    value = some.cast(pl.Float64, strict=False)
    usual = value.is_finite().fill_null(value=False)
    whole = usual & (value.abs() < EXACT) & (value == value.round())
    frame = pl.DataFrame({"text": some, "value": value, "usual": usual, "whole": whole})
    texts = frame.select(
        pl.when("whole")
        .then(pl.col("value").cast(pl.Int64, strict=False).cast(pl.String))
        .when("usual")
        .then(pl.col("value").cast(pl.String).str.replace(".", decimal, literal=True))
        .otherwise("text")
    ).to_series()
    return written.clone().scatter(odd.arg_true(), texts)


def shown_texts(written: pl.Series, shown: Shown, decimal: str, *, since_1904: bool) -> pl.Series:
    """Numbers under a format that changes what they say; each distinct number once."""
    distinct = written.drop_nulls().unique()
    texts = number_texts(distinct, decimal)
    table = {
        stored: _shown(stored, text, shown, since_1904=since_1904)
        for stored, text in zip(distinct, texts, strict=True)
    }
    return written.replace_strict(table, default=None, return_dtype=pl.String)


def _shown(stored: str, text: str, shown: Shown, *, since_1904: bool) -> str:
    if shown.kind == "zeros":
        return zero_filled(int(text), shown.pattern) if text.isascii() and text.isdigit() else text
    if shown.kind in {"plain", "percent"}:
        return text
    try:
        return _moment(float(stored), shown, since_1904=since_1904)
    except (ValueError, OverflowError):
        return text


def _moment(serial: float, shown: Shown, *, since_1904: bool) -> str:
    """A day as 2024-12-31, a time as 08:30:00, both with a blank between."""
    seconds = round(serial * DAY_S)
    if shown.kind == "elapsed":
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if shown.kind == "time" and 0 <= seconds < DAY_S:
        return str((FIRST_DAY + timedelta(seconds=seconds)).time())
    first = FIRST_DAY_1904 if since_1904 else FIRST_DAY
    late = 0 if since_1904 or serial >= LEAP_MISTAKE else 1
    if serial < 0:
        raise ValueError(serial)
    moment = first + timedelta(days=late, seconds=seconds)
    midnight = moment.time() == FIRST_DAY.time()
    return str(moment.date()) if midnight or shown.kind == "date" else str(moment)
