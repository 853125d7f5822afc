"""Receive: every delivery that lies ready is accepted, or told why not."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from kreisblick.base.errors import Fault, FaultsFoundError, WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage, Step
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.supply import agreed_suppliers
from kreisblick.pipeline.waiting import Waiting, waiting_deliveries
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.bundle import load_signing_key
from kreisblick.sealed.intake import (
    AcceptedDelivery,
    Clerk,
    IntakeContext,
    Journal,
    RejectedError,
    accept,
    accepted_deliveries,
)
from kreisblick.sealed.mapping import read_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.supply import covered_municipalities
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["context_of", "dated", "journal_of", "product_of", "receive"]

SIGNING_KEY = "signing.key"


def context_of(ground: Ground, day: date | None = None) -> IntakeContext:
    """What intake must know of the district; addresses as they were on a day."""
    deliveries = read_deliveries(ground.workspace.catalogue_folders("suppliers"))
    towns = {k for t in ground.territories.values() for k in t.keys(AreaLevel.MUNICIPALITY)}
    return IntakeContext(
        territories=ground.territories,
        cubes=ground.cubes,
        suppliers=agreed_suppliers(ground.workspace, deliveries, sorted(towns)),
        deliveries=deliveries,
        reference=ground.known.reference_on(day),
        decisions=ground.decisions,
        addresses=ground.known.fingerprint,
    )


def journal_of(workspace: Workspace, store: SealedStore) -> Journal:
    """The quality log of a workspace, signed with its key."""
    return Journal(store=store, signer=load_signing_key(workspace.sealed / SIGNING_KEY))


def product_of(context: IntakeContext, name: str) -> tuple[str, str]:
    """Supplier and product as users type them; the product may be left out where there is one.

    Raises:
        WrongUseError: the supplier delivers several products, and none was named.
    """
    key, _slash, product = name.partition("/")
    products = [one.partition("/")[2] for one in context.deliveries if one.startswith(f"{key}/")]
    if not product and len(products) > 1:
        message = _("'{key}' delivers several products: {names}. Name one: {key}/{first}.")
        told = {"names": ", ".join(products), "first": products[0]}
        raise WrongUseError(message.format(key=key, **told))
    return key, product or (products[0] if products else "")


def dated(context: IntakeContext, ground: Ground, day: date) -> IntakeContext:
    """The context with the addresses as they were on a day."""
    return dataclasses.replace(context, reference=ground.known.reference_on(day))


def receive(
    ground: Ground,
    context: IntakeContext,
    store: SealedStore,
    lineage: Lineage,
    progress: Progress = silent,
) -> list[AcceptedDelivery]:
    """Accept every waiting delivery; one that was accepted before is only looked up.

    A file that somebody rejected counts as not delivered; so does one that speaks for nobody,
    because its source has ended or nobody agreed.

    Raises:
        FaultsFoundError: all faults of all deliveries, told once.
    """
    accepted: list[AcceptedDelivery] = []
    faults: list[Fault] = []
    clerk = Clerk(journal=journal_of(ground.workspace, store))
    waits = waiting_deliveries(ground.workspace)
    for waiting in progress.track(_usable(waits, context, progress), _("deliveries")):
        try:
            delivery = accept(
                waiting.path,
                supplier=waiting.supplier,
                product=waiting.product,
                reference_date=waiting.reference_date,
                context=dated(context, ground, waiting.reference_date),
                store=store,
                replace=True,
                clerk=clerk,
            )
        except RejectedError as error:
            progress.note(f"{waiting.subject}: {error}")
            continue
        except FaultsFoundError as error:
            faults.extend(_of(waiting, fault) for fault in error.faults)
            continue
        accepted.append(delivery)
        lineage.record(_step(waiting.subject, delivery))
    if faults:
        raise FaultsFoundError(_("Deliveries"), faults)
    for delivery in without_rows(store, accepted):
        accepted.append(delivery)
        subject = f"{delivery.supplier}/{delivery.product} {delivery.reference_date.isoformat()}"
        lineage.record(_step(subject, delivery))
    return accepted


def _usable(waits: Sequence[Waiting], context: IntakeContext, progress: Progress) -> list[Waiting]:
    """The deliveries that speak for somebody; the others are told."""
    for waiting in waits:
        if _speaks_for_nobody(waiting, context):
            words = _("may not be used: the source has ended, or nobody agreed")
            progress.note(f"{waiting.subject}: {words}")
    return [waiting for waiting in waits if not _speaks_for_nobody(waiting, context)]


def _speaks_for_nobody(waiting: Waiting, context: IntakeContext) -> bool:
    supplier = context.suppliers.get(waiting.supplier)
    return supplier is not None and not covered_municipalities(
        supplier, waiting.product, waiting.reference_date, context.municipalities
    )


def without_rows(
    store: SealedStore, accepted: Sequence[AcceptedDelivery]
) -> list[AcceptedDelivery]:
    """Deliveries whose files and rows were deleted by rule, but not what was counted of them."""
    here = {delivery.path_key for delivery in accepted}
    known = [d for d in accepted_deliveries(store) if d.deleted_on is not None]
    return [delivery for delivery in known if delivery.path_key not in here]


def _step(subject: str, delivery: AcceptedDelivery) -> Step:
    return Step(
        verb="accept",
        subject=subject,
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
