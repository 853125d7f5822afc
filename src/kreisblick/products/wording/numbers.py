"""Numbers with their units, and the signs that stand in their place."""

from collections.abc import Iterable

from kreisblick.base.language import (
    NARROW_SPACE,
    format_change,
    format_count,
    format_decimal,
    without_idle_zeros,
)
from kreisblick.base.language import translate as _
from kreisblick.products.wording.figure import Figure
from kreisblick.products.wording.settings import read_signs, read_wording

__all__ = [
    "change_cell",
    "change_signs",
    "count_words",
    "difference_words",
    "digits_of",
    "interval_cell",
    "sign_keys",
    "sign_legend",
    "signed_cell",
    "value_cell",
    "where_else",
    "write_round",
    "write_value",
]

WHOLE = frozenset({"persons", "households", "places", "category"})


def digits_of(unit: str, denominator: float | None = None) -> int:
    """Decimals that are printed: none for counts, none where one person weighs over a percent."""
    if unit in WHOLE:
        return 0
    few = denominator is not None and denominator < read_wording().decimals_from
    return 0 if few else 1


def write_value(value: float, unit: str, denominator: float | None = None) -> str:
    """A value with its unit, for sentences, axes and legends.

    >>> write_value(12.44, "per_1000"), write_value(1234, "persons")
    ('12,4 je 1.000', '1.234')
    """
    return _with_unit(format_decimal(value, digits_of(unit, denominator)), unit)


def write_round(value: float, unit: str, digits: int = 2) -> str:
    """A border or tick with its unit and no idle zeros behind the comma.

    >>> write_round(5.0, "per_1000"), write_round(2.5, "per_1000")
    ('5 je 1.000', '2,5 je 1.000')
    """
    return _with_unit(without_idle_zeros(format_decimal(value, digits)), unit)


def difference_words(value: float, unit: str) -> str:
    """The size of a difference in words, without its direction.

    >>> difference_words(-2.31, "percent")
    '2,3 Prozentpunkte'
    """
    number = format_decimal(abs(value), digits_of(unit))
    if unit in {"percent", "points"}:
        one = number == "1"  # a decimal makes a plural, "1,0 Prozentpunkte"
        words = _("{number} percentage point") if one else _("{number} percentage points")
        return words.format(number=number)
    return write_value(abs(value), unit)


def _with_unit(number: str, unit: str) -> str:
    if unit == "percent":
        return f"{number}{NARROW_SPACE}%"
    if unit == "per_1000":
        return _("{number} per 1,000").format(number=number)
    if unit == "per_100":
        return _("{number} per 100").format(number=number)
    return number


def count_words(count: int, unit: str) -> str:
    """A count with its noun; none, one and many told apart.

    >>> count_words(0, "areas"), count_words(1, "persons"), count_words(2000, "persons")
    ('kein Planungsraum', 'eine Person', '2.000 Personen')
    """
    none = {
        "persons": _("no person"),
        "households": _("no household"),
        "places": _("no place"),
        "areas": _("no planning area"),
        "municipalities": _("no municipality"),
        "in_areas": _("in no planning area"),
        "in_municipalities": _("in no municipality"),
        "services": _("no service"),
        "figures": _("not one figure"),
    }
    one = {
        "persons": _("one person"),
        "households": _("one household"),
        "places": _("one place"),
        "areas": _("one planning area"),
        "municipalities": _("one municipality"),
        "in_areas": _("in one planning area"),
        "in_municipalities": _("in one municipality"),
        "services": _("one service"),
        "figures": _("one figure"),
    }
    many = {
        "persons": _("{count} persons"),
        "households": _("{count} households"),
        "places": _("{count} places"),
        "areas": _("{count} planning areas"),
        "municipalities": _("{count} municipalities"),
        "in_areas": _("in {count} planning areas"),
        "in_municipalities": _("in {count} municipalities"),
        "services": _("{count} services"),
        "figures": _("{count} figures"),
    }
    if count in (0, 1):
        return (none, one)[count][unit]
    return many[unit].format(count=format_count(count))


def where_else(count: int, unit: str) -> str:
    """In how many, where the noun was said just before.

    >>> where_else(1, "in_areas"), where_else(2, "in_areas"), where_else(0, "in_areas")
    ('in einem', 'in 2', 'in keinem')
    """
    words = {
        "in_areas": (_("in no area"), _("in one area")),
        "in_municipalities": (_("in no other"), _("in one other")),
    }
    if count in (0, 1):
        return words[unit][count]
    return _("in {count}").format(count=format_count(count))


def value_cell(figure: Figure | None, field: str = "value") -> str:
    """What stands in a table for a figure: number, number with sign, or sign alone."""
    if figure is None:
        return read_signs().signs["cannot_exist"].sign
    number = getattr(figure, field)
    signs = read_signs().signs
    if number is None:
        return signs[figure.state].sign if figure.state in signs else signs["cannot_exist"].sign
    if field == "value" and figure.code:
        return figure.code
    if number == 0:
        return signs["zero"].sign
    unit = figure.unit if field == "value" else "persons"
    written = format_decimal(number, digits_of(unit, figure.denominator))
    if field == "value" and figure.unstable:
        written = f"({written})"
    if field == "value" and figure.state == "estimated":
        written = f"{written} {signs['estimated'].sign}"
    return written


def signed_cell(value: float | None, unit: str) -> str:
    """A deviation or change with its sign; an ``x`` where it makes no sense."""
    if value is None:
        return read_signs().signs["cannot_exist"].sign
    return format_change(value, digits_of(unit))


def change_cell(figure: Figure | None) -> str:
    """A change with its sign, and with ``°`` behind it where nobody tested whether it is sure.

    Of a category, and where nothing was before, an ``x``. The legend's row is
    ``sign_legend(change_signs(figure))``.
    """
    if figure is None or figure.kind == "ordinal" or figure.change is None:
        return signed_cell(None, "")
    written = signed_cell(figure.change, figure.unit)
    return NARROW_SPACE.join(
        [written, *(sign for sign, _words in sign_legend(change_signs(figure)))]
    )


def change_signs(figure: Figure | None) -> set[str]:
    """Which table signs the cell of a figure's change needs."""
    if figure is None or figure.kind == "ordinal" or figure.change is None:
        return {"cannot_exist"}
    return {"untested"} if figure.change_significance == "unknown" else set()


def interval_cell(figure: Figure | None) -> str:
    """The 95 % interval as ``10,1 – 14,9``; empty where there is none."""
    if figure is None or figure.lower is None or figure.upper is None:
        return ""
    digits = digits_of(figure.unit, figure.denominator)
    return f"{format_decimal(figure.lower, digits)} – {format_decimal(figure.upper, digits)}"


def sign_keys(figure: Figure | None) -> set[str]:
    """Which table signs a figure's row needs."""
    if figure is None or figure.value is None:
        state = figure.state if figure is not None else "cannot_exist"
        return {state if state in read_signs().signs else "cannot_exist"}
    found = {"zero"} if 0 in (figure.value, figure.numerator) else set()
    if figure.unstable:
        found.add("unstable")
    if figure.state == "estimated":
        found.add("estimated")
    if figure.deviation_district is None or figure.change is None:
        found.add("cannot_exist")
    return found


def sign_legend(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Sign and words for the signs that occur, in the order of the file."""
    wanted = set(keys)
    return [(s.sign, s.words) for key, s in read_signs().signs.items() if key in wanted]
