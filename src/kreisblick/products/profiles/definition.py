"""What a profile holds: choices from the catalogue."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.products.figures import say
from kreisblick.products.own import own_file, own_paper, read_over

__all__ = ["PaperFigures", "ProfileDefinition", "Reach", "profile_definition", "read_profiles"]

FILE = "profiles.yaml"
SHIPPED = shipped("catalogue", "products", "profiles")


class PaperFigures(Definition):
    """Which indicators stand on paper; all of them stand on the HTML page.

    Attributes:
        all_up_to: a bundle with no more indicators than that shows all of them.
        chosen: theme to the keys of its indicators, in the order of the catalogue.
        per_theme: of a theme without a choice, the first ones.
    """

    all_up_to: int = Field(default=24, ge=0)
    chosen: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    per_theme: int = Field(default=3, ge=0)


class Reach(Definition):
    """Services within reach: how far that is, and how it is measured.

    Attributes:
        metres: service to the straight line that counts as near.
        otherwise: of services that are not named, in metres.
        homes: keys of indicators that measure from homes; they stand beside.
        crs: what the coordinates of facilities may be given in; the one holds that puts them
            near the district.
    """

    metres: dict[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    otherwise: int = Field(default=2000, gt=0)
    homes: tuple[Text, ...] = ()
    crs: tuple[Text, ...] = ("EPSG:25832", "EPSG:25833", "EPSG:4326")


class ProfileDefinition(Definition):
    """Choices of the area profiles.

    Attributes:
        standards: PDF standards the files claim and are checked for while they are set.
        fonts: families, the first that is installed is used.
        age_cube: key of the cube that holds residents by age.
        age_dimension: its age dimension.
        paper: which indicators stand on paper.
        reach: services within reach.
        highlights: sentences on what stands out, at most.
        trends: courses over time.
        services: facilities of a service named on paper, at most.
        said: what people said, on paper, at most.
        service_titles: what readers call each service of the inventory, in their order.
        folder: where a district's own templates lie; those it lacks are the shipped ones.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    age_cube: Text
    age_dimension: Text
    paper: PaperFigures = PaperFigures()
    reach: Reach = Reach()
    highlights: int = Field(ge=1)
    trends: int = Field(ge=0)
    services: int = Field(ge=0)
    said: int = Field(default=3, ge=0)
    service_titles: dict[str, Text | Translated] = Field(default_factory=dict)
    folder: Path | None = None

    def service_title(self, service: str) -> str:
        """What readers call a service, in their language; its key where nothing is chosen."""
        found = self.service_titles.get(service, service)
        return say(found.model_dump() if isinstance(found, Translated) else found)

    def template(self, name: str) -> Path:
        """A template: the district's own, or the shipped one."""
        return own_file(self.folder, SHIPPED, name)

    def paper_template(self, name: str) -> Path:
        """A template of paper, where the typesetter finds the district's own ones beside it."""
        return own_paper(self.folder, SHIPPED, name)


@cache
def _shipped_definition() -> ProfileDefinition:
    return read_definition(SHIPPED / FILE, ProfileDefinition)


def read_profiles(folder: Path) -> ProfileDefinition:
    """The shipped choices with what a district's folder chooses otherwise.

    Raises:
        FaultsFoundError: when the file holds something else.
    """
    found = read_over(folder / FILE, _shipped_definition())
    return found.model_copy(update={"folder": folder}) if folder.is_dir() else found


def profile_definition(
    definition: ProfileDefinition | Mapping[str, Any] | None = None,
) -> ProfileDefinition:
    """The definition given, or the shipped one."""
    if definition is None:
        return _shipped_definition()
    if isinstance(definition, ProfileDefinition):
        return definition
    return ProfileDefinition.model_validate(definition)
