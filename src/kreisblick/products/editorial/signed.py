"""Signed: which texts somebody read and stands for, and the figures they were read with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from kreisblick.base.definitions import Definition, Text
from kreisblick.base.files import write_bytes, write_json
from kreisblick.products.editorial.ask import Question
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.fill import meant
from kreisblick.products.editorial.terms import Terms
from kreisblick.protection.bundle.sign import is_signed, signature_of

__all__ = [
    "SIGNED",
    "SeenFigure",
    "SignedText",
    "SignedTexts",
    "read_signed",
    "seen",
    "write_signed",
]

SIGNED, SIGNATURE = "signed.json", "signed.sig"


class SeenFigure(Definition):
    """A figure as it stood in the protected draft that a text was signed with.

    The draft need not have been released since: the folder stays with the planners.

    Attributes:
        day: the date the text names; None where it means the newest.
        at: the date the figure then had.
        form: what is printed of it.
    """

    indicator: Text
    area: Text
    day: date | None
    at: date
    form: Form
    state: Text
    value: float | None
    lower: float | None
    upper: float | None
    significance: Text
    significance_municipal: Text
    change_significance: Text

    @property
    def question(self) -> Question:
        """What the text asks for."""
        return Question(indicator=self.indicator, area=self.area, day=self.day, form=self.form)


class SignedText(Definition):
    """What was signed of one text.

    Attributes:
        hash: SHA-256 of the file.
        by: the office that stands for it.
        on: the day.
        bundle: hash of the manifest of the bundle it was read with.
        figures: as they were then; None where the text was signed before there were any.
    """

    hash: Text
    by: Text
    on: date
    bundle: str = ""
    figures: tuple[SeenFigure, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class SignedTexts:
    """All signatures of a folder.

    Attributes:
        texts: by key; none where the file cannot be trusted.
        broken: a file is there, but was changed, or another key signed it.
    """

    texts: Mapping[str, SignedText]
    broken: bool = False


def read_signed(folder: Path, public_key: bytes) -> SignedTexts:
    """The signatures in a folder, if the holder of the key made them."""
    try:
        content = (folder / SIGNED).read_bytes()
    except FileNotFoundError:
        return SignedTexts(texts={})
    try:
        signature = (folder / SIGNATURE).read_bytes()
    except FileNotFoundError:
        signature = b""
    if not is_signed(content, signature, public_key):
        return SignedTexts(texts={}, broken=True)
    try:
        found: dict[str, Any] = json.loads(content)["texts"]
        return SignedTexts(texts={k: SignedText.model_validate(v) for k, v in found.items()})
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return SignedTexts(texts={}, broken=True)


def write_signed(folder: Path, texts: Mapping[str, SignedText], key: Ed25519PrivateKey) -> Path:
    """Write all signatures of a folder anew, signed with the key that also seals bundles."""
    path = folder / SIGNED
    plain = {name: one.model_dump(mode="json") for name, one in texts.items()}
    write_json(path, {"texts": plain})
    write_bytes(folder / SIGNATURE, signature_of(path.read_bytes(), key))
    return path


def seen(questions: Iterable[Question], terms: Terms) -> tuple[SeenFigure, ...]:
    """The figures behind questions, as they stand in a bundle."""
    found = []
    for question in questions:
        figure = meant(question, terms)
        if figure is not None:
            found.append(
                SeenFigure(
                    indicator=question.indicator,
                    area=question.area,
                    day=question.day,
                    at=figure.reference_date,
                    form=question.form,
                    state=figure.state,
                    value=figure.value,
                    lower=figure.lower,
                    upper=figure.upper,
                    significance=figure.significance,
                    significance_municipal=figure.significance_municipal,
                    change_significance=figure.change_significance,
                )
            )
    return tuple(found)
