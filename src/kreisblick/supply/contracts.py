"""Contracts with a supplier: what they cover, what they cost, when they end."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text

__all__ = ["Contract", "Price"]


class Price(Definition):
    """What a contract costs."""

    amount: Annotated[Decimal, Field(ge=0)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    per: Literal["year", "delivery", "once"] = "year"


class Contract(Definition):
    """One contract; some suppliers want one per municipality.

    Attributes:
        number: by which both sides name it.
        parties: offices that sign.
        products: what it covers; everything of the supplier when empty.
        municipalities: keys of those it covers; all when empty.
        first_day, last_day: its term, both included; without a last day it runs on.
        renews_months: it is prolonged by so many months unless somebody gives notice.
        notice_months: a person must decide so many months before the last day.
        price: what it costs.
        signed_on: day of the last signature; unsigned when absent and the log knows none.
        document: where the paper lies.
    """

    number: Text
    parties: Annotated[tuple[Text, ...], Field(min_length=2)]
    products: tuple[Text, ...] = ()
    municipalities: tuple[Text, ...] = ()
    first_day: date
    last_day: date | None = None
    renews_months: Annotated[int, Field(gt=0)] | None = None
    notice_months: Annotated[int, Field(ge=0)] | None = None
    price: Price | None = None
    signed_on: date | None = None
    document: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("last_day comes after first_day")
        if self.last_day is None and self.renews_months is not None:
            raise ValueError("renews_months needs a last_day")
        return self

    def covers(self, product: str, municipality: str | None = None) -> bool:
        """Whether it is about a product (of a municipality)."""
        fits = not self.products or product in self.products
        return fits and (
            municipality is None or not self.municipalities or municipality in self.municipalities
        )
