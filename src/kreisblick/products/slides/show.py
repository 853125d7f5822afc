"""The slides as a presentation: layouts are filled, charts stay charts, every slide has notes."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.util import Pt

from kreisblick.base.archives import steady_archive
from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.products.slides.definition import SlidesDefinition
from kreisblick.products.slides.drafts import mark_page
from kreisblick.products.slides.model import Deck, MapPicture, Point, Slide
from kreisblick.products.slides.native_chart import fill_chart
from kreisblick.products.slides.native_table import fill_table
from kreisblick.products.slides.pictures import draw_maps
from kreisblick.products.slides.spoken import speak, spoken

__all__ = ["PresentationError", "slides_pptx"]

LAYOUTS = {
    "title": "Titelfolie",
    "points": "Aussagen",
    "map": "Karte",
    "chart": "Diagramm",
    "table": "Tabelle",
}
TEXT, ABOUT, PICTURE, SUBTITLE, CHART, TABLE, SOURCE = 1, 13, 14, 15, 16, 17, 20
FOOT_KINDS = ("ftr", "sldNum")


class PresentationError(KreisblickError):
    """A changed presentation cannot be filled."""

    @classmethod
    def lacks(cls, path: Path, what: str) -> "PresentationError":
        """It lacks a layout or a placeholder."""
        words = _(
            "The presentation {path} lacks {what}. Compare it with the one that ships with "
            "Kreisblick."
        )
        return cls(words.format(path=path, what=what))


def slides_pptx(deck: Deck, definition: SlidesDefinition, day: date) -> bytes:
    """The presentation of fitted slides; the same slides give the same bytes.

    Raises:
        PresentationError: when a changed presentation lacks what is filled.
    """
    path = definition.presentation
    show = _opened(path)
    layouts = {layout.name: layout for layout in show.slide_layouts}
    maps = draw_maps(deck, definition)
    for number, slide in enumerate(deck.slides):
        name = LAYOUTS[slide.kind]
        if name not in layouts:
            raise PresentationError.lacks(path, _("the layout “{name}”").format(name=name))
        page = show.slides.add_slide(layouts[name])
        try:
            _fill(page, slide, maps.get(number))
        except KeyError as error:
            words = _("the placeholder {number} in the layout “{name}”")
            raise PresentationError.lacks(path, words.format(number=error, name=name)) from None
        _foot(page, deck.foot)
        _notes(page, slide)
        if deck.mark:
            mark_page(page, deck.mark)
        speak(page)
    moment = datetime.combine(day, time(), UTC)
    about = show.core_properties
    about.title, about.subject = f"{deck.title}, {deck.district}", deck.foot
    about.author = about.last_modified_by = deck.district
    about.language, about.revision = spoken(), 1
    about.created = about.modified = moment
    stream = BytesIO()
    show.save(stream)
    return steady_archive(stream.getvalue())


def _opened(path: Path) -> Any:
    try:
        return Presentation(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise PresentationError.lacks(path, str(error)) from None


def _fill(page: Any, slide: Slide, picture: bytes | None) -> None:
    _write(page.shapes.title, [Point(text=slide.title)], slide.title_size, slide.kind == "title")
    places = {one.placeholder_format.idx: one for one in page.placeholders}
    if slide.kind == "title":
        _write(places[TEXT], [Point(text=slide.subtitle)])
        _write(places[ABOUT], slide.points)
    elif slide.kind == "points":
        _write(places[TEXT], slide.points, slide.size)
    else:
        _write(places[SUBTITLE], [Point(text=slide.subtitle)] if slide.subtitle else [])
    if slide.map is not None and picture is not None:
        _picture(places[PICTURE], picture, slide.map)
    if slide.chart is not None:
        fill_chart(places[CHART], slide.chart, slide.size)
    if slide.table is not None:
        fill_table(places[TABLE], slide.table, slide.size)
    if SOURCE in places:
        _write(places[SOURCE], [Point(text=slide.source)] if slide.source else [])
    _without_empty(page)


def _write(
    place: Any, points: Sequence[Point], size: float | None = None, own_size: bool = False
) -> None:
    """Paragraphs with their bold beginnings."""
    frame = place.text_frame
    for number, point in enumerate(points):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        gap = " " if point.lead and point.text else ""
        for words, bold in ((point.lead, True), (gap + point.text, False)):
            if words.strip():
                run = paragraph.add_run()
                run.text = words
                if bold:
                    run.font.bold = True
                if size is not None and not own_size:
                    run.font.size = Pt(size)


def _picture(place: Any, content: bytes, told: MapPicture) -> None:
    """A picture as large as its place allows, whole, with its words for those who do not see it."""
    left, top, width, height = place.left, place.top, place.width, place.height
    picture = place.insert_picture(BytesIO(content))
    picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
    wide, high = picture.image.size
    scale = min(width / wide, height / high)
    picture.width, picture.height = round(wide * scale), round(high * scale)
    picture.left = left + (width - picture.width) // 2
    picture.top = top + (height - picture.height) // 2
    legend = "; ".join(f"{line.text}: {line.count}" for line in told.legend)
    picture._element._nvXxPr.cNvPr.set("descr", f"{told.alt} {legend}".strip())


def _without_empty(page: Any) -> None:
    """Places that hold nothing would show their prompt."""
    for place in list(page.placeholders):
        if place.has_text_frame and not place.text_frame.text:
            place._element.getparent().remove(place._element)


def _foot(page: Any, words: str) -> None:
    """Foot and number: copies of the layout's, which new slides do not bring along."""
    for place in page.slide_layout.placeholders:
        kind = place._element.ph.get("type")
        if kind not in FOOT_KINDS:
            continue
        copied = deepcopy(place._element)
        page.shapes._spTree.append(copied)
        shape = page.shapes[-1]
        copied._nvXxPr.cNvPr.set("id", str(100 + FOOT_KINDS.index(kind)))
        if kind == "ftr":
            shape.text_frame.text = ""
            _write(shape, [Point(text=words)])


def _notes(page: Any, slide: Slide) -> None:
    lines = slide.notes or ((slide.source,) if slide.source else ())
    frame = page.notes_slide.notes_text_frame
    if frame is None or not lines:
        return
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
