"""In which unit a column's figures are: by a row of units, or by the heading."""

import re
from collections.abc import Mapping

from kreisblick.sealed.reading.kinds import Sheet
from kreisblick.sealed.reading.rules import TableRules

__all__ = ["units_of"]

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*$")
_TAIL = re.compile(r"(?:^|[\s,;|])((?:in|je|pro)\s[^|]{1,30}|%|‰|v\.\s?h\.)$", re.IGNORECASE)


def units_of(
    sheet: Sheet, unit_row: int | None, headings: Mapping[str, str], rules: TableRules
) -> dict[str, str]:
    """Units by column; a unit in a row of units runs on to the right until the next one."""
    found: dict[str, str] = {}
    running: str | None = None
    row = sheet.texts(unit_row) if unit_row is not None else [None] * len(sheet.columns)
    for name, text in zip(sheet.columns, row, strict=True):
        running = text if text and re.search(rules.unit, text) else running
        unit = _in_heading(headings.get(name, ""), rules)
        if running or unit:
            found[name] = text or unit or running or ""
    return found


def _in_heading(heading: str, rules: TableRules) -> str | None:
    for part in reversed(heading.split(" | ")):
        bracket = _BRACKETS.search(part)
        if bracket and re.search(rules.unit, bracket[1]):
            return bracket[1]
        tail = _TAIL.search(part)
        if tail and re.search(rules.unit, tail[1]):
            return tail[1]
        if re.search(rules.unit, part) and len(part) <= 12:
            return part
    return None
