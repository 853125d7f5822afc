"""Cuts: a town's own areas beside the district's planning areas. Its verb is *tell*.

In: a verified bundle. Out: for each town that has areas of its own a map with both boundaries, a
table of which lies in which and how much of it, and sentences about what the difference means for
reading figures. Report, editions and atlas print it. Nothing counts people: shares are of public
addresses, in steps of 5 %. Where no town has own areas there is nothing to tell.
"""

from kreisblick.products.cuts.model import OwnCutSheet
from kreisblick.products.cuts.tell import tell_own_cuts

__all__ = ["OwnCutSheet", "tell_own_cuts"]
