"""The colours, read from the catalogue."""

from functools import cache
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.products.drawing.model import Role

__all__ = ["Colours", "Palette", "read_palette"]


class Colours(Definition):
    """One set of colours: for paper and light screens, or for dark ones."""

    ink: Text
    paper: Text
    quiet: Text
    line: Text
    border: Text
    area: Text
    municipality: Text
    district: Text
    sequence: tuple[Text, Text, Text, Text, Text]
    deviation: tuple[Text, Text, Text, Text, Text]

    def of(self, role: Role) -> str:
        """The colour of this area, its municipality or the district."""
        return {
            Role.AREA: self.area,
            Role.MUNICIPALITY: self.municipality,
            Role.DISTRICT: self.district,
        }[role]


class Palette(Definition):
    """The colours of the house in their two sets."""

    light: Colours
    dark: Colours


@cache
def read_palette(path: Path | None = None) -> Palette:
    """The palette in a file; without one the shipped ``catalogue/products/colours.yaml``."""
    return read_definition(path or shipped("catalogue", "products", "colours.yaml"), Palette)
