"""Which figures are told when there is no room for all: sure ones, wide apart, of many themes."""

from collections.abc import Callable, Sequence

from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure

__all__ = ["Pair", "against_district", "against_town", "change_of", "half_widths", "of_many_themes"]

Pair = tuple[Described, Figure]
Apart = Callable[[Figure], float | None]


def of_many_themes(sure: Sequence[Pair], apart: Apart) -> list[Described]:
    """The widest difference of every theme first, then the second ones: one tells a field.

    Args:
        sure: figures whose difference the test found.
        apart: the difference, in the figure's unit.
    """
    seen: dict[str, int] = {}
    turns = []
    for one, _figure in sorted(sure, key=lambda p: half_widths(p[1], apart), reverse=True):
        turns.append((seen.get(one.theme, 0), one))
        seen[one.theme] = seen.get(one.theme, 0) + 1
    return [one for _turn, one in sorted(turns, key=lambda pair: pair[0])]


def half_widths(figure: Figure, apart: Apart) -> float:
    """A difference in units of the interval's half width; 0 without an interval."""
    half = ((figure.upper or 0) - (figure.lower or 0)) / 2
    return abs(apart(figure) or 0) / half if half > 0 else 0.0


def against_district(figure: Figure) -> float | None:
    """The deviation from the district's mean."""
    return figure.deviation_district


def against_town(figure: Figure) -> float | None:
    """The deviation from the municipality's mean."""
    return figure.deviation_municipal


def change_of(figure: Figure) -> float | None:
    """The change since the date before."""
    return figure.change
