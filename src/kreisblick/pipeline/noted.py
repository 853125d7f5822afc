"""Note: statistical stumbling blocks, attached to the indicators, dates and areas they concern."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.base.definitions import read_definition
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.counting import Counting
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.told import Names, Remark, day_list, word_list
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import IntakeContext
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.supply import AttachedNote, NoteDefinition, PlannerNote, PlannerNotes
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["Notes", "check_notes", "note_remarks", "read_notes"]

PLANNER_FILE = "attached_notes.yaml"


@dataclass(frozen=True, kw_only=True)
class Notes:
    """The ready list, and what the planner attached.

    Attributes:
        known: by key.
        planner: in the order of the file.
    """

    known: Mapping[str, NoteDefinition]
    planner: Sequence[PlannerNote]


@dataclass(frozen=True, kw_only=True)
class _Said:
    """An attached note on its way to the reader: who attached it, and for which dates."""

    note: AttachedNote
    by: str
    dates: tuple[date, ...]
    covered: frozenset[str] = frozenset()


def read_notes(workspace: Workspace) -> Notes:
    """The list that ships, the workspace's own, and ``catalogue/attached_notes.yaml``.

    Raises:
        FaultsFoundError: with file and line for everything that is wrong in them.
    """
    path = workspace.folder / "catalogue" / PLANNER_FILE
    own = read_definition(path, PlannerNotes) if path.is_file() else PlannerNotes()
    return Notes(known=workspace.definitions("notes", NoteDefinition), planner=own.attached)


def check_notes(ground: Ground, context: IntakeContext) -> None:
    """Every attached note names a note, areas, indicators and themes that exist.

    Raises:
        FaultsFoundError: with all that do not.
    """
    notes = read_notes(ground.workspace)
    areas = set(ground.report_territory.areas["area"])
    faults = [
        fault
        for where, note in _attached(ground, context, notes)
        for fault in [*_unknown_note(where, note, notes), *_unknown_areas(where, note, areas)]
    ]
    for note in notes.planner:
        faults += _unknown_targets(note, ground.indicators)
    if faults:
        raise FaultsFoundError("catalogue", faults)


def _attached(
    ground: Ground, context: IntakeContext, notes: Notes
) -> Iterator[tuple[str, AttachedNote]]:
    """Every attached note with the file it stands in."""
    files: list[tuple[str, Sequence[AttachedNote]]] = [
        *((f"suppliers/{key}", item.notes) for key, item in sorted(context.deliveries.items())),
        *((f"suppliers/{k}/supplier", item.notes) for k, item in sorted(context.suppliers.items())),
        *((f"indicators/{key}", item.notes) for key, item in sorted(ground.indicators.items())),
    ]
    for name, attached in files:
        yield from ((f"catalogue/{name}.yaml", note) for note in attached)
    yield from ((f"catalogue/{PLANNER_FILE}", note) for note in notes.planner)


def _unknown_note(where: str, note: AttachedNote, notes: Notes) -> list[Fault]:
    if note.note is None or note.note in notes.known:
        return []
    message = _(
        "There is no note '{note}'. Choose one of: {known}; or write a text of your own (text:)."
    )
    told = message.format(note=note.note, known=", ".join(notes.known))
    return [Fault(code="unknown_note", message=told, where=where)]


def _unknown_areas(where: str, note: AttachedNote, areas: set[str]) -> list[Fault]:
    message = _("A note names the area '{area}', which the report's generation does not have.")
    return [
        Fault(code="unknown_area", message=message.format(area=area), where=where)
        for area in note.areas
        if area not in areas
    ]


def _unknown_targets(
    note: PlannerNote, indicators: Mapping[str, IndicatorDefinition]
) -> list[Fault]:
    themes = {item.theme for item in indicators.values()}
    unknown = [one for one in note.indicators if one not in indicators]
    unknown += [one for one in note.themes if one not in themes]
    message = _("A note is attached to '{name}', which is no indicator and no theme.")
    where = f"catalogue/{PLANNER_FILE}"
    return [
        Fault(code="unknown_target", message=message.format(name=name), where=where)
        for name in unknown
    ]


def note_remarks(
    key: str, definition: IndicatorDefinition, counting: Counting, names: Names, notes: Notes
) -> Iterator[Remark]:
    """The notes that concern an indicator: of its deliveries, their suppliers, itself, the planner.

    A note of a delivery holds for the day on which was counted; the remark names the report's date.
    """
    ground = counting.ground.report_territory
    said = [
        *_of_deliveries(definition, counting, names),
        *_of_indicator(key, definition, counting, notes),
    ]
    for one in said:
        if one.dates:
            yield _remark(one, ground, names, notes, counting)


def _of_deliveries(
    definition: IndicatorDefinition, counting: Counting, names: Names
) -> list[_Said]:
    """Every note of the deliveries behind an indicator, once, with all its dates."""
    dates: dict[tuple[str, AttachedNote], list[date]] = {}
    covered: dict[tuple[str, AttachedNote], set[str]] = {}
    for day in sorted(counting.ground.workspace.choices.report.dates):
        for source, counted_on, towns in _feeding(definition, counting, day):
            for note in _notes_of(source, counting):
                if note.holds(counted_on):
                    dates.setdefault((source, note), []).append(day)
                    covered.setdefault((source, note), set()).update(towns)
    return [
        _Said(
            note=note,
            by=names.source(source),
            dates=tuple(dict.fromkeys(days)),
            covered=frozenset(covered[source, note]),
        )
        for (source, note), days in dates.items()
    ]


def _feeding(
    definition: IndicatorDefinition, counting: Counting, day: date
) -> Iterator[tuple[str, date, tuple[str, ...]]]:
    """``supplier/product``, the day it was counted on, the municipalities it serves."""
    parts = [part for part in (definition.numerator, definition.denominator) if part]
    for cube in dict.fromkeys(part.cube for part in parts):
        for delivery in counting.feeding.get((cube, day), ()):
            name = f"{delivery.supplier}/{delivery.product}"
            yield name, delivery.reference_date, delivery.covered


def _notes_of(source: str, counting: Counting) -> list[AttachedNote]:
    supplier, _slash, product = source.partition("/")
    own = counting.context.suppliers.get(supplier)
    of_supplier = () if own is None else own.notes
    return [
        *counting.context.deliveries[source].notes,
        *(note for note in of_supplier if note.concerns(product)),
    ]


def _of_indicator(
    key: str, definition: IndicatorDefinition, counting: Counting, notes: Notes
) -> list[_Said]:
    days = sorted(counting.ground.workspace.choices.report.dates)
    found = [(note, definition.owner) for note in definition.notes]
    words = _("{office}, {day}")
    found += [
        (note, words.format(office=note.by, day=format_date(note.attached_on)))
        for note in notes.planner
        if key in note.indicators or definition.theme in note.themes
    ]
    return [
        _Said(note=note, by=by, dates=tuple(day for day in days if note.holds(day)))
        for note, by in found
    ]


def _remark(
    said: _Said, ground: Territory, names: Names, notes: Notes, counting: Counting
) -> Remark:
    towns, areas = _places(said, ground)
    every = len(said.dates) == len(counting.ground.workspace.choices.report.dates)
    where = _where(said, towns, areas, ground, names)
    return Remark(
        kind="note",
        dates=tuple(day.isoformat() for day in said.dates),
        towns=towns,
        areas=areas,
        text=_heading(where, () if every else said.dates) + _sentences(said.note, notes),
        by=said.by,
    )


def _places(said: _Said, ground: Territory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Municipalities and planning areas a note is about; both empty where it is about all.

    Where single planning areas are named, all are listed, those of named municipalities, too.
    """
    every = set(ground.keys(AreaLevel.MUNICIPALITY))
    if not said.note.areas or ground.keys(AreaLevel.DISTRICT)[0] in said.note.areas:
        part = said.covered if said.covered and not said.covered >= every else frozenset()
        return tuple(sorted(part)), ()
    named, parents = set(said.note.areas), ground.parents
    whole = named & every
    single = named - every
    inside = {a for a in ground.keys(AreaLevel.PLANNING_AREA) if parents.get(a) in whole}
    towns = whole | {str(parents[area]) for area in single}
    return tuple(sorted(towns)), tuple(sorted(single | inside)) if single else ()


def _where(
    said: _Said, towns: Sequence[str], areas: Sequence[str], ground: Territory, names: Names
) -> str:
    if not areas:
        return names.list_towns(towns) if towns else ""
    known = dict(ground.areas.select("area", "name").iter_rows())
    return word_list([known[area] for area in said.note.areas])


def _heading(where: str, dates: Sequence[date]) -> str:
    """For whom and when, where that is not everybody and always."""
    if not where and not dates:
        return ""
    days = day_list(dates)
    if not where:
        one = _("At the reference date {days}: ")
        return (one if len(dates) == 1 else _("At the reference dates {days}: ")).format(days=days)
    if not dates:
        return _("About {where}: ").format(where=where)
    return _("About {where} ({days}): ").format(where=where, days=days)


def _sentences(note: AttachedNote, notes: Notes) -> str:
    own = note.text or notes.known[str(note.note)].text
    told = [own.de] + ([note.detail.de] if note.detail else [])
    return " ".join(text.rstrip(".") + "." for text in told)
