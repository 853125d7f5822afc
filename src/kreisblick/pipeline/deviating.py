"""Deviate: what is said of sources that count otherwise than agreed, or on other days."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

import polars as pl

from kreisblick.base.language import format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.pipeline.told import Names, Remark, day_list
from kreisblick.statistics.concepts import AGREED, Comparison, Followed

__all__ = ["break_remarks", "date_remarks", "deviation_remarks"]


def deviation_remarks(key: str, comparison: Comparison, names: Names) -> Iterator[Remark]:
    """Every source of an indicator that deviates, with what follows from it."""
    found: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for step in comparison.followed:
        if step.indicator == key:
            text = _deviation(step, names)
            found.setdefault((text, step.municipalities), []).append(step.reference_date)
    for (text, towns), days in found.items():
        yield Remark(kind="definition", dates=_iso(days), towns=towns, text=text)


def _deviation(step: Followed, names: Names) -> str:
    parts = {
        "office": names.source(step.source),
        "towns": names.list_towns(step.municipalities),
        "agreed": names.concepts.title(step.agreed),
        "followed": names.concepts.title(step.followed),
        "differs": _sentence(step.differs or ""),
    }
    if step.agreed == step.followed:
        return _("{office} deviates from “{agreed}”: {differs}").format(**parts)
    words = _("For {towns} {office} counts by “{followed}” and not by “{agreed}”")
    if parts["agreed"] == parts["followed"]:
        words = _("For {towns} {office} counts by an earlier version of “{agreed}”")
    told = words.format(**parts) + (f": {parts['differs']}" if step.differs else ".")
    return f"{told} {_consequence(step)}"


def _consequence(step: Followed) -> str:
    """What follows from counting otherwise: a bridge, or that nothing is compared."""
    if step.apart or step.bridge is None:
        return _("These figures are not comparable and are not shown; means are without them.")
    bridge = step.bridge
    agreed = _("agreed by {body} on {day}").format(
        body=bridge.agreed_by, day=format_date(bridge.since)
    )
    reason = _sentence(bridge.reason.de)
    if bridge.kind == "identical":
        return _("For this purpose both count as the same ({agreed}): {reason}").format(
            agreed=agreed, reason=reason
        )
    if bridge.kind == "break":
        return _("The series is broken here ({agreed}): {reason}").format(
            agreed=agreed, reason=reason
        )
    words = _(
        "Converted by the factor {factor} ({lower} to {upper}; {source}; {agreed}), so estimated: "
        "{reason}"
    )
    return words.format(
        factor=format_decimal(bridge.factor or 1, 2),
        lower=format_decimal(bridge.lower or 1, 2),
        upper=format_decimal(bridge.upper or 1, 2),
        source=bridge.source,
        agreed=agreed,
        reason=reason,
    )


def break_remarks(
    key: str, comparison: Comparison, dates: Iterable[date], towns: Iterable[str], names: Names
) -> Iterator[Remark]:
    """Where a series may not be read on: the concept is another one than at the date before."""
    own = comparison.table.filter(pl.col("indicator") == key)
    rows = own.select("municipality", "reference_date", "followed", "apart").rows()
    followed = {(town, day): name for town, day, name, _apart in rows}
    apart = {(town, day) for town, day, _name, hidden in rows if hidden}
    ordered = sorted(dates)
    for before, after in pairwise(ordered):
        turned = tuple(
            town
            for town in sorted(towns)
            if followed.get((town, before), AGREED) != followed.get((town, after), AGREED)
            and not {(town, before), (town, after)} & apart
        )
        if turned:
            words = _("Between {before} and {after} the definition changed for {towns}: no change.")
            text = words.format(
                before=format_date(before),
                after=format_date(after),
                towns=names.list_towns(turned),
            )
            yield Remark(kind="break", dates=_iso([before, after]), towns=turned, text=text)


def date_remarks(key: str, comparison: Comparison, names: Names) -> Iterator[Remark]:
    """Of which days the counts are, where these are not the report's date."""
    for one in comparison.paired:
        if one.indicator != key:
            continue
        above, below = day_list(one.numerator), day_list(one.denominator)
        words = _("Counted on {numerator}.")
        if below and above != below:
            words = _("Numerator {numerator}, denominator {denominator}.")
        if not one.allowed:
            words = _(
                "Numerator {numerator} and denominator {denominator} lie too far apart; there is "
                "no figure."
            )
        text = words.format(numerator=above, denominator=below)
        if set(one.municipalities) < set(names.towns):
            text = f"{names.list_towns(one.municipalities)}: {text}"
        yield Remark(
            kind="date", dates=_iso([one.reference_date]), towns=one.municipalities, text=text
        )


def _iso(days: Iterable[date]) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in sorted(set(days)))


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
