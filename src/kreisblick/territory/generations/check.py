"""Check a generation before it is activated: boundaries, succession, dated reasons."""

from dataclasses import replace

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.territory.areas import (
    AreaLevel,
    GenerationDefinition,
    Territory,
    TerritoryChecks,
    check_generation,
    shipped_checks,
)
from kreisblick.territory.generations.compare import compare
from kreisblick.territory.generations.files import load_territory
from kreisblick.territory.generations.model import Archive, Comparison, Plan
from kreisblick.territory.generations.reasons import explain, unexplained, unneeded
from kreisblick.territory.generations.succeed import predecessor, successor

__all__ = ["check"]


def check(archive: Archive, key: str, *, checks: TerritoryChecks | None = None) -> Plan:
    """Everything that is found about a generation before it is activated.

    Beside the codes of ``check_generation``: ``same_start``, ``ends_before_successor``,
    ``other_system``, ``change_without_reason``, ``reason_without_change``. A generation whose
    boundaries have hard faults is not compared with its predecessor.

    Args:
        archive: of the workspace.
        key: the generation, active or not.
        checks: tolerances and what is hard; the shipped ones when None.

    Raises:
        GenerationError: no such generation. LayerNotReadableError, MissingColumnError,
            CorrectionError: its files cannot be read.
    """
    checks = checks or shipped_checks()
    hard = {*checks.hard, *checks.hard_at_activation}
    territory = load_territory(archive, key)
    definition = archive.definitions[key]
    faults = [*check_generation(territory, checks=checks), *_succession(archive, key)]
    comparison = None
    before = predecessor(archive.definitions, key)
    if before is not None and not any(fault.code in hard for fault in faults):
        old = load_territory(archive, before)
        if old.crs != territory.crs:
            faults.append(_other_system(old, territory))
        else:
            comparison = explain(compare(old, territory, checks=checks), definition.changes)
            faults += _reasons(comparison, definition)
    return Plan(
        key=key,
        active=definition.active,
        areas=len(territory.keys(AreaLevel.PLANNING_AREA)),
        comparison=comparison,
        faults=tuple(replace(fault, hard=fault.code in hard) for fault in faults),
    )


def _succession(archive: Archive, key: str) -> list[Fault]:
    """Whether the generation can take its place among the active ones."""
    definition = archive.definitions[key]
    found = []
    for other, one in archive.definitions.items():
        if other != key and one.active and one.valid_from == definition.valid_from:
            text = _(
                "The active generation '{other}' begins on the same day ({day}). Correct "
                "'valid_from', or take the other one out of force."
            )
            told = text.format(other=other, day=format_date(one.valid_from))
            found.append(Fault(code="same_start", message=told, where=key))
    following = successor(archive.definitions, key)
    if definition.valid_until is not None and following is not None:
        begin = archive.definitions[following].valid_from
        if definition.valid_until < begin:
            text = _(
                "It ends on {end}, but the next generation '{other}' begins on {begin}: on the "
                "days between no boundaries hold. Delete 'valid_until'."
            )
            told = text.format(
                end=format_date(definition.valid_until), other=following, begin=format_date(begin)
            )
            found.append(Fault(code="ends_before_successor", message=told, where=key))
    return found


def _other_system(old: Territory, new: Territory) -> Fault:
    text = _(
        "It stands in the system EPSG:{new}, its predecessor '{key}' in EPSG:{old}. Give both the "
        "same 'crs', so that counts can be converted."
    )
    return Fault(
        code="other_system",
        message=text.format(new=new.crs, old=old.crs, key=old.generation.key),
        where=new.generation.key,
    )


def _reasons(comparison: Comparison, definition: GenerationDefinition) -> list[Fault]:
    found = [
        *(("change_without_reason", *told) for told in unexplained(comparison)),
        *(("reason_without_change", *told) for told in unneeded(comparison, definition.changes)),
    ]
    return [
        Fault(code=code, message=text, where=f"{comparison.target}/{area}")
        for code, area, text in found
    ]
