"""Refer: make a list of addresses with their areas into a reference that can be searched."""

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.errors import AddressColumnError
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import blind_key, fold, name_key, spell_out
from kreisblick.territory.addresses.number import read_number, whole_suffix
from kreisblick.territory.addresses.ranges import clean_ranges
from kreisblick.territory.addresses.rules import AddressRules, shipped_rules

__all__ = ["make_reference"]

_TEXT = ("street", "number", "suffix", "postcode", "place")
_SHOWN = 20  # more faults than this do not help


def make_reference(
    table: pl.DataFrame,
    *,
    ranges: pl.DataFrame | None = None,
    rules: AddressRules | None = None,
) -> Reference:
    """A reference from ``street, number, suffix, postcode, place, area`` (+ ``area_<generation>``).

    ``suffix``, ``postcode``, ``place`` may be absent; the suffix may stand in ``number``. A row
    without number is a place of its own (a square, an island). An ``address_id`` column is kept;
    without one the address itself is the id, so that it is the same next year.

    Args:
        table: the list, any order.
        ranges: stretches of house numbers, ``street, postcode, place, parity, low, high, area``
            (+ ``area_<generation>``); a null ``high`` reaches to the end of the street.
        rules: how names are read; the shipped rules when None.

    Raises:
        AddressColumnError: when ``street``, ``number`` or ``area`` is missing.
        FaultsFoundError: when the same address stands in two areas.
    """
    rules = rules or shipped_rules()
    rows = _clean(table, rules)
    areas = tuple(name for name in rows.columns if name == "area" or name.startswith("area_"))
    _refuse_contradictions(rows)
    rows = rows.unique(["street", "postcode", "place", "n", "suf"], keep="first").sort(
        "street", "postcode", "place", "n", "suf"
    )
    stretches = clean_ranges(ranges, areas)
    streets = _streets(rows, stretches, areas, rules)
    houses = rows.join(streets.select("sid", "street", "postcode", "place"), on=_PLACE)
    houses = houses.sort("sid", "n", "suf").with_row_index("house")
    return Reference(
        streets=streets,
        houses=houses.select("house", "sid", "n", "suf", "address_id", *areas),
        area_columns=areas,
        ranges=stretches.join(
            streets.select("sid", "street", "postcode", "place"), on=_PLACE
        ).select("sid", "parity", "low", "high", *areas),
    )


_PLACE = ["street", "postcode", "place"]


def _clean(table: pl.DataFrame, rules: AddressRules) -> pl.DataFrame:
    """All columns as text without blanks around, numbers parsed, ids given."""
    for column in ("street", "number", "area"):
        if column not in table.columns:
            name = _("reference")
            raise AddressColumnError(table=name, column=column, known=table.columns)
    absent = [pl.lit("").alias(name) for name in _TEXT if name not in table.columns]
    keys = [n for n in table.columns if n == "area" or n.startswith("area_")]
    rows = table.with_columns(absent).with_row_index("row", offset=2)  # row 1 is the heading
    rows = rows.with_columns(
        *(pl.col(name).cast(pl.String).fill_null("").str.strip_chars() for name in _TEXT),
        *(pl.col(name).cast(pl.String).str.strip_chars().replace("", None) for name in keys),
    )
    number = read_number(pl.concat_str("number", pl.lit(" "), "suffix"), rules)
    rows = rows.with_columns(number.alias("read")).with_columns(
        n=pl.col("read").struct.field("n"), suf=whole_suffix(pl.col("read"))
    )
    if "address_id" not in rows.columns:
        rows = rows.with_columns(address_id=_own_id())
    return rows.filter(pl.col("street") != "").with_columns(pl.col("address_id").cast(pl.String))


def _own_id() -> pl.Expr:
    """The address in one line: ``Hauptstraße 12a, 34117 Kassel``."""
    house = pl.concat_str(
        "street",
        pl.lit(" "),
        pl.col("n").cast(pl.String).fill_null(""),
        pl.col("suf").fill_null(""),
    ).str.strip_chars()
    town = pl.concat_str("postcode", pl.lit(" "), "place").str.strip_chars()
    return pl.when(town == "").then(house).otherwise(pl.concat_str(house, pl.lit(", "), town))


def _refuse_contradictions(rows: pl.DataFrame) -> None:
    same = [*_PLACE, "n", "suf"]
    wrong = rows.filter(pl.col("area").n_unique().over(same) > 1).sort("row")
    if wrong.height:
        text = _("The same address stands in two areas. Keep the right row and delete the other.")
        where = _("row {row}")
        raise FaultsFoundError(
            _("reference"),
            [
                Fault(code="address_in_two_areas", message=text, where=where.format(row=row))
                for row in wrong["row"].head(_SHOWN)
            ],
        )


def _streets(
    rows: pl.DataFrame, stretches: pl.DataFrame, areas: tuple[str, ...], rules: AddressRules
) -> pl.DataFrame:
    """The distinct streets with their keys and what all their addresses have in common."""
    ends = [stretches.with_columns(n=end) for end in ("low", "high")]
    known = pl.concat([part.select(*_PLACE, "n", *areas) for part in (rows, *ends)])
    streets = known.group_by(_PLACE).agg(
        *(
            pl.when(pl.col(area).n_unique() == 1).then(pl.col(area).first()).alias(f"only_{area}")
            for area in areas
        ),
        lowest=pl.col("n").min(),
        highest=pl.col("n").max(),
    )
    streets = streets.sort(_PLACE).with_row_index("sid")
    words = spell_out(fold(pl.col("street"), rules), rules)
    town = pl.concat_str("postcode", pl.lit(" "), "place").str.strip_chars()
    return (
        streets.with_columns(
            words=words,
            place_key=name_key(fold(pl.col("place"), rules)),
            label=pl.concat_str("street", pl.lit(", "), town).str.strip_chars(", "),
        )
        .with_columns(key=name_key(pl.col("words")))
        .with_columns(blind=blind_key(pl.col("key")))
    )
