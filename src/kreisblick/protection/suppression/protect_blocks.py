"""Protect in blocks: a table of a nation, district by district.

What is published of districts and above comes first. Where nothing there is hidden, it is fixed,
and each district is protected alone below these figures: whatever then happens in one district
changes no sum outside. Districts that have a small figure themselves, or whose municipalities
cannot be hidden below fixed figures, are protected together at the end, with everything above.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from multiprocessing import get_context

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.counts import whole_counts
from kreisblick.protection.suppression.protect_file import protect_counts
from kreisblick.protection.suppression.spec import Spec
from kreisblick.protection.suppression.tables import Key, Tables

__all__ = ["protect_blocks"]

EFFORT = 20_000  # simplex steps per block to show covers again; a nation has no time for more


def protect_blocks(
    atoms: pl.DataFrame, spec: Spec, by: str, *, workers: int = 1, progress: Progress = silent
) -> pl.DataFrame:
    """The published cells of a large frame, as ``protect_frame`` gives them, but sorted.

    Args:
        atoms: as for ``protect_frame``.
        spec: all combinations of all levels, with a minimum count only.
        by: the column whose values are worked on one by one; not the finest of its dimension.
        workers: processes.
        progress: told of every block.

    Raises:
        FaultsFoundError: everything in which spec and input do not fit.
        WrongUseError: the spec asks for what only a whole table can keep.
        ProtectionFailedError: as for ``protect_frame``.
    """
    counts = whole_counts(atoms, spec)
    finer = _finer(spec, by)
    coarse = _without(spec, finer)
    with progress.step(_("Figures above the blocks")):
        sums = _numbered(counts.group_by(coarse.columns).agg(pl.col("value").sum()), coarse)
        above = protect_counts(sums, coarse)
    touched = set(above.filter(pl.col("status") != "free")[by].drop_nulls().to_list())
    found, alone = [above], []
    for part in counts.partition_by(by, maintain_order=True):
        name = part[by][0]
        if name not in touched:
            alone.append(_Block(name, _numbered(part, spec), spec, finer))
    for name, cells in progress.track(_run(alone, workers), _("Blocks"), total=len(alone)):
        if cells is None:
            touched.add(name)
        else:
            found.append(cells)
    if touched:
        part = _numbered(counts.filter(pl.col(by).is_in(sorted(touched))), spec)
        with progress.step(_("Blocks that reach beyond themselves")):
            outside = {cell.key: cell.value for cell in Tables.of(sums, coarse).cells}
            together = protect_counts(part, spec, outside=outside)
        keys = ["table", *coarse.columns]
        found[0] = above.join(together, on=keys, how="anti", nulls_equal=True)
        found.append(together)
    return pl.concat(found, how="diagonal").select(*_order(spec)).sort("table", *spec.columns)


@dataclass(frozen=True)
class _Block:
    """One block with what is needed to protect it alone."""

    name: str
    counts: pl.DataFrame = field(repr=False)
    spec: Spec
    finer: Sequence[str]

    def protect(self) -> tuple[str, pl.DataFrame | None]:
        """Its finer cells; None when they cannot be hidden below fixed figures."""
        fixed = partial(_is_above, finer=frozenset(self.finer))
        try:
            cells = protect_counts(self.counts, self.spec, fixed=fixed, effort=EFFORT)
        except ProtectionFailedError:
            return self.name, None
        return self.name, cells.filter(
            pl.any_horizontal(pl.col(column).is_not_null() for column in self.finer)
        )


def _is_above(key: Key, finer: frozenset[str]) -> bool:
    return finer.isdisjoint(column for column, _code in key)


def _run(blocks: Sequence[_Block], workers: int) -> Iterator[tuple[str, pl.DataFrame | None]]:
    if workers < 2:
        yield from map(_Block.protect, blocks)
        return
    fresh = get_context("spawn")  # a forked process waits for ever for threads it does not have
    with ProcessPoolExecutor(workers, mp_context=fresh) as pool:
        yield from pool.map(_Block.protect, blocks)


def _finer(spec: Spec, by: str) -> list[str]:
    """The columns below a column of a dimension."""
    whole = spec.tables is None and not (spec.contributors or spec.forced or spec.waived)
    levels = next((columns for columns in spec.dimensions.values() if by in columns), ())
    if not whole or spec.group_rule or by in ("", *levels[-1:]) or by not in levels:
        raise WrongUseError(
            _(
                "Blocks need all tables, a minimum count as the only rule, and a column that is "
                "not the finest of its dimension."
            )
        )
    return list(levels[levels.index(by) + 1 :])


def _without(spec: Spec, finer: Sequence[str]) -> Spec:
    """The spec without some columns."""
    kept = {
        name: tuple(column for column in columns if column not in finer)
        for name, columns in spec.dimensions.items()
    }
    return spec.model_copy(update={"dimensions": kept})


def _numbered(counts: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    columns = spec.columns
    return counts.select(*columns, "value").sort(columns).with_row_index("variable")


def _order(spec: Spec) -> Iterator[str]:
    return chain(["table"], spec.columns, ["value", "lower", "upper", "status"])
