"""The positions of a record of fixed width that no public layout settles: a form to fill in.

What is not certain is not invented. The form lists the fields; their positions stand in an annex
that only the district and its supplier have.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from kreisblick.base.definitions import Definition, Text
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _

__all__ = ["RecordField", "RecordLayout", "fields_of", "form_of"]

COLUMNS = ("Feld", "von", "bis", "Bedeutung")
NAME, FIRST, LAST, _SAY = COLUMNS


class RecordField(Definition):
    """A field of the record.

    Attributes:
        name: as the definition names it.
        say: what it holds.
        optional: the record may lack it.
    """

    name: Text
    say: Text
    optional: bool = False


class RecordLayout(Definition):
    """A record whose positions the district has to enter.

    Attributes:
        annex: where they stand.
        fields: of the record.
    """

    annex: Text
    fields: tuple[RecordField, ...]


def form_of(record: RecordLayout) -> str:
    """The empty form: a CSV file with semicolons, one line a field."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in record.fields:
        say = _("{say} (may be left empty)").format(say=one.say) if one.optional else one.say
        writer.writerow((one.name, "", "", say))
    return stream.getvalue()


def fields_of(record: RecordLayout, form: Path) -> dict[str, tuple[int, int]]:
    """Start (from 1) and length of every field that the filled form has positions for.

    Raises:
        FaultsFoundError: everything that is wrong in the form, with its line.
    """
    rows = _rows(form)
    faults: list[Fault] = []
    found: dict[str, tuple[int, int]] = {}
    known = {one.name: one for one in record.fields}
    for line, row in rows:
        name = (row.get(NAME) or "").strip()
        where = f"{form.name}:{line}"
        message = _fault_of(name, row, known, found)
        if message:
            faults.append(Fault(code="record_layout", message=message, where=where))
        elif _cell(row, FIRST):
            found[name] = (int(_cell(row, FIRST)), _length(row))
    named = {(row.get(NAME) or "").strip() for _line, row in rows}
    faults += [_unfilled(one.name, form.name) for one in record.fields
               if not one.optional and one.name not in named]  # fmt: skip
    faults += [
        Fault(code="record_layout", message=text, where=form.name) for text in _overlaps(found)
    ]
    if faults:
        head = _("{form} (the positions stand in {annex})")
        raise FaultsFoundError(head.format(form=form.name, annex=record.annex), faults)
    return found


def _rows(form: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = form.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = form.read_bytes().decode("cp1252", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    missing = [name for name in (NAME, FIRST, LAST) if name not in (reader.fieldnames or ())]
    if missing:
        message = _("The columns {names} are missing. Keep the headings of the form.")
        text = message.format(names=", ".join(missing))
        raise FaultsFoundError(
            form.name, [Fault(code="record_layout", message=text, where=form.name)]
        )
    return list(enumerate(reader, start=2))


def _fault_of(
    name: str,
    row: Mapping[str, str],
    known: Mapping[str, RecordField],
    found: Mapping[str, tuple[int, int]],
) -> str:
    """What is wrong with a line; "" when nothing is."""
    first, last = _cell(row, FIRST), _cell(row, LAST)
    if name not in known:
        message = _("'{name}' is no field of this record. Take the line out.")
    elif name in found:
        message = _("'{name}' stands twice. Keep one line.")
    elif not first and not last and known[name].optional:
        message = ""
    elif not (first and last):
        message = _("'{name}' has no positions. Enter the first in 'von' and the last in 'bis'.")
    elif not (first.isdecimal() and last.isdecimal()) or not 1 <= int(first) <= int(last):
        message = _("'{name}': positions are whole numbers from 1, 'bis' not before 'von'.")
    else:
        message = ""
    return message.format(name=name)


def _unfilled(name: str, form: str) -> Fault:
    message = _("The field '{name}' is missing. Add its line again.").format(name=name)
    return Fault(code="record_layout", message=message, where=form)


def _overlaps(found: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    ordered = sorted(found.items(), key=lambda item: item[1])
    for (one, (start, length)), (other, place) in pairwise(ordered):
        if place[0] < start + length:
            message = _("'{one}' and '{other}' share positions. Compare them with the annex.")
            yield message.format(one=one, other=other)


def _cell(row: Mapping[str, str], name: str) -> str:
    return (row.get(name) or "").strip()


def _length(row: Mapping[str, str]) -> int:
    return int(_cell(row, LAST)) - int(_cell(row, FIRST)) + 1
