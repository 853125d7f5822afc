"""Compare: which sources follow what was agreed, on which days they counted, and what follows."""

from collections.abc import Mapping, Sequence
from datetime import date

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.counting import Counting
from kreisblick.pipeline.plan import Plan
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.concepts import (
    Catalogue,
    Comparison,
    Feed,
    compare,
    unknown_concepts,
)
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import asked_concepts

__all__ = ["check_classes", "check_deviations", "compare_sources"]


def check_deviations(deliveries: Mapping[str, DeliveryDefinition], concepts: Catalogue) -> None:
    """Every deviation on record names concepts that exist.

    Raises:
        FaultsFoundError: with the deliveries that name others.
    """
    faults: list[Fault] = []
    for key, delivery in sorted(deliveries.items()):
        for deviation in delivery.deviations:
            for reference in (deviation.concept, deviation.follows):
                where = f"catalogue/suppliers/{key}.yaml"
                faults += unknown_concepts({where: reference} if reference else {}, concepts)
    if faults:
        raise FaultsFoundError("catalogue/suppliers", faults)


def check_classes(
    deliveries: Mapping[str, DeliveryDefinition], cubes: Mapping[str, CubeDefinition]
) -> None:
    """Every rank that a delivery reads is one of its cube's classes, where these are described.

    Raises:
        FaultsFoundError: with the deliveries that read others.
    """
    message = _("The delivery reads the rank {rank}, which the cube '{cube}' has no class for.")
    faults = [
        Fault(
            code="unknown_class",
            message=message.format(rank=rank, cube=key),
            where=f"catalogue/suppliers/{name}.yaml",
        )
        for name, delivery in sorted(deliveries.items())
        for value in delivery.values
        for key in [value.cube or delivery.cube or ""]
        if key in cubes and cubes[key].classes
        for rank in sorted(set(value.codes.values()) - {one.rank for one in cubes[key].classes})
    ]
    if faults:
        raise FaultsFoundError("catalogue/suppliers", faults)


def compare_sources(counting: Counting, plan: Plan) -> Comparison:
    """What may be set beside what, for the indicators of a plan and the deliveries behind them."""
    ground = counting.ground
    asked = asked_concepts(plan.indicators, ground.cubes)
    dates = set(ground.workspace.choices.report.dates)
    feeds = [
        _feed(counting, cube, day, delivery)
        for (cube, day), feeding in sorted(counting.feeding.items(), key=_name)
        for delivery in feeding
        if day in dates
    ]
    return compare(asked, feeds, ground.concepts)


def _name(item: tuple[tuple[str, date], Sequence[AcceptedDelivery]]) -> tuple[str, date]:
    return item[0]


def _feed(counting: Counting, cube: str, day: date, delivery: AcceptedDelivery) -> Feed:
    source = f"{delivery.supplier}/{delivery.product}"
    return Feed(
        cube=cube,
        reference_date=day,
        counted_on=delivery.reference_date,
        source=source,
        municipalities=frozenset(delivery.covered),
        deviations=counting.context.deliveries[source].deviations,
    )
