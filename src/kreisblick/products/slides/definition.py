"""What the slides hold: choices and standing texts, from the catalogue."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.products.slides.places import PLACES
from kreisblick.products.slides.texts import wrong_in

__all__ = ["SlidesDefinition", "read_slides", "slides_definition"]


class SlidesDefinition(Definition):
    """Choices of the slides for a committee.

    Attributes:
        standards: PDF standards the file claims and is checked for while it is set.
        fonts: families, the first that is installed is used.
        committee: whose meeting it is; may be absent.
        themes: titles of the themes that are told of; all without.
        points: indicators on the slide of the most important; chosen by how sure their signals
            are where none is named.
        points_most, charts_most, changes_most: how many at most.
        map: the indicator of the map; the surest of those with planning areas without.
        charts: indicators shown as bars by municipality.
        changes: indicators whose change is told.
        bars_per_slide, rows_per_slide: before a chart or table goes on on the next slide.
        names_most: how many areas are named in one row before the rest is counted.
        sizes: letters that points may have, in points, from large to small.
        table_size: letters of tables, in points.
        about, method, limits, asks: standing texts; ``{report}`` and the like are filled in.
        folder: where ``slides.typ`` and ``slides.pptx`` lie; the shipped ones unless named.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    committee: Text | None = None
    themes: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    points_most: int = Field(ge=1)
    map: Text | None = None
    charts: tuple[Text, ...] = ()
    charts_most: int = Field(ge=0)
    changes: tuple[Text, ...] = ()
    changes_most: int = Field(ge=0)
    bars_per_slide: int = Field(ge=2)
    rows_per_slide: int = Field(ge=2)
    names_most: int = Field(ge=1)
    sizes: tuple[float, ...] = Field(min_length=1)
    table_size: float = Field(gt=0)
    about: tuple[Text, ...]
    method: tuple[Text, ...]
    limits: tuple[Text, ...]
    asks: tuple[Text, ...] = ()
    folder: Path | None = None

    @property
    def template(self) -> Path:
        """The Typst template."""
        return _beside(self.folder, "slides.typ")

    @property
    def presentation(self) -> Path:
        """The presentation whose layouts are filled."""
        return _beside(self.folder, "slides.pptx")


def slides_definition(
    definition: SlidesDefinition | Mapping[str, Any] | None = None,
) -> SlidesDefinition:
    """The definition given, or the shipped one."""
    if definition is None:
        return _shipped_definition()
    if isinstance(definition, SlidesDefinition):
        return definition
    return SlidesDefinition.model_validate(definition)


def read_slides(folder: Path) -> SlidesDefinition:
    """The choices of a district's own folder, and its own templates where it has them.

    Args:
        folder: with ``slides.yaml``, ``slides.pptx`` or ``slides.typ``; each of them, and the
            folder itself, may be absent.

    Raises:
        FaultsFoundError: its ``slides.yaml`` is not sensible.
    """
    own = folder / "slides.yaml"
    if not own.is_file():
        return slides_definition().model_copy(update={"folder": folder})
    found = read_definition(own, SlidesDefinition)
    texts = {name: getattr(found, name) for name in ("about", "method", "limits", "asks")}
    faults = [
        Fault(code="slides", where=f"{own}: {name}", message=message)
        for name, ones in texts.items()
        for text in ones
        for message in wrong_in(text, PLACES)
    ]
    if faults:
        raise FaultsFoundError(str(own), faults)
    return found.model_copy(update={"folder": folder})


@cache
def _shipped_definition() -> SlidesDefinition:
    return read_definition(_folder(None) / "slides.yaml", SlidesDefinition)


def _beside(folder: Path | None, name: str) -> Path:
    """A file of the district's own folder, or the shipped one where that has none."""
    own = _folder(folder) / name
    return own if own.is_file() else _folder(None) / name


def _folder(chosen: Path | None) -> Path:
    return chosen or shipped("catalogue", "products", "slides")
