"""Advice: which change of the plan would free most. Its verb is *advise*.

In: what would be protected (cubes, slices, shares, areas, rules) and changes that could be made to
it. Out: the best few, each measured by protecting once more. A cheap count of small figures picks
which are tried. Everything here is for the sealed zone: it knows where small figures are.
"""

from kreisblick.protection.advice.advise import advise
from kreisblick.protection.advice.model import Kind, Setting, Suggestion, Variant
from kreisblick.protection.advice.neighbours import neighbouring_areas
from kreisblick.protection.advice.small import Figures, figures_of
from kreisblick.protection.advice.together import joined_key, show_together

__all__ = [
    "Figures",
    "Kind",
    "Setting",
    "Suggestion",
    "Variant",
    "advise",
    "figures_of",
    "joined_key",
    "neighbouring_areas",
    "show_together",
]
