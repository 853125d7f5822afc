"""Settle the columns of a table: meanings that stand once, the likeliest whole."""

from collections.abc import Mapping, Sequence

from kreisblick.sealed.mapping.model import ColumnProposal, Meaning
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.weigh import Weighed

__all__ = ["settle"]

# one place holds both: beside the whole its parts are not needed
WHOLE = {"address": ("street", "number"), "postcode_place": ("postcode", "place")}


def settle(columns: Sequence[Weighed], answers: Mapping[str, str]) -> list[ColumnProposal]:
    """One meaning for each column; of meanings that stand once the surest column takes it.

    Args:
        columns: with their evidence.
        answers: column to the meaning that a person has chosen.
    """
    rules = shipped_mapping_rules()
    once, taken = set(rules.once), set(answers.values())
    waiting = {w.column.place: w for w in columns}
    settled: dict[str, list[Meaning]] = {
        place: _answered(waiting.pop(place), meaning)
        for place, meaning in answers.items()
        if place in waiting
    }
    while waiting:
        closed = frozenset(once & taken)
        ranked = {place: w.meanings(closed) for place, w in waiting.items()}
        place = min(ranked, key=lambda p: (-ranked[p][0].confidence, p))
        settled[place] = ranked[place]
        taken.add(ranked[place][0].means)
        waiting.pop(place)
    return [_proposal(w, settled[w.column.place]) for w in columns]


def _answered(weighed: Weighed, meaning: str) -> list[Meaning]:
    others = [one for one in weighed.meanings() if one.means != meaning]
    return [Meaning(means=meaning, confidence=1.0), *others]


def _proposal(weighed: Weighed, meanings: Sequence[Meaning]) -> ColumnProposal:
    rules = shipped_mapping_rules()
    first, others = meanings[0], meanings[1 : rules.listed]
    return ColumnProposal(
        place=weighed.column.place,
        heading=weighed.column.heading,
        means=first.means,
        confidence=first.confidence,
        sure=first.confidence >= rules.sure,
        reason=first.reasons[0] if first.reasons else "",
        alternatives=tuple(others),
        period=weighed.column.period,
    )
