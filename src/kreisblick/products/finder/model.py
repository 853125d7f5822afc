"""What the finder knows: stretches of house numbers by street, and what areas are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition

__all__ = ["BAR", "STREET", "STRETCHES", "AddressIndex", "FinderDefinition"]

STREET = ("key", "street", "postcode", "place")  # what tells a street from one of the same name
STRETCHES = pl.Schema(
    {
        **dict.fromkeys((*STREET, "parity"), pl.String()),
        "low": pl.Int64(),
        "high": pl.Int64(),
        "areas": pl.String(),
    }
)
BAR = "|"  # parts several areas, and several postcodes


class FinderDefinition(Definition):
    """How coarse the index is.

    Attributes:
        fewest_houses: every statement of the index rests on at least so many known houses.
        numbers_together: so many neighbouring numbers are never told apart.
        round_numbers: stretches are parted at a multiple of the first of these that fits; each is
            a multiple of ``numbers_together``, which is the last.
        errors: letters that a misspelt name may differ in to be offered, by its length.
        most_offered: names that are offered at most.
    """

    fewest_houses: int = Field(ge=2)
    numbers_together: int = Field(ge=4)
    round_numbers: tuple[int, ...]
    errors: dict[int, int]
    most_offered: int

    @model_validator(mode="after")
    def _lines_lie_between_numbers_together(self) -> "FinderDefinition":
        steps = self.round_numbers
        if (
            any(step % self.numbers_together for step in steps)
            or steps[-1] != self.numbers_together
        ):
            raise ValueError(
                f"{steps}: each must be a multiple of {self.numbers_together}, the last"
            )
        return self


@dataclass(frozen=True, kw_only=True)
class AddressIndex:
    """The index of a bundle.

    Attributes:
        stretches: one row per stretch of house numbers, ``STRETCHES``: ``key`` (the folded name),
            ``street`` (for readers), ``postcode`` (several parted by ``|``) and ``place`` (null:
            unknown), ``parity`` (``odd, even, both``), ``low`` and ``high`` (both included; a null
            ``high``: the list sets no end), ``areas`` (planning areas that the numbers can lie
            in; several parted by ``|`` where it is not sure which).
        areas: planning area → its name and its municipality's name.
    """

    stretches: pl.DataFrame = field(repr=False)
    areas: Mapping[str, tuple[str, str]] = field(repr=False)
