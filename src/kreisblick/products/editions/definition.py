"""What the editions hold: choices and standing texts from the catalogue."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.products.figures import say
from kreisblick.products.own import own_file, own_paper, read_over

__all__ = [
    "EditionTexts",
    "EditionsDefinition",
    "PlainWord",
    "editions_definition",
    "read_editions",
]

CHOICES, TEXTS = "editions.yaml", "texts.yaml"
SHIPPED = shipped("catalogue", "products", "editions")


class PlainWord(Definition):
    """A word of the trade, explained in one plain sentence where it occurs."""

    word: Text
    meaning: Text


class EditionTexts(Definition):
    """Standing texts of the editions, German; a district may put its own in their place.

    Attributes:
        town: what an edition of a municipality is for.
        town_areas: what is added where there are several planning areas.
        how_to_read: how its numbers are read, one sentence each.
        how_to_read_areas: the same for planning areas, where there are several.
        single: said where a municipality is one planning area as a whole.
        certainty: how boldly the short version speaks.
        district_can: what the district can do in any case; stands below the recommendations.
        plain_intro: first lines of the version in plain language.
        plain_numbers: what is said there about numbers.
        plain_words: explained words; a word is printed where it occurs in the texts.
    """

    town: tuple[Text, ...]
    town_areas: Text
    how_to_read: tuple[Text, ...]
    how_to_read_areas: tuple[Text, ...]
    single: Text
    certainty: tuple[Text, ...]
    district_can: tuple[Text, ...]
    plain_intro: tuple[Text, ...]
    plain_numbers: tuple[Text, ...]
    plain_words: tuple[PlainWord, ...] = ()


class EditionsDefinition(Definition):
    """Choices of the editions.

    Attributes:
        standards: PDF standards the files claim and are checked for while they are set.
        fonts: families, the first that is installed is used.
        highlights: sentences on what stands out in a municipality, at most.
        courses: charts over time, at most.
        changes: sentences on what changed, at most; the tables hold all changes.
        maps: keys of the indicators whose maps are shown, where they are given for areas.
        columns: indicators side by side in a table of the areas.
        area_highlights: sentences per planning area, at most.
        similar: areas elsewhere that paper names for each; the page names all of them.
        findings: findings of the short version, at most; fewer where two pages hold no more.
        short_map: key of the indicator on the short version's map; the first finding's without.
        people: whom a share is of, in the dative plural, for the version in plain language.
        plain_figures: theme to the indicator whose figure stands in the version in plain language
            where the theme's texts name none.
        service_titles: what readers call each service of the inventory.
        folder: where a district's own templates and texts lie; those it lacks are the shipped
            ones.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    highlights: int = Field(ge=1)
    courses: int = Field(ge=0)
    changes: int = Field(ge=0)
    maps: tuple[Text, ...] = ()
    columns: int = Field(ge=1)
    area_highlights: int = Field(ge=0)
    similar: int = Field(ge=0)
    findings: int = Field(ge=1)
    short_map: Text | None = None
    people: dict[str, Text] = Field(default_factory=dict)
    plain_figures: dict[str, Text] = Field(default_factory=dict)
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

    def texts(self) -> EditionTexts:
        """The standing texts; those that a district words anew stand in place of the shipped."""
        below = read_definition(SHIPPED / TEXTS, EditionTexts)
        return read_over(self.folder / TEXTS, below) if self.folder else below


@cache
def _shipped_definition() -> EditionsDefinition:
    return read_definition(SHIPPED / CHOICES, EditionsDefinition)


def read_editions(folder: Path) -> EditionsDefinition:
    """The shipped choices with what a district chose and worded otherwise.

    Args:
        folder: of the district (``catalogue/products/editions`` of its workspace). It may hold
            ``editions.yaml`` and ``texts.yaml`` with only the keys that differ, and templates of
            its own. A folder that is not there changes nothing.

    Raises:
        FaultsFoundError: with file and line for everything that is wrong in its files.
    """
    if not folder.is_dir():
        return _shipped_definition()
    chosen = read_over(folder / CHOICES, _shipped_definition())
    found = chosen.model_copy(update={"folder": folder})
    found.texts()  # a fault is told before anything is built
    return found


def editions_definition(
    definition: EditionsDefinition | Mapping[str, Any] | None = None,
) -> EditionsDefinition:
    """The definition given, or the shipped one."""
    if definition is None:
        return _shipped_definition()
    if isinstance(definition, EditionsDefinition):
        return definition
    return EditionsDefinition.model_validate(definition)
