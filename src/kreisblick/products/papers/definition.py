"""The file of papers: what stands in each beside the figures, and for whom it is."""

from collections.abc import Iterator, Mapping
from enum import StrEnum, auto
from pathlib import Path
from typing import Literal

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.slides import PLACES as REPORT_PLACES
from kreisblick.products.slides import wrong_in

__all__ = ["Effect", "Finance", "PaperDefinition", "PaperType", "Papers", "Sum", "read_papers"]

PLACES = (*REPORT_PLACES, "publication")


class PaperType(StrEnum):
    """The papers there are: to know, to decide, and to know how things have moved on."""

    INFORMATION = auto()
    DECISION = auto()
    PROGRESS = auto()


class Sum(Definition):
    """Money of one year, in whole euros."""

    year: int
    expense_eur: int = 0
    income_eur: int = 0


class Finance(Definition):
    """What a decision costs.

    Attributes:
        effects: whether there are any, or whether that is still open.
        text: in words; how it is paid for.
    """

    effects: Literal["yes", "no", "open"] = "no"
    text: Text | None = None
    sums: tuple[Sum, ...] = ()


class Effect(Definition):
    """What a paper does to something a district watches: equality, climate, inclusion, ..."""

    title: Text
    text: Text


class PaperDefinition(Definition):
    """One paper.

    Attributes:
        kind: what it is.
        number: as the council's office gave it; may be open.
        subject: its heading.
        bodies: keys of the bodies it passes, in order.
        office: who is responsible.
        contact: mailbox or telephone of that office.
        public: whether it is dealt with in public.
        resolution: what is to be decided, a sentence each; a paper for decision needs it.
        reasons: the facts, a paragraph each, before the figures.
        indicators: keys of the figures it shows; without, the surest of every theme.
        findings: how many figures at most.
        recommendations: whether those of the editorial are printed.
        finance, effects, alternatives, participation, annexes: further parts; what is empty is
            not printed.
    """

    kind: PaperType
    number: Text | None = None
    subject: Text
    bodies: tuple[Text, ...] = ()
    office: Text
    contact: Text | None = None
    public: bool = True
    resolution: tuple[Text, ...] = ()
    reasons: tuple[Text, ...] = ()
    indicators: tuple[Text, ...] = ()
    findings: int = Field(default=6, ge=0)
    recommendations: bool = True
    finance: Finance | None = None
    effects: tuple[Effect, ...] = ()
    alternatives: tuple[Text, ...] = ()
    participation: tuple[Text, ...] = ()
    annexes: tuple[Text, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every written text with its place."""
        yield "subject", self.subject
        lists = {
            "resolution": self.resolution,
            "reasons": self.reasons,
            "alternatives": self.alternatives,
            "participation": self.participation,
            "annexes": self.annexes,
            "effects": [one.text for one in self.effects],
        }
        for place, ones in lists.items():
            for text in ones:
                yield place, text
        if self.finance is not None and self.finance.text:
            yield "finance", self.finance.text


class Papers(Definition):
    """All papers of a report, by the names of their files.

    Attributes:
        limits: what the figures cannot say; stands in every paper.
    """

    limits: tuple[Text, ...] = ()
    papers: dict[str, PaperDefinition] = Field(min_length=1)


def read_papers(
    path: Path | None, bodies: Bodies, indicators: Mapping[str, object], file_name: str = ""
) -> Papers:
    """The papers of a file, found to be sensible; the shipped ones without.

    Args:
        path: the file.
        bodies: those that papers may name.
        indicators: keys that papers may name.
        file_name: how the file of bodies is called in messages.

    Raises:
        FaultsFoundError: with everything that does not fit.
    """
    file = path or shipped("catalogue", "papers.yaml")
    found = read_definition(file, Papers)
    faults = [
        Fault(code="papers", where=f"{file}: papers.{key}.{place}", message=message)
        for key, paper in found.papers.items()
        for place, message in _wrong(key, paper, bodies, indicators)
    ]
    if faults:
        raise FaultsFoundError(file_name or str(file), faults)
    return found


def _wrong(
    key: str, paper: PaperDefinition, bodies: Bodies, indicators: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    if not key.replace("-", "").replace("_", "").isalnum():
        yield "", _("The name becomes a file's name: letters, digits, - and _ only.")
    if paper.kind is PaperType.DECISION and not paper.resolution:
        yield "resolution", _("A paper for decision says what is to be decided. Write it here.")
    unknown = _("'{key}' is not known. Known: {known}.")
    for body in paper.bodies:
        if body not in bodies.bodies:
            yield "bodies", unknown.format(key=body, known=", ".join(bodies.bodies))
    for indicator in paper.indicators:
        if indicator not in indicators:
            yield "indicators", unknown.format(key=indicator, known=", ".join(indicators))
    for place, text in paper.texts():
        yield from ((place, message) for message in wrong_in(text, PLACES))
