"""Pair: which area of a new cut is which area of the old one?"""

import numpy as np

__all__ = ["pair_up"]


def pair_up(start: np.ndarray, assignment: np.ndarray, people: np.ndarray) -> dict[int, str]:
    """The old key of every area that goes on; each old area goes on in one new area at most.

    Areas are paired so that as many people as possible keep theirs (linear assignment problem,
    Kuhn 1955). Where nobody lives blocks are counted.

    Args:
        start: key of each block's area in the old cut, "" for none.
        assignment: number of its area in the new cut.
        people: of the blocks.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  heavy

    known = np.flatnonzero(start.astype(str) != "")
    if len(known) == 0:
        return {}
    keys, old = np.unique(start[known].astype(str), return_inverse=True)
    shape = (int(assignment.max()) + 1, len(keys))
    place = assignment[known].astype(np.int64) * len(keys) + old
    weight = people[known] + 1e-6 * max(float(people.sum()), 1.0) / len(people)
    joint = np.bincount(place, weights=weight, minlength=shape[0] * shape[1]).reshape(shape)
    new, kept = linear_sum_assignment(joint, maximize=True)
    return {int(n): str(keys[k]) for n, k in zip(new, kept, strict=True) if joint[n, k] > 0}
