"""What a profile holds: choices from the catalogue."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["ProfileDefinition", "profile_definition"]


class ProfileDefinition(Definition):
    """Choices of the area profiles.

    Attributes:
        standards: PDF standards the files claim and are checked for while they are set.
        fonts: families, the first that is installed is used.
        age_cube: key of the cube that holds residents by age.
        age_dimension: its age dimension.
        highlights: sentences on what stands out, at most.
        trends: courses over time.
        services: facilities named on paper.
        said: what people said, on paper, at most.
        service_titles: what readers call each service of the inventory.
        folder: where the templates lie; the shipped ones unless named.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    age_cube: Text
    age_dimension: Text
    highlights: int = Field(ge=1)
    trends: int = Field(ge=0)
    services: int = Field(ge=0)
    said: int = Field(default=2, ge=0)
    service_titles: dict[str, Text] = Field(default_factory=dict)
    folder: Path | None = None

    @property
    def templates(self) -> Path:
        """The folder with ``profile.typ``, ``*.html.j2`` and ``style.css``."""
        return self.folder or shipped("catalogue", "products", "profiles")


@cache
def _shipped_definition() -> ProfileDefinition:
    path = shipped("catalogue", "products", "profiles", "profiles.yaml")
    return read_definition(path, ProfileDefinition)


def profile_definition(
    definition: ProfileDefinition | Mapping[str, Any] | None = None,
) -> ProfileDefinition:
    """The definition given, or the shipped one."""
    if definition is None:
        return _shipped_definition()
    if isinstance(definition, ProfileDefinition):
        return definition
    return ProfileDefinition.model_validate(definition)
