"""Names on a map: near their towns, inside the picture, none over another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kreisblick.products.drawing.measure import Lines, fit, width_of
from kreisblick.products.drawing.outlines import TownName

__all__ = ["PlacedName", "place_names"]

WIDEST = 0.6  # of the map's width; longer names are set in two lines or smaller
FARTHEST = 3.0  # sizes of letters that a name may stand away from its town
HALO = 3.0  # room around letters, units


@dataclass(frozen=True)
class PlacedName:
    """A name and the middle of its box.

    Attributes:
        half: of the box's width and height.
    """

    words: Lines
    x: float
    y: float
    half: tuple[float, float] = field(repr=False)

    def touches(self, other: "PlacedName") -> bool:
        """Whether the boxes overlap."""
        wide, high = (one + two for one, two in zip(self.half, other.half, strict=True))
        return abs(self.x - other.x) < wide and abs(self.y - other.y) < high


def place_names(
    names: Sequence[TownName],
    sizes: Mapping[str, float],
    box: tuple[float, float],
    letters: float,
) -> list[PlacedName]:
    """The names, those of large towns first; where no room is near a town, it stays without.

    Args:
        names: with the point where each stands best.
        sizes: key of a town to how large it is, in any unit.
        box: width and height of the map.
        letters: size of the letters.
    """
    placed: list[PlacedName] = []
    for name in sorted(names, key=lambda one: (-sizes.get(one.key, 0.0), one.y, one.x, one.key)):
        tries = _tries(name, box, letters)
        found = next((one for one in tries if not any(map(one.touches, placed))), None)
        if found is not None:
            placed.append(found)
    return sorted(placed, key=lambda one: (one.y, one.x))


def _tries(name: TownName, box: tuple[float, float], letters: float) -> Iterator[PlacedName]:
    """The name at its best place, then farther and farther below and above it, then smaller."""
    width, height = box
    for size in (letters, 0.8 * letters):
        words = fit(name.name, WIDEST * width, size, bold=True)
        wide = max(width_of(line, words.size, bold=True) for line in words.texts) / 2 + HALO
        high = words.size * len(words.texts) / 2 + 1
        x = min(max(name.x, wide), width - wide)
        steps = range(int(FARTHEST * 4) + 1)
        for shift in (step * sign * size / 4 for step in steps for sign in (1, -1)):
            y = min(max(name.y + shift, high), height - high)
            yield PlacedName(words, x, y, (wide, high))
