"""Drafts: what is not released says so on every page, whatever template it is made with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm, Pt

from kreisblick.base.language import translate as _
from kreisblick.products.slides.model import Deck, Point, Slide

__all__ = ["COLOUR", "draft_mark", "mark_page", "marked", "marking_template"]

COLOUR = "B5651D"  # a state of work, beside its word; as in the palette
FIRST = 2  # after the properties of the group: what is read first
TEMPLATE = """#set page(foreground: place(top + center, dy: 0.2cm,
  text(size: 14pt, weight: "bold", fill: rgb("COLOUR"), hyphenate: false)[MARK]))
#include "MAIN"
"""


def draft_mark() -> str:
    """The words on every page of a draft."""
    return _("Draft – not to be handed on")


def marked(deck: Deck) -> Deck:
    """The slides with the mark: seen on each, read aloud on the first and in all notes."""
    mark = draft_mark()
    first, *others = deck.slides
    first = replace(first, points=(Point(text=f"{mark}."), *first.points))
    slides = (_noted(first, mark), *(_noted(one, mark) for one in others))
    return replace(deck, mark=mark, foot=f"{mark} · {deck.foot}", slides=slides)


def _noted(slide: Slide, mark: str) -> Slide:
    return replace(slide, notes=(f"{mark}.", *(slide.notes or (slide.source,))))


@contextmanager
def marking_template(template: Path, mark: str) -> Iterator[Path]:
    """A template that puts the mark on every page of another one; that one where there is none."""
    if not mark:
        yield template
        return
    with TemporaryDirectory(prefix="kreisblick-") as name:
        folder = Path(name) / template.parent.name  # shipped templates are found by this name
        folder.mkdir()
        for file in template.parent.glob("*.typ"):
            shutil.copyfile(file, folder / file.name)
        own = folder / f"draft-{template.name}"
        text = TEMPLATE.replace("MAIN", template.name).replace("MARK", mark)
        own.write_text(text.replace("COLOUR", COLOUR), encoding="utf-8")
        yield own


def mark_page(page: Any, mark: str) -> None:
    """The mark on a slide, above whatever its layout holds, and first in the reading order."""
    width = page.part.package.presentation_part.presentation.slide_width
    box = page.shapes.add_textbox(0, Cm(0.1), width, Cm(0.9))
    box.name = mark
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text, run.font.bold, run.font.size = mark, True, Pt(14)
    run.font.color.rgb = RGBColor(*bytes.fromhex(COLOUR))  # type: ignore[no-untyped-call]
    page.shapes._spTree.insert(FIRST, box._element)
