"""Embargo: figures that must not be used before a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from kreisblick.supply.model import SupplierDefinition

__all__ = ["embargoed"]


def embargoed(
    suppliers: Mapping[str, SupplierDefinition],
    deliveries: Iterable[tuple[str, str, date]],
    *,
    as_of: date,
) -> dict[tuple[str, str, date], date]:
    """The deliveries whose figures rest on a day, each with the first day of their use.

    Args:
        suppliers: by key.
        deliveries: (supplier, product, reference date).
        as_of: the day for which a round is gone.
    """
    found = {}
    for supplier, product, reference_date in deliveries:
        known = suppliers.get(supplier)
        rule = known.embargo(product) if known is not None else None
        if rule is not None and as_of < rule.ends(reference_date):
            found[supplier, product, reference_date] = rule.ends(reference_date)
    return found
