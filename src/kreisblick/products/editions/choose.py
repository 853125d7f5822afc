"""Which figures are told when there is no room for all: sure ones, wide apart, of many themes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure

__all__ = [
    "AGAINST_DISTRICT",
    "AGAINST_TOWN",
    "Against",
    "Pair",
    "change_of",
    "half_widths",
    "of_many_themes",
]

Pair = tuple[Described, Figure]
Apart = Callable[[Figure], float | None]
CLEAR = {"above", "below"}


@dataclass(frozen=True, kw_only=True)
class Against:
    """The larger place beside which a figure stands.

    Attributes:
        apart: the deviation from its mean, in the figure's unit.
        stand: how the figure stands beside it, in the words of ``Figure.stand``.
    """

    apart: Apart
    stand: Callable[[Figure], str]


AGAINST_DISTRICT = Against(
    apart=lambda figure: figure.deviation_district, stand=lambda figure: figure.stand
)
AGAINST_TOWN = Against(
    apart=lambda figure: figure.deviation_municipal, stand=lambda figure: figure.stand_municipal
)


def of_many_themes(sure: Sequence[Pair], against: Against) -> list[Described]:
    """The widest difference of every theme first, then the second ones: one tells a field.

    Differences that are sure but small come after all that are clear.

    Args:
        sure: figures whose difference the test found.
        against: the place beside which they stand.
    """
    seen: dict[str, int] = {}
    turns = []
    for one, figure in sorted(sure, key=lambda p: half_widths(p[1], against.apart), reverse=True):
        small = against.stand(figure) not in CLEAR
        turns.append(((small, seen.get(one.theme, 0)), one))
        seen[one.theme] = seen.get(one.theme, 0) + 1
    return [one for _turn, one in sorted(turns, key=lambda pair: pair[0])]


def half_widths(figure: Figure, apart: Apart) -> float:
    """A difference in units of the interval's half width; 0 without an interval."""
    half = ((figure.upper or 0) - (figure.lower or 0)) / 2
    return abs(apart(figure) or 0) / half if half > 0 else 0.0


def change_of(figure: Figure) -> float | None:
    """The change since the date before."""
    return figure.change
