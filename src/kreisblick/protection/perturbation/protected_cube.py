"""The protected cube: rounded atoms that answer any question by their sums."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.axes import Axis, Depths, Ints, depths_of, roll_up, spread
from kreisblick.protection.perturbation.tables import TOTAL

__all__ = ["SEAL", "Answer", "ProtectedCube", "Where"]

SEAL = object()

Where = Mapping[str, str | Collection[str]]
"""Column to the codes that are meant."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a question gets; everything in it is a sum of protected atoms.

    Attributes:
        cells: the columns asked for (with the coarser ones of their dimensions) and ``value``.
        total: over all cells, also those that ``top`` left out.
        hits: how many cells are above zero, also of those that ``top`` left out.
    """

    cells: pl.DataFrame
    total: int
    hits: int


@dataclass(frozen=True, kw_only=True)
class ProtectedCube:
    """Rounded atoms. Only ``round_frame()`` makes one, and ``open_protected()`` reads it back.

    Attributes:
        counted: what is counted.
        base: every atom is the multiple just below or just above its true count.
        closeness: no sum in ``tables`` is farther from the truth.
        axes: the dimensions with all their members.
        tables: the levels of every published table.
        values: the atoms, one array axis per dimension.
    """

    counted: str
    base: int
    closeness: int
    axes: tuple[Axis, ...]
    tables: tuple[Depths, ...]
    values: Ints = field(repr=False)
    seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse atoms that did not pass the rounding."""
        if self.seal is not SEAL:
            raise KreisblickError(
                _("A protected cube can only come from the rounding of disclosure control.")
            )

    def atoms(self) -> pl.DataFrame:
        """All atoms: every column of every dimension and ``value``."""
        return spread(self.values, self.axes, tuple(len(axis.columns) for axis in self.axes))

    def published(self) -> pl.DataFrame:
        """All tables: ``table, <columns>, value``."""
        every = [column for axis in self.axes for column in axis.columns]
        frames = []
        for depths in self.tables:
            frame = spread(roll_up(self.values, self.axes, depths), self.axes, depths)
            name = "+".join(frame.columns[:-1]) or TOTAL
            frames.append(frame.with_columns(pl.lit(name).alias("table")))
        empty = pl.DataFrame(
            schema={"table": pl.String, **dict.fromkeys(every, pl.String), "value": pl.Int64}
        )
        return pl.concat([empty, *frames], how="diagonal")

    def ask(
        self,
        where: Where | None = None,
        *,
        unless: Sequence[Where] = (),
        by: Sequence[str] = (),
        top: int | None = None,
    ) -> Answer:
        """The figures of a group, as sums of protected atoms.

        The same group gets the same figures, however it is described. For a group that is no
        cell of the published tables nothing is promised about how close the sum is; it is off by
        less than the base for every atom in it.

        Args:
            where: only atoms with one of these codes in each of these columns.
            unless: without the atoms of these groups, each described like ``where``.
            by: columns or dimensions to show; none for the total alone.
            top: only so many cells, the largest first, equal ones by their codes; None for all,
                by their codes.

        Raises:
            WrongUseError: a column or code is unknown. What it says depends on the codes only.
        """
        chosen = self.matching(where or {})
        for group in unless:
            chosen &= ~self.matching(group)
        depths = depths_of(self.axes, by)
        sums = roll_up(self.values * chosen, self.axes, depths)
        there = roll_up(chosen.astype(np.int64), self.axes, depths).ravel() > 0
        cells = spread(sums, self.axes, depths).filter(pl.Series(there))
        if top is not None:
            names = cells.columns[:-1]
            order = [True, *[False] * len(names)]
            cells = cells.sort("value", *names, descending=order).head(max(top, 0))
        return Answer(cells=cells, total=int(sums.sum()), hits=int((sums > 0).sum()))

    def matching(self, where: Where) -> npt.NDArray[np.bool_]:
        """Which atoms have one of the codes in every column, one array axis per dimension.

        Raises:
            WrongUseError: a column or code is unknown.
        """
        known = {column: axis for axis in self.axes for column in axis.columns}
        found = np.ones(self.values.shape, np.bool_)
        for column, meant in where.items():
            depths_of(self.axes, [column])  # refuses what is unknown
            axis = known.get(column) or next(axis for axis in self.axes if axis.name == column)
            place = axis.columns.index(column) if column in axis.columns else -1
            codes = [member[place] for member in axis.members]
            wanted = {meant} if isinstance(meant, str) else set(meant)
            if not wanted <= set(codes):
                message = _("Column {name} has no code {code}.")
                raise WrongUseError(
                    message.format(name=column, code=", ".join(sorted(wanted - set(codes))))
                )
            fits = np.array([code in wanted for code in codes])
            shape = [1] * len(self.axes)
            shape[self.axes.index(axis)] = len(codes)
            found &= fits.reshape(shape)
        return found
