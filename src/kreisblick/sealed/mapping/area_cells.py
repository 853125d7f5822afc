"""How well the contents of a column are known as areas: as they stand, or a key inside them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.mapping.own_areas import OwnAreas

__all__ = ["Fit", "best_fit"]

AGS = 8  # digits of an official municipality key
POSTCODE = 5
IN_FRONT = r"^([0-9][0-9./]*)[:,;]?\s+(?:[–-]\s*)?[^\W\d]"  # 0801 Altstadt; 08.01 - Altstadt
BEHIND = r"\(([0-9][0-9.]*)\)$"  # Altstadt (0801)
AFTER_KEY = r"^[0-9][0-9./]*[:,;]?\s+(?:[–-]\s*)?([^\W\d].*)$"  # the name behind a key
POSTCODE_IN_FRONT = r"^(?:D[ -])?([0-9]{4,5})\b"


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How a column's contents become areas.

    Attributes:
        share: of the distinct contents that are known.
        extract: pattern whose first group is the key or name inside the cell.
        pad: digits to which leading zeros are restored.
        own: the table that translates them, where it is not ours.
    """

    share: float
    extract: str | None = None
    pad: int | None = None
    own: OwnAreas | None = None

    def inside(self, text: str) -> str:
        """The key or name inside a cell."""
        match = re.search(self.extract, text) if self.extract else None
        found = match[1] if match else text
        return found.zfill(self.pad) if self.pad and found.isdigit() else found


def best_fit(means: str, texts: Sequence[str], known: Known) -> Fit:
    """The way of reading by which most contents are known; the plainest of equals.

    Args:
        means: of the column.
        texts: its distinct contents, without those of sums.
        known: what is known of the district.
    """
    if not texts:
        return Fit(share=0.0)
    if means in {"postcode", "postcode_place"}:
        return _postcodes(means, texts, known)
    extracts = (None, IN_FRONT, BEHIND, AFTER_KEY)
    ways = [_direct(means, texts, known, extract) for extract in extracts]
    ways += [_own(texts, own, extract) for own in known.own_areas for extract in extracts[:3]]
    return max(ways, key=lambda fit: fit.share)  # the first of equals


def _direct(means: str, texts: Sequence[str], known: Known, extract: str | None) -> Fit:
    """Our own keys and names."""
    plain = Fit(share=0.0, extract=extract)
    tests: dict[str, Callable[[str], bool]] = {
        "area_code": lambda text: (
            text in known.area_keys | known.municipality_keys
            or text == known.district
            or fold_name(text) in known.area_names
        ),
        "area_name": lambda text: (
            fold_name(text) in known.area_names | known.municipality_names
            or text in known.area_keys
        ),
        "municipality_code": lambda text: text.zfill(AGS) in known.municipality_keys,
        "municipality_name": lambda text: fold_name(text) in known.municipality_names,
        "place": lambda text: fold_name(text) in known.municipality_names,
    }
    inside = [plain.inside(text) for text in texts]
    if extract and inside == list(texts):
        return plain
    share = sum(1 for text in inside if tests[means](text)) / len(inside)
    if means == "municipality_code":
        short = any(len(text) == AGS - 1 for text in inside)
        return Fit(share=share, extract=extract, pad=AGS if short else None)
    return (
        _padded(inside, known, Fit(share=share, extract=extract))
        if means == "area_code"
        else (Fit(share=share, extract=extract))
    )


def _padded(inside: Sequence[str], known: Known, fit: Fit) -> Fit:
    """Keys whose leading zeros a spreadsheet has eaten."""
    lengths = {len(key) for key in known.area_keys}
    if len(lengths) != 1 or not all(text.isdigit() for text in inside):
        return fit
    width = lengths.pop()
    share = sum(1 for text in inside if text.zfill(width) in known.area_keys) / len(inside)
    return Fit(share=share, extract=fit.extract, pad=width) if share > fit.share else fit


def _own(texts: Sequence[str], own: OwnAreas, extract: str | None) -> Fit:
    """An office's own, through a table that the workspace has."""
    plain = Fit(share=0.0, extract=extract)
    inside = [plain.inside(text) for text in texts]
    share, padded = own.share(inside), own.share(inside, pad=own.width)
    if padded > share:
        return Fit(share=padded, extract=extract, pad=own.width, own=own)
    return Fit(share=share, extract=extract, own=own)


def _postcodes(means: str, texts: Sequence[str], known: Known) -> Fit:
    extract = POSTCODE_IN_FRONT if means == "postcode_place" else None
    plain = Fit(share=0.0, extract=extract)
    inside = [plain.inside(text) for text in texts]
    share = sum(1 for text in inside if text.zfill(POSTCODE) in known.postcodes) / len(inside)
    short = any(len(text) < POSTCODE for text in inside if text.isdigit())
    return Fit(share=share, extract=extract, pad=POSTCODE if short else None)
