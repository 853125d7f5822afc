"""Rule sets: what must be hidden of a kind of data, who agreed to it, who signed it, and why."""

import re
from datetime import date
from typing import Self

from pydantic import model_validator

from kreisblick.base.definitions import Definition, Text, Translated
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
            raise ValueError(
                f"{', '.join(names)}: this protects less than what {self.signed.office} signed on "
                f"{self.signed.date.isoformat()}. Restore the rule, or have the new one signed"
            )
        return self

    @model_validator(mode="after")
    def _keeps_sealed_numbers(self) -> Self:
        texts = [self.title, self.reason, *([self.signed.scope] if self.signed else [])]
        words = " ".join(text for one in texts for text in (one.de, one.en or ""))
        said = {float(n.replace(",", ".")) for n in _PERCENT.findall(words)}
        if said & set(self.parameters()):
            raise ValueError(
                "title, reason or scope tell a number of the dominance rules; it must stay sealed"
            )
        return self

    @property
    def changed_since_signed(self) -> list[str]:
        """Fields that are stricter than what was signed; empty where nothing was signed."""
        return changed(self, self.signed.terms) if self.signed is not None else []
