"""The log of supply: ``supply/log.csv`` of a workspace, one row per event, only ever longer."""

import csv
import io
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.supply.events import Event, EventKind, check_event

__all__ = ["log_path", "read_log", "record"]

COLUMNS = tuple(field.name for field in fields(Event))
DAYS = ("on", "reference_date", "since", "until")
NUMBERS = ("number", "cancels")


def log_path(workspace: Path) -> Path:
    """Where the log of a workspace lies."""
    return workspace / "supply" / "log.csv"


def read_log(path: Path) -> list[Event]:
    """All events, in the order in which they were written; none where there is no log.

    Raises:
        FaultsFoundError: all rows that cannot be understood, with their line.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        message = _("The log is not written in UTF-8. Save it as CSV UTF-8.")
        raise FaultsFoundError(str(path), [Fault(code="not_utf8", message=message)]) from None
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    _check_columns(path, rows.fieldnames or ())
    events: list[Event] = []
    faults: list[Fault] = []
    for line, row in enumerate(rows, start=2):
        event, found = _event(row, f"{path.name}:{line}")
        if event is not None:
            found = [*found, *check_event(event, events, f"{path.name}:{line}")]
            events.append(event)
        faults += found
    if faults:
        raise FaultsFoundError(str(path), faults)
    return events


def record(path: Path, *new: Event) -> list[Event]:
    """Write events behind the last row, all or none; what stands there stays as it is.

    Returns:
        The events with their numbers.

    Raises:
        FaultsFoundError: something is missing in an event; nothing is written.
    """
    known = read_log(path)
    last = max((event.number for event in known), default=0)
    numbered = [replace(event, number=last + i) for i, event in enumerate(new, start=1)]
    faults = [fault for event in numbered for fault in check_event(event, known)]
    if faults:
        raise FaultsFoundError(path.name, faults)
    before = path.read_bytes() if path.is_file() else _rows([COLUMNS])
    end = b"" if before.endswith(b"\n") else b"\n"
    write_bytes(path, before + end + _rows([_cells(event) for event in numbered]))
    return numbered


def _rows(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _cells(event: Event) -> tuple[str, ...]:
    found = (getattr(event, name) for name in COLUMNS)
    return tuple("" if value is None else str(value) for value in found)


def _check_columns(path: Path, present: object) -> None:
    known = set(present) if isinstance(present, list | tuple) else set()
    missing = [name for name in COLUMNS if name not in known]
    if missing:
        message = _("The log lacks the columns {names}. Its first line must name all of them.")
        fault = Fault(code="missing_columns", message=message.format(names=", ".join(missing)))
        raise FaultsFoundError(str(path), [fault])


def _event(row: dict[str, str | None], where: str) -> tuple[Event | None, list[Fault]]:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    faults: list[Fault] = []
    values: dict[str, object] = {}
    for name, text in cells.items():
        try:
            values[name] = _value(name, text)
        except ValueError:
            message = _("Column '{name}': '{text}' cannot be understood. Known: {known}.")
            known = ", ".join(EventKind) if name == "kind" else "2024-12-31, 1"
            words = message.format(name=name, text=text, known=known)
            faults.append(Fault(code="unreadable", message=words, where=where))
    return (None if faults else Event(**values)), faults  # type: ignore[arg-type]


def _value(name: str, text: str) -> object:
    if name == "kind":
        return EventKind(text)
    if name in DAYS:
        return date.fromisoformat(text) if text or name == "on" else None
    if name in NUMBERS:
        return int(text) if text or name == "number" else None
    return text
