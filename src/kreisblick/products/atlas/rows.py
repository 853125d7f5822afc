"""The lines of a table of figures, ready to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kreisblick.base.language import translate as _
from kreisblick.products.atlas.model import Row
from kreisblick.products.atlas.tongue import legend_words, sign_words
from kreisblick.products.wording import (
    Figure,
    digits_of,
    interval_cell,
    read_signs,
    signed_cell,
    value_cell,
)

__all__ = ["Group", "filled_columns", "group_rows", "used_signs", "write_row"]

SURE = ("above", "below")
OPTIONAL = ("interval", "municipal", "district", "change")


@dataclass(frozen=True, kw_only=True)
class Group:
    """The district alone, or a municipality with its areas."""

    name: str
    rows: tuple[Row, ...]


def write_row(figure: Figure) -> Row:
    """A figure as a line of a table; columns without anything to say are empty."""
    text, tail = _split(value_cell(figure))
    return Row(
        area=figure.area,
        name=figure.name,
        level=figure.level,
        text=text,
        tail=tail,
        means=_means(figure),
        interval=interval_cell(figure),
        municipal=_compared_inside(figure),
        district=_compared_outside(figure),
        change=_changed(figure),
        state=figure.state,
    )


def group_rows(figures: Iterable[Figure]) -> list[Group]:
    """The figures of one indicator and date: the district, then municipality by municipality.

    Args:
        figures: in the order of ``released_figures``, all levels.
    """
    groups: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for figure in figures:
        key = figure.municipality or ""
        groups.setdefault(key, []).append(write_row(figure))
        if figure.level == "municipality":
            names[key] = figure.name
    return [Group(name=names.get(key, ""), rows=tuple(rows)) for key, rows in groups.items()]


def filled_columns(groups: Sequence[Group]) -> set[str]:
    """The optional columns in which any line says something."""
    rows = [row for group in groups for row in group.rows]
    return {name for name in OPTIONAL if any(getattr(row, name) for row in rows)}


def used_signs(rows: Iterable[Row], figures: Iterable[Figure]) -> list[tuple[str, str]]:
    """Sign and meaning of the table signs that occur, for the legend below."""
    lines = list(rows)
    used = {row.state for row in lines if row.means}
    used |= {"unstable"} if any(figure.unstable for figure in figures) else set()
    used |= {key for key in ("zero", "tiny") if any(_has(row, _sign(key)) for row in lines)}
    return legend_words(used)


def _has(row: Row, sign: str) -> bool:
    return row.text == sign or row.change.endswith(f"({sign})")


def _split(cell: str) -> tuple[str, str]:
    """The number, and what follows it (bracket, sign), so that commas stand below each other."""
    cut = max(
        (place for place, letter in enumerate(cell, start=1) if letter.isdecimal()), default=0
    )
    return (cell[:cut], cell[cut:]) if cut else (cell, "")


def _means(figure: Figure) -> str:
    return sign_words(figure.state) if figure.state in read_signs().signs else ""


def _sign(key: str) -> str:
    return read_signs().signs[key].sign


def _signed(value: float | None, figure: Figure) -> str:
    return "" if value is None else signed_cell(value, figure.unit)


def _compared_outside(figure: Figure) -> str:
    """How an area or municipality differs from the district; nothing for the district itself."""
    if figure.level == "district":
        return ""
    return _compared(figure, figure.significance, figure.deviation_district)


def _compared_inside(figure: Figure) -> str:
    """How a planning area differs from its own municipality."""
    if figure.level != "planning_area":
        return ""
    return _compared(figure, figure.significance_municipal, figure.deviation_municipal)


def _compared(figure: Figure, significance: str, deviation: float | None) -> str:
    """The distance only where it is sure."""
    words = {
        "above": _("surely higher"),
        "below": _("surely lower"),
        "same": _("no sure difference"),
    }
    word = words.get(significance, "")
    distance = _signed(deviation, figure)
    return f"{word} ({distance})" if significance in SURE and distance else word


def _changed(figure: Figure) -> str:
    """The change in words; one that nobody tested says so, and no class counts up or down."""
    if figure.change is None or figure.kind == "ordinal":
        return ""
    if figure.change_significance == "same":
        return _("no sure change")
    words = {"up": _("risen"), "down": _("fallen")}
    word = words.get(figure.change_significance, _("not tested"))
    size = _signed(figure.change, figure)
    if round(figure.change, digits_of(figure.unit)) == 0:
        size = _sign("tiny" if figure.change else "zero")
    return f"{word} ({size})"
