"""The indicators of a workspace, in the sets that its district has agreed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.base.errors import Fault, FaultsFoundError, WrongUseError
from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace, open_workspace
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    IndicatorSet,
    check_sets,
    in_their_sets,
    members,
)

__all__ = ["ToldSet", "read_indicators", "read_sets", "tell_sets"]


def read_sets(workspace: Workspace) -> dict[str, IndicatorSet]:
    """All sets: the shipped ones, then the workspace's own by key."""
    return workspace.definitions("sets", IndicatorSet)


def read_indicators(workspace: Workspace) -> Mapping[str, IndicatorDefinition]:
    """All indicators, each with the sets it belongs to by the files of the sets.

    Raises:
        FaultsFoundError: a set names an unknown indicator, or the report an unknown set.
    """
    sets = read_sets(workspace)
    definitions = workspace.definitions("indicators", IndicatorDefinition)
    faults = [fault for fault in check_sets(sets, definitions) if fault.hard]
    found = in_their_sets(definitions, sets)
    known = set(sets) | {name for one in found.values() for name in one.sets}
    faults += [_unknown(name, known) for name in workspace.choices.report.sets if name not in known]
    if faults:
        raise FaultsFoundError(_("Sets of indicators"), faults)
    return found


def _unknown(name: str, known: set[str]) -> Fault:
    words = _("The report names the set '{name}', which is not known. Known: {known}.")
    message = words.format(name=name, known=", ".join(sorted(known)))
    return Fault(code="unknown_set", message=message, where="kreisblick.toml")


@dataclass(frozen=True, kw_only=True)
class ToldSet:
    """A set as it is told to people.

    Attributes:
        key: its name in ``report.sets``.
        definition: its file.
        indicators: its members with their titles, in the order of the report.
        chosen: whether the workspace's report uses it; None without a workspace.
    """

    key: str
    definition: IndicatorSet
    indicators: Mapping[str, str]
    chosen: bool | None = None

    def line(self) -> str:
        """Key, title and number of members; whether the report uses it."""
        words = _("{key}: {title}, {count} indicators").format(
            key=self.key,
            title=self.definition.title.de,
            count=format_count(len(self.indicators)),
        )
        return words + _(", in the report") if self.chosen else words

    def lines(self) -> list[str]:
        """The set on several lines: purpose, agreement, members."""
        one = self.definition
        found = [self.line(), one.purpose.de]
        found += [one.serves.de] if one.serves is not None else []
        agreed = _("Not agreed yet.")
        if one.agreed is not None:
            words = _("Agreed by {who} on {day}.")
            agreed = words.format(who=one.agreed.by, day=format_date(one.agreed.on))
        return [*found, agreed, *(f"  {key}: {title}" for key, title in self.indicators.items())]

    def as_json(self) -> dict[str, object]:
        """The set as plain values."""
        agreed = self.definition.agreed
        return {
            "set": self.key,
            "title": self.definition.title.de,
            "purpose": self.definition.purpose.de,
            "indicators": list(self.indicators),
            "agreed_by": agreed.by if agreed else None,
            "agreed_on": agreed.on.isoformat() if agreed else None,
            "chosen": self.chosen,
        }


def tell_sets(folder: Path | None = None, key: str | None = None) -> list[ToldSet]:
    """All sets in their order, or the one that is named.

    Args:
        folder: a workspace; without one the shipped catalogue.
        key: the name of a set.

    Raises:
        WrongUseError: when no set is called so.
    """
    chosen: tuple[str, ...] | None = None
    if folder is None:
        sets = read_definitions([shipped("catalogue", "sets")], IndicatorSet)
        known = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
    else:
        workspace = open_workspace(folder)
        sets, known = read_sets(workspace), dict(read_indicators(workspace))
        chosen = workspace.choices.report.sets
    if key is not None and key not in sets:
        words = _("There is no set '{key}'. Known: {known}.")
        raise WrongUseError(words.format(key=key, known=", ".join(sorted(sets))))
    wanted = sorted(sets, key=lambda name: (sets[name].order, name)) if key is None else [key]
    return [
        ToldSet(
            key=name,
            definition=sets[name],
            indicators={k: known[k].title.de for k in members(name, sets[name], known)},
            chosen=None if chosen is None else name in chosen,
        )
        for name in wanted
    ]
