"""Pictures for Word: our SVG photographed in one run of the typesetter, with its legend."""

import io
from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docx.shared import Mm
from PIL import Image

from kreisblick.products.report.issue import Issue
from kreisblick.products.typeset import open_typesetter

__all__ = ["Pictures", "photographed"]

TEMPLATE = "pictures.typ"
COLOURS = 256
MAP_MM, LEGEND_MM, CHART_MM = 92, 52, 140  # so that most indicators fit on one page


class Pictures:
    """Photographs by name, and how they are put into a document."""

    def __init__(self, photographs: Mapping[str, bytes], width_mm: Mapping[str, float]) -> None:
        self._photographs = photographs
        self._width_mm = width_mm
        self._count = 0

    def add(self, document: Document, name: str, alt: str) -> None:
        """Append a picture; its description is the finding it shows."""
        paragraph = document.add_paragraph(style="Picture")
        shape = paragraph.add_run().add_picture(
            io.BytesIO(self._photographs[name]), width=Mm(self._width_mm[name])
        )
        self._count += 1
        described = shape._inline.docPr
        described.set("id", str(self._count))
        described.set("name", name.removesuffix(".svg"))
        described.set("descr", alt)


def photographed(issue: Issue) -> Pictures:
    """All pictures of the report as PNG, each as wide as it stands in Word."""
    shown = _shown(issue)
    with open_typesetter(issue.definition.file(TEMPLATE), ()) as typesetter:
        for name, content in issue.pictures.items():
            typesetter.lay(name, content)
        told = {"pictures": shown, "meta": dict(issue.meta), "colours": dict(issue.colours)}
        pages = typesetter.photograph(told, issue.definition.picture_dpi)
    return Pictures(
        {one["file"]: with_palette(page) for one, page in zip(shown, pages, strict=True)},
        {one["file"]: one["width"] for one in shown},
    )


def with_palette(photograph: bytes) -> bytes:
    """A PNG with at most 256 colours, on white: a third of its size, and the same to the eye.

    Maps and charts have few colours; the rest are soft edges of lines and letters. Areas keep
    their colours exactly.
    """
    drawn = Image.open(io.BytesIO(photograph)).convert("RGBA")
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    few = paper.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small = io.BytesIO()
    few.save(small, "PNG")
    return small.getvalue()


def _shown(issue: Issue) -> list[dict[str, Any]]:
    """Every picture that stands in a chapter: file, legend and width in millimetres."""
    cover = {"file": issue.cover["file"], "legend": [], "width": 120, "drawn": 120}
    found = {cover["file"]: cover}
    for chapter in issue.chapters:
        for block in chapter.blocks:
            if block["kind"] == "picture":
                drawn = MAP_MM if block["legend"] else CHART_MM
                found[block["file"]] = {
                    "file": block["file"],
                    "legend": block["legend"],
                    "width": drawn + LEGEND_MM if block["legend"] else drawn,
                    "drawn": drawn,
                }
    return list(found.values())
