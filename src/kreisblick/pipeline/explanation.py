"""What an explanation holds, and how it is told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.base.language import format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.pipeline.explain_sealed import SealedReason
from kreisblick.products.wording import read_signs

__all__ = ["Explanation", "Side"]


@dataclass(frozen=True, kw_only=True)
class Side:
    """Numerator or denominator: what was published, what the deliveries give, whence it came."""

    name: str
    cube: str
    slice: str
    published: float | None
    recounted: float | None
    rows: dict[str, int]
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A figure, its sides, and whether the recomputed value is the published one.

    Attributes:
        state: the typed marker of the figure, as in every product.
        withheld: the figure is not shown; then nothing is recomputed.
        sealed: why, for the sealed zone; empty unless asked for.
    """

    area: str
    indicator: str
    reference_date: date
    value: float | None
    recomputed: float | None
    state: str
    withheld: bool
    sides: tuple[Side, ...]
    sealed: tuple[SealedReason, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether recomputed and published are the same."""
        if self.withheld:
            return True
        pairs = [(self.value, self.recomputed), *((s.published, s.recounted) for s in self.sides)]
        return all(_same(a, b) for a, b in pairs)

    def lines(self) -> list[str]:
        """The explanation in words."""
        head = f"{self.indicator}, {self.area}, {format_date(self.reference_date)}"
        if self.withheld:
            sign = read_signs().signs[self.state]
            words = _("Not shown: {sign} {words}").format(sign=sign.sign, words=sign.words)
            return [head, words, *_sealed_lines(self.sealed)]
        found = [head, _("Published: {value}").format(value=_number(self.value))]
        for side in self.sides:
            found += [
                f"  {_side_name(side.name)}: {_number(side.published)}",
                f"    {side.cube} [{side.slice}]",
                *(f"    {name}: {format_count(rows)}" for name, rows in side.rows.items()),
                *(f"    {step}" for step in side.steps),
            ]
        word = _("equal") if self.equal else _("DIFFERENT")
        again = _("Recomputed from the deliveries: {value} ({word})")
        return [*found, again.format(value=_number(self.recomputed), word=word)]


def _sealed_lines(reasons: Sequence[SealedReason]) -> list[str]:
    lines = []
    for one in reasons:
        lines.append(f"  {one.cube} [{one.slice}]: {one.line()}")
        if one.needed_by:
            lines.append("    " + _("If it were shown, these could be computed or narrowed down:"))
            lines += [f"      {name}" for name in one.needed_by]
    return lines


def _side_name(name: str) -> str:
    return _("numerator") if name == "numerator" else _("denominator")


def _same(published: float | None, again: float | None) -> bool:
    if published is None or again is None:
        return published is again
    return math.isclose(published, again, rel_tol=1e-9, abs_tol=1e-9)


def _number(value: float | None) -> str:
    if value is None:
        return "\u2013"
    return format_count(value) if float(value).is_integer() else format_decimal(value, 3)
