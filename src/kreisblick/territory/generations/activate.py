"""Activate a generation, or take it out of force: one line of one file, in one step."""

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas import TerritoryChecks
from kreisblick.territory.generations.check import check
from kreisblick.territory.generations.errors import GenerationError
from kreisblick.territory.generations.files import definition_path, set_active
from kreisblick.territory.generations.model import Archive, Plan

__all__ = ["activate", "deactivate", "plan_activation"]


def plan_activation(archive: Archive, key: str, *, checks: TerritoryChecks | None = None) -> Plan:
    """What activating a generation would do; nothing is written.

    Raises:
        GenerationError: no such generation, or it is active already.
        FaultsFoundError: hard faults forbid it.
    """
    if key in archive.definitions and archive.definitions[key].active:
        raise GenerationError.already(key, active=True)
    plan = check(archive, key, checks=checks)
    if not plan.allowed:
        hard = [fault for fault in plan.faults if fault.hard]
        raise FaultsFoundError(_("Boundaries {key}").format(key=key), hard)
    return plan


def activate(archive: Archive, key: str, *, checks: TerritoryChecks | None = None) -> Plan:
    """Make a generation active; its predecessor ends where it begins.

    The line ``active`` of its definition is changed in one step; before it rounds use the old
    boundaries, after it the new ones.

    Raises:
        GenerationError, FaultsFoundError: see ``plan_activation``.
    """
    plan = plan_activation(archive, key, checks=checks)
    set_active(definition_path(archive.folder, key), active=True)
    return plan


def deactivate(archive: Archive, key: str, *, reported: str, write: bool = True) -> None:
    """Take a generation out of force; its predecessor holds again. Its files stay.

    Args:
        archive: of the workspace.
        key: the generation.
        reported: the generation the report is given on, which cannot go.
        write: False only says whether it could be done.

    Raises:
        GenerationError: no such generation, it is not active, or the report stands on it.
    """
    if key not in archive.definitions:
        raise GenerationError.unknown(key, list(archive.definitions))
    if not archive.definitions[key].active:
        raise GenerationError.already(key, active=False)
    if key == reported:
        raise GenerationError.in_use(key)
    if write:
        set_active(definition_path(archive.folder, key), active=False)
