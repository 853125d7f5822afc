"""Likeness: one page about areas beside each other, from what a bundle carries of it.

In: a verified bundle. Out: ``build_likeness`` writes ``index.html``: similar areas in other
municipalities, types, uneven spread, what goes together; each with how far it carries.
``similar_lines`` gives one area's line for its profile.
"""

from kreisblick.products.likeness.build import build_likeness
from kreisblick.products.likeness.similar import similar_lines

__all__ = ["build_likeness", "similar_lines"]
