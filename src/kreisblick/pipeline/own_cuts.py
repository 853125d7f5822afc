"""Areas that towns cut themselves, laid over the report's: boundaries and rounded shares.

One of the places that guard privacy: the bundle leaves the house. Shares are counted from the
public list of addresses alone; no register and no decision about addresses is read here, and what
the list itself marks as not public is taken out first. So the same public list gives the same
shares, whichever of its addresses are protected, and nobody can count people from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kreisblick.pipeline.ground import Ground
from kreisblick.products.finder import open_rows
from kreisblick.territory.addresses import shipped_rules
from kreisblick.territory.cuts import (
    OWN_CUT_COLUMNS,
    OwnCut,
    OwnCutDefinition,
    lay_over,
    load_own_cut,
)
from kreisblick.territory.streets import valid_on

__all__ = ["OwnCuts", "own_cuts_of"]


@dataclass(frozen=True, kw_only=True)
class OwnCuts:
    """What a bundle carries of towns' own areas; empty where no town has some.

    Attributes:
        cuts: with boundaries, by key.
        shares: ``territory.cuts.OWN_CUT_COLUMNS``.
    """

    cuts: Sequence[OwnCut] = ()
    shares: pl.DataFrame = field(repr=False)

    def described(self) -> dict[str, Any]:
        """``own_cuts``: what each is called and whose it is, no path; nothing without cuts."""
        names = {"title", "called", "municipality", "source"}
        told = {o.key: o.definition.model_dump(mode="json", include=names) for o in self.cuts}
        return {"own_cuts": told} if told else {}


def own_cuts_of(ground: Ground) -> OwnCuts:
    """The own areas that ``catalogue/own_cuts`` describes, on the report's areas.

    Raises:
        FaultsFoundError: when boundaries are wrong, or a town is not the district's.
        KreisblickError: when a file cannot be read or has nothing in common with the town.
    """
    workspace, territory = ground.workspace, ground.report_territory
    described = workspace.definitions("own_cuts", OwnCutDefinition)
    cuts = [
        load_own_cut(key, one, territory, workspace.folder)
        for key, one in sorted(described.items())
    ]
    points = _public_points(ground) if cuts else None
    shares = [lay_over(own, territory, points) for own in cuts]
    empty = pl.DataFrame(schema=OWN_CUT_COLUMNS)
    return OwnCuts(cuts=cuts, shares=pl.concat([empty, *shares]))


def _public_points(ground: Ground) -> pl.DataFrame | None:
    """Where public addresses stand on the report's last date; None where no list says it."""
    day = max(ground.workspace.choices.report.dates)
    houses = valid_on(ground.known.streets, day).houses
    if houses.is_empty() or not {"x", "y"} <= set(houses.columns):
        return None
    return open_rows(houses, shipped_rules()).select(pl.col("x", "y").cast(pl.Float64)).drop_nulls()
