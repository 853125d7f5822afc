"""Secrecy: how much detail was kept, and what municipalities chose. Its verb is *measure*.

In: a bundle. Out: figures shown of those that the finest tables could show, by table, slice and
level, and by people; a page. Everything is counted from what the bundle shows anybody: nothing
here knows which figure is small and which covers another.
"""

from kreisblick.products.secrecy.measure import Kept, detail_kept, kept_in_all
from kreisblick.products.secrecy.page import build_secrecy
from kreisblick.products.secrecy.tell import choice_rows, kept_rows, kept_sentence

__all__ = [
    "Kept",
    "build_secrecy",
    "choice_rows",
    "detail_kept",
    "kept_in_all",
    "kept_rows",
    "kept_sentence",
]
