"""What the attacker finds: intervals, breaches, a verdict."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

if TYPE_CHECKING:
    from kreisblick.protection.audit.certificates import Certificates

__all__ = [
    "Breach",
    "BySource",
    "CircularAreasError",
    "Interval",
    "Kind",
    "Need",
    "NoFiguresFoundError",
    "Verdict",
]

Need = tuple[float, float]
Kind = Literal[
    "narrowed", "exact", "shown_elsewhere", "not_additive", "unsolved", "too_large", "negative",
    "fractional", "not_a_number", "unreadable", "shown_sum", "alike", "unlinked",
]  # fmt: skip


class NoFiguresFoundError(KreisblickError):
    """The folder holds no published cells: nothing can be judged, so nothing may go out."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "{folder}: no published cells found (data/cells.csv beside catalogue/cubes.json). "
                "Name the folder of a bundle or of finished products."
            ).format(folder=folder)
        )


class CircularAreasError(KreisblickError):
    """An area is a part of itself: nothing can be added up, so nothing may go out."""

    def __init__(self, area: str) -> None:
        super().__init__(
            _("data/areas.csv: the area {area} is a part of itself. Correct its parent.").format(
                area=area
            )
        )


@dataclass(frozen=True, kw_only=True)
class Interval:
    """What the published files still allow for one withheld quantity.

    Attributes:
        quantity: readable name: date, cube, slice, area, or a complement of these.
        lower, upper: the smallest and largest value that fits everything published.
        required_lower, required_upper: what had to stay possible; null without a target.
    """

    quantity: str
    lower: float
    upper: float
    required_lower: float | None = None
    required_upper: float | None = None


@dataclass(frozen=True, kw_only=True)
class Breach:
    """One way in: what could be learned, and from where."""

    kind: Kind
    quantity: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class BySource:
    """Figures that their source hides, of one table at one date: a notice, not a way in.

    Attributes:
        cube, reference_date: which table, when.
        hidden: how many.
        narrowed: of these, how many what is shown limits (a total, the other parts).
        exact: of these, how many it gives away, if nobody is counted outside the areas.
    """

    cube: str
    reference_date: str
    hidden: int
    narrowed: int
    exact: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The attacker's judgement over a folder.

    Attributes:
        passed: true only if every quantity was judged and none was breached.
        quantities: how many withheld quantities were attacked.
        programs: how many linear programs that took; the rest was settled by shared witnesses.
        files: the files that were read.
        breaches: every way in; empty when passed.
        intervals: one per attacked quantity.
        remembered: parts that an earlier audit has judged and that have not changed since.
        certificates: the whole-number tables on which the verdict rests.
        by_source: what is known of figures that their source hides.
    """

    passed: bool
    quantities: int
    programs: int
    files: tuple[str, ...]
    breaches: tuple[Breach, ...]
    intervals: tuple[Interval, ...] = field(repr=False)
    certificates: "Certificates" = field(repr=False)
    remembered: int = 0
    by_source: tuple[BySource, ...] = ()

    def as_json(self, *, intervals: bool = False) -> dict[str, Any]:
        """Plain values; the intervals belong to the sealed record and are left out by default."""
        content: dict[str, Any] = {
            "passed": self.passed,
            "quantities": self.quantities,
            "programs": self.programs,
            "files": list(self.files),
            "breaches": [vars(breach) for breach in self.breaches],
            "by_source": [vars(one) for one in self.by_source],
        }
        if intervals:
            content["intervals"] = [vars(interval) for interval in self.intervals]
        return content
