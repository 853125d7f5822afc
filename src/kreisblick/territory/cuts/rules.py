"""The rules by which cuts are compared (``catalogue/cuts.yaml``)."""

from functools import cache
from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["CutRules", "shipped_cut_rules"]


class CutRules(Definition):
    """How cuts are compared.

    Attributes:
        stray_addresses: a pair of an address list with at most so many addresses may be a typing
            error.
        stray_share: it is one only below this share of both its areas.
        grouped_share: a column of a polygon file with at most so many keys per polygon groups
            them (municipalities of planning areas); else a key that stands twice is a fault.
        listed: so many differences are told in the terminal and on the page.
        shown_towns: a map names the areas of a cut up to this many.
        own_share_step: the shares of a town's own areas are rounded to whole steps of this.
    """

    stray_addresses: Annotated[int, Field(ge=0)]
    stray_share: Annotated[float, Field(ge=0, lt=1)]
    grouped_share: Annotated[float, Field(ge=0, le=1)]
    listed: Annotated[int, Field(ge=1)]
    shown_towns: Annotated[int, Field(ge=0)]
    own_share_step: Annotated[float, Field(gt=0, le=0.5)]


@cache
def shipped_cut_rules() -> CutRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "cuts.yaml"), CutRules)
