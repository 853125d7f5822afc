"""Ask: a sheet of findings for every municipality, and its answers read back."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.findings_answers import Answer
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.figures import german_order
from kreisblick.products.findings import kind_title, state_words
from kreisblick.products.wording import words_to_avoid_in
from kreisblick.protection.bundle import open_bundle
from kreisblick.sealed.intake.insights import personal_content
from kreisblick.statistics.findings import State

__all__ = ["Asked", "read_letter", "read_release", "told_lines", "write_letters"]

HEAD = 5  # rows of words above the table
WIDTHS = (34, 26, 26, 80, 16, 60)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The findings of the last round, with the names of their places.

    Attributes:
        table: ``FINDING_COLUMNS`` and ``name, municipality, town``; of municipalities and their
            areas only.
        title: of the report.
    """

    table: pl.DataFrame
    title: str

    def of(self, municipality: str | None) -> pl.DataFrame:
        """Those of one municipality; all without."""
        if municipality is None:
            return self.table
        return self.table.filter(municipality=municipality)


def read_release(workspace: Workspace) -> Asked:
    """The findings of the last good round.

    Raises:
        NoWorkspaceError: when no round has been finished.
    """
    bundle = open_bundle(workspace.current(workspace.bundles))
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    small = pl.col("level") == "planning_area"
    places = inside.select(
        "area", "name", municipality=pl.when(small).then("parent").otherwise("area")
    )
    towns = inside.select(municipality="area", town="name")
    found = bundle.derived("findings").filter(pl.col("level") != "district")
    found = found.with_row_index("order").join(places, on="area").join(towns, on="municipality")
    return Asked(
        table=found.sort(german_order("town"), "municipality", german_order("name"), "order").drop(
            "order"
        ),
        title=str(bundle.report["title"]),
    )


def write_letters(asked: Asked, folder: Path, municipality: str | None = None) -> list[Path]:
    """A workbook for every municipality that has findings; open ones ask for an answer."""
    groups = asked.of(municipality).group_by("municipality", maintain_order=True)
    written = []
    for (town,), rows in groups:
        path = folder / f"hinweise-{town}.xlsx"
        write_bytes(path, _workbook(rows, asked.title))
        written.append(path)
    return written


def _workbook(rows: pl.DataFrame, title: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        sheet = book.add_worksheet(_("Findings"))
        for line, words in enumerate(_lead(rows["town"][0], title)):
            sheet.write_string(line, 0, words)
        for column, (heading, width) in enumerate(zip(_headings(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(HEAD, column, heading, bold)
        for line, row in enumerate(rows.iter_rows(named=True), start=HEAD + 1):
            for column, words in enumerate(_cells(row)):
                sheet.write_string(line, column, words, wrap)
        last = HEAD + rows.height
        sheet.data_validation(
            HEAD + 1, 4, last, 4, {"validate": "list", "source": list(_state_names())}
        )
        sheet.freeze_panes(HEAD + 1, 0)
    return out.getvalue()


def _lead(town: str, title: str) -> Iterator[str]:
    yield _("{title}: what the figures point at in {town}").format(title=title, town=town)
    yield _("A finding is a proposal; it counts when you have read it. You know the ground best.")
    yield _("Please choose an answer in each row. Where something is no problem, tell us why.")
    yield _("Your reason is printed beside the finding. Please name no persons in it.")


def _headings() -> tuple[str, ...]:
    return (
        _("Finding"), _("Area"), _("Kind"), _("What the figures point at"), _("Answer"),
        _("Reason (printed)"),
    )  # fmt: skip


def _state_names() -> dict[str, State]:
    return {_("read"): State.READ, _("no problem"): State.NO_PROBLEM}


def _state_of(said: str) -> State | None:
    return {name.casefold(): state for name, state in _state_names().items()}.get(said.casefold())


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    names = {state.value: name for name, state in _state_names().items()}
    return (
        row["finding"], row["name"], kind_title(row["kind"]), row["reason"],
        names.get(row["state"], ""), row["answer"] or "",
    )  # fmt: skip


def read_letter(path: Path, asked: Asked, *, office: str, day: date) -> list[Answer]:
    """The answers that were filled in and are not known yet.

    Raises:
        FaultsFoundError: the file is no such sheet, a finding is not one of the last round, an
            answer is unknown, a reason is missing or points to a person.
    """
    known = {row["finding"]: row for row in asked.table.iter_rows(named=True)}
    answers, faults = [], []
    for line, cells in _rows(path):
        name, said, reason = (str(cells[i]).strip() for i in (0, 4, 5))
        if not name or not said:
            continue
        told = _wrong(name, said, reason, known, day)
        if told:
            words = _("Row {line}: {told}").format(line=line, told=told)
            faults.append(Fault(code="answer", message=words, where=path.name))
            continue
        row, state = known[name], _state_of(said)
        if state is None or (row["state"], row["answer"] or "") == (state.value, reason):
            continue
        answers.append(
            Answer(
                finding=name,
                area=row["area"],
                municipality=row["municipality"],
                state=state,
                reason=reason,
                office=office,
                day=day,
            )
        )
    if faults:
        raise FaultsFoundError(path.name, faults)
    return answers


def _wrong(
    name: str, said: str, reason: str, known: Mapping[str, Mapping[str, Any]], day: date
) -> str:
    """What is wrong with a row, in words that repeat nothing of a reason; empty if nothing."""
    if name not in known:
        return _("There is no such finding in the last round. Send the newest sheet.")
    state = _state_of(said)
    if state is None:
        return _("Choose one of these answers: {known}.").format(known=", ".join(_state_names()))
    if state is State.NO_PROBLEM and not reason:
        return _("That something is no problem needs a reason.")
    if found := personal_content(reason, day):
        words = _("The reason holds {what}; it will be printed. Say it without.")
        return words.format(what=", ".join(found))
    if hurtful := words_to_avoid_in(reason):
        words = _("Say it otherwise; some words may hurt: {words}.")
        return words.format(words=", ".join(sorted({one.word for one in hurtful})))
    return ""


def _rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Rows below the headings, with their number in the sheet."""
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, IndexError):
        sheet = []
    heads = [i for i, row in enumerate(sheet) if [str(c) for c in row[:6]] == list(_headings())]
    if not heads:
        message = _("This is no sheet of findings. Write one with kreisblick findings letter.")
        raise FaultsFoundError(
            path.name, [Fault(code="no_sheet", message=message, where=path.name)]
        )
    for place, row in enumerate(sheet[heads[0] + 1 :], start=heads[0] + 2):
        yield place, [*row, *[""] * 6][:6]


def told_lines(asked: Asked, municipality: str | None) -> Iterator[str]:
    """The findings as the terminal lists them, with the date they speak of."""
    for (town,), rows in asked.of(municipality).group_by("town", maintain_order=True):
        yield f"{town}, {format_date(rows['reference_date'].max())}"  # type: ignore[arg-type]
        for row in rows.iter_rows(named=True):
            yield f"  {row['finding']}  {row['name']}"
            yield f"    {kind_title(row['kind'])}: {row['reason']}"
            yield f"    {state_words(row)}"
