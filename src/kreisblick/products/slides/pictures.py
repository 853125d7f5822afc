"""Maps with their legends as PNG, drawn by the typesetter from the SVG the PDF shows."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import typst

from kreisblick.base.definitions import shipped
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import read_palette
from kreisblick.products.slides.definition import SlidesDefinition
from kreisblick.products.slides.model import Deck

__all__ = ["draw_maps"]

DOTS_PER_INCH = 150  # sharp on a projector of 4,000 dots, small enough to send


def draw_maps(deck: Deck, definition: SlidesDefinition) -> Mapping[int, bytes]:
    """Number of the slide to its picture; the same slides and fonts give the same bytes."""
    found: dict[int, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="kreisblick-") as name:
        folder = Path(name)
        shutil.copyfile(shipped("catalogue", "products", "slides", "map.typ"), folder / "map.typ")
        for picture, content in deck.pictures.items():
            (folder / picture).write_text(content, encoding="utf-8")
        for number, slide in enumerate(deck.slides):
            if slide.map is None:
                continue
            data = {
                "map": asdict(slide.map),
                "fonts": list(definition.fonts),
                "labels": {"legend": _("Legend"), "number": _("number of areas")},
                "colours": read_palette().light.model_dump(),
            }
            (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
            drawn = typst.compile(
                str(folder / "map.typ"), root=name, format="png", ppi=DOTS_PER_INCH
            )
            found[number] = bytes(drawn)
    return found
