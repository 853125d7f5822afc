"""Weaken: in which points one rule set protects less than another.

It names fields only: the numbers of the dominance rules are never told.
"""

from kreisblick.protection.rules.terms import Dominance, FurtherAttributes, PublishedAs, Terms

__all__ = ["changed", "weaker"]

ENDLESS = float("inf")  # no range at all is the coarsest
MINIMUMS = ("minimum_count", "minimum_contributors")


def weaker(now: Terms, before: Terms) -> list[str]:
    """The fields in which ``now`` protects less than ``before``, or not comparably."""
    if before.source == "publisher" and now.source == "own":
        return []  # whatever is asked now, nothing was asked before
    found = [name for name in MINIMUMS if _less(getattr(now, name), getattr(before, name))]
    if _households_less(now, before):
        found.append("minimum_households")
    if _grows_less(now.further_attribute, before.further_attribute):
        found.append("further_attribute")
    if _dominates_less(now.dominance, before.dominance):
        found.append("dominance")
    if before.group_rule and not now.group_rule:
        found.append("group_rule")
    if before.zeros == "sensitive" and now.zeros == "free":
        found.append("zeros")
    if now.source == "own" and now.coalition < before.coalition:
        found.append("insiders")
    if now.show_range is not None and _less(now.show_range, before.show_range or ENDLESS):
        found.append("show_range")
    if before.source == "own" and now.source == "publisher":
        found.append("source")
    if _as(now) != _as(before):  # another way of publishing is neither stricter nor laxer
        found.append("published_as")
    return found


def changed(now: Terms, before: Terms) -> list[str]:
    """The fields that differ."""
    return [name for name in Terms.model_fields if getattr(now, name) != getattr(before, name)]


def _as(terms: Terms) -> PublishedAs:
    return terms.published_as or PublishedAs(how="exact")


def _households_less(now: Terms, before: Terms) -> bool:
    if now.minimum_households is None and before.minimum_households is None:
        return False
    least = [one.minimum(unit="households") for one in (now, before)]
    return _less(*least)


def _less(now: float | None, before: float | None) -> bool:
    return before is not None and (now is None or now < before)


def _grows_less(now: FurtherAttributes | None, before: FurtherAttributes | None) -> bool:
    if before is None or now is None:
        return before is not None
    return now.adds < before.adds or now.up_to < before.up_to or now.beyond > before.beyond


def _dominates_less(now: Dominance | None, before: Dominance | None) -> bool:
    if before is None or now is None:
        return before is not None
    more = before.share_percent is not None and (
        now.share_percent is None or now.share_percent > before.share_percent
    )
    return more or _less(now.p_percent, before.p_percent) or _less(now.largest, before.largest)
