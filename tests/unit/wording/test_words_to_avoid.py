"""No word that hurts stands in anything the house says, in its messages or in its catalogue."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import kreisblick.base
from kreisblick.base.definitions import shipped
from kreisblick.products.wording import words_to_avoid_in

MESSAGES = Path(kreisblick.base.__file__).parent / "messages" / "de"
CATALOGUE = shipped("catalogue")
READ_ONLY = {"headings.yaml", "words_to_avoid.yaml"}  # words that offices write; the list itself
SAID = sorted(
    path
    for path in CATALOGUE.rglob("*")
    if path.suffix in {".yaml", ".j2", ".typ", ".js", ".mjs"} and path.name not in READ_ONLY
)


def test_the_list_is_looked_for_everywhere():
    assert len(SAID) > 100
    assert [w.word for w in words_to_avoid_in("Ein Brennpunkt der Hartz-Empfänger")] == [
        "Brennpunkt",
        "Hartz",
    ]


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.po")), ids=lambda path: path.stem)
def test_no_message_says_such_a_word(path):
    with path.open("rb") as stream:
        said = [str(message.string) for message in read_po(stream, locale="de")]

    assert [(one, words_to_avoid_in(one)) for one in said if words_to_avoid_in(one)] == []


@pytest.mark.parametrize("path", SAID, ids=lambda path: path.relative_to(CATALOGUE).as_posix())
def test_nothing_in_the_catalogue_says_such_a_word(path):
    assert words_to_avoid_in(path.read_text(encoding="utf-8")) == []
