"""The step of the lineage that says from which deliveries a cube was counted."""

from collections.abc import Iterable
from datetime import date

from kreisblick.base.lineage import Step
from kreisblick.pipeline.ground import Ground
from kreisblick.sealed.intake import AcceptedDelivery

__all__ = ["count_step"]


def count_step(
    ground: Ground, day: date, key: str, feeding: Iterable[AcceptedDelivery], state: str
) -> Step:
    """How a cube of a date of the report came to be; ``state`` is the fingerprint of its making."""
    inputs = {f"accept {d.supplier}/{d.product} {d.reference_date.isoformat()}" for d in feeding}
    return Step(
        verb="count",
        subject=f"{key} {day.isoformat()}",
        inputs=tuple(sorted(inputs)),
        output=state,
        parameters={
            "generation": ground.report_territory.generation.key,
            "definition": ground.cubes[key].definition,
        },
    )
