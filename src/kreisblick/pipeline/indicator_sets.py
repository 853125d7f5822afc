"""The indicators of a workspace, in the sets that its district has agreed on."""

from collections.abc import Mapping

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    IndicatorSet,
    check_sets,
    in_their_sets,
)

__all__ = ["read_indicators", "read_sets"]


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
