"""Look: typed figures, words that hurt and names of persons, in everything an author wrote."""

from collections.abc import Collection, Iterator

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.draft import Draft
from kreisblick.products.editorial.numbers import Typed, typed_numbers
from kreisblick.products.editorial.persons import Person, persons_in
from kreisblick.products.wording import words_to_avoid_in

__all__ = ["look_at"]


def look_at(draft: Draft) -> list[Fault]:
    """Every typed figure, word that hurts and person's name; what may be one is pointed at."""
    head = draft.head
    places = [(head.title, draft.at("title")), (head.by, draft.at("by"))]
    texts = [(one.typed, one.line) for one in draft.passages]
    return [
        *(
            _with_place(found, where)
            for text, where in places
            for _at, found in _found(text, head.names)
            if where != draft.at("by") or found.code != "person"  # told with the head already
        ),
        *(
            _with_place(found, f"{draft.where}:{line + text[:at].count(chr(10))}")
            for text, line in texts
            for at, found in _found(text, head.names)
        ),
    ]


def _with_place(found: Fault, where: str) -> Fault:
    return Fault(code=found.code, message=found.message, where=where, hard=found.hard)


def _found(text: str, names: Collection[str] = ()) -> Iterator[tuple[int, Fault]]:
    """What is wrong with a text, by its place in it."""
    flat = text.replace("\n", " ")
    for one in typed_numbers(text):
        yield one.at, _number(one)
    hurts = _("'{word}' hurts or labels people. Better: {better}.")
    for avoided in words_to_avoid_in(flat):
        message = hurts.format(word=avoided.word, better=avoided.better)
        at = flat.casefold().find(avoided.word.casefold())
        yield max(at, 0), Fault(code="hurtful_word", message=message)
    for person in persons_in(flat, names):
        yield person.at, _person(person)


def _number(one: Typed) -> Fault:
    if not one.sure:
        words = _(
            "'{words}' may be a figure, which grows old unseen. If it is one, write "
            "{{ indicator | area | Anzahl }} instead."
        )
        return Fault(code="worded_figure", message=_filled(words, one.words), hard=False)
    if one.digits:
        words = _(
            "The figure '{words}' is typed. Write {{ indicator | area }}, so that it cannot grow "
            "old; a number of another source as {{ andere Quelle | {words} | source }}; your own, "
            "as money and posts, as {{ eigene Zahl | {words} }}."
        )
        return Fault(code="typed_figure", message=_filled(words, one.words))
    words = _(
        "'{words}' is a figure in words: it grows old unseen, and a small one may point at single "
        "people. Write {{ indicator | area | Anzahl }}, or say it without a number; one that does "
        "not come from the report as {{ eigene Zahl | {words} }}."
    )
    return Fault(code="worded_figure", message=_filled(words, one.words))


def _person(one: Person) -> Fault:
    if not one.sure:
        words = _("'{words}' may name a person. If so, name the office or association instead.")
        return Fault(code="person", message=_filled(words, one.words), hard=False)
    words = _(
        "'{words}' names a person. Name the office or association instead; a name that everybody "
        "knows, as of a school, stands in the head: names: {words}."
    )
    return Fault(code="person", message=_filled(words, one.words))


def _filled(message: str, words: str) -> str:
    """The braces of live figures are no placeholders."""
    return message.replace("{words}", words)
