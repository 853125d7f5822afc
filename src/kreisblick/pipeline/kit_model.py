"""The kit: a folder with everything an office needs to count a list of its own, offline."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
from pydantic import Field, ValidationError

from kreisblick.base.definitions import Definition, Text
from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import CubeDefinition, Slice
from kreisblick.territory.areas import Generation, Territory
from kreisblick.territory.areas.errors import TableFileError
from kreisblick.territory.areas.files import read_table

__all__ = [
    "AREA",
    "AREAS_FILE",
    "CATALOGUE",
    "DECISIONS_FILE",
    "DISTRICT_ROW",
    "FILE",
    "NAME",
    "PROGRAMME",
    "PUBLIC_KEY",
    "STREETS",
    "TOTAL_ROW",
    "WITHHELD",
    "Kit",
    "KitCell",
    "KitGeneration",
    "NoKitError",
    "heading",
    "read_kit",
    "read_kit_areas",
]

FILE, AREAS_FILE, DECISIONS_FILE = "kit.json", "areas.csv", "decisions.csv"
STREETS, CATALOGUE, PROGRAMME = "streets", "catalogue", "programm"
PUBLIC_KEY = "public_key.txt"
AREA, NAME = "Gebiet", "Name"  # the first two headings of the delivery
TOTAL_ROW, DISTRICT_ROW = "Gemeinde {}", "Kreis insgesamt"
WITHHELD = "*"


class NoKitError(KreisblickError):
    """The folder is no kit, or a part of it is missing or was changed."""

    def __init__(self, folder: Path) -> None:
        words = _(
            "{folder} is no kit for counting, or a part of it is missing. Unpack the kit again, "
            "whole, and leave its files as they are."
        )
        super().__init__(words.format(folder=folder))


class KitCell(Definition):
    """One column of the delivery: a question to a cube.

    Attributes:
        column: its heading.
        cube: key.
        set: dimension to code; dimensions that are not named are all counted together.
    """

    column: Text
    cube: Text
    set: dict[str, Text] = Field(default_factory=dict)

    @property
    def slice(self) -> Slice:
        """The question."""
        return Slice.of({name: [code] for name, code in self.set.items()})


class KitGeneration(Definition):
    """The areas that are counted on."""

    key: Text
    valid_from: date
    valid_until: date | None = None


class Kit(Definition):
    """The content of ``kit.json``.

    Attributes:
        district: the name of the district.
        supplier: key of the office that counts.
        product: key of its list of persons, by whose definition the list is read.
        counted: key of the product that is delivered instead.
        title: of the list, for people.
        reference_date: the day the list is of.
        covered: keys of the municipalities the office speaks for.
        generation: the areas.
        cells: what is counted, in order of the columns.
        programme: version of Kreisblick that made the kit.
    """

    district: Text
    supplier: Text
    product: Text
    counted: Text
    title: Text
    reference_date: date
    covered: tuple[Text, ...]
    generation: KitGeneration
    cells: tuple[KitCell, ...]
    programme: Text

    @property
    def name(self) -> str:
        """How the delivered file is called, without its ending."""
        return f"{self.supplier}_{self.counted}_{self.reference_date.isoformat()}"


def heading(cube: CubeDefinition, question: Mapping[str, str]) -> str:
    """A cell's column in words, for whoever looks at what leaves the house."""
    titles = {dimension.name: dimension for dimension in cube.dimensions}
    parts = [cube.title.de]
    for name, code in question.items():
        label = titles[name].labels.get(code)
        parts.append(f"{titles[name].title.de}: {label.de if label else code}")
    return ", ".join(parts)


def read_kit(folder: Path) -> Kit:
    """The kit in a folder.

    Raises:
        NoKitError: when there is none, or it cannot be read.
    """
    try:
        return Kit.model_validate_json((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        raise NoKitError(folder) from None


def read_kit_areas(folder: Path, kit: Kit) -> Territory:
    """The areas of a kit; it carries no boundaries, and counting needs none.

    Raises:
        NoKitError: when their list is missing.
    """
    try:
        areas = read_table(folder / AREAS_FILE)
    except TableFileError:
        raise NoKitError(folder) from None
    return Territory(
        generation=Generation(**kit.generation.model_dump()),
        areas=areas,
        geometry=np.full(areas.height, None),
    )
