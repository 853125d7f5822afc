"""What carries counts from one cut to another."""

from dataclasses import dataclass, field

import polars as pl

__all__ = ["OUTSIDE", "Crosswalk"]

OUTSIDE = "outside"  # the target of what no area covers


@dataclass(frozen=True, kw_only=True)
class Crosswalk:
    """The shares by which one generation's areas pass into another's. Only counts pass.

    Attributes:
        source_generation, target_generation: keys.
        shares: ``source, target, share, basis, weight_n``; the shares of a source add up to 1
            (target ``outside`` takes what no area covers); ``basis`` is ``residents`` (addresses
            with people), ``addresses``, ``cells``, ``density`` (areas weighted with it), ``area``
            or ``identity``; ``weight_n`` is how many points or cells are behind the share.
    """

    source_generation: str
    target_generation: str
    shares: pl.DataFrame = field(repr=False)
