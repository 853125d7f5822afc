"""List the generations of a workspace."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.territory.generations.model import Archive
from kreisblick.territory.generations.succeed import in_force

__all__ = ["GenerationRow", "overview"]


@dataclass(frozen=True, kw_only=True)
class GenerationRow:
    """One generation: which, whether rounds use it, from when until when."""

    key: str
    title: str
    active: bool
    valid_from: date
    valid_until: date | None

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return vars(self)

    def line(self) -> str:
        """For people; the last day is shown, not the first one after it."""
        state = _("active") if self.active else _("inactive")
        until = "" if self.valid_until is None else format_date(self.valid_until - timedelta(1))
        days = f"{format_date(self.valid_from)} – {until}".rstrip()
        return f"{self.key:<12} {state:<9} {days:<24} {self.title}".rstrip()


def overview(archive: Archive) -> list[GenerationRow]:
    """All generations in the order in which they begin."""
    active = in_force(archive.definitions)
    rows = [
        GenerationRow(
            key=key,
            title=definition.title.de if definition.title else "",
            active=definition.active,
            valid_from=definition.valid_from,
            valid_until=active.get(key, definition).valid_until,
        )
        for key, definition in archive.definitions.items()
    ]
    return sorted(rows, key=lambda row: (row.valid_from, row.key))
