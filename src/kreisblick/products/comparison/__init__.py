"""Comparison: *compare* several cuts of the same ground on one page.

In: blocks, and cuts with their figures. Out: a page with a map of every cut and one table of
figures, in which those are marked that no other cut beats everywhere.
"""

from kreisblick.products.comparison.compare import compare
from kreisblick.products.comparison.model import Candidate
from kreisblick.products.comparison.shapes import join_blocks

__all__ = ["Candidate", "compare", "join_blocks"]
