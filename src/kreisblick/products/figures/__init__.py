"""Figures: what a bundle has released, as all products tell it. Its verb is *take out*.

In: a verified bundle. Out: every figure with one state, described from the catalogue, in the order
of readers. A figure whose state has no number carries none, so no product can show it.
"""

from kreisblick.products.figures.choices import by_choice, choice_levels, released_indices
from kreisblick.products.figures.describe import (
    Described,
    Remark,
    concept_title,
    describe_indicators,
    say,
    slug,
)
from kreisblick.products.figures.english import (
    class_words,
    in_readers_language,
    sign_in_english,
)
from kreisblick.products.figures.model import State
from kreisblick.products.figures.released import german_order, released_figures

__all__ = [
    "Described",
    "Remark",
    "State",
    "by_choice",
    "choice_levels",
    "class_words",
    "concept_title",
    "describe_indicators",
    "german_order",
    "in_readers_language",
    "released_figures",
    "released_indices",
    "say",
    "sign_in_english",
    "slug",
]
