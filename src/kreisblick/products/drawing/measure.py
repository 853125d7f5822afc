"""Measure: how wide a line of text is drawn, and how a name is made to fit its place."""

from dataclasses import dataclass
from functools import cache

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["Lines", "fit", "width_of"]

NEARLY = 0.85  # of the size that was asked for; so much smaller, one line is better than two
SMALLEST = 0.7  # smaller letters cannot be read; two lines of this size stand in the height of one
BREAK_BEHIND = " -/"


class _LetterWidths(Definition):
    """Width in thousandths of the size → the letters that are so wide."""

    regular: dict[int, str]
    bold: dict[int, str]


@dataclass(frozen=True)
class Lines:
    """Words as they fit.

    Attributes:
        texts: one line, or two.
        size: of the letters, at most what was asked for.
    """

    texts: tuple[str, ...]
    size: float


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is at most, in the unit of the size; for the families that pictures name.

    >>> round(width_of("Lindenau", 10), 1)
    46.0
    """
    known = _widths(bold)
    return sum(known.get(letter, 1000) for letter in words) * size / 1000


def fit(words: str, room: float, size: float, *, bold: bool = False) -> Lines:
    """Words in one line, else in two smaller ones, else cut with an ellipsis; never wider.

    >>> fit("St. Annen an der Linde-Weißer Stein", 150, 15).texts
    ('St. Annen an der', 'Linde-Weißer Stein')
    """
    alone = room / max(width_of(words, 1, bold=bold), 1e-9)
    if alone >= size * NEARLY:
        return Lines((words,), min(size, alone))
    small = size * SMALLEST
    pairs = [(words[:i], words[i:]) for i in range(1, len(words)) if words[i - 1] in BREAK_BEHIND]
    widest = {pair: max(width_of(one.strip(), small, bold=bold) for one in pair) for pair in pairs}
    best = min(pairs, key=lambda pair: widest[pair], default=(words,))
    if len(best) == 1 and alone >= small:
        return Lines((words,), alone)
    return Lines(tuple(_cut(one.strip(), room, small, bold) for one in best), small)


def _cut(words: str, room: float, size: float, bold: bool) -> str:
    """As many letters as fit, with an ellipsis where some are left out."""
    if width_of(words, size, bold=bold) <= room:
        return words
    ends = range(len(words), 0, -1)
    fitting = (words[:end].rstrip(" -/") + "…" for end in ends)
    return next((one for one in fitting if width_of(one, size, bold=bold) <= room), "…")


@cache
def _widths(bold: bool) -> dict[str, int]:
    path = shipped("catalogue", "products", "letter_widths.yaml")
    given = read_definition(path, _LetterWidths)
    groups = given.bold if bold else given.regular
    return {letter: width for width, letters in groups.items() for letter in letters}
