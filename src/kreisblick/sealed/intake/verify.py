"""Verify the counts of an aggregate delivery: sums, duplicates, expected areas."""

from collections.abc import Mapping

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.add_up import add_up_codes
from kreisblick.sealed.intake.areas import OTHER
from kreisblick.sealed.intake.come_from import area_column, column_of
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.places import AreaRule
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import CubeDefinition, Unit
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["tell_parts_again", "verify_aggregates"]

NAMED_AREAS = 5
NEVER_ADDED = (Unit.RATE, Unit.ORDINAL)


def verify_aggregates(
    records: pl.DataFrame,
    region: Region,
    definition: DeliveryDefinition,
    cubes: Mapping[str, CubeDefinition],
    territory: Territory,
    book: FaultBook,
    *,
    covered: frozenset[str],
) -> None:
    """Everything that is wrong between rows; each check only when the definition wants it."""
    checks = definition.checks
    if checks.no_duplicate_areas:
        _tell_duplicates(_coded(records, region, definition, book), region, definition, book)
    if checks.sum_of_parts != "off" and not book.hard:
        added = [key for key in definition.cubes if cubes[key].counts not in NEVER_ADDED]
        part = records.filter(pl.col("cube").is_in(added))
        for level in (AreaLevel.MUNICIPALITY, AreaLevel.DISTRICT):
            wrong = _wrong_sums(part, territory, level)
            _tell_sums(wrong, region, definition, book)
    if not book.hard:
        add_up_codes(records, region, definition, cubes, book)
    if checks.expected_areas != "off":
        hard = checks.expected_areas == "hard"
        _tell_missing_areas(records, definition, territory, book, covered=covered, hard=hard)
    others = records.filter(pl.col("level") == OTHER)["row"].n_unique()
    if others:
        message = _("{count} row(s) about people without an area are kept out of the areas.")
        book.whole("without_area", message.format(count=others), hard=False)


def _slice_columns(records: pl.DataFrame) -> list[str]:
    fixed = {"level", "area", "value", "lower", "upper", "observation", "row"}
    return [name for name in records.columns if name not in fixed]


def _coded(
    records: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> pl.DataFrame:
    """The rows whose codes could be read: one with a spoilt code looks like the row of all."""
    columns = {region.column(rule.from_) for rule in definition.dimensions.values()}
    spoilt = {row for row, column in book.places if str(column) in columns}
    return records.filter(~pl.col("row").is_in(list(spoilt))) if spoilt else records


def _tell_duplicates(
    records: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> None:
    keys = [*_slice_columns(records), "level", "area"]
    twice = records.filter((pl.len().over(keys) > 1) & (pl.col("level") != OTHER))
    again = twice.filter(pl.col("row") != pl.col("row").min().over(keys))
    words = (
        _("This area already stands further up. Keep one of the rows."),
        _("{count} rows are of areas that already stand further up. Keep one row of each area."),
    )
    column = area_column(region, definition)
    book.tell("duplicate_area", words, sorted(set(again["row"])), column, hard=True)


def tell_parts_again(
    records: pl.DataFrame, region: Region, rule: AreaRule, book: FaultBook
) -> None:
    """Parts of an area that stand twice would be added up twice."""
    if rule.parts is None:
        return
    column = region.column(rule.parts)
    if column is None:
        book.missing_column(rule.parts, region)
        return
    rows = region.body.filter(pl.col("row").is_in(records["row"].unique().implode()))
    name = pl.col(column).str.strip_chars()
    again = rows.filter(name.is_first_distinct().not_() & name.is_not_null() & (name != ""))
    words = (
        _("This part of an area already stands further up. Keep one of the rows."),
        _("{count} rows are about parts of areas that already stand further up. Keep one of each."),
    )
    book.tell("duplicate_area", words, again["row"].sort().to_list(), column, hard=True)


def _wrong_sums(records: pl.DataFrame, territory: Territory, level: AreaLevel) -> pl.DataFrame:
    """Totals rows outside the interval that their parts allow."""
    parts = _parts(records, territory, level)
    totals = records.filter((pl.col("level") == level.value) & pl.col("value").is_not_null())
    if parts.is_empty() or totals.is_empty():
        return pl.DataFrame()
    keys = ["area", *_slice_columns(records)]
    compared = totals.join(parts, on=keys, how="inner", suffix="_parts")
    above = (pl.col("value") > pl.col("high")).fill_null(value=False)
    return compared.filter((pl.col("value") < pl.col("low")) | above).sort("row")


def _tell_sums(
    wrong: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> None:
    hard = definition.checks.sum_of_parts == "hard"
    for cell in wrong.iter_rows(named=True):
        message = _(
            "The total is {total}, but its parts add up to {parts}. Correct the total or the part."
        )
        text = message.format(total=format_count(cell["value"]), parts=format_count(cell["low"]))
        column = column_of(cell, region, definition)
        book.cell("sum_of_parts", text, cell["row"], column, hard=hard)


def _parts(records: pl.DataFrame, territory: Territory, level: AreaLevel) -> pl.DataFrame:
    """What the rows of the next level below allow as total: ``low`` to ``high`` (null: open)."""
    below = AreaLevel.PLANNING_AREA
    if not (records["level"] == below.value).any():
        below = AreaLevel.MUNICIPALITY
    if below == level:
        return pl.DataFrame()
    parents = territory.parents
    top = {area: _ancestor(area, parents, territory, level) for area in territory.areas["area"]}
    sizes = pl.DataFrame({"area": [top[area] for area in territory.keys(below)]})
    sizes = sizes.group_by("area").len("parts")
    fine = records.filter(pl.col("level").is_in([below.value, OTHER])).with_columns(
        area=pl.col("area").replace_strict(top, default=None, return_dtype=pl.String)
    )
    summed = fine.group_by("area", *_slice_columns(records)).agg(
        low=pl.coalesce("value", "lower", pl.lit(0)).sum(),
        known=pl.coalesce("value", "upper").is_not_null().all(),
        high=pl.coalesce("value", "upper").sum(),
        rows=(pl.col("level") != OTHER).sum(),
    )
    whole = pl.col("known") & (pl.col("rows") >= pl.col("parts"))
    return summed.join(sizes, on="area").with_columns(high=pl.when(whole).then(pl.col("high")))


def _ancestor(
    area: str, parents: Mapping[str, str | None], territory: Territory, level: AreaLevel
) -> str | None:
    wanted = set(territory.keys(level))
    found: str | None = area
    while found is not None and found not in wanted:
        found = parents.get(found)
    return found


def _tell_missing_areas(
    records: pl.DataFrame,
    definition: DeliveryDefinition,
    territory: Territory,
    book: FaultBook,
    *,
    covered: frozenset[str],
    hard: bool,
) -> None:
    """Areas of covered municipalities that have no row."""
    level = definition.area.level if definition.area else AreaLevel.PLANNING_AREA
    if level == AreaLevel.DISTRICT or definition.break_down is not None:
        return
    names = dict(territory.areas.select("area", "name").iter_rows())
    parents = territory.parents
    served = {
        area
        for area in territory.keys(level)
        if (area if level == AreaLevel.MUNICIPALITY else parents.get(area)) in covered
    }
    missing = sorted(served - set(records["area"]))
    if missing:
        shown = ", ".join(names[area] for area in missing[:NAMED_AREAS])
        more = " …" if len(missing) > NAMED_AREAS else ""
        message = _(
            "{count} area(s) have no row: {areas}. Send their rows, also when the number is zero."
        )
        book.whole(
            "missing_areas", message.format(count=len(missing), areas=shown + more), hard=hard
        )
