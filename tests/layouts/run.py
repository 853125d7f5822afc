"""Score our reader on a set of layouts: at first sight, in the second year, on faulty files."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
from tests.layouts.due import due_rows
from tests.layouts.layout import Layout
from tests.layouts.model import TableTruth, Truth
from tests.layouts.ours import Ours, refusals
from tests.layouts.score import Complaint, Score, score_faults, score_tables

from kreisblick.base.errors import KreisblickError
from kreisblick.sealed.intake import Parsed
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.mapping.on_day import definition_on
from kreisblick.sealed.reading.dated import DatedName

FIRST, SECOND, SEED = 2023, 2024, 1


def score(layout: Layout, ours: Ours, folder: Path, *, seed: int = SEED) -> Score:
    """All three looks at one layout."""
    first = layout.make(folder / "first", FIRST, seed)
    second = layout.make(folder / "second", SECOND, seed)
    faulty = layout.faulty(folder / "faulty", FIRST, seed)
    found = first_sight(first, ours)
    definitions = ours.definitions(first)
    found += second_year(second, definitions, ours)
    return found + named_faults(faulty, definitions, ours)


def first_sight(truth: Truth, ours: Ours) -> Score:
    """The tables, and what the columns mean, as proposed without any answer."""
    return score_tables(truth, ours.tables(truth)) + Score(wrong=list(refusals(truth)))


def second_year(truth: Truth, definitions: list[DeliveryDefinition | str], ours: Ours) -> Score:
    """Every table of the next delivery read by last year's definition, without a hand."""
    found = Score()
    for table, definition in zip(truth.tables, definitions, strict=True):
        why = _unattended(truth, table, definition, ours)
        found.second_year.add(not why)
        if why:
            found.wrong.append(f"{table.name}, second year: {why}")
    return found


def _unattended(
    truth: Truth, table: TableTruth, definition: DeliveryDefinition | str, ours: Ours
) -> str:
    """Why the table could not be read alone; empty when it could."""
    if isinstance(definition, str):
        return f"no definition ({definition})"
    parsed = _read(truth, definition, ours, SECOND)
    if isinstance(parsed, str):
        return parsed
    hard = [str(fault) for fault in parsed.faults if fault.hard]
    if hard:
        return hard[0]
    return _lost(truth, table, parsed, definition)


def _read(truth: Truth, definition: DeliveryDefinition, ours: Ours, year: int) -> Parsed | str:
    try:
        return ours.read(truth, definition, year)
    except KreisblickError as error:
        return str(error)
    except Exception as error:
        return f"crash: {error!r}"


def _lost(truth: Truth, table: TableTruth, parsed: Parsed, definition: DeliveryDefinition) -> str:
    """Rows that did not arrive, and numbers that changed or came out of a sign on the way."""
    if truth.grain != "aggregate":
        rows = parsed.records["row"].n_unique() if "row" in parsed.records.columns else 0
        return "" if rows == len(table.data_rows) else f"{rows} of {len(table.data_rows)} rows"
    records = parsed.records.drop_nulls("value")
    arrived = set(records["value"].to_list())
    due = due_rows(truth, table, SECOND)
    shown = _shown(table, definition, due)
    if not shown:
        return "no column of numbers is read"
    if strange := set(records["row"].drop_nulls()) - {*due, *table.total_rows}:
        return f"{len(strange)} rows of other dates arrived"
    if sums := _lost_sums(table, parsed, definition, due):
        return sums[0]
    if lost := set(shown) - arrived:
        return f"{len(lost)} different numbers did not arrive"
    # "nothing there" is exactly zero in German tables (catalogue/signs.yaml); other signs are not
    zeros = any(sign.kind in {"zero", "nothing"} for sign in table.signs)
    return "" if zeros or 0 not in arrived else "a sign was read as zero"


def _lost_sums(
    table: TableTruth, parsed: Parsed, definition: DeliveryDefinition, due: tuple[int, ...]
) -> list[str]:
    """Where numbers are shared out or added up only sums arrive: what is lost; none elsewhere."""
    if definition.break_down is not None:  # shared out to areas: the sum arrives, not the numbers
        fine = parsed.records.filter(pl.col("level") == "planning_area")
        least, most = (
            fine.select(pl.coalesce("value", bound).fill_null(0).sum()).item()
            for bound in ("lower", "upper")  # of an area that a sign is a part of
        )
        whole = sum(_shown(table, definition, due))
        return ["" if least <= whole <= most else f"{least} of {whole} arrived"]
    if definition.area is not None and definition.area.parts is not None:
        return [_lost_in_sums(table, parsed.records, definition, due)]
    return []


def _lost_in_sums(
    table: TableTruth, records: pl.DataFrame, definition: DeliveryDefinition, due: tuple[int, ...]
) -> str:
    """Numbers of the parts of an area are added up: the sum of every column must arrive exactly."""
    fixed = {"level", "area", "value", "lower", "upper", "observation", "row"}
    slices = [name for name in records.columns if name not in fixed]
    fine = records.filter(pl.col("level") == "planning_area")
    came = fine.group_by(slices).agg(pl.col("value").sum())["value"].to_list()
    sums = {}
    for column in table.columns:
        one = replace(table, columns=[column])
        if shown := _shown(one, definition, due):
            sums[column.heading] = sum(shown)
    lost = [heading for heading, whole in sums.items() if whole not in came]
    return f"sums of {lost} did not arrive" if lost else ""


def _shown(table: TableTruth, definition: DeliveryDefinition, due: tuple[int, ...]) -> list[float]:
    """The numbers of the due rows in the columns that a definition reads in the second year."""
    dated = definition_on(definition, date(SECOND, 12, 31))
    asked = [name for value in dated.values for name in value.column]
    return [
        number
        for column in table.columns
        if column.means == "value" and any(_is_called(name, column.heading) for name in asked)
        for row, number in table.numbers.get(column.position, {}).items()
        if row in due
    ]


def _is_called(name: str, heading: str) -> bool:
    """Whether a definition's name is a heading; ``{period}`` in it is that year's or month's."""
    if isinstance(name, DatedName) and name.fit(heading) > 0:
        return True
    return _flat(name) == _flat(heading)


def _flat(heading: str) -> str:
    return "".join(heading.replace("-", "").split())


def named_faults(truth: Truth, definitions: list[DeliveryDefinition | str], ours: Ours) -> Score:
    """The places complained of when the faulty file is read by the clean one's definition."""
    said: list[Complaint] = []
    for definition in definitions:
        if isinstance(definition, str):
            continue
        parsed = _read(truth, definition, ours, FIRST)
        if isinstance(parsed, str):
            said.append(Complaint(where=parsed, message=parsed))
            continue
        said += [Complaint(where=f.where, message=f.message) for f in parsed.faults]
        said += [
            Complaint(where="", message=text, cell=(row, column), sheet=definition.format.sheet)
            for row, column, text in parsed.marks
        ]
    return score_faults(truth.faults, said)
