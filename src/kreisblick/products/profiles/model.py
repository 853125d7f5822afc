"""Nouns of the profiles: a place, and what all places are described from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kreisblick.products.drawing import Outlines
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import Described
from kreisblick.products.likeness import Similar
from kreisblick.products.model import BundleLike, area_slug
from kreisblick.products.profiles.ages import Ages
from kreisblick.products.profiles.definition import ProfileDefinition
from kreisblick.products.profiles.ground import Ground
from kreisblick.products.wording import Figure, Figures

__all__ = ["Found", "Place", "Stock"]

Found = Sequence[tuple[Described, Figure]]
"""The indicators of an area with their figures at each indicator's last date."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One planning area with its names around it."""

    key: str
    name: str
    municipality: str
    municipality_name: str

    @property
    def slug(self) -> str:
        """The name of its files."""
        return area_slug(self.key)


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What all profiles of a bundle are drawn from.

    Attributes:
        figures: all released figures.
        outlines: the map.
        ages: age groups.
        ground: where facilities and the middles of areas lie.
        similar: area to areas that are alike elsewhere.
        not_compared: area to the reason why it has none.
        district: key of the district.
        district_name: its name.
        definition: the profiles' choices.
        editorial: texts that people wrote.
        bundle: the bundle itself.
    """

    figures: Figures
    outlines: Outlines
    ages: Ages
    ground: Ground
    similar: Mapping[str, Sequence[Similar]] = field(repr=False)
    not_compared: Mapping[str, str] = field(repr=False)
    district: str
    district_name: str
    definition: ProfileDefinition
    editorial: Editorial
    bundle: BundleLike

    def figure_of(self, area: str, one: Described) -> Figure | None:
        """An indicator of an area at the indicator's last date."""
        return self.figures.get(one.key, area, self.figures.last_date(one.key))

    def found(self, area: str) -> list[tuple[Described, Figure]]:
        """All indicators of an area at their last dates, in the catalogue's order."""
        pairs = [(one, self.figure_of(area, one)) for one in self.figures.described.values()]
        return [(one, figure) for one, figure in pairs if figure is not None]
