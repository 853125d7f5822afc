"""Propose: gather what a workspace knows, look at a file, and try what was proposed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kreisblick.base.errors import Fault, KreisblickError, WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import Ground, prepare
from kreisblick.pipeline.knowing import known_of
from kreisblick.pipeline.receive import context_of
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import parse
from kreisblick.sealed.mapping import (
    DeliveryDefinition,
    Drift,
    Known,
    Layout,
    Proposal,
    Question,
    Renamed,
    as_yaml,
    compare_layouts,
    definition_of,
    further_names,
    layout_of,
    layout_wanted,
    propose,
    questions,
    wanted_keys,
)
from kreisblick.sealed.reading import (
    Format,
    Table,
    find_format,
    find_period,
    find_tables,
    read_sheets,
)

__all__ = ["Draft", "Looked", "draft", "known_of", "look_at", "try_out"]


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A file with the table that was chosen, and what is known beforehand.

    Attributes:
        path: the file.
        form: how it is written, with the sheet.
        table: the table that is proposed for.
        others: how many other tables the file holds.
        ground, known: of the workspace.
    """

    path: Path
    form: Format
    table: Table = field(repr=False)
    others: int
    ground: Ground = field(repr=False)
    known: Known = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """How a file would be read, before anything is written.

    Attributes:
        looked: the file.
        supplier: ``<supplier>/<product>``; "" when unknown.
        text: the definition as YAML, doubts as comments.
        definition: the same, read; None while it is not whole.
        proposal: for a product that nobody has described.
        drift: for a known product, what has changed.
        questions: doubts that a person can settle.
    """

    looked: Looked
    supplier: str
    text: str
    definition: DeliveryDefinition | None
    proposal: Proposal | None = None
    drift: Drift | None = None
    questions: tuple[Question, ...] = ()


def look_at(
    workspace: Workspace, path: Path, *, sheet: str | None = None, progress: Progress = silent
) -> Looked:
    """The file's largest table, or the largest of one sheet.

    Raises:
        UnreadableFileError: when the file cannot be read.
        WrongUseError: when it has not the wished sheet, or no table.
    """
    ground = prepare(workspace, progress)
    with progress.step(_("reading the file")):
        form = find_format(path)
        grids = read_sheets(path)
    names = [grid.sheet for grid in grids]
    if sheet is not None and sheet not in names:
        message = _("'{name}' has no sheet '{sheet}'. It has: {names}.")
        known = ", ".join(f"'{name}'" for name in names if name) or "–"
        raise WrongUseError(message.format(name=path.name, sheet=sheet, names=known))
    found = [
        (order, table)
        for order, grid in enumerate(grids)
        if sheet in {None, grid.sheet}
        for table in find_tables(grid)
    ]
    if not found:
        message = _("No table was found in '{name}'. Look whether it holds rows below headings.")
        raise WrongUseError(message.format(name=path.name))
    order, table = max(found, key=lambda one: (one[1].body.height * len(one[1].columns), -one[0]))
    if form.is_workbook and (order > 0 or sheet is not None):
        form = form.model_copy(update={"sheet": table.grid.sheet})
    return Looked(
        path=path,
        form=form,
        table=table,
        others=len(found) - 1,
        ground=ground,
        known=known_of(ground),
    )


def draft(looked: Looked, *, supplier: str = "", answers: Mapping[str, str] | None = None) -> Draft:
    """How the file would be read: proposed anew, or the definition in force with what has changed.

    Args:
        looked: the file.
        supplier: ``<supplier>/<product>``, or the supplier alone; "" when nothing is known.
        answers: what a person has decided: column (or old heading) to the choice.
    """
    in_force = looked.known.earlier.get(supplier)
    if in_force is not None:
        return _renewed(looked, supplier, in_force, answers or {})
    found = propose(
        looked.table,
        looked.known,
        form=looked.form,
        file=looked.path.name.split(".")[0],
        product=supplier,
        answers=answers,
    )
    whole = None if found.faults else DeliveryDefinition.model_validate(found.content)
    return Draft(
        looked=looked,
        supplier=supplier,
        text=as_yaml(found),
        definition=whole,
        proposal=found,
        questions=questions(found),
    )


def _renewed(
    looked: Looked, supplier: str, in_force: DeliveryDefinition, answers: Mapping[str, str]
) -> Draft:
    """The definition in force, with new headings as further names."""
    drift = _drift(looked, supplier, in_force)
    renamed = {
        one.old: answers.get(one.old, one.new)
        for one in drift.renamed
        if one.old in drift.needed and answers.get(one.old, one.new)
    }
    path = _file_of(looked.ground.workspace, supplier)
    text = path.read_text(encoding="utf-8")
    if renamed:
        text = further_names(text, renamed)
    text = _marked(text, [one for one in drift.renamed if one.old in renamed], answers)
    return Draft(
        looked=looked,
        supplier=supplier,
        text=text,
        definition=definition_of(text, path.parents[3]),
        drift=drift,
        questions=tuple(
            Question(
                about=one.old,
                words=_("'{old}' is missing. Is it '{new}' now?").format(old=one.old, new=one.new),
                choices=((one.new, _("yes")), ("", _("no"))),
            )
            for one in drift.renamed
            if one.old in drift.needed and not one.sure
        ),
    )


def _marked(text: str, renamed: Sequence[Renamed], answers: Mapping[str, str]) -> str:
    """The text with a comment for every new name that nobody has confirmed."""
    words = _("please check: is '{old}' now called '{new}'?")
    open_ones = [one for one in renamed if not one.sure and one.old not in answers]
    lines = [f"# {words.format(old=one.old, new=one.new)}\n" for one in open_ones]
    return "".join(lines) + text


def _drift(looked: Looked, supplier: str, in_force: DeliveryDefinition) -> Drift:
    """What is different from the last accepted delivery, or from what the definition names."""
    now = layout_of(looked.table.grid, looked.table, looked.form)
    kept = _last_layout(looked.ground.workspace, supplier)
    old = kept or layout_wanted(in_force, now)
    if in_force.format.sheet is None:
        old = replace(old, sheet=now.sheet)  # the first sheet is read, whatever its name
    known = {key for names in wanted_keys(in_force) for key in names}
    here = set(now.headings)
    wanted = [
        text
        for text, key in zip(old.as_written, old.headings, strict=True)
        if key in known and not _has_another_name(key, in_force, here)
    ]
    drift = compare_layouts(old, now, wanted)
    # a definition names only what it reads, and in no order
    return drift if kept else replace(drift, new=(), moved=())


def _has_another_name(key: str, in_force: DeliveryDefinition, here: set[str]) -> bool:
    """Whether the column that had this heading is there under another name that is known."""
    return any(key in names and here & set(names) for names in wanted_keys(in_force))


def _last_layout(workspace: Workspace, supplier: str) -> Layout | None:
    """The layout kept with the last accepted delivery of the product; None where none is."""
    manifests = sorted((workspace.sealed / supplier).glob("**/manifest.json"))
    for path in reversed(manifests):
        kept = json.loads(path.read_text(encoding="utf-8")).get("layout")
        if kept:
            return Layout.from_json(kept)
    return None


def _file_of(workspace: Workspace, supplier: str) -> Path:
    """Where the definition in force lies."""
    places = [f / f"{supplier}.yaml" for f in workspace.catalogue_folders("suppliers")]
    return [path for path in places if path.is_file()][-1]


def _day_in(table: Table) -> date | None:
    """The date that the lines above the table name; None when they name none."""
    periods = [find_period(line) for line in table.title]
    days = [period.key for period in periods if period is not None and period.kind == "date"]
    return date.fromisoformat(days[0]) if days else None


def try_out(found: Draft, *, day: date | None = None) -> tuple[Fault, ...]:
    """Everything that would be wrong if the file were accepted like that. Nothing is stored.

    Args:
        found: how the file would be read.
        day: the reference date; by default the one in the lines above the table, else the report's
            last one.
    """
    looked = found.looked
    if found.definition is None:
        texts = found.proposal.faults if found.proposal else ()
        return tuple(Fault(code="no_definition", message=text) for text in texts)
    day = day or _day_in(looked.table) or looked.ground.workspace.choices.report.dates[-1]
    office = found.supplier.partition("/")[0]
    context = replace(context_of(looked.ground, day), supplier=office)
    try:
        parsed = parse(
            looked.path,
            found.definition,
            context,
            reference_date=day,
            pseudonym=lambda _text: "hidden",  # nothing is kept, so nothing has to be told apart
        )
    except KreisblickError as error:
        return (Fault(code="not_parsed", message=str(error)),)
    return parsed.faults
