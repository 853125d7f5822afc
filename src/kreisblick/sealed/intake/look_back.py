"""Look back: a delivery against the last one of its kind."""

from collections.abc import Sequence

import polars as pl

from kreisblick.base.language import format_count, format_percent
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.last import Pair
from kreisblick.sealed.intake.look_at_counts import look_at_counts
from kreisblick.sealed.intake.tally import areas_of, code_counts
from kreisblick.sealed.mapping.definition import Grain

__all__ = ["look_back"]


def look_back(pair: Pair) -> None:
    """Everything that changed more than is believed; findings go into the pair's book."""
    if _is_the_same(pair):
        return
    _look_at_rows(pair)
    _look_at_codes(pair)
    if pair.this.generation == pair.last.delivery.generation:
        _look_at_areas(pair)
        look_at_counts(pair)


def _is_the_same(pair: Pair) -> bool:
    """The same figures under a new date."""
    old, new = pair.last.records, pair.this.records
    shared = [name for name in new.columns if name in old.columns and name != "row"]
    before, now = old.select(shared), new.select(shared)
    alike = before.schema == now.schema and before.height == now.height and now.height > 1
    if not alike or not before.hash_rows().sort().equals(now.hash_rows().sort()):
        return False
    # a list of houses stays the same from one year to the next; figures do not
    code = "same_list" if pair.definition.grain == Grain.FACILITY else "same_as_last"
    message = _(
        "All figures are those of {day}. Was last time's file sent again? Send the new one, or "
        "confirm that nothing has changed."
    )
    if pair.book.wanted(code):
        pair.book.find(code, message.format(day=pair.last.day))
    return True


def _look_at_rows(pair: Pair) -> None:
    declared = pair.definition.checks.rows_close_to_last_delivery is not None
    before, now = pair.last.records.height, pair.this.records.height
    comparable = declared or pair.definition.grain != Grain.AGGREGATE
    if before < pair.limits.least_cell or not comparable:
        return
    change = 100 * (now - before) / before
    if abs(change) > pair.limits.rows_percent and pair.book.wanted("rows_changed"):
        message = _(
            "{rows} rows are {change} away from the {last} rows of {day}. Ask the supplier whether "
            "that is right."
        )
        text = message.format(
            rows=format_count(now),
            change=format_percent(abs(change)),
            last=format_count(before),
            day=pair.last.day,
        )
        pair.book.find("rows_changed", text)


def _look_at_areas(pair: Pair) -> None:
    """Areas that have come and gone; expected areas are told elsewhere."""
    before, now = areas_of(pair.last.records), areas_of(pair.this.records)
    gone = [a for a, n in before.join(now, on="area", how="anti").rows() if _is_missed(pair, n)]
    new = [area for area, _n in now.join(before, on="area", how="anti").rows()]
    if gone:
        message = _("{count} area(s) of {day} are no longer there: {areas}. Is that right?")
        pair.book.find("gone_areas", _naming(pair, message, gone))
    if new and pair.definition.grain == Grain.AGGREGATE:
        message = _("{count} area(s) were not there on {day}: {areas}.")
        pair.book.find("new_areas", _naming(pair, message, new))


def _is_missed(pair: Pair, rows: int) -> bool:
    """One person may move; an area of many does not empty."""
    if pair.definition.grain == Grain.AGGREGATE:
        return pair.definition.checks.expected_areas == "off"
    return rows >= pair.limits.least_zero


def _naming(pair: Pair, message: str, areas: Sequence[str]) -> str:
    shown = [pair.names.get(area, area) for area in sorted(areas)[: pair.limits.told]]
    more = " …" if len(areas) > len(shown) else ""
    return message.format(
        count=format_count(len(areas)), day=pair.last.day, areas=", ".join(shown) + more
    )


def _look_at_codes(pair: Pair) -> None:
    """The share of each code against its share last time."""
    keys = ["cube", "field", "code"]
    before = code_counts(pair.last.records, pair.definition, pair.cubes)
    now = code_counts(pair.this.records, pair.definition, pair.cubes)
    both = before.join(now, on=keys, how="full", coalesce=True, suffix="_now").with_columns(
        pl.col("n", "n_now").fill_null(0)
    )
    whole = [pl.col(n).sum().over("cube", "field").alias(f"all_{n}") for n in ("n", "n_now")]
    enough = (pl.col("all_n") >= pair.limits.code_rows) & (
        pl.col("all_n_now") >= pair.limits.code_rows
    )
    shares = both.with_columns(whole).filter(enough)
    shares = shares.with_columns(
        before=100 * pl.col("n") / pl.col("all_n"), now=100 * pl.col("n_now") / pl.col("all_n_now")
    )
    moved = shares.filter((pl.col("now") - pl.col("before")).abs() > pair.limits.code_points)
    message = _(
        "'{code}' ({field}) makes up {now}; on {day} it was {before}. Has the coding changed?"
    )
    for row in moved.sort(keys).to_dicts()[: pair.limits.told]:
        text = message.format(
            code=row["code"] or _("empty"),
            field=row["field"],
            now=format_percent(row["now"]),
            before=format_percent(row["before"]),
            day=pair.last.day,
        )
        pair.book.find("code_share", text)
