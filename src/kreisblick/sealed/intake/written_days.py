"""Days as people and programs write them: ``31121950``, ``1011950``, ``Fr, 3. April 2015``.

A spreadsheet takes the zero away in front of ``01011950``.

The years 1800 to 2099 begin with no month, so that day first and year first are never taken for
each other: year first, ``19121912`` would have a nineteenth month; day first, ``20101012`` a year
1012.
"""

import polars as pl

from kreisblick.sealed.reading.periods import MONTHS

__all__ = ["spelt_out"]

_YEAR = "(?:18|19|20)[0-9]{2}"
_MONTH = "0[0-9]|1[0-2]"
WHOLE = rf"^(0[0-9]|[12][0-9]|3[01])({_MONTH})({_YEAR})$"
NO_ZERO = rf"^([1-9])({_MONTH})({_YEAR})$"
NO_DAY = rf"^([1-9]|1[0-2])({_YEAR})$"
"""Day and the month's zero lost with it: ``00011950`` as ``11950``."""
WEEKDAY = r"(?i)^(?:mo|di|mi|do|fr|sa|so)[a-zä]*\.?,?\s+([0-9].*)$"
IN_WORDS = rf"^([0-9]{{1,2}})\.?\s*(\p{{L}}+)\.?\s+({_YEAR})$"
_NUMBER = {name: f"{n:02d}" for n, names in enumerate(MONTHS, start=1) for name in names}


def spelt_out(cells: pl.Series) -> pl.Series:
    """Days without dots, day first, or in words, as ``31.12.1950``; all other cells as they are.

    Day and month may be 00, which registers write where they are unknown. ``11950`` may as well be
    a spreadsheet's number of a day: it is read only in a column that holds longer ones, too.
    """
    cells = _from_words(cells)
    long = cells.str.contains(f"{WHOLE}|{NO_ZERO}").fill_null(value=False)
    if not long.any():
        return cells
    found = cells.str.replace(WHOLE, "${1}.${2}.${3}").str.replace(NO_ZERO, "0${1}.${2}.${3}")
    months, years = (cells.str.extract(NO_DAY, group) for group in (1, 2))
    days = pl.DataFrame({"month": months.str.zfill(2), "year": years})
    no_day = days.select(pl.format("00.{}.{}", "month", "year")).to_series()
    return pl.select(pl.when(months.is_not_null()).then(no_day).otherwise(found)).to_series()


def _from_words(cells: pl.Series) -> pl.Series:
    """``3. April 2015`` and ``Fr, 03.04.2015`` with figures alone."""
    if not cells.str.contains(r"\p{L}").any():
        return cells
    bare = cells.str.replace(WEEKDAY, "${1}")
    day, word, year = (bare.str.extract(IN_WORDS, group) for group in (1, 2, 3))
    numbers = word.str.to_lowercase().replace_strict(_NUMBER, default=None, return_dtype=pl.String)
    parts = pl.DataFrame({"day": day.str.zfill(2), "month": numbers, "year": year})
    written = parts.select(pl.format("{}.{}.{}", "day", "month", "year")).to_series()
    dotted = bare.str.contains(r"^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}$")
    plain = pl.select(pl.when(dotted).then(bare).otherwise(cells)).to_series()
    return pl.select(pl.coalesce(written, plain)).to_series()
