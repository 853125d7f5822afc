"""Cover: a supplier speaks for the municipalities that it serves and that agreed; for no other."""

from dataclasses import replace

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.last import Last
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["served_by_both", "served_only"]


def served_by_both(
    this: Parsed, last: Last, context: IntakeContext, covered: frozenset[str]
) -> tuple[Parsed, Last]:
    """Two deliveries in the municipalities that both speak for, so that like meets like."""
    both = covered & set(last.delivery.covered)
    if not covered or both == covered == set(last.delivery.covered):
        return this, last
    then = _inside(last.records, context.territories.get(last.delivery.generation), both)
    here = _inside(this.records, context.territories.get(this.generation), both)
    return replace(this, records=here), replace(last, records=then)


def _inside(
    records: pl.DataFrame, territory: Territory | None, towns: frozenset[str]
) -> pl.DataFrame:
    """Records of areas in these municipalities, without totals of the district."""
    if territory is None or "area" not in records.columns:
        return records
    parents = territory.parents
    inside = [area for area, parent in parents.items() if parent in towns or area in towns]
    return records.filter(pl.col("area").is_in(inside))


def served_only(parsed: Parsed, context: IntakeContext, covered: frozenset[str]) -> Parsed:
    """The records without municipalities the supplier may not speak for; said in a note.

    Where some of them were in the file, its totals of the district count them, too, and go as well.
    """
    territory = context.territories.get(parsed.generation)
    if territory is None or "area" not in parsed.records.columns:
        return parsed
    everyone = set(territory.keys(AreaLevel.MUNICIPALITY))
    closed = everyone - covered
    parents = territory.parents
    out = [area for area, parent in parents.items() if parent in closed or area in closed]
    kept = parsed.records.filter(~pl.col("area").is_in(out).fill_null(value=False))
    dropped = parsed.records.height - kept.height
    if dropped == 0:
        return parsed
    whole = territory.keys(AreaLevel.DISTRICT)
    kept = kept.filter(~pl.col("area").is_in(whole).fill_null(value=False))
    message = _(
        "{count} row(s) of municipalities without consent or outside the supplier's task were not "
        "stored."
    ).format(count=format_count(dropped))
    note = Fault(code="not_covered", message=message, hard=False)
    return replace(parsed, records=kept, faults=(*parsed.faults, note))
