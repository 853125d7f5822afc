"""Residual: what is left of a shown total beside its shown parts, with everybody pooled.

Two areas of one holding are withheld, and their sum follows from the town's total: the holding's
figure is told although neither area's is. Where contributors are protected this sum needs what a
published figure of theirs would need. (Of frequencies it need not be asked for: each small part
can rise to the minimum alone, so their sum is no less.)
"""

from collections.abc import Iterator, Mapping

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Joint
from kreisblick.protection.disclosure.contributors import needed_width, shares_by_area
from kreisblick.protection.disclosure.standing import suppress_beside
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import Kind, Pattern, System, show_again

__all__ = ["suppress_residuals"]

ROUNDS = 8  # the last one shows nothing again, so that it cannot open a new sum


def suppress_residuals(joint: Joint) -> tuple[System, Pattern]:
    """The system and its pattern, with no sum left over that tells too much.

    Raises:
        ProtectionFailedError: a need cannot be met, or new sums stay open in every round.
    """
    asked: set[tuple[int, ...]] = set()
    for number in range(ROUNDS):
        system, pattern = suppress_beside(joint)
        if number < ROUNDS - 1:
            show_again(system, pattern)
        if not _guard(joint, pattern, asked):
            return system, pattern
    raise ProtectionFailedError(
        _("What is left of a total keeps telling too much. Publish fewer slices.")
    )


def _guard(joint: Joint, pattern: Pattern, asked: set[tuple[int, ...]]) -> bool:
    """Ask for room for every sum that is open; whether there was a new one."""
    found = False
    for terms, width in _left_over(joint, pattern):
        if terms in asked:
            continue
        asked.add(terms)
        found = True
        value = sum(joint.builder.variables[term][0] for term in terms)
        row = joint.builder.add_row(list(terms), Kind.GUARD, value)
        joint.need(row, value, max(0, value - width), value + width)
    return found


def _left_over(joint: Joint, pattern: Pattern) -> Iterator[tuple[tuple[int, ...], int]]:
    """The variables of the withheld parts of every shown whole, and the room that they need."""
    for key, source in joint.sources.items():
        if not source.own or source.cube.contributions is None:
            continue
        by_area = shares_by_area(source.cube.contributions, joint.ground)
        for number in range(len(source.slices)):
            for _level, area in joint.ground.areas:
                yield from _below(joint, pattern, (key, number, area), by_area)


def _below(
    joint: Joint,
    pattern: Pattern,
    whole: tuple[str, int, str],
    by_area: Mapping[str, Mapping[str, float]],
) -> Iterator[tuple[tuple[int, ...], int]]:
    key, number, area = whole
    row = joint.rows.get(whole)
    if row is None or pattern.hidden[row] or joint.builder.rows[row][0] == Kind.GUARD:
        return
    parts = [(key, number, part) for part in joint.ground.parts[area]]
    closed = [p for p in parts if p in joint.rows and pattern.hidden[joint.rows[p]]]
    holdings: dict[str, float] = {}
    for _key, _number, part in closed:
        for holding, value in by_area.get(part, {}).items():
            holdings[holding] = holdings.get(holding, 0) + value
    terms = tuple(sorted(term for part in closed for term in joint.terms(part)))
    value = sum(joint.builder.variables[term][0] for term in terms)
    width = needed_width(holdings, joint.sources[key].rules)
    if width and value:
        share = min(1.0, value / sum(holdings.values()))
        yield terms, max(1, -int(-width * share // 1))
