"""What lies ready: files in ``deliveries/`` and those the workspace names elsewhere.

Imports nothing heavy, so that a round with nothing to do ends at once.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace

__all__ = ["Waiting", "waiting_deliveries"]

FOLDER = "deliveries"
ISO = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
GERMAN = re.compile(r"(?<!\d)(\d\d?)[-_.](\d\d?)[-_.](\d{4})(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file that lies ready."""

    supplier: str
    product: str
    reference_date: date
    path: Path

    @property
    def subject(self) -> str:
        """Its name in the lineage."""
        return f"{self.supplier}/{self.product} {self.reference_date.isoformat()}"


def waiting_deliveries(workspace: Workspace) -> list[Waiting]:
    """All files in ``deliveries/`` and those the workspace names elsewhere, sorted.

    Raises:
        FaultsFoundError: files whose name is no date, named files that do not exist.
    """
    faults: list[Fault] = []
    found = [*_in_folder(workspace, faults), *_elsewhere(workspace, faults)]
    faults.extend(_twice(found))
    if faults:
        raise FaultsFoundError(FOLDER, faults)
    return sorted(found, key=lambda waiting: waiting.subject)


def _in_folder(workspace: Workspace, faults: list[Fault]) -> Iterator[Waiting]:
    for path in sorted((workspace.folder / FOLDER).glob("*/*/*")):
        if not path.is_file() or path.name.startswith((".", "~")):
            continue
        day = _reference_date(path.name, workspace.choices.report.dates)
        if day is None:
            message = _(
                "The file's name tells no reference date of the report. Call it for instance "
                "2024-12-31.csv."
            )
            place = path.relative_to(workspace.folder).as_posix()
            faults.append(Fault(code="no_reference_date", message=message, where=place))
            continue
        supplier, product = path.parts[-3:-1]
        yield Waiting(supplier=supplier, product=product, reference_date=day, path=path)


def _elsewhere(workspace: Workspace, faults: list[Fault]) -> Iterator[Waiting]:
    for item in workspace.choices.delivery:
        path = workspace.path(item.file)
        if not path.is_file():
            message = _("The file is not there. Correct the path in kreisblick.toml.")
            faults.append(Fault(code="no_file", message=message, where=item.file))
            continue
        yield Waiting(
            supplier=item.supplier,
            product=item.product,
            reference_date=item.reference_date,
            path=path,
        )


def _twice(found: list[Waiting]) -> Iterator[Fault]:
    """Two files for the same supplier, product and date: a person must choose."""
    by_subject: dict[str, list[str]] = {}
    for waiting in found:
        by_subject.setdefault(waiting.subject, []).append(waiting.path.name)
    for subject, names in sorted(by_subject.items()):
        if len(names) > 1:
            message = _("Two files for the same date: {names}. Keep the one that is to count.")
            text = message.format(names=", ".join(sorted(names)))
            yield Fault(code="delivered_twice", message=text, where=subject)


def _reference_date(name: str, wanted: Collection[date]) -> date | None:
    """The date that is a file's whole name, or the only one of the report's dates in it.

    Offices write ``Bestand_31.12.2024_neu.csv``. Another date in a name may be the day on which
    the file was made; it is not guessed.

    >>> _reference_date("Bestand 20241231 (Stand 2025-01-14).csv", [date(2024, 12, 31)])
    datetime.date(2024, 12, 31)
    """
    whole = _date(*name.partition(".")[0].split("-"))
    if whole is not None:
        return whole
    written = {_date(year, month, day) for year, month, day in ISO.findall(name)}
    written |= {_date(year, month, day) for day, month, year in GERMAN.findall(name)}
    found = [day for day in wanted if day in written]
    return found[0] if len(found) == 1 else None


def _date(*parts: str) -> date | None:
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None
