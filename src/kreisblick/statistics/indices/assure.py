"""Assure indices: their parts exist, fit the level, and point the way their reading says."""

from collections.abc import Iterator, Mapping

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.statistics.indicators.model import IndicatorDefinition, Kind, Reading
from kreisblick.statistics.indices.model import IndexDefinition
from kreisblick.statistics.indices.part import IndexIndicator

__all__ = ["assure_indices", "check_added_categories"]

_COMPARABLE = (Kind.SHARE, Kind.RATE, Kind.RATIO, Kind.DELIVERED)
_BURDEN = {"higher_is_worse": Reading.HIGHER_IS_BETTER, "lower_is_worse": Reading.LOWER_IS_BETTER}


def assure_indices(
    indices: Mapping[str, IndexDefinition], definitions: Mapping[str, IndicatorDefinition]
) -> list[Fault]:
    """Every fault of the indices, in the order of the keys.

    An index whose set no indicator belongs to waits for a workspace that brings them; that is a
    soft fault. In a set that has indicators, a missing one is a hard fault.
    """
    return [f for key, index in sorted(indices.items()) for f in _check(key, index, definitions)]


def check_added_categories(
    indices: Mapping[str, IndexDefinition], definitions: Mapping[str, IndicatorDefinition]
) -> list[Fault]:
    """Every index that would add ranks up, in the order of the keys."""
    return [f for key, index in sorted(indices.items()) for f in _ranks(key, index, definitions)]


def _check(
    key: str, index: IndexDefinition, definitions: Mapping[str, IndicatorDefinition]
) -> list[Fault]:
    waiting = not any(set(d.sets) & set(index.sets) for d in definitions.values())
    found = []
    for part in index.parts.values():
        for one in part.indicators:
            known = definitions.get(one.indicator)
            if known is None:
                found.append(_unknown(key, one.indicator, hard=not waiting))
            else:
                found += _check_fit(key, index, one, known)
    residents = index.exclude.residents
    if residents is not None and residents not in definitions:
        found.append(_unknown(key, residents, hard=not waiting))
    return found


def _check_fit(
    key: str, index: IndexDefinition, one: IndexIndicator, known: IndicatorDefinition
) -> list[Fault]:
    found = []
    if known.kind not in _COMPARABLE or index.level not in known.levels:
        message = _("Indicator '{name}' cannot be compared at the index's level. Take another one.")
        found.append(_fault(key, "not_comparable", message.format(name=one.indicator)))
    if known.reading is _BURDEN[one.direction]:
        message = _("The direction of '{name}' contradicts its reading. Correct one of them.")
        found.append(_fault(key, "wrong_direction", message.format(name=one.indicator)))
    return found


def _unknown(key: str, name: str, *, hard: bool) -> Fault:
    message = _("There is no indicator '{name}'. Correct the name or add the indicator.")
    return _fault(key, "unknown_indicator", message.format(name=name), hard=hard)


def _fault(key: str, code: str, message: str, *, hard: bool = True) -> Fault:
    return Fault(code=code, message=message, where=f"catalogue/indices/{key}.yaml", hard=hard)


def _ranks(
    key: str, index: IndexDefinition, definitions: Mapping[str, IndicatorDefinition]
) -> Iterator[Fault]:
    names = [one.indicator for part in index.parts.values() for one in part.indicators]
    for name in dict.fromkeys(names):
        known = definitions.get(name)
        if known is not None and known.kind is Kind.ORDINAL:
            message = _(
                "The index adds the categories '{name}' up. Ranks cannot be added or averaged; "
                "take an indicator with counts."
            )
            yield Fault(
                code="mean_of_ranks",
                message=message.format(name=name),
                where=f"catalogue/indices/{key}.yaml",
            )
