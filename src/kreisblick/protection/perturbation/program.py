"""Program: the cheapest choice with all sums closer than the base, by whole-number programming.

Source: Cox, "A constructive procedure for unbiased controlled rounding" (Journal of the American
Statistical Association 82, 1987) for two dimensions; with three and more a solution need not
exist. Solved by HiGHS branch and cut.
"""

import highspy
import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from kreisblick.protection.perturbation.axes import Ints
from kreisblick.protection.perturbation.part import Part, strays

__all__ = ["closest"]

NODES = 20  # most parts need one; the bound is counted work, so it is the same everywhere
GAP = 0.3  # what changes cost more than needed; the rest of the time would go into little


def closest(part: Part, *, quick: bool = False) -> Ints | None:
    """The units of every figure, or None where no choice was found that keeps all sums close.

    Args:
        part: what is to be decided.
        quick: take any such choice, whatever it costs (HiGHS' feasibility jump).
    """
    floor = part.counts // part.base
    low = np.maximum(part.low, floor)
    high = np.minimum(part.high, floor + (part.counts % part.base > 0))
    if (low > high).any():
        return None
    first = np.where(part.cost < 0, high, low)
    away = np.where(part.cost < 0, -1, 1) * (high - low)
    solver = _load(part, first, away, _rows(part, low, high))
    solver.setOptionValue("mip_heuristic_run_feasibility_jump", quick)
    if quick:
        solver.setOptionValue("mip_max_improving_sols", 1)
    solver.run()
    values = np.array(solver.getSolution().col_value)
    if values.size != part.counts.size:
        return None
    changed: Ints = np.zeros(values.size, np.int64)
    changed[_order(part)] = np.rint(values)
    units = first + changed.reshape(away.shape) * away
    inside = bool(((units >= low) & (units <= high)).all())
    return units if inside and strays(part, units) == 0 else None


def _rows(part: Part, low: Ints, high: Ints) -> tuple[csr_array, Ints, Ints]:
    """Sums of units with their bounds; sums that cannot stray are left out."""
    places, cells = part.counts.shape
    number = np.arange(part.counts.size)
    matrices = [csr_array((0, number.size))]
    least, most = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for group in part.groups:
        kinds = int(group.max()) + 1
        label = (np.arange(places)[:, None] * kinds + group).ravel()
        shape = (places * kinds, number.size)
        matrices.append(coo_array((np.ones(number.size), (label, number)), shape).tocsr())
        true = np.bincount(label, part.counts.ravel(), places * kinds).astype(np.int64)
        least.append(-((part.base - 1 - true) // part.base))  # rounded up
        most.append((true + part.base - 1) // part.base)
    if part.total is not None:
        label = np.tile(np.arange(cells), places)
        shape = (cells, number.size)
        matrices.append(coo_array((np.ones(number.size), (label, number)), shape).tocsr())
        least.append(part.total)
        most.append(part.total)
    matrix = csr_array(vstack(matrices))
    bottom, top = np.concatenate(least), np.concatenate(most)
    loose = (matrix @ low.ravel() >= bottom) & (matrix @ high.ravel() <= top)
    keep = (~loose).nonzero()[0]
    return csr_array(matrix[keep]), bottom[keep], top[keep]


def _order(part: Part) -> Ints:
    """A sealed order of the figures, the same however the table is written down."""
    return np.argsort(part.lean.ravel(), kind="stable")


def _load(part: Part, first: Ints, away: Ints, rows: tuple[csr_array, Ints, Ints]) -> highspy.Highs:
    """The program: which figures are not what they would be by themselves, at the least cost."""
    order = _order(part)
    whole, least, most = rows
    matrix = csr_array(whole[:, order].multiply(away.ravel()[order]))
    start = whole @ first.ravel()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False, "threads": 1, "random_seed": part.seed % 2**31,
        "mip_rel_gap": GAP, "mip_max_nodes": NODES,
    }  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = part.counts.size, matrix.shape[0]
    lp.col_cost_ = np.abs(part.cost * away).ravel()[order]
    lp.col_lower_ = np.zeros(part.counts.size)
    lp.col_upper_ = np.abs(away).ravel()[order].astype(np.float64)
    lp.row_lower_ = (least - start).astype(np.float64)
    lp.row_upper_ = (most - start).astype(np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * part.counts.size
    solver.passModel(lp)
    return solver
