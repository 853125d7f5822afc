"""Check what is to be spread: every fault of both tables, told at once."""

from collections.abc import Iterator

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.crosswalks.errors import some

__all__ = ["check_spread", "keys_without_weight"]

Found = Iterator[tuple[str, str]]


def check_spread(
    values: pl.DataFrame, auxiliary: pl.DataFrame, *, whole_numbers: bool, outside: bool
) -> list[Fault]:
    """Everything that keeps counts from being spread.

    Codes: ``missing_column, no_one_count, empty_key, duplicate_key, negative_count, part_of_one,
    empty_weight, negative_weight, duplicate_area, no_weight``.
    """
    columns = [*_columns(values, auxiliary)]
    found = columns or [
        *_counts(values, whole_numbers=whole_numbers),
        *_weights(auxiliary),
        *_alone(values, auxiliary, outside=outside),
    ]
    return [Fault(code=code, message=text) for code, text in found]


def keys_without_weight(values: pl.DataFrame, auxiliary: pl.DataFrame) -> list[str]:
    """Places that have a count, but no area with any weight; sorted."""
    weighed = auxiliary.filter(pl.col("weight") > 0)["key"]
    keys = values["key"].drop_nulls()
    return keys.filter(~keys.is_in(weighed.implode())).unique().sort().to_list()


def _columns(values: pl.DataFrame, auxiliary: pl.DataFrame) -> Found:
    for frame, names in ((values, ["key"]), (auxiliary, ["area", "key", "weight"])):
        for name in names:
            if name not in frame.columns:
                text = _("The column '{column}' is missing; there are: {known}.")
                yield "missing_column", text.format(column=name, known=", ".join(frame.columns))
    counts = [c for c in values.columns if c != "key"]
    if len(counts) != 1 or not values[counts[0]].dtype.is_numeric():
        yield "no_one_count", _("Beside 'key' exactly one column with counts is needed.")


def _counts(values: pl.DataFrame, *, whole_numbers: bool) -> Found:
    keys, count = values["key"], values.select(pl.exclude("key")).to_series()
    if keys.null_count():
        text = _("{count} row(s) of the counts have no key. Fill it in.")
        yield "empty_key", text.format(count=keys.null_count())
    twice = keys.filter(keys.is_duplicated() & keys.is_not_null()).unique().sort()
    if len(twice):
        text = _("These keys stand more than once in the counts: {keys}. Add their rows up first.")
        yield "duplicate_key", text.format(keys=some(twice.to_list()))
    if (count < 0).any():
        yield "negative_count", _("A count is negative. Only counts can be spread, never rates.")
    if whole_numbers and (count != count.floor()).any():
        yield "part_of_one", _("Whole numbers need whole counts. Correct them or allow decimals.")


def _weights(auxiliary: pl.DataFrame) -> Found:
    weight = auxiliary["weight"]
    if weight.null_count() or auxiliary.select(pl.col("area", "key").is_null().any()).row(0) != (
        False,
        False,
    ):
        text = _("The auxiliary has empty cells. Fill them in; 0 where there is none.")
        yield "empty_weight", text
    if (weight < 0).any():
        yield "negative_weight", _("A weight of the auxiliary is negative. Correct it.")
    pairs = auxiliary.select("area", "key")
    twice = auxiliary.filter(pairs.is_duplicated())["area"].drop_nulls().unique().sort()
    if len(twice):
        text = _("In the auxiliary these areas stand twice for one place: {areas}. Keep one row.")
        yield "duplicate_area", text.format(areas=some(twice.to_list()))


def _alone(values: pl.DataFrame, auxiliary: pl.DataFrame, *, outside: bool) -> Found:
    keys = keys_without_weight(values, auxiliary)
    if keys and not outside:
        text = _(
            "For {count} place(s) the auxiliary has no weight: {keys}. Complete it, or let their "
            "counts go to 'outside' (--outside)."
        )
        yield "no_weight", text.format(count=len(keys), keys=some(keys))
