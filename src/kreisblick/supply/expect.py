"""Expect deliveries: what is due, here, missing, or ended, and for whom a supplier speaks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from pathlib import Path

from kreisblick.base.definitions import read_definition
from kreisblick.supply.model import SupplierDefinition

__all__ = ["Expectation", "State", "covered_municipalities", "expected", "read_suppliers"]

SUPPLIER_FILE = "supplier.yaml"


class State(StrEnum):
    """What is the matter with an expected delivery."""

    DELIVERED = auto()
    MISSING = auto()
    ENDED = auto()  # the source no longer exists


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """A delivery that the report counts on.

    Attributes:
        supplier, product, reference_date: which.
        state: whether it is here.
        covered: keys of the municipalities it speaks for, sorted.
        not_covered: the others, sorted.
    """

    supplier: str
    product: str
    reference_date: date
    state: State
    covered: tuple[str, ...]
    not_covered: tuple[str, ...]

    @property
    def coverage(self) -> float:
        """The share of the district's municipalities that is covered, 0 to 1."""
        everyone = len(self.covered) + len(self.not_covered)
        return len(self.covered) / everyone if everyone else 0.0


def read_suppliers(folders: Sequence[Path]) -> dict[str, SupplierDefinition]:
    """Suppliers by key (their folder's name); a later catalogue folder overrides an earlier one.

    Args:
        folders: ``catalogue/suppliers`` folders.

    Raises:
        FaultsFoundError: when a definition is wrong, with file and line.
    """
    paths = [path for folder in folders for path in sorted(folder.glob(f"*/{SUPPLIER_FILE}"))]
    found = {path.parent.name: read_definition(path, SupplierDefinition) for path in paths}
    return dict(sorted(found.items()))


def covered_municipalities(
    supplier: SupplierDefinition, product: str, day: date, municipalities: Iterable[str]
) -> frozenset[str]:
    """The municipalities a supplier speaks for with a product on a day.

    Not those it does not serve, and not those whose consent is missing; none once it has ended.
    """
    if supplier.ended(product, day) is not None:
        return frozenset()
    served, own = frozenset(municipalities), supplier.served(product)
    if own is not None:
        served &= own
    without = {c.municipality for c in supplier.consent_missing if c.holds(product, day)}
    return served - without


def expected(
    suppliers: Mapping[str, SupplierDefinition],
    products: Mapping[str, Iterable[str]],
    *,
    dates: Iterable[date],
    municipalities: Collection[str],
    delivered: Collection[tuple[str, str, date]],
) -> list[Expectation]:
    """Every delivery that the report's dates need, with its state; sorted.

    Who delivers once is asked for one of the dates, not for each.

    Args:
        suppliers: by key.
        products: the products of each supplier.
        dates: the report's reference dates.
        municipalities: keys of all municipalities of the district.
        delivered: (supplier, product, reference date) of the accepted deliveries.
    """
    dates = sorted(dates)
    wanted = [
        (key, product, day)
        for key in sorted(suppliers)
        for product in sorted(products.get(key, ()))
        for day in _asked(suppliers[key], key, product, dates, delivered)
    ]
    return [_expectation(suppliers[w[0]], w, municipalities, delivered) for w in wanted]


def _asked(
    supplier: SupplierDefinition,
    key: str,
    product: str,
    dates: Sequence[date],
    delivered: Collection[tuple[str, str, date]],
) -> Sequence[date]:
    """The dates for which a product is asked: of what comes once those that came, or the last."""
    if supplier.rhythm != "once":
        return dates
    return [day for day in dates if (key, product, day) in delivered] or dates[-1:]


def _expectation(
    supplier: SupplierDefinition,
    wanted: tuple[str, str, date],
    municipalities: Collection[str],
    delivered: Collection[tuple[str, str, date]],
) -> Expectation:
    key, product, day = wanted
    covered = covered_municipalities(supplier, product, day, municipalities)
    ended = supplier.ended(product, day) is not None
    state = State.DELIVERED if wanted in delivered else State.ENDED if ended else State.MISSING
    return Expectation(
        supplier=key,
        product=product,
        reference_date=day,
        state=state,
        covered=tuple(sorted(covered)),
        not_covered=tuple(sorted(frozenset(municipalities) - covered)),
    )
