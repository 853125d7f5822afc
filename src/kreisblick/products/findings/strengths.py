"""Strengths: in a list that says once what it lists, only the figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figure, Figures, write_value

__all__ = ["short_reason"]

SEPARATOR = "; "  # between fields and between indicators of a finding


def short_reason(bundle: BundleLike, figures: Figures, row: Mapping[str, Any]) -> str:
    """The figures of a strength beside those of the district; its whole reason where one lacks.

    Args:
        bundle: with the titles of its indicators.
        figures: of the bundle.
        row: of the table of findings; its first indicators stand for its fields.
    """
    keys = str(row["indicators"]).split(SEPARATOR)[: len(str(row["fields"]).split(SEPARATOR))]
    found = [figures.get(key, row["area"], row["reference_date"]) for key in keys]
    known = [one for one in found if one and one.value is not None and one.district_mean]
    if len(known) < len(keys):
        return str(row["reason"])
    return f"{_listed(bundle, known)}."


def _listed(bundle: BundleLike, figures: Sequence[Figure]) -> str:
    return ", ".join(
        _("{title} ({value} against {mean})").format(
            title=say(bundle.indicator_definitions[one.indicator]["title"]),
            value=write_value(one.value or 0, one.unit, one.denominator),
            mean=write_value(one.district_mean or 0, one.unit),
        )
        for one in figures
    )
