"""Sets of indicators: what a district chooses from, and agrees on with its municipalities."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.statistics.indicators.model import IndicatorDefinition

__all__ = ["Agreed", "IndicatorSet", "check_sets", "in_their_sets", "members"]


class Agreed(Definition):
    """Who agreed to a set, and when.

    Attributes:
        by: the body or office.
        on: the day.
        until: the day on which it is talked about again.
    """

    by: Text
    on: date
    until: date | None = None


class IndicatorSet(Definition):
    """A set of indicators: ``catalogue/sets/<key>.yaml``; ``report.sets`` names the chosen ones.

    Attributes:
        title: for people.
        order: place among the sets.
        purpose: what it shows, a sentence for readers.
        serves: for which plans and bodies.
        indicators: its members, by key; without them every indicator whose ``sets`` name it.
        agreed: absent until the district and its municipalities have agreed.
    """

    title: Translated
    order: int = 1000
    purpose: Translated
    serves: Translated | None = None
    indicators: tuple[Text, ...] = Field(default=())
    agreed: Agreed | None = None


def members(
    key: str, one: IndicatorSet | None, definitions: Mapping[str, IndicatorDefinition]
) -> tuple[str, ...]:
    """Keys of a set's indicators in the order of the report; unknown ones are left out."""
    listed = one.indicators if one is not None else ()
    chosen = [k for k, d in definitions.items() if (k in listed if listed else key in d.sets)]
    return tuple(sorted(chosen, key=lambda k: (definitions[k].order, k)))


def in_their_sets(
    definitions: Mapping[str, IndicatorDefinition], sets: Mapping[str, IndicatorSet]
) -> dict[str, IndicatorDefinition]:
    """The definitions with the ``sets`` they belong to by the files of the sets.

    A set that lists its indicators holds these and no others, whatever their own files say: so a
    district agrees on a set in one file.
    """
    listing = {key: one for key, one in sets.items() if one.indicators}
    found = {}
    for key, definition in definitions.items():
        kept = [name for name in definition.sets if name not in listing]
        kept += [name for name, one in listing.items() if key in one.indicators]
        found[key] = definition.model_copy(update={"sets": tuple(kept)})
    return found


def check_sets(
    sets: Mapping[str, IndicatorSet],
    definitions: Mapping[str, IndicatorDefinition],
    *,
    chosen: Collection[str] = (),
    as_of: date | None = None,
) -> list[Fault]:
    """What is wrong with sets: unknown members are hard; empty, not agreed or run out are soft.

    Args:
        sets: by key.
        definitions: the indicators, by key.
        chosen: the sets a report uses; only these need an agreement.
        as_of: the day for which an agreement that has run out is told.
    """
    found = []
    for key, one in sorted(sets.items()):
        unknown = [name for name in one.indicators if name not in definitions]
        message = _("The set names the indicator '{name}', which is not known.")
        found += [_fault(key, "unknown_member", message.format(name=name)) for name in unknown]
        if not unknown and not members(key, one, definitions):
            found.append(
                _fault(key, "empty_set", _("No indicator belongs to the set."), hard=False)
            )
        if key in chosen:
            found += _agreement(key, one.agreed, as_of)
    return found


def _agreement(key: str, agreed: Agreed | None, as_of: date | None) -> Iterator[Fault]:
    if agreed is None:
        words = _("Nobody has agreed to this set yet. Enter who agreed and when.")
        yield _fault(key, "not_agreed", words, hard=False)
    elif as_of is not None and agreed.until is not None and agreed.until < as_of:
        words = _("The agreement about this set has run out. Talk about it and enter the new day.")
        yield _fault(key, "agreement_over", words, hard=False)


def _fault(key: str, code: str, message: str, *, hard: bool = True) -> Fault:
    return Fault(code=code, message=message, where=f"catalogue/sets/{key}.yaml", hard=hard)
