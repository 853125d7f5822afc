"""Spells: how long somebody has been in the register without a break, up to the reference date.

One of the places that guard privacy: rows with the dates of a person come in, one row per person
with a class of months goes on to the count, on the engine that counts.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from kreisblick.base.language import translate as _
from kreisblick.sealed.register.definition import RegisterDefinition, SpellRule
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.statistics.cube import CubeDefinition

__all__ = ["check_conditions", "running_spells"]

BEGIN, UNTIL, FIRST, STARTS, TURN = "_begin", "_until", "_first", "_starts", "_turn"


def running_spells(
    records: ir.Table, register: RegisterDefinition, reference_date: date, area: str
) -> ir.Table:
    """The people whose spell runs on the reference date, one row each, with its duration.

    Rows of one person that overlap, touch, or lie no more days apart than the rule's gap are one
    spell. A row without an end still runs. What begins after the reference date is not there yet,
    and what lies after it is cut off: the duration is the one completed at the end of that day,
    not the one there will be (it is censored). Rows without a person or a beginning, and rows
    that end before they begin, are left out.

    The other fields are those of the row that runs on the day; of several the one that began
    last, then the one that is first in the order of its area and fields.

    Args:
        records: rows of the register, on any engine.
        register: with a rule for spells.
        reference_date: the last day that counts.
        area: the column with the area.

    Returns:
        The columns of the records, and one for every dimension that is read as ``duration``:
        the code of its class.
    """
    rule = register.spells
    if rule is None:
        return records
    rows = _valid(records, rule, reference_date)
    rows = _with_beginning(rows, rule)
    still = rows.filter(rows[UNTIL] == ibis.literal(reference_date))
    days = {rule.begin, rule.end}
    fields = sorted({area, *register.fields()} & set(records.columns) - set(rule.by) - days)
    order = [still[BEGIN].desc(), *[still[name].asc() for name in fields]]
    turn = ibis.row_number().over(ibis.window(group_by=list(rule.by), order_by=order))
    one = still.mutate(**{TURN: turn})
    one = one.filter(one[TURN] == 0)
    code = _class(_months(one[FIRST], reference_date), rule)
    durations = [
        name for name, reading in register.dimensions.items() if reading.read == "duration"
    ]
    return one.select(*records.columns, **dict.fromkeys(durations, code))


def check_conditions(key: str, cube: CubeDefinition, register: RegisterDefinition) -> None:
    """A cube of spells has no condition of its own; one of flows needs two dates.

    Raises:
        UncountableError: it has one (whether it holds for a row or for a spell would be unclear),
            or flows are asked of a single date.
    """
    if register.flows is not None:
        words = _("Cube '{cube}' counts what changed between two dates; one date alone has none.")
        raise UncountableError(words.format(cube=key))
    if register.spells is not None and cube.where:
        words = _(
            "Cube '{cube}' counts durations, but its 'where' is a condition on single rows. Write "
            "it into the register's definition in catalogue/registers."
        )
        raise UncountableError(words.format(cube=key))


def _valid(records: ir.Table, rule: SpellRule, day: date) -> ir.Table:
    """The rows that are spells, with their first day and their last one up to the day."""
    last = ibis.literal(day)
    begin, end = records[rule.begin].cast("date"), records[rule.end].cast("date")
    known = [records[name].notnull() for name in rule.by]
    whole = end.isnull() | (end >= begin)
    rows = records.mutate(**{BEGIN: begin, UNTIL: ibis.coalesce(end, last)})
    rows = rows.filter(*known, begin.notnull(), begin <= last, whole)
    until = ibis.ifelse(rows[UNTIL] > last, last, rows[UNTIL])
    return rows.mutate(**{UNTIL: until})


def _with_beginning(rows: ir.Table, rule: SpellRule) -> ir.Table:
    """The rows with the first day of their person's last spell.

    A row starts a spell when it begins too late after everything that began before it. Spells
    follow each other, so the last start is that of the spell which runs, if any runs.
    """
    by, order = list(rule.by), [rows[BEGIN].asc(), rows[UNTIL].asc()]
    before = rows[UNTIL].max().over(ibis.window(group_by=by, order_by=order, preceding=(None, 1)))
    reach = ibis.interval(days=rule.gap_days + 1)
    starts = before.isnull() | (rows[BEGIN] > (before + reach).cast("date"))
    rows = rows.mutate(**{STARTS: ibis.ifelse(starts, rows[BEGIN], ibis.null("date"))})
    return rows.mutate(**{FIRST: rows[STARTS].max().over(ibis.window(group_by=by))})


def _months(first: ir.DateValue, day: date) -> ir.IntegerValue:
    """Months completed at the end of the day."""
    next_day = day + timedelta(days=1)
    months = next_day.year * 12 + next_day.month - (first.year() * 12 + first.month())
    return months - ibis.ifelse(first.day() > next_day.day, 1, 0)


def _class(months: ir.IntegerValue, rule: SpellRule) -> ir.StringValue:
    longest_first = sorted(rule.classes.items(), key=lambda item: -item[1])
    branches = [(months >= least, code) for code, least in longest_first]
    return ibis.cases(*branches, else_=ibis.null("string"))
