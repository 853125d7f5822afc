"""Sign: a data protection officer's sign-off, bound to the very rules it covers.

The fingerprint tells a changed rule; it is no proof of who signed. That lies with the paper.
"""

from datetime import date
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.protection.rules.terms import Terms

__all__ = ["SignOff", "sign"]


class SignOff(Definition):
    """What was signed, for which rule set, by which office.

    Attributes:
        office: the office, never a person.
        date: of the signature.
        covers: key of the rule set.
        scope: for which figures, in words.
        terms: the rules as they were signed.
        fingerprint: SHA-256 over all of these. It stays in the file: whoever has it can try which
            sealed numbers give it.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    office: Text
    date: date
    covers: Text
    scope: Translated
    terms: Terms = Field(repr=False)
    fingerprint: Text = Field(repr=False)

    @model_validator(mode="after")
    def _untouched(self) -> Self:
        if self.fingerprint != _fingerprint(self):
            raise ValueError(
                _(
                    "The sign-off does not fit what it covers: it was changed after it was given. "
                    "Have the rules signed again."
                )
            )
        return self


def sign(terms: Terms, *, covers: str, office: str, day: date, scope: Translated) -> SignOff:
    """The sign-off of a rule set as it is now.

    Args:
        terms: the rule set.
        covers: its key.
        office: that signs.
        day: of the signature.
        scope: for which figures.
    """
    asked = Terms.model_validate({name: getattr(terms, name) for name in Terms.model_fields})
    draft = SignOff.model_construct(
        office=office, date=day, covers=covers, scope=scope, terms=asked, fingerprint=""
    )
    return SignOff(
        office=office,
        date=day,
        covers=covers,
        scope=scope,
        terms=asked,
        fingerprint=_fingerprint(draft),
    )


def _fingerprint(one: SignOff) -> str:
    return fingerprint(one.model_dump(mode="json", exclude={"fingerprint"}))
