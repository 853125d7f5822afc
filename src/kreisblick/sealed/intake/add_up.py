"""Add up: the codes of a dimension against the total that was delivered beside them."""

from collections.abc import Mapping

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.come_from import column_of
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import ANY, CubeDefinition, Dimension, Observation, Unit

__all__ = ["add_up_codes"]

NEVER_ADDED = (Unit.RATE, Unit.ORDINAL)
FIXED = {"cube", "level", "area", "value", "lower", "upper", "observation", "row"}
TOLD = 3  # a row that does not add up is looked at as a whole


def add_up_codes(
    records: pl.DataFrame,
    region: Region,
    definition: DeliveryDefinition,
    cubes: Mapping[str, CubeDefinition],
    book: FaultBook,
) -> None:
    """Ages, sexes ... that do not add up to the total of their row; hidden numbers are bounded.

    A dimension is added up where every one of its codes was delivered, the others standing for
    all. Estimates are left alone: what was shared out and rounded adds up only by chance.
    """
    if not book.wanted("sum_of_codes"):
        return
    for key in definition.cubes:
        if cubes[key].counts in NEVER_ADDED:
            continue
        own = records.filter(pl.col("cube") == key)
        for dimension in cubes[key].dimensions:
            wrong = _add_up(own, dimension)
            if wrong.height:
                whole = {"cube": key} | {name: ANY for name in own.columns if name not in FIXED}
                _tell(wrong, dimension, column_of(whole, region, definition), book)


def _add_up(cells: pl.DataFrame, dimension: Dimension) -> pl.DataFrame:
    """The rows whose codes do not add up: ``row, value`` and the parts' ``low``."""
    names = [name for name in cells.columns if name not in FIXED]
    if dimension.name not in names:
        return pl.DataFrame()
    others = [pl.col(name) == ANY for name in names if name != dimension.name]
    flat = cells.filter(pl.all_horizontal([pl.lit(value=True), *others]))
    place = ["level", "area"]
    parts = (
        flat.filter(pl.col(dimension.name) != ANY)
        .group_by(place)
        .agg(
            low=pl.coalesce("value", "lower", pl.lit(0)).sum(),
            high=pl.coalesce("value", "upper").sum(),
            known=pl.coalesce("value", "upper").is_not_null().all(),
            codes=pl.col(dimension.name).n_unique(),
            counted=(pl.col("observation") != Observation.ESTIMATED.value).all(),
        )
        .filter(pl.col("codes") == len(dimension.codes))
    )
    totals = flat.filter((pl.col(dimension.name) == ANY) & pl.col("value").is_not_null())
    both = totals.select(*place, "value", "row").join(parts.filter("counted"), on=place)
    above = pl.col("low") > pl.col("value")
    below = pl.col("known") & (pl.col("high") < pl.col("value"))
    return both.filter(above | below).sort("row")


def _tell(wrong: pl.DataFrame, dimension: Dimension, column: str | None, book: FaultBook) -> None:
    """Few rows with their figures, more with their number."""
    if wrong.height <= TOLD:
        message = _(
            "{title}: the parts add up to {parts}, the total is {total}. Correct one of them."
        )
        for row, parts, total in wrong.select("row", "low", "value").iter_rows():
            told = {"parts": format_count(parts), "total": format_count(total)}
            text = message.format(title=dimension.title.de, **told)
            book.find("sum_of_codes", text, rows=[row], column=column)
        return
    words = (
        _("{title}: the parts do not add up to this total. Correct one of them."),
        _(
            "{title}: in {count} rows the parts do not add up to the total. Are parts missing, or "
            "is the total another one?"
        ),
    )
    book.tell("sum_of_codes", words, wrong["row"].to_list(), column, title=dimension.title.de)
