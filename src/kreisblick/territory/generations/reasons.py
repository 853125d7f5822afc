"""Match computed changes with their dated reasons, and say what is missing on either side."""

from collections.abc import Sequence
from dataclasses import replace

from kreisblick.base.language import translate as _
from kreisblick.territory.areas import Change, ChangeKind
from kreisblick.territory.generations.model import AreaChange, Comparison

__all__ = ["explain", "kind_in_words", "unexplained", "unneeded", "ways"]


def explain(comparison: Comparison, reasons: Sequence[Change]) -> Comparison:
    """The comparison with the reason of each change, the first that covers it."""
    told = tuple(
        replace(change, reason=next((r for r in reasons if _covers(r, change)), None))
        for change in comparison.changes
    )
    return replace(comparison, changes=told)


def unexplained(comparison: Comparison) -> list[tuple[str, str]]:
    """Area and sentence of every change that no reason covers."""
    text = _("{kind} ({way}), but no reason stands under 'changes'. Add one.")
    return [
        (
            (*change.to, *change.from_)[0],
            text.format(kind=kind_in_words(change.kind), way=ways(change)),
        )
        for change in comparison.changes
        if change.reason is None
    ]


def unneeded(comparison: Comparison, reasons: Sequence[Change]) -> list[tuple[str, str]]:
    """Area and sentence of every reason that no computed change needs."""
    text = _(
        "A reason says: {kind} ({way}), but the boundaries do not show it.{instead} Correct the "
        "entry or the boundaries."
    )
    return [
        (
            (*reason.to, *reason.from_)[0],
            text.format(
                kind=kind_in_words(reason.kind),
                way=ways(reason),
                instead=_instead(comparison, reason),
            ),
        )
        for reason in reasons
        if not any(_covers(reason, change) for change in comparison.changes)
    ]


def kind_in_words(kind: ChangeKind) -> str:
    """What happened, for people."""
    return {
        ChangeKind.NEW: _("new area"),
        ChangeKind.DISSOLVED: _("area dissolved"),
        ChangeKind.MERGED: _("areas merged"),
        ChangeKind.SPLIT: _("area split"),
        ChangeKind.BORDER: _("border moved"),
        ChangeKind.RENAMED: _("area renamed"),
        ChangeKind.REKEYED: _("area rekeyed"),
    }[kind]


def ways(change: AreaChange | Change) -> str:
    """Areas before and after, as ``0101, 0102 → 0103``."""
    before, after = (", ".join(keys) or _("outside") for keys in (change.from_, change.to))
    return f"{before} → {after}"


def _covers(reason: Change, change: AreaChange) -> bool:
    return (
        reason.kind is change.kind
        and set(change.from_) <= set(reason.from_)
        and set(change.to) <= set(reason.to)
    )


def _instead(comparison: Comparison, reason: Change) -> str:
    """What was computed for the areas of a reason."""
    near = [
        f"{kind_in_words(change.kind)} ({ways(change)})"
        for change in comparison.changes
        if set(change.from_) & set(reason.from_) or set(change.to) & set(reason.to)
    ]
    return _(" They show: {changes}.").format(changes="; ".join(near[:3])) if near else ""
