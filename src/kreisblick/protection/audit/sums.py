"""Sums of what is shown, given out as totals: beside the true ones they tell the rest."""

import re
from collections.abc import Iterator, Sequence

from kreisblick.base.language import translate as _
from kreisblick.protection.audit.model import Breach
from kreisblick.protection.audit.names import Names
from kreisblick.protection.audit.outsider import Part, Row

__all__ = ["sums_of_shown"]

LABEL = re.compile(r"^(summe|zusammen|gesamt|insgesamt|total|sum|σ|∑)\b", re.IGNORECASE)
NUMBER = re.compile(r"^[+\u2212-]?\d{1,3}(?:[.\u00a0\u202f ]?\d{3})*(?:,\d+)?$")
PLAIN = re.compile(r"^-?\d+(\.\d+)?$")


def sums_of_shown(part: Part, names: Names) -> Iterator[Breach]:
    """Rows called a sum that add up what is shown, while other rows of their table are withheld."""
    del names
    totals = [row for row in part.rows if _is_total(row)]
    others = [row for row in part.rows if not _is_total(row)]
    if not totals or len(others) < 2:
        return
    for row in totals:
        for heading, text in row.items():
            total = _number(text)
            if total and _adds_up(total, [other.get(heading) for other in others]):
                words = _("{file}: the sum in “{column}” is that of the shown figures only.")
                detail = words.format(file=f"{part.file} {part.name}".strip(), column=heading)
                yield Breach(kind="shown_sum", quantity=part.file, detail=detail)


def _is_total(row: Row) -> bool:
    first = next((v for v in row.values() if isinstance(v, str) and v.strip()), "")
    return bool(LABEL.match(first.strip()))


def _adds_up(total: float, values: Sequence[object]) -> bool:
    """Whether some of the values are withheld and the others make up the total."""
    numbers = [_number(value) for value in values]
    shown = [number for number in numbers if number is not None]
    return len(shown) > 1 and len(shown) < len(numbers) and abs(sum(shown) - total) < 0.5


def _number(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = str(value).strip() if value is not None else ""
    if PLAIN.match(text):
        return float(text)
    if not NUMBER.match(text):
        return None
    whole = re.sub("[.\u00a0\u202f ]", "", text).replace(",", ".").replace("\u2212", "-")
    return float(whole)
