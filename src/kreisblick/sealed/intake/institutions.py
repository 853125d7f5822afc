"""Numbers by institution find the area in which the institution stands: name, address, area.

The list of institutions is shared by all suppliers of the workspace and has dates: an office that
has moved counts at its old place before, and at its new one after.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError, WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.areas import Rows, find_areas
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.model import IntakeContext
from kreisblick.sealed.intake.persons import FOUND, assign_addresses
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.mapping.places import AreaRule, InstitutionFile
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import Territory

__all__ = ["institutions_on", "place_institutions"]

ADDRESS = ("street", "number", "postcode", "place")
COLUMNS = ("name", *ADDRESS)


def place_institutions(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    territory: Territory,
    day: date,
    book: FaultBook,
) -> Rows:
    """The rows with the area of their institution; several rows may have the same.

    Totals and rows about people without an area are found by the definition's rules. An institution
    that the list does not know, or whose address is in no area, is a hard fault; institutions are
    no persons, and are named.
    """
    rule = definition.area
    if rule is None or rule.institutions is None:
        raise WrongUseError(_("Numbers by institution need a list of institutions."))
    column = region.column(rule.column or ())
    if column is None:
        return find_areas(region, rule, definition, territory, book)
    known = institutions_on(rule.institutions, day)
    texts = [t for t in region.body[column].drop_nulls().unique().sort() if _asked(t, definition)]
    named = {text: known[fold_name(text)] for text in texts if fold_name(text) in known}
    areas = _areas_of(named, context, territory)
    found = {text: area for text, area in areas.items() if area is not None}
    lost = [text for text in texts if text not in found]
    for text in lost:
        row = region.body.filter(pl.col(column) == text)["row"][0]
        message = _nowhere() if text in named else _unknown()
        told = message.format(name=text, file=rule.institutions.file)
        book.cell("unknown_institution", told, row, column)
    kept = region.body.filter(~pl.col(column).is_in(lost).fill_null(value=False))
    return find_areas(
        replace(region, body=kept), _as_keys(rule, found), definition, territory, book
    )


def institutions_on(source: InstitutionFile, day: date) -> dict[str, dict[str, str]]:
    """Address by folded name, of the lines that hold on a day.

    Raises:
        FaultsFoundError: everything that is wrong in the list, with its line.
    """
    found: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for line, row in _rows(source):
        message, begins, ends = _dates(row)
        name, address = fold_name(row["name"]), {part: row.get(part, "") for part in ADDRESS}
        if not message and not (name and address["street"]):
            message = _("A line needs the name and the street of an institution. Complete it.")
        holds = (begins is None or begins <= day) and (ends is None or day < ends)
        if not message and holds and found.setdefault(name, address) != address:
            message = _("'{name}' stands at two places on {day}. Give one of the lines an end.")
            message = message.format(name=row["name"], day=f"{day:%d.%m.%Y}")
        if message:
            where = f"{source.path.name}:{line}"
            faults.append(Fault(code="institution", message=message, where=where))
    if faults:
        raise FaultsFoundError(source.file, faults)
    return found


def _rows(source: InstitutionFile) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = source.path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        message = _("The list of institutions cannot be read. Put it there as CSV in UTF-8.")
        raise FaultsFoundError(source.file, [Fault(code="institution", message=message)]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        message = _("The column '{name}' is missing. A list of institutions has {columns}.")
        told = message.format(name=missing[0], columns=";".join(COLUMNS))
        raise FaultsFoundError(source.file, [Fault(code="institution", message=told)])
    for line, row in enumerate(reader, start=2):
        filled = {name: (text or "").strip() for name, text in row.items() if name is not None}
        if any(filled.values()):
            yield line, filled


def _dates(row: Mapping[str, str]) -> tuple[str, date | None, date | None]:
    """What is wrong with the dates of a line ("" when nothing is), and the dates."""
    try:
        begins, ends = (
            date.fromisoformat(text) if (text := row.get(name, "")) else None
            for name in ("valid_from", "valid_until")
        )
    except ValueError:
        return _("This is no date. Write it as 2024-12-31."), None, None
    return "", begins, ends


def _asked(text: str, definition: DeliveryDefinition) -> bool:
    """Whether a cell names an institution, and no total and nobody without an area."""
    others = {fold_name(other) for other in (definition.area.other if definition.area else ())}
    patterns = [*(total.pattern for total in definition.totals), *definition.ignore_rows]
    return fold_name(text) not in others and not any(re.search(p, text) for p in patterns)


def _areas_of(
    named: Mapping[str, Mapping[str, str]], context: IntakeContext, territory: Territory
) -> dict[str, str | None]:
    """The area of each institution's address; None where it is not found."""
    schema = dict.fromkeys(ADDRESS, pl.String)
    rows = [{part: address[part] or None for part in ADDRESS} for address in named.values()]
    where = assign_addresses(pl.DataFrame(rows, schema=schema), context)
    own = f"area_{territory.generation.key}"
    area = where[own if own in where.columns else "area"]
    decided = where["decision"].is_in(FOUND)
    found = [a if d else None for a, d in zip(area, decided, strict=True)]
    return dict(zip(named, found, strict=True))


def _unknown() -> str:
    return _(
        "The institution '{name}' is not in {file}. Add a line with its address, or correct the "
        "name."
    )


def _nowhere() -> str:
    return _("The address of '{name}' in {file} was found in no area. Correct it there.")


def _as_keys(rule: AreaRule, found: Mapping[str, str]) -> AreaRule:
    """The rule with every institution's name as an own key of its area."""
    changes = {"kind": "own_key", "translation": dict(found), "institutions": None}
    return rule.model_copy(update=changes)
