"""Share counts of postcodes out to areas by the number of addresses; the result is an estimate."""

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.areas import POSTCODE
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.model import IntakeContext
from kreisblick.statistics.cube import Observation
from kreisblick.territory.addresses import Reference
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["break_down", "postcode_shares"]


def postcode_shares(reference: Reference, generation: str) -> pl.DataFrame:
    """``postcode, area, share``: the share of a postcode's addresses that lies in each area.

    The shares of a postcode add up to 1. Addresses stand in for people: a tower block weighs as
    much as a cottage; where better weights exist, the supplier should send areas.
    """
    own = f"area_{generation}"
    column = own if own in reference.area_columns else "area"
    counted = (
        reference.houses.join(reference.streets.select("sid", "postcode"), on="sid")
        .select("postcode", pl.col(column).alias("area"))
        .filter((pl.col("postcode") != "") & pl.col("area").is_not_null())
        .group_by("postcode", "area")
        .len("addresses")
    )
    share = pl.col("addresses") / pl.col("addresses").sum().over("postcode")
    return counted.select("postcode", "area", share.alias("share")).sort("postcode", "area")


def break_down(
    records: pl.DataFrame, context: IntakeContext, territory: Territory, book: FaultBook
) -> pl.DataFrame:
    """Records of postcodes as records of planning areas with the observation ``estimated``.

    Whole numbers are shared out by largest remainder, so each postcode keeps its sum. A withheld
    number gives every area of its postcode the bounds 0 to its upper bound.
    """
    if context.reference is None:
        raise WrongUseError(
            _("This delivery holds postcodes, but the workspace has no list of known addresses.")
        )
    shares = postcode_shares(context.reference, territory.generation.key)
    coarse = records.filter(pl.col("level") == POSTCODE)
    _tell_unknown(coarse, shares, book)
    parts = coarse.join(shares, left_on="area", right_on="postcode", how="inner", suffix="_fine")
    shared = _by_area(_share_out(parts), records.columns)
    return pl.concat([records.filter(pl.col("level") != POSTCODE), shared])


def _tell_unknown(coarse: pl.DataFrame, shares: pl.DataFrame, book: FaultBook) -> None:
    lost = coarse.join(shares, left_on="area", right_on="postcode", how="anti")
    for row, postcode in lost.select("row", "area").unique().sort("row").iter_rows():
        message = _(
            "The postcode {postcode} has no known address in the district. Correct it, or add it "
            "to the texts for people from elsewhere ('other')."
        )
        book.cell("unknown_area", message.format(postcode=postcode), row, None)


def _share_out(parts: pl.DataFrame) -> pl.DataFrame:
    """Largest remainder: floors first, what is left goes to the largest remainders."""
    names = ["row", "cube", *_dimensions(parts.columns)]
    exact = pl.col("value") * pl.col("share")
    floor = parts.with_columns(floor=exact.floor(), rest=exact - exact.floor())
    left = (pl.col("value") - pl.col("floor").sum().over(names)).round()
    order = pl.struct(-pl.col("rest").round(9), "area_fine").rank("ordinal").over(names)
    value = pl.col("floor") + (order <= left).cast(pl.Float64)
    alone = pl.col("share") >= 1.0
    withheld = pl.col("value").is_null()
    return floor.with_columns(value=value, withheld=withheld).with_columns(
        lower=pl.when(pl.col("withheld") & ~alone).then(0).otherwise(pl.col("lower"))
    )


def _by_area(parts: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The parts of an area added up; no number where one part has none."""
    keys = ["cube", "area_fine", *_dimensions(columns)]
    known = ~pl.col("withheld").any()
    added = parts.group_by(keys).agg(
        pl.when(known).then(pl.col("value").sum()).alias("value"),
        pl.when(~known).then(pl.coalesce("lower", "value").sum()).alias("lower"),
        pl.when(~known).then(_upper()).alias("upper"),
        pl.when(known)
        .then(pl.lit(Observation.ESTIMATED.value))
        .otherwise(pl.lit(Observation.WITHHELD_BY_SOURCE.value))
        .alias("observation"),
        pl.col("row").min(),
    )
    typed = added.rename({"area_fine": "area"}).with_columns(
        pl.col("value", "lower", "upper").cast(pl.Int64),
        level=pl.lit(AreaLevel.PLANNING_AREA.value),
    )
    return typed.select(columns)


def _upper() -> pl.Expr:
    """No upper bound where one withheld part has none."""
    bound = pl.coalesce("upper", "value")
    return pl.when(bound.is_not_null().all()).then(bound.sum())


def _dimensions(columns: list[str]) -> list[str]:
    fixed = {"cube", "level", "area", "value", "lower", "upper", "observation", "row"}
    made = {"share", "area_fine", "floor", "rest", "withheld"}
    return [name for name in columns if name not in fixed | made]
