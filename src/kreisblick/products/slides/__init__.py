"""Slides: what a committee is told of a report. Its verb is *show*.

In: a verified bundle, the editorial, choices. Out: ``slides.pdf``, accessible, and
``slides.pptx``, with layouts, charts and tables that can be edited; both say the same.
"""

from kreisblick.products.slides.build import build_slides
from kreisblick.products.slides.definition import SlidesDefinition, read_slides, slides_definition
from kreisblick.products.slides.drafts import COLOUR as DRAFT_COLOUR
from kreisblick.products.slides.drafts import draft_mark
from kreisblick.products.slides.places import PLACES, filled_places
from kreisblick.products.slides.points import KeyPoint, key_points
from kreisblick.products.slides.show import PresentationError
from kreisblick.products.slides.spoken import spoken
from kreisblick.products.slides.texts import wrong_in

__all__ = [
    "DRAFT_COLOUR",
    "PLACES",
    "KeyPoint",
    "PresentationError",
    "SlidesDefinition",
    "build_slides",
    "draft_mark",
    "filled_places",
    "key_points",
    "read_slides",
    "slides_definition",
    "spoken",
    "wrong_in",
]
