"""Convert counts from one cut to another. Only counts pass; rates are made again from counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from kreisblick.base.language import translate as _
from kreisblick.territory.crosswalks.bounds import Certainty, likely, shipped_certainty
from kreisblick.territory.crosswalks.errors import CrosswalkInputError, UnknownAreasError
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = ["Converter", "convert"]

BY_POINT = ("residents", "addresses")  # bases of shares that come from points


@dataclass(frozen=True, kw_only=True)
class Converter:
    """A crosswalk made ready to convert many variables.

    Attributes:
        crosswalk: the shares.
        certainty: how sure they are.
    """

    crosswalk: Crosswalk = field(repr=False)
    certainty: Certainty = field(default_factory=shipped_certainty, repr=False)

    @cached_property
    def sources(self) -> list[str]:
        """Keys of the sources, sorted."""
        return self.crosswalk.shares["source"].unique().sort().to_list()

    @cached_property
    def targets(self) -> list[str]:
        """Keys of the targets, sorted; ``outside`` among them when something goes there."""
        return self.crosswalk.shares["target"].unique().sort().to_list()

    @cached_property
    def shares(self) -> sparse.csr_array:
        """Shares as a matrix, targets x sources."""
        return self._matrix(self.crosswalk.shares["share"].to_numpy())

    @cached_property
    def whole(self) -> sparse.csr_array:
        """1 where a source passes into a target with all it has."""
        return self._matrix((self.crosswalk.shares["share"] == 1.0).cast(pl.Float64).to_numpy())

    @cached_property
    def touched(self) -> sparse.csr_array:
        """1 where a source passes into a target with any share."""
        return self._matrix(np.ones(len(self.crosswalk.shares)))

    @cached_property
    def concentration(self) -> np.ndarray:
        """How closely each source's people follow its shares, in the order of ``sources``."""
        rules = self.certainty.concentration
        shares = self.crosswalk.shares
        basis = pl.col("basis") if "basis" in shares.columns else pl.lit("area")
        points = pl.col("weight_n") if "weight_n" in shares.columns else pl.lit(0)
        by = {"cells": rules.cells, "density": rules.density}
        placed = basis.is_in(BY_POINT).any()
        surer = pl.max_horizontal(points.cast(pl.Float64).sum() * rules.address, rules.area)
        other = basis.replace_strict(by, default=rules.area, return_dtype=pl.Float64).max()
        found = shares.group_by("source").agg(
            concentration=pl.when(placed).then(surer).otherwise(other)
        )
        return found.sort("source")["concentration"].to_numpy()

    def variance(self, counts: np.ndarray, concentration: np.ndarray | None = None) -> np.ndarray:
        """Variance of the targets' counts (see ``bounds``), shape targets x variables.

        The concentrations of the sources are those of the rules when None.
        """
        share = self.crosswalk.shares["share"].to_numpy()
        k = (self.concentration if concentration is None else concentration)[:, None]
        scatter: np.ndarray = self._matrix(share * (1 - share)) @ (counts * (counts + k) / (1 + k))
        return scatter

    def _matrix(self, values: np.ndarray) -> sparse.csr_array:
        rows = np.searchsorted(self.targets, self.crosswalk.shares["target"].to_numpy())
        columns = np.searchsorted(self.sources, self.crosswalk.shares["source"].to_numpy())
        shape = (len(self.targets), len(self.sources))
        return sparse.csr_array((values, (rows, columns)), shape=shape)

    def apply(self, counts: np.ndarray) -> np.ndarray:
        """Counts of the sources (sources x variables) as counts of the targets.

        The sum of each variable stays the same within 1e-12 of it.
        """
        moved: np.ndarray = self.shares @ counts
        return moved


def convert(
    values: pl.DataFrame,
    crosswalk: Crosswalk | Converter,
    *,
    columns: Sequence[str] | None = None,
    whole_numbers: bool = False,
    certain: bool = False,
) -> pl.DataFrame:
    """Counts given on the source's areas as counts on the target's, with bounds.

    The truth lies between the bounds nine times in ten (``catalogue/crosswalks.yaml``); where no
    source is divided they meet. ``certain`` bounds are those it cannot leave: the sum over sources
    wholly in the target, and over all that touch it. A null count or a source without a row makes
    the targets it touches null (unknown is not zero) and leaves their upper bound open.

    Args:
        values: ``area`` and columns with counts (>= 0).
        crosswalk: from the areas of ``values``; a ``Converter`` saves time when used often.
        columns: the counts; every numeric column when None.
        whole_numbers: by largest remainder, keeping the sum; needs whole numbers and no nulls.
        certain: give the bounds that the truth cannot leave.

    Returns:
        ``area``, the columns, and ``lower, upper`` for one column, else ``<column>_lower,
        <column>_upper``; a row per target, sorted (``outside`` when something goes there).

    Raises:
        UnknownAreasError: an area is no source. CrosswalkInputError: a column is no count.
    """
    converter = crosswalk if isinstance(crosswalk, Converter) else Converter(crosswalk=crosswalk)
    names = list(columns or [c for c in values.columns if values[c].dtype.is_numeric()])
    counts, known = _counts(values, names, converter)
    if whole_numbers and not (known.all() and (counts == np.floor(counts)).all()):
        raise CrosswalkInputError(
            _("Whole numbers need whole counts for every area. Complete them or allow decimals.")
        )
    moved = converter.apply(counts)
    moved = _largest_remainder(moved, counts.sum(axis=0)) if whole_numbers else moved
    kind = pl.Int64() if whole_numbers else pl.Float64()
    ends = _ends(converter, counts, moved, certain)
    ends = (np.floor(ends[0]), np.ceil(ends[1])) if whole_numbers else ends
    return _table(converter, names, known, moved, ends).cast({~pl.selectors.by_name("area"): kind})


def _ends(
    converter: Converter, counts: np.ndarray, moved: np.ndarray, certain: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bounds of all counts."""
    least, most = converter.whole @ counts, converter.touched @ counts
    if certain:
        return least, most
    confidence = converter.certainty.confidence
    # two roundings of one number are not a width
    most = np.where(np.isclose(least, most, rtol=1e-12), least, most)
    return likely(moved, converter.variance(counts), least, most, confidence)


def _table(
    converter: Converter,
    names: list[str],
    known: np.ndarray,
    moved: np.ndarray,
    ends: tuple[np.ndarray, np.ndarray],
) -> pl.DataFrame:
    """The converted counts with their bounds, null where a source is unknown."""
    complete = converter.touched @ (~known).astype(np.float64) == 0
    lower, upper = ends
    found: dict[str, pl.Series] = {"area": pl.Series(converter.targets, dtype=pl.String)}
    for number, name in enumerate(names):
        sure = pl.Series(complete[:, number])
        low, high = ("lower", "upper") if len(names) == 1 else (f"{name}_lower", f"{name}_upper")
        found[name] = _unless(sure, moved[:, number])
        found[low] = pl.Series(lower[:, number])
        found[high] = _unless(sure, upper[:, number])
    return pl.DataFrame(found)


def _counts(
    values: pl.DataFrame, names: list[str], converter: Converter
) -> tuple[np.ndarray, np.ndarray]:
    """Counts and whether they are known, both sources x variables."""
    _refuse_what_is_no_count(values, names)
    areas = values["area"].cast(pl.String)
    strange = areas.filter(~areas.is_in(converter.sources) | areas.is_null())
    if len(strange):
        raise UnknownAreasError(areas=[str(key) for key in strange])
    frame = pl.DataFrame({"area": converter.sources}, schema={"area": pl.String}).join(
        values.with_columns(areas.alias("area")), on="area", how="left", maintain_order="left"
    )
    table = frame.select(pl.col(name).cast(pl.Float64) for name in names)
    known = table.select(pl.all().is_not_null() & pl.all().is_finite()).fill_null(value=False)
    return table.fill_null(0.0).fill_nan(0.0).to_numpy(), known.to_numpy()


def _refuse_what_is_no_count(values: pl.DataFrame, names: list[str]) -> None:
    if "area" not in values.columns or not names:
        raise CrosswalkInputError(
            _("The table to convert needs a column 'area' and at least one column with counts.")
        )
    if values["area"].is_duplicated().any():
        raise CrosswalkInputError(
            _("An area stands more than once in the counts. Add its rows up first.")
        )
    for name in names:
        if name not in values.columns or not values[name].dtype.is_numeric():
            raise CrosswalkInputError(
                _("'{column}' is no column with numbers. Only counts can be converted.").format(
                    column=name
                )
            )
        if (values[name].fill_null(0) < 0).any():
            raise CrosswalkInputError(
                _(
                    "'{column}' holds negative numbers. Only counts can be converted; make "
                    "differences and rates again from the converted counts."
                ).format(column=name)
            )


def _largest_remainder(moved: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Whole numbers closest to the shares; ties go to the smaller key."""
    # a share of a whole number may miss it by a rounding error, which is not a remainder
    near = np.round(moved)
    moved = np.where(np.isclose(moved, near, rtol=0, atol=1e-9), near, moved)
    floor = np.floor(moved)
    missing = np.round(totals - floor.sum(axis=0)).astype(np.int64)
    rank = np.argsort(np.argsort(floor - moved, axis=0, kind="stable"), axis=0)
    result: np.ndarray = floor + (rank < missing)
    return result


def _unless(sure: pl.Series, values: np.ndarray) -> pl.Series:
    """The values, null where they are not sure."""
    return pl.select(pl.when(sure).then(pl.Series(values))).to_series()
