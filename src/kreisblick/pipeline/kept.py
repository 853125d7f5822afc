"""Kept: what was counted before rows were deleted by rule, so that dates long past stay."""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.memory import load_cube, save_cube
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.sealed.register import AggregateDelivery, assemble
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Cube

__all__ = ["RowsDeletedError", "cubes_fed_by", "keep_cube", "kept_cubes"]


class RowsDeletedError(KreisblickError):
    """The rows behind a figure were deleted by rule: it cannot be counted again."""

    def __init__(self, subject: str, day: date) -> None:
        super().__init__(
            _(
                "The rows of {subject} were deleted by rule on {day}. The figure stays as it was "
                "counted; it can no longer be counted again."
            ).format(subject=subject, day=format_date(day))
        )

    @classmethod
    def of(cls, delivery: AcceptedDelivery) -> "RowsDeletedError":
        """The error about a delivery."""
        day = delivery.deleted_on or delivery.reference_date
        return cls(f"{delivery.supplier}/{delivery.product}", day)


def cubes_fed_by(ground: Ground, delivery: AcceptedDelivery) -> list[str]:
    """Keys of the cubes that are counted from a delivery of persons, sorted.

    Flows are none of them: they need a second date, and are kept whenever they are counted.
    """
    known = ground.registers.items()
    made = {key for key, r in known if r.records == delivery.register and r.flows is None}
    return sorted(key for key, cube in ground.cubes.items() if cube.register in made)


def keep_cube(store: SealedStore, cube: Cube) -> None:
    """Keep a cube of exact counts under its own date, encrypted."""
    save_cube(store, _name(cube.key, cube.reference_date), cube)


def kept_cubes(
    ground: Ground, store: SealedStore, keys: Iterable[str], day: date, of: AcceptedDelivery
) -> dict[str, Cube]:
    """The kept cubes of a date on the report's areas.

    Args:
        ground: areas and their crosswalks.
        store: where they are kept.
        keys: of the wanted cubes.
        day: the reference date.
        of: a delivery behind them whose rows are gone, for the message.

    Raises:
        RowsDeletedError: when a cube was not kept: it was defined after the rows had gone.
    """
    found: dict[str, Cube] = {}
    for key in keys:
        known = load_cube(store, _name(key, day))
        if known is None:
            raise RowsDeletedError.of(of)
        found[key] = _on_report_areas(ground, known[0])
    return found


def _on_report_areas(ground: Ground, cube: Cube) -> Cube:
    """The cube, its counts converted where boundaries have changed since."""
    if cube.generation == ground.report_territory.generation.key:
        return cube
    sources: Sequence[str] = cube.sources or ("kept",)
    records = cube.cells.filter(pl.col("level") == "planning_area")
    delivery = AggregateDelivery(source=sources[0], generation=cube.generation, records=records)
    made = assemble(
        ground.cubes[cube.key],
        key=cube.key,
        deliveries=[delivery],
        territory=ground.report_territory,
        reference_date=cube.reference_date,
        crosswalks=ground.crosswalks,
        covered=cube.covered,
    )
    return made.cube


def _name(key: str, day: date) -> str:
    return f"kept/{key}/{day.isoformat()}"
