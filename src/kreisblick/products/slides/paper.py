"""The slides as an accessible PDF, one page each."""

from dataclasses import asdict
from datetime import date
from typing import Any

from kreisblick.base.language import language
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import read_palette
from kreisblick.products.slides.definition import SlidesDefinition
from kreisblick.products.slides.drafts import marking_template
from kreisblick.products.slides.model import Deck
from kreisblick.products.slides.spoken import region
from kreisblick.products.typeset import open_typesetter

__all__ = ["slides_pdf"]


def slides_pdf(deck: Deck, definition: SlidesDefinition, day: date) -> bytes:
    """The PDF of fitted slides.

    Raises:
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
    """
    with (
        marking_template(definition.template, deck.mark) as template,
        open_typesetter(template, definition.standards) as typesetter,
    ):
        for name, content in sorted(deck.pictures.items()):
            typesetter.lay(name, content)
        return typesetter.set_document(_data(deck, definition), day)


def _data(deck: Deck, definition: SlidesDefinition) -> dict[str, Any]:
    return {
        "meta": {
            "title": deck.title,
            "district": deck.district,
            "foot": deck.foot,
            "fonts": list(definition.fonts),
            "lang": language(),
            "region": region(),
        },
        "labels": {
            "legend": _("Legend"),
            "place": _("Municipality"),
            "bars": _("Bar: value; line: 95 % interval"),
            "value": _("Value"),
        },
        "colours": read_palette().light.model_dump(),
        "slides": [asdict(slide) for slide in deck.slides],
    }
