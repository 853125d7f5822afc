"""Changes: what is different since the round before. Its verb is *tell*.

In: two verified bundles, the new one and the one before. Out: a page and a table. Every figure in
them is read from the new bundle, which was protected and is attacked as a whole; the old one only
says what was there: an old figure beside a new one could be more than either allows.
"""

from kreisblick.products.changes.compare import Changes, compare_rounds
from kreisblick.products.changes.tell import tell_changes

__all__ = ["Changes", "compare_rounds", "tell_changes"]
