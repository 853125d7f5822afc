"""Look at counts: each area and slice against last time, with limits that a few slips do not move.

Counts scatter alike on the scale of doubled square roots (Anscombe 1948), whatever their size. The
usual change of a slice, the median of its areas' ratios, is taken out; what is left is measured in
median absolute deviations. So a year in which everything grows asks nothing, and one area that
grew alone is asked about.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from kreisblick.base.language import NARROW_SPACE, format_change, format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.come_from import value_of
from kreisblick.sealed.intake.last import Pair
from kreisblick.sealed.intake.tally import comparable_counts, finest_level
from kreisblick.sealed.mapping.checks import CheckLimits
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.statistics.cube import ANY

__all__ = ["look_at_counts"]

MAD_TO_DEVIATION = 1.4826  # of a normal distribution
FEWEST_SCALED = 3  # counts that were multiplied alike
SCALED = 0.05  # in powers of ten: a year's change moves a column by less than an eighth
CELL = ("cube", "level", "area")


def look_at_counts(pair: Pair) -> None:
    """The total, then every area and slice."""
    before = comparable_counts(pair.last.records, pair.definition, pair.cubes)
    now = comparable_counts(pair.this.records, pair.definition, pair.cubes)
    slices = [n for n in before.columns if n not in {*CELL, "value", "row"} and n in now.columns]
    keys = [*CELL, *slices]
    both = before.select(*keys, "value").join(
        now.select(*keys, "value", "row"), on=keys, suffix="_now", nulls_equal=True
    )
    _look_at_total(pair, both, slices)
    _look_at_units(pair, both, slices)
    _tell_zeros(pair, both.filter(_vanished(pair)), slices)
    _tell_changes(pair, _far_off(both, slices, pair.limits).filter(~_vanished(pair)), slices)


def _vanished(pair: Pair) -> pl.Expr:
    return (pl.col("value") >= pair.limits.least_zero) & (pl.col("value_now") == 0)


def _look_at_total(pair: Pair, both: pl.DataFrame, slices: Sequence[str]) -> None:
    for (cube,), cells in both.group_by(["cube"], maintain_order=True):
        every = pl.all_horizontal([pl.lit(value=True), *[pl.col(n) == ANY for n in slices]])
        whole = cells.filter(every)
        part = finest_level(whole if whole.height else cells)
        before, now = part.select("value", "value_now").sum().row(0)
        if not before or before < pair.limits.least_cell:
            continue
        change = 100 * (now - before) / before
        if abs(change) > pair.limits.total_percent:
            message = _(
                "The total of '{of}' is {now} after {before} on {day} ({change}). Is that right?"
            )
            text = message.format(
                of=_title(pair, str(cube)),
                now=format_count(now),
                before=format_count(before),
                day=pair.last.day,
                change=f"{format_change(change)}{NARROW_SPACE}%",
            )
            pair.book.find("total_changed", text)


def _look_at_units(pair: Pair, both: pl.DataFrame, slices: Sequence[str]) -> None:
    """Columns whose numbers are ten, a hundred, a thousand times those of last time, or a part."""
    larger = pl.max_horizontal("value", "value_now") >= pair.limits.least_cell
    cells = both.filter((pl.col("value") > 0) & (pl.col("value_now") > 0) & larger)
    steps = (pl.col("value_now") / pl.col("value")).log10()
    for _slice, part in cells.group_by(["cube", *slices], maintain_order=True):
        power = part.select(steps.median()).item()
        if part.height < FEWEST_SCALED or abs(power) < 0.5 or abs(power - round(power)) > SCALED:
            continue
        value = value_of(part.row(0, named=True), pair.definition)
        column = None if value is None else pair.region.column(value.column)
        factor = format_count(10 ** abs(round(power)))
        rows = [row for row in part["row"] if row is not None]
        words = _scaled_up() if power > 0 else _scaled_down()
        day = format_date(pair.last.delivery.reference_date)
        pair.book.tell("unit_changed", words, rows, column, factor=factor, day=day)


def _scaled_up() -> tuple[str, str]:
    return (
        _("This number is about {factor} times that of {day}. Is it in another unit?"),
        _("{count} numbers are about {factor} times those of {day}. Are they in another unit?"),
    )


def _scaled_down() -> tuple[str, str]:
    return (
        _("The number of {day} was about {factor} times this one. Is it in another unit?"),
        _(
            "The numbers of {day} were about {factor} times these {count}. Are they in another "
            "unit?"
        ),
    )


def _title(pair: Pair, cube: str) -> str:
    known = pair.cubes.get(cube)
    return known.title.de if known else pair.definition.title.de


def _far_off(both: pl.DataFrame, slices: Sequence[str], limits: CheckLimits) -> pl.DataFrame:
    """The cells whose change is far from the usual change of their slice.

    Returns:
        the cells with ``far`` (robust standard deviations), farthest first.
    """
    group = ["cube", "level", *slices]
    # too few cells have no usual change of their own
    usual = pl.when(pl.len() >= limits.least_cells).then(pl.col("ratio").median()).otherwise(1.0)
    placed = (
        both.filter((pl.col("value") >= limits.least_cell) & pl.col("value_now").is_not_null())
        .with_columns(ratio=pl.col("value_now") / pl.col("value"))
        .with_columns(due=pl.col("value") * usual.over(group))
        .with_columns(moved=2 * (pl.col("value_now").sqrt() - pl.col("due").sqrt()))
        .with_columns(apart=(pl.col("moved") - pl.col("moved").median().over(group)).abs())
    )
    spread = MAD_TO_DEVIATION * pl.col("apart").median().over(group)
    far = placed.with_columns(spread=pl.max_horizontal(spread, pl.lit(limits.least_noise)))
    far = far.with_columns(far=pl.col("moved").abs() / pl.col("spread"))
    off = 100 * (pl.col("value_now") - pl.col("due")).abs() / pl.col("due")
    found = far.filter((pl.col("far") > limits.change_scale) & (off > limits.least_change_percent))
    return found.sort("far", *group, "area", descending=[True] + [False] * (len(group) + 1))


def _tell_zeros(pair: Pair, cells: pl.DataFrame, slices: Sequence[str]) -> None:
    message = _("{what} is 0 after {before} on {day}. Is that a true zero, or was it not counted?")
    _tell_cells(pair, "sudden_zero", message, cells.sort("value", *CELL, descending=True), slices)


def _tell_changes(pair: Pair, cells: pl.DataFrame, slices: Sequence[str]) -> None:
    message = _("{what} is {now} after {before} on {day}. Is that right?")
    _tell_cells(pair, "cell_changed", message, cells, slices)


def _tell_cells(
    pair: Pair, code: str, message: str, cells: pl.DataFrame, slices: Sequence[str]
) -> None:
    """The farthest cell of each area one by one, the others in one sentence."""
    if cells.is_empty() or not pair.book.wanted(code):
        return
    farthest = cells.unique("area", keep="first", maintain_order=True).head(pair.limits.told)
    for cell in farthest.to_dicts():
        value = value_of(cell, pair.definition)
        column = None if value is None else pair.region.column(value.column)
        text = message.format(
            what=_what(pair, cell, slices, value),
            now=format_count(cell["value_now"]),
            before=format_count(cell["value"]),
            day=pair.last.day,
        )
        pair.book.find(code, text, rows=[cell["row"]] if cell["row"] else [], column=column)
    rest = cells.height - farthest.height
    if rest > 0:
        more = _("{count} further count(s) changed as much since {day}. One cause is likely.")
        pair.book.find(code, more.format(count=format_count(rest), day=pair.last.day))


def _what(
    pair: Pair, cell: Mapping[str, object], slices: Sequence[str], value: ValueColumn | None
) -> str:
    """The cell in words: its area and heading, or its codes."""
    area = pair.names.get(str(cell["area"]), str(cell["area"]))
    if value is not None and not value.minus and not pair.definition.dimensions:
        return f"{area}, {pair.region.headings.get(pair.region.column(value.column) or '', '')}"
    known = pair.cubes[str(cell["cube"])].dimensions if cell["cube"] else ()
    labels = {(d.name, code): text.de for d in known for code, text in d.labels.items()}
    codes = [(name, str(cell[name])) for name in slices if cell[name] not in {ANY, None}]
    return ", ".join([area, *[labels.get(code, code[1]) for code in codes]])
