"""Move: per indicator, what is newer than in the round before, and which way it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figure, Figures, gather_figures

__all__ = ["Move", "moves"]

LEVELS = ("municipality", "planning_area")


@dataclass(frozen=True, kw_only=True)
class Move:
    """An indicator with newer figures than the round before had.

    Attributes:
        indicator, title, unit: which, in words.
        day: its newest reference date.
        since: the date it is compared with; None where there is nothing to compare.
        before, after: of the district.
        figures: of all areas at ``day`` that moved, or of which it cannot be told.
        risen, fallen, unsure: by level, names of areas whose change is certain, and the number of
            those that may have moved by chance.
    """

    indicator: str
    title: str
    unit: str
    day: date
    since: date | None
    before: Figure | None
    after: Figure | None
    figures: Sequence[Figure]
    risen: dict[str, list[str]]
    fallen: dict[str, list[str]]
    unsure: dict[str, int]

    @property
    def tested(self) -> bool:
        """Whether a test tells a certain change from chance."""
        known = [one.change_significance for one in self.figures if one.change is not None]
        return any(word in {"up", "down", "same"} for word in known)


def moves(before: BundleLike, now: BundleLike) -> list[Move]:
    """The indicators with a newer date, in the catalogue's order.

    All figures, those of the earlier date as well, are the new round's: on its areas, and
    protected together.
    """
    figures, earlier = gather_figures(now), gather_figures(before)
    district = str(now.report["district"]["key"])
    known = {key: earlier.last_date(key) for key in earlier.described if _shown(earlier, key)}
    return [
        _move(figures, key, district)
        for key in figures.described
        if _shown(figures, key) and (key not in known or figures.last_date(key) > known[key])
    ]


def _shown(figures: Figures, key: str) -> bool:
    return any(row.indicator == key and row.value is not None for row in figures.rows)


def _move(figures: Figures, key: str, district: str) -> Move:
    day, described = figures.last_date(key), figures.described[key]
    rows = [row for level in ("district", *LEVELS) for row in figures.of(key, level, day)]
    moved = [row for row in rows if row.change is not None]
    since = max((row.change_from for row in moved if row.change_from), default=None)
    return Move(
        indicator=key,
        title=described.title,
        unit=described.unit,
        day=day,
        since=since,
        before=figures.get(key, district, since) if since else None,
        after=figures.get(key, district, day),
        figures=moved,
        risen={level: _names(moved, level, "up") for level in LEVELS},
        fallen={level: _names(moved, level, "down") for level in LEVELS},
        unsure={
            level: sum(r.level == level and r.change_significance == "same" for r in moved)
            for level in LEVELS
        },
    )


def _names(rows: Sequence[Figure], level: str, way: str) -> list[str]:
    return [r.name for r in rows if r.level == level and r.change_significance == way]
