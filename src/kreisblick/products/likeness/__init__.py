"""Likeness: one page about areas beside each other, from what a bundle carries of it.

In: a verified bundle. Out: ``build_likeness`` writes ``index.html``: similar areas in other
municipalities, types, uneven spread, what goes together; each with how far it carries.
``similar_areas_of`` gives the same names and words for the areas' profiles.
"""

from kreisblick.products.likeness.build import build_likeness
from kreisblick.products.likeness.similar import Similar, not_compared, similar_areas_of

__all__ = ["Similar", "build_likeness", "not_compared", "similar_areas_of"]
