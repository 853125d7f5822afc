"""Retention: which rows about persons have stayed long enough, by the district's rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.sealed.intake.model import AcceptedDelivery
from kreisblick.sealed.mapping.definition import Grain
from kreisblick.supply.schedule import Span

__all__ = ["Expired", "RetentionRules", "expired_rows", "read_retention"]

FILE = "retention.yaml"


class RetentionRules(Definition):
    """How long rows stay, counted from the reference date; the reasons stand beside.

    Attributes:
        rows: rows about persons.
        latest: the latest delivery of a product, for want of a newer one.
        replaced: deliveries in whose place another was accepted.
        products: spans of their own, by ``supplier/product``.
    """

    rows: Span
    rows_because: Text
    latest: Span
    latest_because: Text
    replaced: Span
    replaced_because: Text
    products: dict[str, Span] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Expired:
    """Rows that have stayed long enough.

    Attributes:
        delivery: whose rows.
        since: the day on which their time was up.
    """

    delivery: AcceptedDelivery
    since: date


def read_retention(folders: Sequence[Path] = ()) -> RetentionRules:
    """The rules; the file of a later catalogue folder takes the place of an earlier one.

    Raises:
        FaultsFoundError: when the file is wrong, with its line.
    """
    found = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    return read_definition(found[-1] if found else shipped("catalogue", FILE), RetentionRules)


def expired_rows(
    deliveries: Iterable[AcceptedDelivery], rules: RetentionRules, *, on: date
) -> list[Expired]:
    """Deliveries of persons whose rows are to be deleted on a day; the longest due first."""
    persons = [d for d in deliveries if d.grain == Grain.PERSON and d.deleted_on is None]
    latest: dict[str, date] = {}
    for delivery in persons:
        key = f"{delivery.supplier}/{delivery.product}"
        latest[key] = max(latest.get(key, delivery.reference_date), delivery.reference_date)
    found = [Expired(delivery=d, since=_until(d, rules, latest)) for d in persons]
    due = [item for item in found if item.since <= on]
    return sorted(due, key=lambda item: (item.since, item.delivery.path_key))


def _until(delivery: AcceptedDelivery, rules: RetentionRules, latest: dict[str, date]) -> date:
    key = f"{delivery.supplier}/{delivery.product}"
    span = rules.products.get(key, rules.rows)
    until = span.after(delivery.reference_date)
    if key not in rules.products and delivery.reference_date == latest[key]:
        return max(until, rules.latest.after(delivery.reference_date))
    return until
