"""A file at the door: whose it is, how it is read, and what has been decided about it before."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from kreisblick.base.envelope import is_envelope
from kreisblick.base.errors import Fault, FaultsFoundError, WrongUseError
from kreisblick.base.files import fingerprint_file
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.files import path_key
from kreisblick.sealed.intake.model import IntakeContext
from kreisblick.sealed.intake.prints import definition_print
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.on_day import definition_on
from kreisblick.sealed.store.store import SealedStore
from kreisblick.supply import covered_municipalities

__all__ = ["Arrival", "arrive"]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file at the door and what is known about it.

    Attributes:
        path: the file.
        supplier, product, day: whose delivery of which date.
        definition: how it is read.
        context: of the district.
        store: where it may go.
    """

    path: Path
    supplier: str
    product: str
    day: date
    definition: DeliveryDefinition = field(repr=False)
    context: IntakeContext = field(repr=False)
    store: SealedStore = field(repr=False)

    @property
    def key(self) -> str:
        """The delivery's folder in the store."""
        return path_key(self.supplier, self.product, self.day)

    @property
    def subject(self) -> tuple[str, str, str]:
        """Supplier, product and day, as the quality log names them."""
        return self.supplier, self.product, self.day.isoformat()

    @property
    def covered(self) -> frozenset[str]:
        """The municipalities that the supplier may speak for."""
        supplier = self.context.suppliers[self.supplier]
        return covered_municipalities(supplier, self.product, self.day, self.context.municipalities)

    @property
    def secrets(self) -> Mapping[str, bytes]:
        """Keys that open the file when it comes in an envelope."""
        return self.context.secrets or self.store.ring.secrets

    @property
    def closed(self) -> bool:
        """Whether the file comes in an envelope: nothing of it may lie open beside it."""
        return self.path.is_file() and is_envelope(self.path)

    @cached_property
    def prints(self) -> tuple[str, str]:
        """Fingerprints of the file and of the definition that reads it."""
        return _fingerprint(self.path), definition_print(self.definition, self.context, self.day)


def arrive(
    path: Path,
    *,
    supplier: str,
    product: str,
    reference_date: date,
    context: IntakeContext,
    store: SealedStore,
) -> Arrival:
    """The file with everything that says how it is read; nothing is opened yet.

    Raises:
        WrongUseError: supplier or product are not in the catalogue.
    """
    known = context.deliveries.get(f"{supplier}/{product}")
    if known is None or supplier not in context.suppliers:
        names = ", ".join(sorted(context.deliveries)) or "–"
        message = _(
            "The catalogue has no definition for '{key}'. Write "
            "catalogue/suppliers/{key}.yaml and supplier.yaml beside it. Known: {names}."
        )
        raise WrongUseError(message.format(key=f"{supplier}/{product}", names=names))
    return Arrival(
        path=path,
        supplier=supplier,
        product=product,
        day=reference_date,
        definition=definition_on(known, reference_date),
        context=dataclasses.replace(context, hide=store.pseudonym, supplier=supplier),
        store=store,
    )


def _fingerprint(path: Path) -> str:
    if not path.is_file():
        message = _("'{name}' is not there. Check the path.").format(name=path.name)
        raise FaultsFoundError(path.name, [Fault(code="no_file", message=message)])
    return fingerprint_file(path)
