"""Receive: every delivery that lies ready is accepted, or told why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage, Step
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import Ground, prepare
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext, accept, read_deliveries
from kreisblick.sealed.intake.store import SealedStore
from kreisblick.supply import read_suppliers

__all__ = ["Waiting", "accept_one", "context_of", "receive", "waiting_deliveries"]

FOLDER = "deliveries"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file that lies ready."""

    supplier: str
    product: str
    reference_date: date
    path: Path

    @property
    def subject(self) -> str:
        """Its name in the lineage."""
        return f"{self.supplier}/{self.product} {self.reference_date.isoformat()}"


def waiting_deliveries(workspace: Workspace) -> list[Waiting]:
    """All files in ``deliveries/`` and those the workspace names elsewhere, sorted.

    Raises:
        FaultsFoundError: files whose name is no date, named files that do not exist.
    """
    faults: list[Fault] = []
    found = [*_in_folder(workspace, faults), *_elsewhere(workspace, faults)]
    faults.extend(_twice(found))
    if faults:
        raise FaultsFoundError(FOLDER, faults)
    return sorted(found, key=lambda waiting: waiting.subject)


def context_of(ground: Ground) -> IntakeContext:
    """What intake must know of the district."""
    folders = ground.workspace.catalogue_folders("suppliers")
    return IntakeContext(
        territories=ground.territories,
        cubes=ground.cubes,
        suppliers=read_suppliers(folders),
        deliveries=read_deliveries(folders),
        reference=ground.reference,
    )


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
                context=context,
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
    context = context_of(ground)
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


def _in_folder(workspace: Workspace, faults: list[Fault]) -> Iterator[Waiting]:
    for path in sorted((workspace.folder / FOLDER).glob("*/*/*")):
        if not path.is_file() or path.name.startswith((".", "~")):
            continue
        day = _date(path.name.split(".")[0])
        if day is None:
            message = _(
                "The file's name is no reference date. Call it for instance 2024-12-31.csv."
            )
            place = path.relative_to(workspace.folder).as_posix()
            faults.append(Fault(code="no_reference_date", message=message, where=place))
            continue
        supplier, product = path.parts[-3:-1]
        yield Waiting(supplier=supplier, product=product, reference_date=day, path=path)


def _elsewhere(workspace: Workspace, faults: list[Fault]) -> Iterator[Waiting]:
    for item in workspace.choices.delivery:
        path = workspace.path(item.file)
        if not path.is_file():
            message = _("The file is not there. Correct the path in kreisblick.toml.")
            faults.append(Fault(code="no_file", message=message, where=item.file))
            continue
        yield Waiting(
            supplier=item.supplier,
            product=item.product,
            reference_date=item.reference_date,
            path=path,
        )


def _twice(found: list[Waiting]) -> Iterator[Fault]:
    """Two files for the same supplier, product and date: a person must choose."""
    by_subject: dict[str, list[str]] = {}
    for waiting in found:
        by_subject.setdefault(waiting.subject, []).append(waiting.path.name)
    for subject, names in sorted(by_subject.items()):
        if len(names) > 1:
            message = _("Two files for the same date: {names}. Keep the one that is to count.")
            text = message.format(names=", ".join(sorted(names)))
            yield Fault(code="delivered_twice", message=text, where=subject)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
