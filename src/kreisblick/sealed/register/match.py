"""Match: the people of two stocks laid side by side by their number.

One of the places that guard privacy: rows stay in memory and in this room.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.sealed.register.definition import FlowRule, RegisterDefinition
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["PERSON", "Matched", "Stock", "match_stocks", "side_by_side"]

PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Stock:
    """The people of a register on a day.

    Attributes:
        day: the reference date.
        records: one row per person; the number is a pseudonym that only registers of one purpose
            share.
        covered: municipalities the stock speaks for; all when None.
        sources: keys of the deliveries, for the lineage.
    """

    day: date
    records: pl.DataFrame = field(repr=False)
    covered: frozenset[str] | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Matched:
    """Two stocks side by side.

    Attributes:
        both: people in both: ``person, birth_year, area_before, area_after`` and the later fields.
        came: people in the later one only, with ``area_after``.
        gone: people in the earlier one only, with ``area_before`` and ``dead``.
        without_number, twice, reused, dead_but_listed: see ``FlowQuality``.
    """

    both: pl.DataFrame = field(repr=False)
    came: pl.DataFrame = field(repr=False)
    gone: pl.DataFrame = field(repr=False)
    without_number: int
    twice: int
    reused: int
    dead_but_listed: int


def side_by_side(
    key: str,
    register: RegisterDefinition,
    before: Stock,
    after: Stock,
    territory: Territory,
    deaths: pl.DataFrame | None = None,
) -> tuple[Matched, frozenset[str]]:
    """The two stocks of a register side by side, in the municipalities that both cover.

    Raises:
        UncountableError: the register has no rule for flows, or the records lack a field.
    """
    if register.flows is None:
        raise UncountableError.missing_reading("flow", cube=key)
    towns = frozenset(territory.keys(AreaLevel.MUNICIPALITY))
    for stock in (before, after):
        towns = towns if stock.covered is None else towns & stock.covered
    early, late = (
        _prepared(key, stock, register, register.flows, territory, towns)
        for stock in (before, after)
    )
    return match_stocks(early, late, register.flows, deaths), towns


def match_stocks(
    before: Stock, after: Stock, rule: FlowRule, deaths: pl.DataFrame | None = None
) -> Matched:
    """The two stocks side by side.

    Args:
        before: ``<by>, area, birth_year`` and fields.
        after: the same, later.
        rule: what makes two rows the same person.
        deaths: ``<by>`` of people who died in between; nobody is known to have died when None.
    """
    early, lost_early = _once(before.records, rule)
    late, lost_late = _once(after.records, rule)
    earlier = early.select(PERSON, pl.col("area").alias("area_before"), year="birth_year")
    shared = late.rename({"area": "area_after"}).join(earlier, on=PERSON)
    # a number with another year of birth is another person: one went and one came
    same = (pl.col("year") == pl.col("birth_year")).fill_null(value=True)
    both = shared.filter(same).with_columns(pl.coalesce("birth_year", "year").alias("birth_year"))
    died = early.head(0) if deaths is None else _numbered(deaths, rule)
    dead = died.select(PERSON).drop_nulls()
    gone = early.join(both, on=PERSON, how="anti").rename({"area": "area_before"})
    marked = dead.unique().with_columns(dead=pl.lit(value=True))
    return Matched(
        both=both.drop("year"),
        came=late.join(both, on=PERSON, how="anti").rename({"area": "area_after"}),
        gone=gone.join(marked, on=PERSON, how="left").with_columns(
            pl.col("dead").fill_null(value=False)
        ),
        without_number=lost_early[0] + lost_late[0],
        twice=lost_early[1] + lost_late[1],
        reused=shared.filter(~same).height,
        dead_but_listed=both.join(dead, on=PERSON, how="semi").height,
    )


def _numbered(rows: pl.DataFrame, rule: FlowRule) -> pl.DataFrame:
    """The rows with ``person``; null where a part of the number is missing."""
    parts = [pl.col(name).cast(pl.String) for name in rule.by]
    return (
        rows.with_columns(pl.concat_str(parts, separator="\x1f").alias("_number"))
        .drop(rule.by)
        .rename({"_number": PERSON})
    )


def _once(rows: pl.DataFrame, rule: FlowRule) -> tuple[pl.DataFrame, tuple[int, int]]:
    """Every person once, and how many rows had no number or one that was there already.

    Of several rows the one with the smallest area counts, a row without an area last.
    """
    numbered = _numbered(rows, rule)
    known = numbered.drop_nulls(PERSON)
    order = [PERSON, "area", *sorted(set(known.columns) - {PERSON, "area"})]
    once = known.sort(order, nulls_last=True).unique(PERSON, keep="first", maintain_order=True)
    return once, (numbered.height - known.height, known.height - once.height)


def _prepared(
    key: str,
    stock: Stock,
    register: RegisterDefinition,
    rule: FlowRule,
    territory: Territory,
    towns: frozenset[str],
) -> Stock:
    """The register's people in the towns that take part; people without an area stay."""
    area = f"area_{territory.generation.key}"
    missing = sorted({area, *register.fields()} - set(stock.records.columns))
    if missing:
        raise UncountableError.missing_fields(missing, cube=key)
    rows = stock.records
    for name, value in sorted(register.where.items()):
        rows = rows.filter(pl.col(name) == value)
    out = [small for small, parent in territory.parents.items() if parent not in towns]
    rows = rows.filter(~pl.col(area).is_in(out).fill_null(value=False))
    fields = {r.field for r in register.dimensions.values() if r.read == "code" and r.field}
    return Stock(
        day=stock.day,
        records=rows.select(
            *rule.by,
            pl.col(area).alias("area"),
            pl.col(rule.birth_year).cast(pl.Int64, strict=False).alias("birth_year"),
            *sorted(fields - {*rule.by, rule.birth_year}),
        ),
    )
