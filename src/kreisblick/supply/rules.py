"""The rules by which supply reminds and warns (``catalogue/supply.yaml``)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["SupplyRules", "read_rules"]

FILE = "supply.yaml"
Days = Annotated[int, Field(ge=0)]


class SupplyRules(Definition):
    """When supply asks, waits, reminds and warns, where a supplier's calendar does not say.

    Attributes:
        ask_days_before: a delivery is asked for so many days before it is expected.
        grace_days: so many days after the expected day it is late.
        remind_days: days after the expected day on which to remind, first to last.
        due_soon_days: what is expected within so many days is shown.
        notice_months: a person must decide about a contract so many months before it ends.
        warn_months: a contract is shown so many months before that decision.
        reply_days: a consent asked for is shown as open so many days later.
    """

    ask_days_before: Days
    grace_days: Days
    remind_days: tuple[Days, ...]
    due_soon_days: Days
    notice_months: Days
    warn_months: Days
    reply_days: Days


def read_rules(folders: Sequence[Path] = ()) -> SupplyRules:
    """The shipped rules, or those of the last catalogue folder that has its own."""
    own = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    return read_definition(own[-1] if own else shipped("catalogue", FILE), SupplyRules)
