"""The ready list of stumbling blocks: the handbook shows all of it, and its examples are true."""

import re
from io import StringIO
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kreisblick.base.definitions import read_definitions
from kreisblick.products.wording import words_to_avoid_in
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import NoteDefinition, PlannerNotes

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "handbook" / "hinweise-und-rueckmeldungen.md"
NOTES = read_definitions([ROOT / "catalogue" / "notes"], NoteDefinition)
ROW = re.compile(r"^\| `([a-z_]+)` \| (.+) \| (.+) \|$", re.M)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def test_the_handbook_lists_every_note_with_when_to_attach_it() -> None:
    shown = {key: (title, applies) for key, title, applies in
             ROW.findall(PAGE.read_text(encoding="utf-8"))}  # fmt: skip

    assert shown == {key: (note.title.de, note.applies.de) for key, note in NOTES.items()}


@pytest.mark.parametrize("key", NOTES)
def test_a_note_is_short_and_blames_nobody(key: str) -> None:
    text = NOTES[key].text.de

    assert len(text) <= 260
    assert text.endswith(".")
    assert list(words_to_avoid_in(text)) == []


@pytest.mark.parametrize(
    ("place", "kind"), [(0, PlannerNotes), (1, DeliveryDefinition), (2, CubeDefinition)]
)
def test_the_handbooks_examples_are_read_as_they_stand(place: int, kind: type) -> None:
    content = YAML(typ="safe").load(StringIO(BLOCKS[place]))

    assert kind.model_validate(content)
