"""Receive: every delivery that lies ready is accepted, or told why not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage, Step
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import Ground, prepare
from kreisblick.pipeline.waiting import Waiting, waiting_deliveries
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext, accept
from kreisblick.sealed.mapping import read_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.supply import read_suppliers

__all__ = ["accept_one", "context_of", "receive"]


def context_of(ground: Ground, day: date | None = None) -> IntakeContext:
    """What intake must know of the district; addresses as they were on a day."""
    folders = ground.workspace.catalogue_folders("suppliers")
    return IntakeContext(
        territories=ground.territories,
        cubes=ground.cubes,
        suppliers=read_suppliers(folders),
        deliveries=read_deliveries(folders),
        reference=ground.known.reference_on(day),
        decisions=ground.decisions,
        addresses=ground.known.fingerprint,
    )


def dated(context: IntakeContext, ground: Ground, day: date) -> IntakeContext:
    """The context with the addresses as they were on a day."""
    return replace(context, reference=ground.known.reference_on(day))


def receive(
    ground: Ground,
    context: IntakeContext,
    store: SealedStore,
    lineage: Lineage,
    progress: Progress = silent,
) -> list[AcceptedDelivery]:
    """Accept every waiting delivery; one that was accepted before is only looked up.

    Raises:
        FaultsFoundError: all faults of all deliveries, told once.
    """
    accepted: list[AcceptedDelivery] = []
    faults: list[Fault] = []
    for waiting in progress.track(waiting_deliveries(ground.workspace), _("deliveries")):
        try:
            delivery = accept(
                waiting.path,
                supplier=waiting.supplier,
                product=waiting.product,
                reference_date=waiting.reference_date,
                context=dated(context, ground, waiting.reference_date),
                store=store,
                replace=True,
            )
        except FaultsFoundError as error:
            faults.extend(_of(waiting, fault) for fault in error.faults)
            continue
        accepted.append(delivery)
        lineage.record(_step(waiting, delivery))
    if faults:
        raise FaultsFoundError(_("Deliveries"), faults)
    return accepted


def accept_one(
    workspace: Workspace,
    path: Path,
    *,
    supplier: str,
    reference_date: date,
    replace: bool = False,
    progress: Progress = silent,
) -> AcceptedDelivery:
    """One file into the workspace's sealed store.

    Args:
        workspace: whose store and catalogue.
        path: the file.
        supplier: ``<supplier>/<product>``; the product may be left out where there is one.
        reference_date: the day the figures are valid for.
        replace: put it in the place of another file of the same date.
        progress: is told the steps.

    Raises:
        FaultsFoundError: with all faults of the file.
    """
    ground = prepare(workspace, progress)
    context = context_of(ground, reference_date)
    key, _slash, product = supplier.partition("/")
    products = [name.partition("/")[2] for name in context.deliveries if name.startswith(f"{key}/")]
    return accept(
        path,
        supplier=key,
        product=product or (products[0] if len(products) == 1 else ""),
        reference_date=reference_date,
        context=context,
        store=SealedStore(workspace.sealed),
        replace=replace,
    )


def _step(waiting: Waiting, delivery: AcceptedDelivery) -> Step:
    return Step(
        verb="accept",
        subject=waiting.subject,
        output=delivery.sha256,
        parameters={
            "supplier": delivery.supplier,
            "product": delivery.product,
            "reference_date": delivery.reference_date.isoformat(),
            "file": delivery.file,
            "definition": delivery.definition,
            "generation": delivery.generation,
        },
    )


def _of(waiting: Waiting, fault: Fault) -> Fault:
    where = f"{waiting.subject}, {fault.where}" if fault.where else waiting.subject
    return Fault(code=fault.code, message=fault.message, where=where, hard=fault.hard)
