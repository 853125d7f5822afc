"""Compose: a draft with a bundle's figures becomes a text block."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.ask import Question, resolve
from kreisblick.products.editorial.draft import Asked, Draft, RawPassage, RawStretch, UnclearError
from kreisblick.products.editorial.expect import Expectation, read_expectation
from kreisblick.products.editorial.fill import fill, quote
from kreisblick.products.editorial.model import Passage, Stretch, TextBlock
from kreisblick.products.editorial.terms import Terms

__all__ = ["Composed", "compose", "same_places"]

T = TypeVar("T")
ONE_EACH = ("text", "plain")  # of these, products print one in a place


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A text with its figures.

    Attributes:
        draft: what the author wrote.
        block: ready to print; None where something cannot be understood.
        questions: the live figures, each once.
        expectations: what the text relies on.
        faults: what the bundle does not understand.
    """

    draft: Draft
    block: TextBlock | None
    questions: tuple[Question, ...]
    expectations: tuple[Expectation, ...]
    faults: tuple[Fault, ...]


@dataclass
class _Composer:
    """Understands one draft and keeps what it could not understand."""

    draft: Draft
    terms: Terms
    faults: list[Fault] = field(default_factory=list)
    questions: dict[Question, None] = field(default_factory=dict)

    def understood(self, where: str, understand: Callable[[], T]) -> T | None:
        try:
            return understand()
        except UnclearError as unclear:
            self.faults.append(Fault(code=unclear.code, message=unclear.message, where=where))
            return None

    def named(self, name: str, understand: Callable[[str], str]) -> str:
        """A head field as the bundle calls it; empty where it is not named."""
        text = getattr(self.draft.head, name)
        if not text:
            return ""
        return self.understood(self.draft.at(name), lambda: understand(text)) or ""

    def passage(self, raw: RawPassage, place: str) -> Passage:
        line, stretches = raw.line, []
        for one in raw.stretches:
            where = f"{self.draft.where}:{line}"
            words = self.understood(where, lambda one=one: self.words(one, place))  # type: ignore[misc]
            stretches.append(
                Stretch(text=words or "", bold=one.bold, italic=one.italic, link=one.link)
            )
            line += one.text.count("\n")
        return Passage(kind=raw.kind, stretches=tuple(stretches))

    def words(self, one: RawStretch, place: str) -> str:
        if one.figure is None:
            return one.text.replace("\n", " ")
        if not isinstance(one.figure, Asked):
            return quote(one.figure)
        question = resolve(one.figure, self.terms, place)
        self.questions[question] = None
        return fill(question, self.terms)


def compose(draft: Draft, terms: Terms) -> Composed:
    """A text with the figures of a bundle."""
    work = _Composer(draft, terms)
    head = draft.head
    area = work.named("area", terms.area)
    place = area or terms.district
    theme = work.named("theme", terms.theme)
    indicator = work.named("indicator", terms.indicator)
    block = TextBlock(
        key=draft.key,
        kind=head.kind,
        title=head.title,
        by=head.by,
        day=head.day,
        theme=theme,
        indicator=indicator,
        area="" if area == terms.district else area,
        passages=tuple(work.passage(one, place) for one in draft.passages),
    )
    where = draft.at("expects")
    expected = [
        work.understood(where, lambda text=text: read_expectation(text, terms, place))  # type: ignore[misc]
        for text in head.expects
    ]
    return Composed(
        draft=draft,
        block=None if work.faults else block,
        questions=tuple(work.questions),
        expectations=tuple(one for one in expected if one),
        faults=tuple(work.faults),
    )


def same_places(texts: Iterable[Composed]) -> dict[str, Fault]:
    """By key, the texts whose place another one has taken already."""
    taken: dict[tuple[str, ...], str] = {}
    found: dict[str, Fault] = {}
    message = _("'{other}' stands in the same place already. Join the two, or take one away.")
    for one in texts:
        if one.block is None or one.draft.headless:
            continue
        place = _place(one.block)
        if place in taken:
            told = message.format(other=f"editorial/{taken[place]}.md")
            found[one.draft.key] = Fault(code="same_place", message=told, where=one.draft.where)
        taken.setdefault(place, one.draft.key)
    return found


def _place(block: TextBlock) -> tuple[str, ...]:
    where = (block.kind, block.theme, block.indicator, block.area)
    if not any(where[1:]):
        return (*where, block.key)  # introduction and appendix are placed by name
    return where if block.kind in ONE_EACH else (*where, block.by, block.title)
