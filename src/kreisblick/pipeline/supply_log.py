"""Write down an event of supply, if it fits what the workspace knows."""

from datetime import date

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.supply import open_supply
from kreisblick.pipeline.workspace import Workspace
from kreisblick.supply import Event, EventKind, Party, record

__all__ = ["write_down"]


def write_down(  # noqa: PLR0913  one column each
    workspace: Workspace,
    kind: str,
    *,
    on: date,
    supplier: str = "",
    product: str = "",
    party: str = "",
    contract: str = "",
    by: str,
    reference_date: date | None = None,
    since: date | None = None,
    until: date | None = None,
    document: str = "",
    cancels: int | None = None,
    note: str = "",
) -> Event:  # fmt: skip
    """The event with its number, written behind the last row of ``supply/log.csv``.

    Raises:
        WrongUseError: no such event, supplier, product, party or contract.
        FaultsFoundError: something is missing; nothing is written.
    """
    if kind not in list(EventKind):
        words = _("There is no event '{kind}'. Known: {known}.")
        raise WrongUseError(words.format(kind=kind, known=", ".join(EventKind)))
    event = Event(
        on=on,
        kind=EventKind(kind),
        supplier=supplier,
        product=product,
        reference_date=reference_date,
        party=party,
        contract=contract,
        since=since,
        until=until,
        document=document,
        by=by,
        cancels=cancels,
        note=note,
    )
    _check(workspace, event)
    (written,) = record(open_supply(workspace).log, event)
    return written


def _check(workspace: Workspace, event: Event) -> None:
    supply = open_supply(workspace)
    known = {
        "supplier": (event.supplier, list(supply.suppliers)),
        "product": (event.product, list(supply.products.get(event.supplier, ()))),
        "party": (event.party, [*Party, *supply.names.municipalities]),
    }
    if event.contract and event.supplier in supply.suppliers:
        numbers = [one.number for one in supply.suppliers[event.supplier].contracts]
        known["contract"] = (event.contract, numbers)
    for name, (value, allowed) in known.items():
        if value and value not in allowed:
            words = _("'{value}' is not known as {name}. Known: {known}.")
            raise WrongUseError(
                words.format(value=value, name=name, known=", ".join(map(str, allowed)) or "–")
            )
