"""Rule sets: what must be hidden of a kind of data, who agreed to it, who signed it, and why."""

import re
from datetime import date
from typing import Self

from pydantic import model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.protection.rules.sign import SignOff
from kreisblick.protection.rules.terms import Terms
from kreisblick.protection.rules.weaken import changed, weaker

__all__ = ["Agreed", "RuleSet"]

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|Prozent|percent)")


class Agreed(Definition):
    """Which office agreed to a rule set, and when."""

    office: Text
    date: date


class RuleSet(Terms):
    """How the figures of a cube are protected.

    A rule set that protects less than the one that was signed cannot be made: it is refused
    where it is read.

    Attributes:
        title: for people.
        agreed_with: who agreed, and when.
        reason: why these numbers.
        signed: the data protection officer's sign-off; None until there is one.
    """

    title: Translated
    agreed_with: Agreed
    reason: Translated
    signed: SignOff | None = None

    @model_validator(mode="after")
    def _no_weaker_than_signed(self) -> Self:
        if self.signed is not None and (names := weaker(self, self.signed.terms)):
            text = _(
                "{names}: this protects less than what {office} signed on {day}. "
                "Restore the rule, or have the new one signed."
            )
            day = format_date(self.signed.date)
            raise ValueError(
                text.format(names=", ".join(names), office=self.signed.office, day=day)
            )
        return self

    @model_validator(mode="after")
    def _keeps_sealed_numbers(self) -> Self:
        texts = [self.title, self.reason, *([self.signed.scope] if self.signed else [])]
        words = " ".join(text for one in texts for text in (one.de, one.en or ""))
        said = {float(n.replace(",", ".")) for n in _PERCENT.findall(words)}
        if said & set(self.parameters()):
            raise ValueError(
                _("Title, reason or scope tell a number of the dominance rules. Take it out.")
            )
        return self

    @property
    def changed_since_signed(self) -> list[str]:
        """Fields that are stricter than what was signed; empty where nothing was signed."""
        return changed(self, self.signed.terms) if self.signed is not None else []
