"""Absent: which municipalities an indicator does not cover at a date, and why; what has ended."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.counting import Counting
from kreisblick.pipeline.filing import filed_dates
from kreisblick.pipeline.left_out import left_out_areas
from kreisblick.pipeline.told import Names, Remark, day_list, word_list
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.supply import Ending, SupplierDefinition

__all__ = ["coverage_remarks", "end_remarks"]

Source = tuple[str, str]  # supplier, product


def coverage_remarks(
    counting: Counting, definition: IndicatorDefinition, names: Names
) -> Iterator[Remark]:
    """Who is missing and why, one sentence per reason and dates with the same towns.

    Nothing for dates at which nobody is covered: then the figure says itself that it is not there.
    """
    found: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for day in sorted(counting.ground.workspace.choices.report.dates):
        for reason, towns in _missing(counting, definition, day, names).items():
            found.setdefault((reason, tuple(towns)), []).append(day)
    words = _("Without {towns}: {reason}")
    for (reason, missing), days in found.items():
        text = words.format(towns=names.list_towns(missing), reason=reason)
        dates = tuple(day.isoformat() for day in days)
        yield Remark(kind="coverage", dates=dates, towns=missing, text=text, reason=reason)
    yield from _left_out_remarks(counting, definition)


def _left_out_remarks(counting: Counting, definition: IndicatorDefinition) -> Iterator[Remark]:
    """Areas of which nothing was accepted, one sentence for the dates with the same areas.

    The reason that was written down at acceptance is for the house, not for the reader.
    """
    cubes = {part.cube for part in (definition.numerator, definition.denominator) if part}
    found: dict[frozenset[str], list[date]] = {}
    for day in sorted(counting.ground.workspace.choices.report.dates):
        feeding = [d for cube in sorted(cubes) for d in counting.feeding.get((cube, day), ())]
        if areas := left_out_areas(feeding, counting.ground):
            found.setdefault(areas, []).append(day)
    territory = counting.ground.report_territory.areas
    reason = _("left out when the delivery was accepted.")
    for areas, days in found.items():
        known = territory.filter(pl.col("area").is_in(sorted(areas)), level="planning_area")
        if known.is_empty():
            continue
        text = _("Without {towns}: {reason}").format(
            towns=word_list(known["name"].sort().to_list()), reason=reason
        )
        yield Remark(
            kind="coverage",
            dates=tuple(day.isoformat() for day in days),
            towns=tuple(sorted(known["parent"].unique())),
            areas=tuple(sorted(known["area"])),
            text=text,
            reason=reason,
        )


def _missing(
    counting: Counting, definition: IndicatorDefinition, day: date, names: Names
) -> dict[str, list[str]]:
    """Reason → municipalities that one of the indicator's cubes does not cover at a date."""
    found: dict[str, list[str]] = {}
    parts = [part for part in (definition.numerator, definition.denominator) if part]
    cubes = list(dict.fromkeys(part.cube for part in parts))
    covered = {cube: _covered(counting, cube, day) for cube in cubes}
    if not all(covered.values()):
        return {}
    for town in sorted(names.towns):
        lacking = next((cube for cube in cubes if town not in covered[cube]), None)
        if lacking is not None:
            reason = _why(counting, lacking, day, town, names)
            found.setdefault(reason, []).append(town)
    return found


def _covered(counting: Counting, cube: str, day: date) -> frozenset[str]:
    feeding = counting.feeding.get((cube, day), ())
    return frozenset(town for delivery in feeding for town in delivery.covered)


def _why(counting: Counting, cube: str, day: date, town: str, names: Names) -> str:
    """Why nobody speaks for a municipality: consent, an end, nothing delivered, not in charge."""
    sources = [(s, p) for s, p in _sources(counting, cube) if s in counting.context.suppliers]
    known = counting.context.suppliers
    for supplier, product in sources:
        for missing in known[supplier].consent_missing:
            if missing.municipality == town and missing.holds(product, day):
                return missing.reason.de.rstrip(".") + "."
    serving = [(s, p) for s, p in sources if _serves(known[s], p, town)]
    for supplier, product in serving:
        until = _rests(counting, cube, (supplier, product), day)
        if until is not None:
            words = _("{office} does not release the figures before {day}.")
            return words.format(office=names.suppliers[supplier], day=format_date(until))
    for supplier, product in serving:
        end = known[supplier].ended(product, day)
        if end is not None:
            return _ending(end, names.suppliers[supplier])
    if serving:
        words = _("{office} delivered nothing for this date.")
        return words.format(office=names.suppliers[serving[0][0]])
    if sources:
        words = _("outside the remit of the source ({office}).")
        return words.format(office=names.suppliers[sources[0][0]])
    return _("no office delivers for it.")


def _rests(counting: Counting, cube: str, source: Source, day: date) -> date | None:
    """Until when a source's figures for a date of the report are embargoed."""
    own = {d: until for (s, p, d), until in counting.resting.items() if (s, p) == source}
    filed = filed_dates(counting.ground, cube, own)
    return next((until for d, until in sorted(own.items()) if filed.get(d, d) == day), None)


def _sources(counting: Counting, cube: str) -> list[Source]:
    """The deliveries that can fill a cube."""
    ground = counting.ground
    register = ground.registers.get(str(ground.cubes[cube].register))
    found = []
    for name, delivery in sorted(counting.context.deliveries.items()):
        fits = delivery.register == register.records if register else cube in delivery.cubes
        if fits:
            supplier, _slash, product = name.partition("/")
            found.append((supplier, product))
    return found


def _serves(supplier: SupplierDefinition, product: str, town: str) -> bool:
    served = supplier.served(product)
    return served is None or town in served


def end_remarks(
    counting: Counting, definition: IndicatorDefinition, names: Names
) -> Iterator[Remark]:
    """That a source has ended, why, and what takes its place."""
    for name in definition.sources:
        key, _slash, product = name.partition("/")
        supplier = counting.context.suppliers.get(key)
        end = supplier.ending(product) if supplier is not None else None
        if supplier is None or end is None:
            continue
        days = [d for d in counting.ground.workspace.choices.report.dates if end.on <= d]
        if days:
            yield Remark(
                kind="end",
                dates=tuple(day.isoformat() for day in sorted(days)),
                towns=(),
                text=f"{_ending(end, names.suppliers[key])} {_instead(supplier, product)}",
            )


def _ending(end: Ending, title: str) -> str:
    words = _("{office} delivers no longer since {day}: {reason}")
    reason = end.because.de.rstrip(".") + "."
    return words.format(office=title, day=format_date(end.on), reason=reason)


def _instead(supplier: SupplierDefinition, product: str) -> str:
    """What takes the place of the source; said, too, where nothing is planned."""
    plan = supplier.substitute(product)
    if plan is None:
        return _("The series ends here; no substitute is agreed.")
    note = plan.note.de.rstrip(".") + "."
    if plan.agreed_on is None:
        return _("The series ends here. Proposed as a substitute: {note}").format(note=note)
    return _("The series ends here. Agreed as a substitute on {day}: {note}").format(
        day=day_list([plan.agreed_on]), note=note
    )
