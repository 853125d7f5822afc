"""How the cells of old and binary workbooks are shown: what their reader does not tell."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kreisblick.sealed.reading.workbooks.shown import PLAIN, Shown, how_shown, is_built_in

__all__ = ["Look", "styles_of"]


@dataclass(kw_only=True)
class Look:
    """How a sheet's cells are shown; rows and columns count from 1.

    Attributes:
        zeros: pattern of zero-filled numbers by (row, column).
        percent: columns with numbers shown as percent.
        hidden_rows: their numbers.
        hidden_columns: first and last of each hidden stretch.
        merged: ranges, where the reader does not tell them.
    """

    zeros: dict[tuple[int, int], str] = field(default_factory=dict, repr=False)
    percent: set[int] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def take(self, row: int, column: int, shown: Shown) -> None:
        """A cell with a number."""
        if shown.kind == "zeros":
            self.zeros[row, column] = shown.pattern
        elif shown.kind == "percent":
            self.percent.add(column)


def styles_of(formats: Sequence[int], codes: dict[int, str]) -> Callable[[int], Shown]:
    """How each style shows numbers, from the numbers and codes of formats."""
    kinds = {number: how_shown(code) for number, code in codes.items()}

    def found() -> Iterator[Shown]:
        for number in formats:
            yield kinds.get(number) or is_built_in(number) or PLAIN

    known = tuple(found())
    return lambda style: known[style] if style < len(known) else PLAIN
