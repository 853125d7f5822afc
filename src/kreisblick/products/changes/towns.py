"""Towns: what is different in each municipality, for its own reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kreisblick.products.changes.move import Move
from kreisblick.products.changes.needs import Needs, Pointer
from kreisblick.products.figures import german_order
from kreisblick.products.model import BundleLike

__all__ = ["PlaceNews", "TownNews", "by_town"]


@dataclass(frozen=True, kw_only=True)
class PlaceNews:
    """What moved for certain in one area: titles of indicators.

    Attributes:
        area, name: where.
        risen, fallen: titles.
        unsure: how many figures may have moved by chance.
        new, settled, untold, strengths: as in ``Needs``, of this area.
    """

    area: str
    name: str
    risen: Sequence[str]
    fallen: Sequence[str]
    unsure: int
    new: Sequence[Pointer]
    settled: Sequence[Pointer]
    untold: Sequence[Pointer]
    strengths: Sequence[Pointer]

    @property
    def quiet(self) -> bool:
        """Whether nothing is certain or new here."""
        told = (self.risen, self.fallen, self.new, self.settled, self.untold, self.strengths)
        return not any(told)


@dataclass(frozen=True, kw_only=True)
class TownNews:
    """A municipality and those of its areas in which something is certain or new."""

    own: PlaceNews
    areas: Sequence[PlaceNews]
    quiet_areas: int

    @property
    def lively(self) -> bool:
        """Whether anything is certain or new, here or in one of its areas."""
        return bool(self.areas) or not self.own.quiet


def by_town(bundle: BundleLike, moves: Sequence[Move], needs: Needs) -> list[TownNews]:
    """Every municipality by name, with its planning areas by name."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    rows = list(inside.sort(german_order("name"), "area").iter_rows(named=True))
    news = {row["area"]: _place(row["area"], row["name"], moves, needs) for row in rows}
    children: dict[str, list[PlaceNews]] = {}
    for row in rows:
        if row["level"] == "planning_area":
            children.setdefault(row["parent"], []).append(news[row["area"]])
    return [
        TownNews(
            own=news[row["area"]],
            areas=[one for one in children.get(row["area"], []) if not one.quiet],
            quiet_areas=sum(one.quiet for one in children.get(row["area"], [])),
        )
        for row in rows
        if row["level"] == "municipality"
    ]


def of_area(pointers: Sequence[Pointer], area: str) -> list[Pointer]:
    """Those about one area."""
    return [one for one in pointers if one.area == area]


def _place(area: str, name: str, moves: Sequence[Move], needs: Needs) -> PlaceNews:
    ways: Mapping[str, list[str]] = {"up": [], "down": [], "same": []}
    for move in moves:
        for figure in move.figures:
            if figure.area == area and figure.change_significance in ways:
                ways[figure.change_significance].append(move.title)
    return PlaceNews(
        area=area,
        name=name,
        risen=ways["up"],
        fallen=ways["down"],
        unsure=len(ways["same"]),
        new=of_area(needs.new, area),
        settled=of_area(needs.settled, area),
        untold=of_area(needs.untold, area),
        strengths=of_area(needs.strengths, area),
    )
