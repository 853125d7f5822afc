"""Slugs: keys as names of files, the same for those who write files and those who judge them."""

import hashlib
import re
import unicodedata

__all__ = ["area_slug"]

SAFE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST = 60  # letters of a file name that a reader still takes in
NOT_FREE = re.compile(
    r"index|compare|short|plain|con|prn|aux|nul|com\d|lpt\d"
)  # pages of ours, devices


def area_slug(area: str) -> str:
    """An area's key as a file name and part of an address, the same in all products.

    Plain keys stay as they are. Every other key (capitals, umlauts, signs, very long) gets a short
    name and, after two hyphens, the start of its hash, so that no two keys share a file: not on a
    computer that takes capitals for small letters, and not through ``..`` or a slash.

    >>> area_slug("0999900101")
    '0999900101'
    >>> area_slug("05/12 a")
    '05-12-a--bd0215a81f'
    """
    if SAFE.fullmatch(area) and len(area) <= LONGEST and not NOT_FREE.fullmatch(area):
        return area
    plain = unicodedata.normalize("NFKD", area.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    short = "-".join(words)[: LONGEST // 2].rstrip("-") or "area"
    return f"{short}--{hashlib.sha256(area.encode()).hexdigest()[:10]}"
