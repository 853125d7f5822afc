"""Scene: what every chapter draws from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kreisblick.products.drawing import Outlines
from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure, Figures, Scale

__all__ = ["Scene"]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What every chapter draws from.

    Attributes:
        district: key of the district.
        district_name: as it is printed.
        parents: area to the next larger one.
        lay: puts a picture beside the template and returns its name.
        scales: the classes of indicators that are categories.
    """

    figures: Figures
    outlines: Outlines
    district: str
    district_name: str
    parents: Mapping[str, str]
    lay: Callable[[str, str], str]
    scales: Mapping[str, Scale] = field(default_factory=dict)

    def whole(self, described: Described) -> Figure | None:
        """The district's figure of an indicator at its last date."""
        day = self.figures.last_date(described.key)
        return self.figures.get(described.key, self.district, day)

    def finest(self, described: Described) -> tuple[str, list[Figure]]:
        """The finest level whose areas are mostly shown, and its figures at the last date."""
        level = self.figures.told_level(described)
        day = self.figures.last_date(described.key)
        return level, self.figures.of(described.key, level, day)
