"""Cells by their shape: dates, years, numbers, codes, coordinates."""

from collections.abc import Callable

import polars as pl

from kreisblick.sealed.mapping.ages import read_ages
from kreisblick.sealed.mapping.codes import word_codes
from kreisblick.sealed.mapping.folding import squeeze
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.shapes import (
    CONTACT,
    CROSS,
    DATE,
    HOUSE,
    MONTH,
    POSTCODE_PLACE,
    QUARTER,
    SCHOOL_YEAR,
    SUFFIX,
    TEXT,
    YEAR,
)
from kreisblick.sealed.mapping.shares import (
    count_share,
    distinct_share,
    known_share,
    lenient,
    mean_of,
    names_share,
    share_between,
    share_of,
)

__all__ = ["SHAPE_TESTS"]

FEW = 3  # cells that show a sequence
MANY = 10  # cells that show how often codes are
BALANCED = 0.25


def _date(filled: pl.Series, _known: Known) -> float:
    return share_of(filled, DATE)


def _birth_date(filled: pl.Series, _known: Known) -> float:
    """Nobody's rows have all the same birthday."""
    same = len(filled) >= FEW and filled.n_unique() == 1
    return share_of(filled, DATE) * (0.3 if same else 1.0)


def _birth_year(filled: pl.Series, _known: Known) -> float:
    years = share_of(filled, YEAR)
    return years if filled.n_unique() > min(6, len(filled) // 2) else 0.9 * years


def _year(filled: pl.Series, _known: Known) -> float:
    years = share_of(filled, YEAR, SCHOOL_YEAR)
    return years if filled.n_unique() <= 25 else 0.6 * years


def _age_group(filled: pl.Series, _known: Known) -> float:
    distinct = filled.unique().to_list()
    if len(distinct) > 150 or share_of(filled, r"^[0-9]+$") > 0.5:
        return 0.0
    return lenient(sum(1 for text in distinct if read_ages(text)) / len(distinct))


def _number(filled: pl.Series, _known: Known) -> float:
    """House numbers; lines that are numbered through, years and file numbers are none."""
    other = share_of(filled, r"^[0-9]{5,}$|^(?:19|20)[0-9]{2}$|^[0-9]{4}\s?[-/]\s?[0-9]{3,}$")
    return share_of(filled, HOUSE) * (1 - other) * (0.3 if _numbered(filled) else 1.0)


def _numbered(filled: pl.Series) -> bool:
    """Whether the cells count up by one."""
    whole = filled.cast(pl.Int64, strict=False)
    steps = whole.diff().drop_nulls()
    return len(filled) >= FEW and len(steps) == len(filled) - 1 and bool((steps == 1).all())


def _age(filled: pl.Series, _known: Known) -> float:
    """Ages are no codes with a zero in front, and not all the same."""
    same = len(filled) >= MANY and filled.n_unique() == 1
    coded = share_of(filled, r"^0[0-9]")
    return share_between(filled, 0, 125) * (1 - coded) * (0.3 if same else 1.0)


def _suffix(filled: pl.Series, _known: Known) -> float:
    return share_of(filled, SUFFIX)


def _household(filled: pl.Series, _known: Known) -> float:
    shape = share_of(filled, r"^[0-9A-Za-z/_-]{1,20}$")
    repeated = distinct_share(filled)
    return shape if 0.15 < repeated < 0.97 else 0.6 * shape


def _identifier(filled: pl.Series, _known: Known) -> float:
    return share_of(filled, r"^[\p{L}0-9./ _-]{1,24}$") * (
        1.0 if distinct_share(filled) > 0.98 else 0.55
    )


def _count(filled: pl.Series, _known: Known) -> float:
    return count_share(filled)


def _rate(filled: pl.Series, _known: Known) -> float:
    broken = share_of(filled, r"[0-9][,.][0-9]{1,2}(?:[0-9]*)\s?%?$|%$")
    return count_share(filled) * (0.55 + 0.45 * min(1.0, 1.6 * broken))


def _code(filled: pl.Series, _known: Known) -> float:
    few = filled.n_unique() <= max(2, min(shipped_mapping_rules().most_codes, len(filled) // 2))
    return 1.0 if few else 0.3


def _called(filled: pl.Series) -> float:
    """Names have letters; a cross is none."""
    return share_of(filled, TEXT) - share_of(filled, CROSS)


def _kind(filled: pl.Series, known: Known) -> float:
    return names_share(filled) * max(
        _code(filled, known), 0.8 if distinct_share(filled) < 0.9 else 0.5
    )


def _x(filled: pl.Series, _known: Known) -> float:
    return _between(_coordinates(filled), (5.5, 15.5), (2.4e5, 9.6e5), (3.2e7, 3.3e7 + 9e5))


def _y(filled: pl.Series, _known: Known) -> float:
    return _between(_coordinates(filled), (47.0, 55.5), (5.2e6, 6.2e6))


def _coordinates(filled: pl.Series) -> pl.Series:
    """Numbers; a key with a zero in front is none."""
    plain = filled.set(filled.str.contains("^0[0-9]"), None)
    return plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def _between(values: pl.Series, *ranges: tuple[float, float]) -> float:
    fits = pl.Series([False] * len(values), dtype=pl.Boolean)
    for low, high in ranges:
        fits = fits | values.is_between(low, high).fill_null(value=False)
    broken = (values != values.round()).fill_null(value=False)
    return mean_of(fits & (broken | (values > 1e5).fill_null(value=False)))


def _citizenship(filled: pl.Series, _known: Known) -> float:
    keys = share_of(filled, r"^[0-9]{3}$")
    german = mean_of(filled.is_in(["000", "0"]))
    words = mean_of(filled.str.contains(r"(?i)^(?:deutsch(?:land|e)?|d|de|deu|dt\.?|german)$"))
    if keys > 0.9:
        return 1.0 if german > 0.3 else 0.7
    return 1.0 if words > 0.3 and filled.n_unique() <= 250 else 0.75 * names_share(filled)


def _family_status(filled: pl.Series, _known: Known) -> float:
    usual = r"(?i)^(?:led|verh|gesch|verw|lp|ld|vh|gs|vw)\w*\.?"
    return max(share_of(filled, usual), 0.8 * share_of(filled, r"^[0-9]$"))


def _sex(filled: pl.Series, known: Known) -> float:
    """Words or codes of both sexes; bare digits are balanced, for a code of homes is not."""
    if share_of(filled, CROSS) == 1:
        return 0.0
    return _words("sex")(filled, known) * (1.0 if _rarer(filled) is not False else 0.6)


def _main_home(filled: pl.Series, known: Known) -> float:
    return _words("main_home")(filled, known) * (0.6 if _rarer(filled) else 1.0)


def _rarer(filled: pl.Series) -> bool | None:
    """Of two digits, whether the rarer one is frequent as well; None for anything else."""
    counts = filled.value_counts().sort("count")["count"]
    if len(filled) < MANY or share_of(filled, "^[0-9]$") < 1 or not 2 <= len(counts) <= 3:
        return None
    return bool(counts[-2] / len(filled) >= BALANCED)


def _words(name: str) -> Callable[[pl.Series, Known], float]:
    def test(filled: pl.Series, _known: Known) -> float:
        return known_share(filled, word_codes(name), squeeze)

    return test


SHAPE_TESTS: dict[str, Callable[[pl.Series, Known], float]] = {
    "number": _number,
    "suffix": _suffix,
    "postcode_place": lambda filled, _known: share_of(filled, POSTCODE_PLACE),
    "birth_date": _birth_date,
    "date": _date,
    "from_date": _date,
    "until_date": _date,
    "birth_year": _birth_year,
    "year": _year,
    "month": lambda filled, _known: share_of(filled, MONTH, QUARTER),
    "age": _age,
    "age_group": _age_group,
    "sex": _sex,
    "main_home": _main_home,
    "citizenship": _citizenship,
    "second_citizenship": _citizenship,
    "household": _household,
    "household_size": lambda filled, _known: share_between(filled, 1, 30),
    "family_status": _family_status,
    "value": _count,
    "total": _count,
    "places": _count,
    "share": _rate,
    "name": lambda filled, _known: _called(filled),
    "provider": lambda filled, _known: _called(filled),
    "kind": _kind,
    "contact": lambda filled, _known: share_of(filled, CONTACT),
    "identifier": _identifier,
    "code": _code,
    "remark": lambda filled, _known: share_of(filled, TEXT),
    "x": _x,
    "y": _y,
}
"""Meaning to the share of cells that fit it."""
