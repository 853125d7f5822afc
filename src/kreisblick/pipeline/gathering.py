"""Gather: deliveries become the cubes that are protected, as they are to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.lineage import Lineage
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.choosing import check_choices, without_those_out
from kreisblick.pipeline.comparing import check_classes, check_deviations
from kreisblick.pipeline.counting import Counting, count_deliveries
from kreisblick.pipeline.flows import with_flows
from kreisblick.pipeline.ground import Ground, prepare
from kreisblick.pipeline.noted import check_notes
from kreisblick.pipeline.own_cuts import own_cuts_of
from kreisblick.pipeline.receive import context_of, receive
from kreisblick.pipeline.remembering import recall
from kreisblick.pipeline.supply import resting
from kreisblick.pipeline.together import check_together, shown_together
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Cube
from kreisblick.statistics.indicators import check_categories
from kreisblick.statistics.indices import check_added_categories

__all__ = ["Gathered", "gather"]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The first half of a round.

    Attributes:
        counting: ground, store, lineage and what was noticed on the way.
        accepted: the deliveries that are used on the day.
        cubes: by date and key, without municipalities that take no part, joined areas as one.
    """

    counting: Counting
    accepted: Sequence[AcceptedDelivery]
    cubes: Mapping[date, Mapping[str, Cube]]

    @property
    def delivered(self) -> frozenset[str]:
        """Cubes that are there at any date."""
        return frozenset(key for of_day in self.cubes.values() for key in of_day)


def gather(workspace: Workspace, day: date, progress: Progress = silent) -> Gathered:
    """Accept and count everything for a round of a day; what is known comes from memory.

    What is embargoed on the day is accepted and kept, but not counted.
    """
    lineage, faults = Lineage(), list[Fault]()
    store = SealedStore(workspace.sealed)
    ground = prepare(workspace, progress)
    context = context_of(ground)
    _check(ground, context, day)
    received = receive(ground, context, store, lineage, progress)
    rests = resting(context.suppliers, received, as_of=day)
    accepted = [d for d in received if (d.supplier, d.product, d.reference_date) not in rests]
    counting = Counting(
        ground=ground,
        context=context,
        store=store,
        lineage=lineage,
        faults=faults,
        resting=rests,
        remembered=recall(workspace, store),
    )
    counted = count_deliveries(counting, accepted, progress)
    counting.ground, cubes = shown_together(ground, with_flows(counting, accepted, counted))
    shown = without_those_out(counting.ground, cubes)
    return Gathered(counting=counting, accepted=accepted, cubes=shown)


def _check(ground: Ground, context: IntakeContext, day: date) -> None:
    """What definitions say of one another holds, and what was chosen can be done."""
    check_deviations(context.deliveries, ground.concepts)
    check_notes(ground, context)
    check_classes(context.deliveries, ground.cubes)
    faults = check_categories(ground.indicators, ground.cubes)
    if faults := faults + check_added_categories(ground.indices, ground.indicators):
        raise FaultsFoundError("catalogue", faults)
    check_choices(ground, day)
    check_together(ground)
    own_cuts_of(ground)  # what is wrong with a town's boundaries is said before the work begins
