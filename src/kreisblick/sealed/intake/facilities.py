"""Records of facilities: what stands where, how much room it has, who runs it."""

from datetime import date

import numpy as np
import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.areas import territory_of
from kreisblick.sealed.intake.cells import project, tell_outside
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import address_columns, read_fields
from kreisblick.sealed.intake.lone_lines import without_lone_lines
from kreisblick.sealed.intake.look_persons import look_for_the_same
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.intake.persons import FOUND, assign_addresses, drop_ignored
from kreisblick.sealed.intake.protected_places import hide_protected
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.addresses import Decision
from kreisblick.territory.areas import locate
from kreisblick.territory.areas.model import Territory

__all__ = ["parse_facilities"]

FIRST = ("service", "kind", "name", "provider", "street", "number", "postcode", "place")
WGS84 = 4326  # GeoJSON is always in degrees (RFC 7946)


def parse_facilities(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    *,
    reference_date: date,
) -> Parsed:
    """The records of a delivery of facilities.

    Returns:
        ``service, kind, name, provider, street, number, postcode, place, x, y, area,
        area_<generation>..., places``, further fields, ``row``. ``x, y`` are in the territory's
        system and null where the address list knows no coordinates. What must not be found has
        neither address nor point nor area (``hide_protected``).
    """
    territory = territory_of(definition, context, reference_date)
    region = without_lone_lines(drop_ignored(region, definition), definition)
    book.surplus_cells(region)
    fields = read_fields(
        region, definition.columns, definition.format, book, signs=definition.signs
    )
    place = _by_address if definition.address is not None else _by_point
    located = place(region, fields, definition, context, territory, book)
    records = pl.concat(
        [located, fields.drop([n for n in fields.columns if n in located.columns])],
        how="horizontal",
    )
    reason = records["reason"] if "reason" in records.columns else None
    records, hidden = hide_protected(records.drop("reason", strict=False), reason)
    protected = set(records.filter(hidden)["row"])
    records = _inside(_complete(records, definition), definition, book)
    look_for_the_same(fields, definition, book)
    _tell_lost(records.filter(~pl.col("row").is_in(protected)), region, definition, book)
    _tell_negative(records, region, definition, book)
    return Parsed(
        records=records,
        generation=territory.generation.key,
        quality={"facilities_without_area": int(records["area"].null_count())},
    )


def _by_address(
    region: Region,
    fields: pl.DataFrame,
    definition: DeliveryDefinition,
    context: IntakeContext,
    territory: Territory,
    book: FaultBook,
) -> pl.DataFrame:
    if definition.address is None:
        raise WrongUseError(_("A delivery of facilities needs an address or a point."))
    addresses = address_columns(region, definition.address, book)
    found = assign_addresses(addresses, context)
    own = f"area_{territory.generation.key}"
    kept = [name for name in found.columns if name.startswith("area_")]
    area = pl.col(own) if own in kept else pl.col("area")
    known = pl.col("decision").is_in(FOUND)
    points = _coordinates(found, context)
    return pl.concat(
        [
            fields.select("row"),
            addresses,
            points,
            found.select(pl.when(known).then(area).alias("area"), *kept, "reason"),
        ],
        how="horizontal",
    )


def _coordinates(found: pl.DataFrame, context: IntakeContext) -> pl.DataFrame:
    """Where the address list says the house stands; only of houses that were found for sure."""
    houses = context.reference.houses if context.reference is not None else pl.DataFrame()
    if not {"x", "y"} <= set(houses.columns):
        empty = pl.Series([None] * found.height, dtype=pl.Float64)
        return pl.DataFrame({"x": empty, "y": empty})
    points = houses.select("address_id", "x", "y").unique("address_id", keep="first")
    sure = pl.col("decision") == Decision.MATCH.value
    return (
        found.select(pl.when(sure).then(pl.col("address_id")).alias("address_id"))
        .join(points, on="address_id", how="left", maintain_order="left")
        .select("x", "y")
    )


def _by_point(
    region: Region,
    fields: pl.DataFrame,
    definition: DeliveryDefinition,
    context: IntakeContext,
    territory: Territory,
    book: FaultBook,
) -> pl.DataFrame:
    """The area in which the point lies, in every generation."""
    del region
    if not {"x", "y"} <= set(fields.columns):
        message = _("The definition needs the columns x and y (degrees) for facilities as points.")
        book.whole("no_point", message)
        return fields.select("row")
    crs = definition.area.crs if definition.area is not None else WGS84

    def points(on: Territory) -> np.ndarray:
        return project(fields["x"], fields["y"], crs, on)

    own = points(territory)
    areas = {f"area_{key}": locate(points(t), t) for key, t in context.territories.items()}
    return pl.DataFrame(
        {
            "row": fields["row"],
            "x": own[:, 0],
            "y": own[:, 1],
            "area": areas[f"area_{territory.generation.key}"],
            **areas,
        }
    )


def _complete(records: pl.DataFrame, definition: DeliveryDefinition) -> pl.DataFrame:
    """All columns of the contract, in its order."""
    texts = [n for n in FIRST if n not in records.columns and n != "service"]
    records = records.with_columns(
        pl.lit(definition.service).alias("service"),
        *[pl.lit(None, pl.String).alias(name) for name in texts],
    )
    if "places" not in records.columns:
        records = records.with_columns(pl.lit(None, pl.Int64).alias("places"))
    areas = [n for n in records.columns if n.startswith("area_")]
    order = [*FIRST, "x", "y", "area", *areas, "places"]
    rest = [name for name in records.columns if name not in {*order, "row"}]
    return records.select(*order, *rest, "row")


def _inside(records: pl.DataFrame, definition: DeliveryDefinition, book: FaultBook) -> pl.DataFrame:
    """Without what lies outside the district, where the file is about more than the district.

    What has no place at all may be ours, and stays.
    """
    if definition.area is None or definition.area.outside != "left_out":
        return records
    areas = [name for name in records.columns if name == "area" or name.startswith("area_")]
    nowhere = pl.all_horizontal(pl.col(name).is_null() for name in areas)
    outside = nowhere & pl.col("x").is_not_nan().fill_null(value=False)
    kept = records.filter(~outside)
    tell_outside(records.height - kept.height, records.height, book)
    return kept


def _tell_lost(
    records: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> None:
    """Facilities that lie nowhere; they are named, for they are no persons."""
    column = region.column(definition.address.street) if definition.address else None
    rule = definition.checks.known_addresses
    lost = records.filter(pl.col("area").is_null())
    found = 100 * (1 - lost.height / max(records.height, 1))
    hard = rule is not None and found < rule.at_least_percent
    for row, name in lost.select("row", "name").iter_rows():
        message = _(
            "'{name}' was found in no area of the district. Correct its address; until then it is "
            "in the list, but on no map."
        )
        known = name or _("A facility without a name")
        book.cell("unknown_area", message.format(name=known), row, column, hard=hard)


def _tell_negative(
    records: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> None:
    if not definition.checks.no_negative:
        return
    for name, rule in definition.columns.items():
        column = region.column(rule.from_)
        if rule.as_ != "integer" or column is None:
            continue
        for row, value in records.filter(pl.col(name) < 0).select("row", name).iter_rows():
            message = _("The count is {value}; a count cannot be below zero. Correct it.")
            book.cell("negative_count", message.format(value=format_count(value)), row, column)
