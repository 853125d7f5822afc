"""Axes: the members of each dimension, so sorted that every group of a level is one stretch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _

__all__ = [
    "Axis",
    "Depths",
    "Ints",
    "axes_of",
    "depths_of",
    "gather",
    "labels_of",
    "roll_up",
    "spread",
]

Ints = npt.NDArray[np.int64]
Depths = tuple[int, ...]  # of a table: how many columns of each axis it shows


@dataclass(frozen=True)
class Axis:
    """One dimension.

    Attributes:
        name: of the dimension.
        columns: from coarse to fine.
        members: codes of every finest member in these columns, sorted.
    """

    name: str
    columns: tuple[str, ...]
    members: tuple[tuple[str, ...], ...] = field(repr=False)

    @cached_property
    def _starts(self) -> tuple[Ints, ...]:
        found = [np.zeros(1, np.int64)]
        for depth in range(1, len(self.columns) + 1):
            new = [
                i
                for i, member in enumerate(self.members)
                if i == 0 or member[:depth] != self.members[i - 1][:depth]
            ]
            found.append(np.array(new, np.int64))
        return tuple(found)

    def starts(self, depth: int) -> Ints:
        """Where each group of a level begins; depth 0 is everybody."""
        return self._starts[depth]

    def labels(self, depth: int) -> Ints:
        """The group of every member."""
        found: Ints = np.zeros(len(self.members), np.int64)
        found[self.starts(depth)[1:]] = 1
        return np.cumsum(found)

    def codes(self, depth: int) -> list[tuple[str, ...]]:
        """The codes of every group of a level."""
        return [self.members[start][:depth] for start in self.starts(depth)]


def axes_of(
    frame: pl.DataFrame,
    dimensions: Mapping[str, Sequence[str]],
    codes: Mapping[str, Sequence[str]],
) -> tuple[Axis, ...]:
    """The axes of a frame.

    Args:
        frame: has all columns of the dimensions as text.
        dimensions: columns of each dimension, from coarse to fine.
        codes: all codes of a column, where they shall not be taken from the frame.

    Raises:
        WrongUseError: a row has a code that is not listed, or there are no rows.
    """
    found = []
    for name, columns in dimensions.items():
        listed = codes.get(columns[0]) if len(columns) == 1 else None
        members = [(code,) for code in sorted(set(listed or ()))]
        seen = sorted(frame.select(columns).unique().iter_rows())
        if not seen:
            raise WrongUseError(_("The input has no rows."))
        if members and not set(seen) <= set(members):
            message = _("Column {name} holds codes that the spec does not list.")
            raise WrongUseError(message.format(name=columns[0]))
        found.append(Axis(name, tuple(columns), tuple(members or seen)))
    return tuple(found)


def depths_of(axes: Sequence[Axis], columns: Sequence[str]) -> Depths:
    """The level of every axis at which a table with these columns stands.

    A fine column brings the coarser ones of its dimension with it. The name of a dimension means
    its finest column.

    Raises:
        WrongUseError: a name is unknown.
    """
    known = {column for axis in axes for column in (axis.name, *axis.columns)}
    for column in columns:
        if column not in known:
            message = _("There is no column {name}. There are {names}.")
            names = ", ".join(column for axis in axes for column in axis.columns)
            raise WrongUseError(message.format(name=column, names=names))
    return tuple(
        max(
            [i + 1 for i, column in enumerate(axis.columns) if column in columns]
            + [len(axis.columns) if axis.name in columns and axis.name not in axis.columns else 0]
        )
        for axis in axes
    )


def gather(counted: pl.DataFrame, axes: Sequence[Axis]) -> Ints:
    """The column ``count`` of a frame of atoms as an array; atoms that are not there are zero."""
    found: Ints = np.zeros([len(axis.members) for axis in axes], np.int64)
    places = []
    for axis in axes:
        members = pl.DataFrame(axis.members, schema=list(axis.columns), orient="row")
        numbered = members.with_row_index("_place")
        joined = counted.select(axis.columns).join(
            numbered, on=axis.columns, how="left", maintain_order="left"
        )
        places.append(joined["_place"].to_numpy())
    found[tuple(places)] = counted["count"].to_numpy()
    return found


def labels_of(axes: Sequence[Axis], depths: Depths) -> Ints:
    """The group of every atom at these levels, atoms in the order of the flattened array."""
    labels: Ints = np.zeros(1, np.int64)
    for axis, depth in zip(axes, depths, strict=True):
        groups = len(axis.starts(depth))
        labels = (labels[:, None] * groups + axis.labels(depth)).ravel()
    return labels


def roll_up(values: Ints, axes: Sequence[Axis], depths: Depths) -> Ints:
    """Sums of an array of atoms over the groups of the levels."""
    for place, (axis, depth) in enumerate(zip(axes, depths, strict=True)):
        values = np.add.reduceat(values, axis.starts(depth), axis=place)
    return values


def spread(values: Ints, axes: Sequence[Axis], depths: Depths) -> pl.DataFrame:
    """An array of the groups of the levels as a frame: their columns and ``value``."""
    places = np.indices(values.shape).reshape(len(axes), -1)
    columns = {}
    for axis, depth, place in zip(axes, depths, places, strict=True):
        for i in range(depth):
            codes = pl.Series([codes[i] for codes in axis.codes(depth)], dtype=pl.String)
            columns[axis.columns[i]] = codes.gather(place)
    return pl.DataFrame({**columns, "value": values.ravel()})
