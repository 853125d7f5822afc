"""File: for which date of the report a delivery of another day stands."""

from collections.abc import Iterable, Sequence
from datetime import date

from kreisblick.pipeline.ground import Ground
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.statistics.concepts import file_dates, shipped_dates

__all__ = ["counted_on", "filed_dates"]


def filed_dates(ground: Ground, cube: str, days: Iterable[date]) -> dict[date, date]:
    """The report's date for each day on which a cube was delivered; the day itself without one."""
    dates = ground.workspace.choices.report.dates
    return file_dates(days, dates, ground.cubes[cube].dates, shipped_dates())


def counted_on(feeding: Sequence[AcceptedDelivery], day: date) -> date:
    """The day deliveries were counted on; the report's where they are of several days."""
    own = {delivery.reference_date for delivery in feeding}
    return own.pop() if len(own) == 1 else day
