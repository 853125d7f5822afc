"""Pieces: the numbers of one side of a street as few stretches that each rest on enough houses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kreisblick.products.finder.model import FinderDefinition

__all__ = ["Piece", "Point", "Stretch", "draw"]

Stretch = tuple[int, int | None, tuple[str, ...]]


@dataclass(frozen=True)
class Point:
    """Neighbouring house numbers that are not told apart: where their houses lie, how many.

    Attributes:
        n: the last of the numbers, a multiple of ``numbers_together``.
        areas: in which areas houses with these numbers lie.
        houses: how many they are.
    """

    n: int
    areas: frozenset[str]
    houses: int


@dataclass(frozen=True)
class Piece:
    """Neighbouring numbers that are told as one.

    Attributes:
        points: at least one, ascending.
        firm: all in one area, and houses enough to stand alone.
    """

    points: tuple[Point, ...]
    firm: bool

    @property
    def areas(self) -> frozenset[str]:
        """All areas its houses lie in."""
        return frozenset[str]().union(*(point.areas for point in self.points))

    @property
    def houses(self) -> int:
        """How many houses it rests on."""
        return sum(point.houses for point in self.points)


def draw(points: Sequence[Point], definition: FinderDefinition) -> list[Stretch]:
    """Stretches ``low, high, areas`` from 1 on, without a hole; the last one has no end yet.

    Args:
        points: of one side, ascending; together at least ``fewest_houses`` houses.
        definition: how coarse they are.

    >>> from kreisblick.products.finder import read_finder
    >>> draw([Point(4, frozenset("A"), 4), Point(12, frozenset("B"), 3)], read_finder())
    [(1, 4, ('A',)), (5, None, ('B',))]
    """
    pieces = _supported(_runs(points, definition.fewest_houses), definition.fewest_houses)
    found: list[Stretch] = []
    low = 1
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        high = None if after is None else _cut(piece, after, definition.round_numbers)
        found.append((low, high, tuple(sorted(piece.areas))))
        low = 0 if high is None else high + 1
    return found


def _runs(points: Sequence[Point], fewest: int) -> list[Piece]:
    """Neighbours of the same single area; what is too small for itself is joined to a doubt."""
    runs: list[list[Point]] = []
    for point in points:
        same = runs and runs[-1][-1].areas == point.areas and len(point.areas) == 1
        if same:
            runs[-1].append(point)
        else:
            runs.append([point])
    pieces = [Piece(tuple(run), firm=_is_firm(run, fewest)) for run in runs]
    return _joined(pieces)


def _is_firm(run: Sequence[Point], fewest: int) -> bool:
    return len(run[0].areas) == 1 and sum(point.houses for point in run) >= fewest


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Doubts that stand beside each other are one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not piece.firm and not found[-1].firm:
            found[-1] = Piece(found[-1].points + piece.points, firm=False)
        else:
            found.append(piece)
    return found


def _supported(pieces: list[Piece], fewest: int) -> list[Piece]:
    """Doubts that rest on too few houses take the nearest numbers of their neighbours."""
    while len(pieces) > 1:
        weak = next((i for i, p in enumerate(pieces) if not p.firm and p.houses < fewest), None)
        if weak is None:
            break
        pieces = _widened(pieces, weak, fewest)
    return pieces


def _widened(pieces: Sequence[Piece], weak: int, fewest: int) -> list[Piece]:
    """One number more for a doubt, from the neighbour with more houses.

    A neighbour that could not stand alone without it comes as a whole.
    """
    left, right = weak - 1, weak + 1
    lender = max((i for i in (left, right) if 0 <= i < len(pieces)), key=lambda i: pieces[i].houses)
    points = pieces[lender].points
    near = -1 if lender == left else 0
    kept = points[:-1] if lender == left else points[1:]
    alone = sum(point.houses for point in kept) >= fewest
    lent = (points[near],) if alone else points
    own = pieces[weak].points
    taken = Piece(lent + own if lender == left else own + lent, firm=False)
    changed = {weak: [taken], lender: [Piece(kept, firm=True)] if alone else []}
    return _joined([one for i, piece in enumerate(pieces) for one in changed.get(i, [piece])])


def _cut(piece: Piece, after: Piece, round_numbers: Sequence[int]) -> int:
    """The last number of a piece: the roundest before the next one's first houses."""
    last, first = piece.points[-1].n, after.points[0].n
    return next(_multiples(last, first - 1, round_numbers))


def _multiples(low: int, high: int, steps: Sequence[int]) -> Iterator[int]:
    for step in steps:
        yield from range(-(-low // step) * step, high + 1, step)
