"""Nouns of the atlas: its definition, a row of a table, a map, a page's site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from kreisblick.base.definitions import Definition, Text
from kreisblick.products.figures import Described
from kreisblick.products.model import area_slug

__all__ = ["AtlasDefinition", "Glance", "Key", "Place", "Row", "Site", "Town"]


class AtlasDefinition(Definition):
    """What the atlas shows and links to (``catalogue/products/atlas/atlas.yaml``).

    Attributes:
        classes: number of steps on a map, at most five.
        tolerance: how far a simplified border may move on a map 1,000 units wide.
        sure_class_from: probability of an index class from which on it is said without doubt.
        profiles: address of an area's profile seen from the atlas folder, with ``{area}``
            for the name of its files; absent where no profiles are made.
        ranking: whether areas may be ordered across municipalities, with their span of places;
            off unless those who speak for the areas agreed to it.
        most_compared: areas that can be chosen at once to be set beside each other.
    """

    classes: int = Field(default=5, ge=2, le=5)
    tolerance: float = Field(default=1.6, gt=0)
    sure_class_from: float = Field(default=0.9, ge=0, le=1)
    profiles: Text | None = None
    ranking: bool = False
    most_compared: int = Field(default=4, ge=2, le=6)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a table of figures, ready to be read.

    Attributes:
        area, name, level: whose figure it is.
        text: the number as printed (``12,4``) or the table sign.
        tail: what follows the number: a closing bracket, the sign of an estimate.
        means: what the sign means; empty for plain numbers.
        interval: ``10,9 bis 13,9``.
        municipal: words and distance to the municipality.
        district: words and distance to the district.
        change: words and difference to the date before.
        state: of the figure (see ``exports.State``).
    """

    area: str
    name: str
    level: str
    text: str
    tail: str
    means: str
    interval: str
    municipal: str
    district: str
    change: str
    state: str

    @property
    def slug(self) -> str:
        """The name of the area's files."""
        return area_slug(self.area)


@dataclass(frozen=True, kw_only=True)
class Key:
    """One line of a map's legend: a style class of the page and its words."""

    style: str
    words: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """An area with a page of its own."""

    area: str
    name: str

    @property
    def slug(self) -> str:
        """The name of its files."""
        return area_slug(self.area)


@dataclass(frozen=True, kw_only=True)
class Town:
    """A municipality and its areas, sorted by name."""

    area: str
    name: str
    places: tuple[Place, ...]

    @property
    def slug(self) -> str:
        """The name of its files."""
        return area_slug(self.area)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """A link to the page of a composite index."""

    slug: str
    question: str


@dataclass(frozen=True, kw_only=True)
class Site:
    """What all pages share.

    Attributes:
        title, district, edition: of the report.
        dates: reference dates as ISO text, newest first.
        themes: theme to its indicators, in the order of the catalogue.
        overviews: composite indices.
        towns: municipalities with their areas.
        movable: whether the movable map was copied into the atlas.
        profiles: address of the profiles seen from the atlas folder, with ``{area}``; may be empty.
    """

    title: str
    district: str
    edition: str
    dates: tuple[str, ...]
    themes: Mapping[str, Sequence[Described]]
    overviews: tuple[Glance, ...]
    towns: tuple[Town, ...]
    movable: bool
    profiles: str = ""
