"""Changes: what is different since the round before. Its verb is *tell*.

In: two verified bundles, the new one and the one before. Out: a monitor page and a table: what is
different, where, whether it is certain, what to look at. Every figure in them is read from the new
bundle, which was protected and is attacked as a whole; the old one only says what was there: an
old figure beside a new one could be more than either allows.
"""

from kreisblick.products.changes.compare import Changes, compare_rounds
from kreisblick.products.changes.tell import Awaited, compared_with, tell_changes

__all__ = ["Awaited", "Changes", "compare_rounds", "compared_with", "tell_changes"]
