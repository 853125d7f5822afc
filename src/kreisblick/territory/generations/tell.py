"""Tell what was found: lines for the terminal and the quality handbook, values for JSON."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kreisblick.base.language import format_count, format_date, format_decimal, format_percent
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.generations.look import Look
from kreisblick.territory.generations.model import (
    AreaChange,
    Comparison,
    GenerationFigures,
    Plan,
    Range,
)
from kreisblick.territory.generations.reasons import kind_in_words, ways

__all__ = [
    "activation_lines",
    "change_lines",
    "draft_reasons",
    "look_as_json",
    "look_lines",
    "plan_lines",
    "write_areas",
]

SIGNS = {True: "✗", False: "!"}  # hard, soft


def plan_lines(plan: Plan) -> Iterator[str]:
    """Every fault, hard ones first, and whether the generation may be activated."""
    for fault in sorted(plan.faults, key=lambda fault: not fault.hard):
        yield f"{SIGNS[fault.hard]} {fault}"
    hard = sum(fault.hard for fault in plan.faults)
    counts = {"hard": hard, "soft": len(plan.faults) - hard}
    if not plan.faults:
        yield _("{areas} areas, nothing wrong.").format(areas=format_count(plan.areas))
    elif hard:
        text = _("Faults that forbid the activation (✗): {hard}. Further remarks (!): {soft}.")
        yield text.format(**counts)
    else:
        yield _("Remarks (!): {soft}. None of them forbids the activation.").format(**counts)
    if any(fault.code == "change_without_reason" for fault in plan.faults):
        text = _("Entries to fill in: kreisblick generations figures {key} --missing-reasons")
        yield text.format(key=plan.key)
    if plan.allowed and not plan.active:
        yield _("Next: kreisblick generations activate {key}").format(key=plan.key)


def activation_lines(plan: Plan, *, written: bool) -> Iterator[str]:
    """What activating does, in one sentence, and what is to be known about it."""
    gaps = sum(fault.code in {"gap", "hole"} for fault in plan.faults)
    parts = [_("{count} areas").format(count=format_count(plan.areas)), *_changes_in_short(plan)]
    some = _("one gap") if gaps == 1 else _("{count} gaps").format(count=gaps)
    parts.append(some if gaps else _("no gaps"))
    text = (
        _("Activated generation {key}: {what}.")
        if written
        else _("Would activate generation {key}: {what}.")
    )
    yield text.format(key=plan.key, what=", ".join(parts))
    left = len(plan.faults)
    if left:
        text = _("Remarks: {count}. Read them with: kreisblick generations check {key}")
        yield text.format(count=format_count(left), key=plan.key)
    if not written:
        yield _("Nothing written. Repeat with --write.")


def look_lines(seen: Look) -> Iterator[str]:
    """Figures of a generation and its changes, for people."""
    told = seen.figures
    head = _("Generation {key}, valid from {day}: {count} areas, {km2} km²")
    yield head.format(
        key=told.key,
        day=format_date(told.valid_from),
        count=format_count(told.areas),
        km2=format_decimal(told.km2),
    )
    yield _spread(_("size in km²"), told.size, 2)
    if told.people is not None:
        yield _spread(told.word, told.people, 0)
    yield ""
    yield _("by municipality")
    for town in told.towns:
        people = "" if town.people is None else f"  {format_count(town.people):>9} {told.word}"
        km2 = f"{format_decimal(town.km2):>8} km²"
        yield f"  {town.key:<12} {town.name:<28} {town.areas:>4}  {km2}{people}"
    if seen.comparison is not None:
        yield ""
        yield from change_lines(seen.comparison)


def change_lines(comparison: Comparison) -> Iterator[str]:
    """Every change with its dated reason: what the quality handbook prints."""
    text = _("Against {source}: {unchanged} areas unchanged, {changes} change(s)")
    yield text.format(
        source=comparison.source,
        unchanged=format_count(len(comparison.unchanged)),
        changes=format_count(len(comparison.changes)),
    )
    for change in comparison.changes:
        yield f"  {kind_in_words(change.kind)}: {ways(change)} ({_weight(change, comparison)})"
        yield f"    {_reason(change)}"


def draft_reasons(seen: Look) -> str:
    """Entries for ``changes`` of all that has no reason yet; empty texts are to be filled in."""
    if seen.comparison is None:
        return "changes: []"
    groups = defaultdict(list)
    for change in seen.comparison.changes:
        if change.reason is None:
            groups[change.kind.value].append(change)
    lines = ["changes:"]
    for kind, changes in sorted(groups.items()):
        for change in changes:
            lines += [
                f"  - on: {seen.figures.valid_from.isoformat()}",
                f"    kind: {kind}",
                f"    from: [{_keys(change.from_)}]",
                f"    to: [{_keys(change.to)}]",
                '    reason: ""',
                '    decided_by: ""',
            ]
    return "\n".join(lines) if groups else "changes: []"


def look_as_json(seen: Look) -> dict[str, Any]:
    """Everything of a look as plain values."""
    told = seen.figures
    plain = {name: value for name, value in vars(told).items() if name != "table"}
    plain |= {
        "size": asdict(told.size),
        "people": asdict(told.people) if told.people else None,
        "towns": [asdict(town) for town in told.towns],
        "table": told.table.to_dicts(),
    }
    found = seen.comparison
    if found is None:
        return {"figures": plain, "comparison": None}
    changes = [
        {
            "kind": change.kind.value,
            "from": list(change.from_),
            "to": list(change.to),
            "m2": round(change.m2, 1),
            "people": change.people,
            "reason": change.reason.model_dump(mode="json", by_alias=True)
            if change.reason
            else None,
        }
        for change in found.changes
    ]
    return {"figures": plain, "comparison": {**vars(found), "changes": changes}}


def write_areas(path: Path, figures: GenerationFigures) -> None:
    """The table of areas as CSV or Parquet: ``area, name, municipality, km2, people``."""
    write_table(figures.table, path)


def _changes_in_short(plan: Plan) -> list[str]:
    found = plan.comparison
    if found is None:
        return [_("the first generation")]
    changed = plan.areas - len(found.unchanged) - len(found.new) - len(found.rekeyed)
    counts = [
        (_("{count} new"), len(found.new)),
        (_("{count} dissolved"), len(found.dissolved)),
        (_("{count} changed"), changed),
        (_("{count} rekeyed"), len(found.rekeyed)),
        (_("{count} unchanged"), len(found.unchanged)),
    ]
    return [text.format(count=format_count(count)) for text, count in counts]


def _spread(name: str, found: Range, digits: int) -> str:
    text = _(
        "  {name}: {smallest} ({smallest_area}) to {largest} ({largest_area}), median {median}, "
        "spread {cv}"
    )
    return text.format(
        name=name,
        smallest=format_decimal(found.smallest, digits),
        smallest_area=found.smallest_area,
        largest=format_decimal(found.largest, digits),
        largest_area=found.largest_area,
        median=format_decimal(found.median, digits),
        cv=format_percent(100 * found.cv),
    )


def _weight(change: AreaChange, comparison: Comparison) -> str:
    ground = f"{format_count(change.m2)} m²"
    if change.people is None:
        return ground
    sign = _("about ") if comparison.estimated else ""
    return f"{ground}, {sign}{format_count(change.people)} {comparison.word}"


def _reason(change: AreaChange) -> str:
    if change.reason is None:
        return _("no reason given yet")
    text = _("{day}, {office}: {reason}")
    return text.format(
        day=format_date(change.reason.on),
        office=change.reason.decided_by,
        reason=change.reason.reason,
    )


def _keys(keys: tuple[str, ...]) -> str:
    return ", ".join(f'"{key}"' for key in keys)
