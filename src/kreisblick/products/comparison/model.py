"""Nouns of the comparison."""

from dataclasses import dataclass, field

import numpy as np

from kreisblick.territory.zoning import Figures

__all__ = ["Candidate"]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A cut to be looked at beside others.

    Attributes:
        title: what it cares for, or its file.
        assignment: number of each block's area, 0 to areas - 1.
        figures: how good it is.
    """

    title: str
    assignment: np.ndarray = field(repr=False)
    figures: Figures
