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
GAP = 0.5  # relaxations of such parts are nearly whole: the first choice is nearly the cheapest


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
    matrix, least, most = _rows(part, low, high)
    solver = _load(part, low, high, matrix, least, most)
    solver.setOptionValue("mip_heuristic_run_feasibility_jump", quick)
    solver.run()
    values = np.array(solver.getSolution().col_value)
    if values.size != part.counts.size:
        return None
    units = np.rint(values).astype(np.int64).reshape(part.counts.shape)
    inside = bool(((units >= low) & (units <= high)).all())
    return units if inside and strays(part, units) == 0 else None


def _rows(part: Part, low: Ints, high: Ints) -> tuple[csr_array, Ints, Ints]:
    """Sums of units with their bounds; sums that cannot stray are left out."""
    places, cells = part.counts.shape
    number = np.arange(part.counts.size)
    matrices, least, most = [], [], []
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


def _load(
    part: Part, low: Ints, high: Ints, matrix: csr_array, least: Ints, most: Ints
) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False, "threads": 1, "random_seed": 1,
        "mip_rel_gap": GAP, "mip_max_nodes": NODES,
    }  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = part.counts.size, matrix.shape[0]
    lp.col_cost_ = part.cost.ravel()
    lp.col_lower_ = low.ravel().astype(np.float64)
    lp.col_upper_ = high.ravel().astype(np.float64)
    lp.row_lower_, lp.row_upper_ = least.astype(np.float64), most.astype(np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * part.counts.size
    solver.passModel(lp)
    return solver
