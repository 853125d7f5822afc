"""Check: gaps, overlaps, contradictions and broken dates of a list of streets."""

from collections.abc import Iterator, Set

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.territory.streets.model import RANGES, STREET, Streets
from kreisblick.territory.streets.numbers import LAST, part_number
from kreisblick.territory.streets.rules import StreetRules, shipped_street_rules

__all__ = ["check_streets"]

Found = Iterator[tuple[str, str, str]]
_END = 2**31 - 1


def check_streets(
    streets: Streets, *, areas: Set[str] | None = None, rules: StreetRules | None = None
) -> list[Fault]:
    """Everything that is wrong with a list, in a steady order.

    Codes: ``no_range, wrong_parity, overlap, gap, address_in_two_areas, duplicate_address,
    street_in_two_municipalities, no_area, unknown_area, below_minimum, broken_dates``. Which of
    them are hard stands in the rules.

    Args:
        streets: the list.
        areas: keys that are known; those of ``streets.areas`` when None, and all when there are
            none.
        rules: the shipped ones when None.
    """
    rules = rules or shipped_street_rules()
    found = [
        *_check_ends(streets.ranges),
        *_check_neighbours(streets.ranges),
        *_check_addresses(streets.houses),
        *_check_municipalities(streets),
        *_check_areas(streets, areas, rules),
        *_check_dates(streets),
    ]
    return [
        Fault(code=code, message=text, where=where, hard=code in rules.checks.hard)
        for code, where, text in found
    ]


def _where(row: dict[str, object]) -> str:
    """A street in one line: ``Hauptstraße, 34117 Kassel``."""
    town = " ".join(str(row[name]) for name in ("postcode", "place") if row.get(name))
    return f"{row['street']}, {town}" if town else str(row["street"])


def _span(row: dict[str, object], end: str = "") -> str:
    """A stretch as people write it: ``1–15a``, ``17–Ende``."""
    low = f"{row['low' + end]}{row['low_suffix' + end] or ''}"
    if row["high" + end] is None:
        return f"{low}–{_('end of the street')}"
    high = f"{row['high' + end]}{row['high_suffix' + end] or ''}"
    return low if low == high else f"{low}–{high}"


def _check_ends(ranges: pl.DataFrame) -> Found:
    backwards = ranges.filter(pl.col("low") > pl.col("high")).sort(*STREET, "low")
    for row in backwards.iter_rows(named=True):
        text = _("The stretch {span} ends before it begins. Swap or correct its numbers.")
        yield "no_range", _where(row), text.format(span=_span(row))
    rest = pl.when(pl.col("parity") == "odd").then(1).when(pl.col("parity") == "even").then(0)
    wrong = ranges.filter((pl.col("low") % 2 != rest) | (pl.col("high") % 2 != rest))
    for row in wrong.sort(*STREET, "low").iter_rows(named=True):
        text = _("The stretch {span} holds odd and even ends. Correct its numbers or its side.")
        yield "wrong_parity", _where(row), text.format(span=_span(row))


def _sides(ranges: pl.DataFrame) -> pl.DataFrame:
    """Stretches by side of the street; those of both sides stand on each."""
    some = ranges.select(RANGES).filter((pl.col("low") <= pl.col("high")).fill_null(value=True))
    return pl.concat(
        some.filter(pl.col("parity").is_in([side, "both"])).with_columns(_side=pl.lit(side))
        for side in ("odd", "even")
    ).with_columns(
        _first=pl.col("low_suffix").str.to_lowercase().fill_null(""),
        _last=pl.col("high_suffix").str.to_lowercase().fill_null(LAST),
        _high=pl.col("high").fill_null(_END),
    )


def _check_neighbours(ranges: pl.DataFrame) -> Found:
    sides = _sides(ranges).with_row_index("_row")
    keys = [*STREET, "_side"]
    pairs = sides.join(sides, on=keys, nulls_equal=True, suffix="_2").filter(
        pl.col("_row") < pl.col("_row_2"), pl.col("area") != pl.col("area_2")
    )
    both = pairs.filter(_overlap("", "_2") & _overlap("_2", ""))
    both = both.unique(["street", "postcode", "place", "low", "high", "low_2", "high_2"])
    for row in both.sort(*STREET, "low", "low_2", "area").iter_rows(named=True):
        text = _("{span} lies in area {area}, {span2} in area {area2}: they share numbers.")
        told = text.format(
            span=_span(row), area=row["area"], span2=_span(row, "_2"), area2=row["area_2"]
        )
        yield "overlap", _where(row), told
    yield from _gaps(sides, keys)


def _overlap(one: str, other: str) -> pl.Expr:
    """Whether a stretch begins before another one ends; a named suffix parts a shared number."""
    begins, ends = pl.col("low" + one), pl.col("_high" + other)
    open_end = pl.col("high_suffix" + other).is_null()
    parted = open_end & pl.col("low_suffix" + one).is_not_null()
    touches = (begins == ends) & (pl.col("_first" + one) <= pl.col("_last" + other)) & ~parted
    return (begins < ends) | touches


def _gaps(sides: pl.DataFrame, keys: list[str]) -> Found:
    along = sides.sort(*keys, "low", "_high").with_columns(
        reached=pl.col("_high").cum_max().shift(1).over(keys)
    )
    alone = pl.col("parity") == "both"  # the stretch before may end on either side
    odd = (pl.col("reached") % 2 == 1) == (pl.col("_side") == "odd")
    first = pl.col("reached") + pl.when(odd).then(2).otherwise(1)
    other = alone & ((pl.col("low") % 2 == 1) != (pl.col("_side") == "odd"))
    last = pl.col("low") - pl.when(other).then(1).otherwise(2)
    gaps = along.with_columns(_gap=first, _until=last).filter(
        (pl.col("_gap") <= pl.col("_until")) & (pl.col("reached") < _END)
    )
    for row in gaps.sort(*keys, "low").iter_rows(named=True):
        one = row["_gap"] == row["_until"]
        text = (
            _("No stretch holds the number {low}. Say where it lies.")
            if one
            else _("No stretch holds the numbers {low} to {high}. Say where they lie.")
        )
        yield "gap", _where(row), text.format(low=row["_gap"], high=row["_until"])


def _check_addresses(houses: pl.DataFrame) -> Found:
    read = part_number(pl.col("number"), pl.col("suffix"))
    rows = houses.select(*STREET, "area", _read=read).unnest("_read")
    keys = [*STREET, "n", "suffix"]
    more = rows.group_by(keys).agg(rows=pl.len(), areas=pl.col("area").n_unique())
    for row in more.filter(pl.col("rows") > 1).sort(keys).iter_rows(named=True):
        house = f"{row['n']}{row['suffix']}"
        if row["n"] is None and row["areas"] > 1:
            text = _("Rows without number stand in two areas. Give them numbers, or keep one row.")
            yield "address_in_two_areas", _where(row), text
        elif row["areas"] > 1:
            text = _("Number '{house}' stands in two areas. Keep the right row, delete the other.")
            yield "address_in_two_areas", _where(row), text.format(house=house)
        elif row["n"] is not None:
            text = _("Number '{house}' stands there {rows} times. Keep one row.")
            yield "duplicate_address", _where(row), text.format(house=house, rows=row["rows"])


def _check_municipalities(streets: Streets) -> Found:
    parts = [
        frame.select("street", "postcode", "municipality")
        for frame in (streets.houses, streets.ranges)
        if "municipality" in frame.columns
    ]
    if not parts:
        return
    towns = pl.concat(parts).drop_nulls().unique()
    several = towns.group_by("street", "postcode").agg(pl.col("municipality").sort())
    several = several.filter(pl.col("municipality").list.len() > 1).sort("street", "postcode")
    for row in several.iter_rows(named=True):
        text = _("The street lies in several municipalities under one postcode: {towns}.")
        yield (
            "street_in_two_municipalities",
            _where(row),
            text.format(towns=", ".join(row["municipality"])),
        )


def _check_areas(streets: Streets, known: Set[str] | None, rules: StreetRules) -> Found:
    said = pl.concat([f.select(*STREET, "area") for f in (streets.houses, streets.ranges)])
    without = said.filter(pl.col("area").is_null()).group_by(STREET).len().sort(STREET)
    for row in without.iter_rows(named=True):
        text = _("{count} row(s) lie in no area. Check the coordinates or enter the area.")
        yield "no_area", _where(row), text.format(count=format_count(row["len"]))
    keys = known if known is not None else set(streets.areas["area"])
    counts = said.filter(pl.col("area").is_not_null()).group_by("area").len().sort("area")
    for area, count in counts.iter_rows():
        if keys and area not in keys:
            text = _("{count} row(s) name an area that is not known. Correct its key.")
            yield "unknown_area", str(area), text.format(count=format_count(count))
    least = rules.raster.minimum_inhabitants
    few = streets.areas.filter(pl.col("inhabitants") < least).sort("area")
    for area, _name, people in few.iter_rows():
        text = _(
            "The area has {people} residents; the employment agency asks for {least} at least. "
            "Join it with a neighbour."
        )
        told = text.format(people=format_count(people), least=format_count(least))
        yield "below_minimum", str(area), told


def _check_dates(streets: Streets) -> Found:
    for frame in (streets.houses, streets.ranges, streets.names):
        if not {"valid_from", "valid_until"} <= set(frame.columns):
            continue
        wrong = frame.filter(pl.col("valid_until") <= pl.col("valid_from"))
        for row in wrong.group_by(STREET).len().sort(STREET).iter_rows(named=True):
            text = _("{count} row(s) end before they begin. Correct the days.")
            yield "broken_dates", _where(row), text.format(count=format_count(row["len"]))
