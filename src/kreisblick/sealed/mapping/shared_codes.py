"""Lists of codes that several definitions share: dated CSV files in the workspace.

A list is kept once, in ``shared/``, instead of in every supplier's definition. A code may change
its meaning, begin or end on a day; each delivery is read by the rows that are valid on its
reference date.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import fingerprint_file
from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.columns import CodeFile, Field_
from kreisblick.sealed.mapping.definition import DeliveryDefinition

__all__ = ["codes_on", "list_prints", "lists_at_home", "with_shared_codes"]

FROM, UNTIL = "valid_from", "valid_until"


def with_shared_codes(definition: DeliveryDefinition, day: date) -> DeliveryDefinition:
    """The definition with the codes of its lists as they are on a day; its own codes stay.

    Raises:
        FaultsFoundError: when a list is absent or wrong, with its lines.
    """
    changes = {
        part: {name: _filled(rule, day) for name, rule in fields.items()}
        for part, fields in _parts(definition).items()
        if any(rule.codes_from for rule in fields.values())
    }
    return definition.model_copy(update=changes) if changes else definition


def lists_at_home(definition: DeliveryDefinition, workspace: Path) -> DeliveryDefinition:
    """The definition with the workspace its lists lie in."""
    changes = {
        part: {name: _at_home(rule, workspace) for name, rule in fields.items()}
        for part, fields in _parts(definition).items()
        if any(rule.codes_from for rule in fields.values())
    }
    return definition.model_copy(update=changes) if changes else definition


def list_prints(definition: DeliveryDefinition) -> tuple[str, ...]:
    """What tells two versions of its lists apart; nothing for lists that are not there."""
    rules = [rule for fields in _parts(definition).values() for rule in fields.values()]
    paths = {rule.codes_from.path for rule in rules if rule.codes_from is not None}
    return tuple(fingerprint_file(path) for path in sorted(paths) if path.is_file())


def codes_on(source: CodeFile, day: date) -> dict[str, str]:
    """Delivered code to ours, by the rows that are valid on a day.

    Raises:
        FaultsFoundError: everything that is wrong in the list.
    """
    faults: list[Fault] = []
    found: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for line, row in _rows(source):
        where = f"{source.path.name}:{line}"
        code, means = (row.get(name) or "" for name in (source.from_, source.to))
        code, means = code.strip(), means.strip()
        wrong = _wrong(code, means, row)
        if wrong:
            faults.append(Fault(code="code_list", message=wrong, where=where))
        elif _valid(row, day):
            earlier = spelt.setdefault(code.casefold(), means)
            if earlier != means:
                message = _("The code '{code}' has two meanings on {day}. Give one of them an end.")
                text = message.format(code=code, day=f"{day:%d.%m.%Y}")
                faults.append(Fault(code="code_list", message=text, where=where))
            found.setdefault(code, means)
    if not found and not faults:
        message = _("No code of the list is valid on {day}. Look at its dates.")
        faults.append(Fault(code="code_list", message=message.format(day=f"{day:%d.%m.%Y}")))
    if faults:
        raise FaultsFoundError(source.file, faults)
    return found


def _parts(definition: DeliveryDefinition) -> dict[str, Mapping[str, Field_]]:
    return {"columns": definition.columns, "dimensions": definition.dimensions}


def _filled(rule: Field_, day: date) -> Field_:
    if rule.codes_from is None:
        return rule
    return rule.model_copy(update={"codes": codes_on(rule.codes_from, day) | rule.codes})


def _at_home(rule: Field_, workspace: Path) -> Field_:
    if rule.codes_from is None:
        return rule
    source = rule.codes_from.model_copy(update={"base": workspace})
    return rule.model_copy(update={"codes_from": source})


def _rows(source: CodeFile) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = source.path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        message = _("The list of codes cannot be read. Put it there as CSV in UTF-8.")
        raise FaultsFoundError(source.file, [Fault(code="code_list", message=message)]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    missing = [n for n in (source.from_, source.to) if n not in (reader.fieldnames or ())]
    if missing:
        message = _("The column '{name}' is missing. A list of codes has {columns}.")
        columns = f"{source.from_};{source.to};{FROM};{UNTIL}"
        told = message.format(name=missing[0], columns=columns)
        raise FaultsFoundError(source.file, [Fault(code="code_list", message=told)])
    for line, row in enumerate(reader, start=2):
        if any((cell or "").strip() for cell in row.values() if isinstance(cell, str | None)):
            yield line, row


def _wrong(code: str, means: str, row: Mapping[str, str]) -> str:
    """What is wrong with a line; "" when nothing is."""
    if not code or not means:
        return _("A line needs a code and its meaning. Complete it, or take it out.")
    try:
        begins, ends = _day(row, FROM), _day(row, UNTIL)
    except ValueError:
        return _("This is no date. Write it as 2024-12-31.")
    if begins and ends and ends <= begins:
        return _("The code ends before it begins. 'valid_until' is the first day without it.")
    return ""


def _valid(row: Mapping[str, str], day: date) -> bool:
    begins, ends = _day(row, FROM), _day(row, UNTIL)
    return (begins is None or begins <= day) and (ends is None or day < ends)


def _day(row: Mapping[str, str], name: str) -> date | None:
    text = (row.get(name) or "").strip()
    return date.fromisoformat(text) if text else None
