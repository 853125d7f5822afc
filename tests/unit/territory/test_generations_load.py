"""New boundaries become an inactive generation beside the old ones."""

import sys
from datetime import date

import pytest

from kreisblick.base.errors import KreisblickError
from kreisblick.territory.generations import (
    GenerationError,
    NewBoundaries,
    activate,
    check,
    load,
    load_territory,
)

AREAS = {"0101": ("Mitte", (0, 0, 200, 200)), "0201": ("Anger", (0, 200, 200, 400))}


def wish(path, **more):
    told = {"valid_from": date(2025, 1, 1), "planning_areas": path, "key": "id", "name": "title"}
    return NewBoundaries(**{**told, "prefix": 2, "municipality_name": "title", **more})


@pytest.fixture
def sent(tmp_path, ground):
    """A file as an office sends it, outside the workspace's own folders."""
    folder = tmp_path / "Posteingang"
    folder.mkdir()
    return ground.shapes(folder / "areas.geojson", AREAS)


def test_it_is_copied_described_and_not_active(ground, sent):
    path = load(ground.open(), "2025", wish(sent))
    sent.unlink()

    definition = ground.open().definitions["2025"]
    assert path == ground.folder / "catalogue/territory/2025.yaml"
    assert not definition.active
    assert definition.municipalities.names == {"01": "Mitte", "02": "Anger"}
    assert check(ground.open(), "2025").faults == ()
    assert path.read_text().startswith("# Inaktiv: Noch benutzt keine Runde diese Grenzen.")


def test_system_and_municipalities_come_from_the_generation_before(two_generations, sent):
    activate(two_generations.open(), "2025")

    load(
        two_generations.open(),
        "2030",
        wish(sent, municipality_name=None, valid_from=date(2030, 1, 1)),
    )

    definition = two_generations.open().definitions["2030"]
    assert definition.crs == 25832
    assert definition.municipalities.names == {"01": "Stadt 01", "02": "Stadt 02"}


def test_municipalities_may_come_from_their_own_file(ground, sent, tmp_path):
    towns = ground.shapes(
        tmp_path / "gemeinden.geojson",
        {"01": ("Lindenau", (0, 0, 200, 200)), "02": ("Nordheim", (0, 200, 200, 400))},
    )
    own = {"municipalities": towns, "municipalities_key": "id", "municipalities_name": "title"}

    load(ground.open(), "2025", wish(sent, municipality_name=None, **own))

    assert load_territory(ground.open(), "2025").areas["name"].to_list()[2:4] == [
        "Lindenau",
        "Nordheim",
    ]


def test_loading_again_replaces_the_file_and_keeps_what_was_written_since(ground, sent):
    path = load(ground.open(), "2025", wish(sent))
    note = "\n# Rücksprache mit dem Katasteramt\n"
    entry = "  - {on: 2024-06-01, kind: new, to: ['0102'], reason: Neubau., decided_by: Rat}\n"
    path.write_text(path.read_text().replace("changes: []", f"changes:\n{entry}") + note)
    ground.shapes(sent, {**AREAS, "0102": ("Neubau", (200, 0, 400, 200))})

    load(ground.open(), "2025", wish(sent))

    assert "Rücksprache mit dem Katasteramt" in path.read_text()
    assert ground.open().definitions["2025"].changes[0].reason == "Neubau."
    assert len(load_territory(ground.open(), "2025").areas) == 6


def test_an_active_generation_is_never_replaced(two_generations, sent):
    before = (two_generations.folder / "catalogue/territory/2020.yaml").read_bytes()

    with pytest.raises(GenerationError, match="anderen Schlüssel"):
        load(two_generations.open(), "2020", wish(sent))

    assert (two_generations.folder / "catalogue/territory/2020.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("key", "change", "sentence"),
    [
        ("2025", {"key": "ID"}, "Spalte „ID“"),
        ("2025", {"municipality_name": None}, "wie die Gemeinden heißen"),
        ("2025", {"prefix": None}, "genau eine Regel"),
        ("2025", {"municipality": "town"}, "genau eine Regel"),
        ("../2025", {}, "taugt nicht als Schlüssel"),
    ],
)
def test_a_wrong_wish_writes_nothing(ground, sent, key, change, sentence):
    with pytest.raises(KreisblickError, match=sentence):
        load(ground.open(), key, wish(sent, **change))

    assert list((ground.folder / "catalogue/territory").iterdir()) == []
    assert list((ground.folder / "territory").iterdir()) == []


def test_a_crash_before_the_definition_leaves_no_generation(ground, sent, monkeypatch):
    def crash(*_words):
        raise OSError("power cut")

    module = sys.modules["kreisblick.territory.generations.load"]  # the verb has the same name
    monkeypatch.setattr(module, "write_bytes", crash)

    with pytest.raises(OSError, match="power cut"):
        load(ground.open(), "2025", wish(sent))

    assert dict(ground.open().definitions) == {}
