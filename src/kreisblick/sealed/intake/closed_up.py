"""Days written without dots: ``31121950``, and ``1011950`` whose zero a spreadsheet lost.

The years 1800 to 2099 begin with no month, so that day first and year first are never taken for
each other: year first, ``19121912`` would have a nineteenth month; day first, ``20101012`` a year
1012.
"""

import polars as pl

__all__ = ["spelt_out"]

_YEAR = "(?:18|19|20)[0-9]{2}"
_MONTH = "0[0-9]|1[0-2]"
WHOLE = rf"^(0[0-9]|[12][0-9]|3[01])({_MONTH})({_YEAR})$"
NO_ZERO = rf"^([1-9])({_MONTH})({_YEAR})$"
NO_DAY = rf"^([1-9]|1[0-2])({_YEAR})$"
"""Day and the month's zero lost with it: ``00011950`` as ``11950``."""


def spelt_out(cells: pl.Series) -> pl.Series:
    """Cells that are days without dots, day first, as ``31.12.1950``; all others as they are.

    Day and month may be 00, which registers write where they are unknown. ``11950`` may as well be
    a spreadsheet's number of a day: it is read only in a column that holds longer ones, too.
    """
    long = cells.str.contains(f"{WHOLE}|{NO_ZERO}").fill_null(value=False)
    if not long.any():
        return cells
    found = cells.str.replace(WHOLE, "${1}.${2}.${3}").str.replace(NO_ZERO, "0${1}.${2}.${3}")
    months, years = (cells.str.extract(NO_DAY, group) for group in (1, 2))
    days = pl.DataFrame({"month": months.str.zfill(2), "year": years})
    no_day = days.select(pl.format("00.{}.{}", "month", "year")).to_series()
    return pl.select(pl.when(months.is_not_null()).then(no_day).otherwise(found)).to_series()
