"""Words: why a finding was made, in one sentence of published values.

Numbers are written as in the products. Nothing is called a cause, and no place gets a name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import NARROW_SPACE, format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.statistics.findings.model import Pattern

__all__ = [
    "told_cluster",
    "told_index",
    "told_inside",
    "told_need",
    "told_strength",
    "told_warning",
]

Row = Mapping[str, Any]


def told_need(rows: Sequence[Row]) -> str:
    """Which burdens come together, each beside the district's mean."""
    words = _("Burdens of {count} fields come together here: {list}; none of them eases for sure.")
    if len(rows) == 1:
        words = _("Here {list} weighs clearly more than in the district and does not ease.")
    return words.format(count=_number(len(rows)), list=_listed(rows))


def told_strength(rows: Sequence[Row]) -> str:
    """What is clearly better than in the district."""
    words = _("In {count} fields things are clearly better here than in the district: {list}.")
    if len(rows) == 1:
        words = _("In one field things are clearly better here than in the district: {list}.")
    return words.format(count=_number(len(rows)), list=_listed(rows))


def told_inside(row: Row) -> str:
    """Fine against the district, burdened inside the town."""
    parts = {
        "title": row["title"],
        "value": _value(row["value"], row),
        "district": _value(row["district_mean"], row),
        "town": _value(row["municipal_mean"], row),
    }
    words = _(
        "{title}: at {value} the area is not conspicuous against the district's mean "
        "({district}), but lies clearly above the mean of its own municipality ({town})."
    )
    lower = _(
        "{title}: at {value} the area is not conspicuous against the district's mean "
        "({district}), but lies clearly below the mean of its own municipality ({town})."
    )
    return (words if row["direction"] > 0 else lower).format(**parts)


def told_warning(row: Row) -> str:
    """How a trend turned, with both dates and values."""
    rising = row["change"] > 0
    parts = {
        "title": row["title"],
        "size": _difference(row),
        "value": _value(row["value"], row),
        "since": format_date(row["change_from"]),
        "day": format_date(row["reference_date"]),
    }
    words = (_risen() if rising else _fallen())[Pattern(row["pattern"])]
    return words.format(**parts)


def _risen() -> dict[Pattern, str]:
    return {
        Pattern.TURNED: _(
            "{title}: after it had fallen, the value rose by {size} to {value} between {since} "
            "and {day}."
        ),
        Pattern.BEGUN: _(
            "{title}: after no sure change, the value rose by {size} to {value} between {since} "
            "and {day}."
        ),
        Pattern.QUICKENED: _(
            "{title}: between {since} and {day} the value rose by {size} to {value}, faster than "
            "before."
        ),
        Pattern.TWO_DATES: _(
            "{title}: between {since} and {day} the value rose by {size} to {value}; whether a "
            "trend turns cannot be seen from two dates."
        ),
    }


def _fallen() -> dict[Pattern, str]:
    return {
        Pattern.TURNED: _(
            "{title}: after it had risen, the value fell by {size} to {value} between {since} "
            "and {day}."
        ),
        Pattern.BEGUN: _(
            "{title}: after no sure change, the value fell by {size} to {value} between {since} "
            "and {day}."
        ),
        Pattern.QUICKENED: _(
            "{title}: between {since} and {day} the value fell by {size} to {value}, faster than "
            "before."
        ),
        Pattern.TWO_DATES: _(
            "{title}: between {since} and {day} the value fell by {size} to {value}; whether a "
            "trend turns cannot be seen from two dates."
        ),
    }


def told_cluster(row: Row, pattern: Pattern, *, areas: int | None) -> str:
    """An area and its neighbours; with few areas that little can be found this way."""
    above = row["value"] > row["district_mean"]
    alike = pattern in {Pattern.HIGH_HIGH, Pattern.LOW_LOW}
    words = {
        (True, True): _(
            "{title}: the area ({value}) and its neighbours together lie above the district's "
            "mean ({mean})"
        ),
        (False, True): _(
            "{title}: the area ({value}) and its neighbours together lie below the district's "
            "mean ({mean})"
        ),
        (True, False): _(
            "{title}: the area ({value}) lies above the district's mean ({mean}), its neighbours "
            "lie below it"
        ),
        (False, False): _(
            "{title}: the area ({value}) lies below the district's mean ({mean}), its neighbours "
            "lie above it"
        ),
    }[above, alike]
    told = words.format(
        title=row["title"], value=_value(row["value"], row), mean=_value(row["district_mean"], row)
    )
    if areas is None:
        return f"{told}."
    few = _("{told}; with {count} areas only few of such clusters can be recognised.")
    return few.format(told=told, count=format_count(areas))


def told_index(reason: str, title: str, name: str) -> str:
    """The reason, and that a composite index says the same for sure."""
    words = _(
        "{reason}; in the index “{title}”, too, the area stands for sure in the class “{name}”."
    )
    return words.format(reason=reason.rstrip("."), title=title, name=name)


def _listed(rows: Sequence[Row]) -> str:
    return ", ".join(
        _("{title} ({value} against {mean})").format(
            title=row["title"],
            value=_value(row["value"], row),
            mean=_value(row["district_mean"], row),
        )
        for row in rows
    )


def _number(count: int) -> str:
    small = (_("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"))
    return small[count - 2] if 2 <= count < 2 + len(small) else format_count(count)


def _value(value: float, row: Row) -> str:
    number = format_decimal(value)
    if row["unit"] == "percent":
        return f"{number}{NARROW_SPACE}%"
    per = {"per_100": _("{number} per 100"), "per_1000": _("{number} per 1,000")}
    return per.get(row["unit"], "{number}").format(number=number)


def _difference(row: Row) -> str:
    size = abs(row["change"])
    if row["unit"] != "percent":
        return _value(size, row)
    number = format_decimal(size)
    one = _("{number} percentage point")
    return (one if number == "1,0" else _("{number} percentage points")).format(number=number)
