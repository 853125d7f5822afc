"""What has not changed is not set again; what has changed always is."""

from datetime import date
from pathlib import Path

import pytest

from kreisblick.products.keep import keep_documents
from kreisblick.products.typeset import Typesetter, open_typesetter

DAY = date(2025, 6, 30)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="{}" height="9"/></svg>'
)
TEMPLATE = """
#let data = json(sys.inputs.data)
#set document(title: data.title)
#image(data.picture, alt: "Rechteck")
"""


@pytest.fixture
def compiled(monkeypatch) -> list[str]:
    """The names of the data files that were really set."""
    names: list[str] = []
    real = Typesetter._compile

    def noted(self: Typesetter, name: str, day: date) -> bytes:
        names.append(name)
        return real(self, name, day)

    monkeypatch.setattr(Typesetter, "_compile", noted)
    return names


def made(tmp_path: Path, *, title="A", wide=3, day=DAY, template=TEMPLATE) -> bytes:
    (tmp_path / "templates").mkdir(exist_ok=True)
    main = tmp_path / "templates" / "paper.typ"
    main.write_text(template)
    with keep_documents(tmp_path / "kept"), open_typesetter(main, ["ua-1"]) as typesetter:
        typesetter.lay("other.svg", PICTURE.format(40))
        picture = typesetter.lay("one.svg", PICTURE.format(wide))
        return typesetter.set_document({"title": title, "picture": picture}, day)


def test_the_same_document_is_set_once_and_has_the_same_bytes(tmp_path, compiled):
    first = made(tmp_path)

    again = made(tmp_path)

    assert again == first
    assert len(compiled) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"title": "B"},
        {"wide": 4},
        {"day": date(2025, 7, 1)},
        {"template": TEMPLATE.replace("Rechteck", "Balken")},
    ],
)
def test_whatever_changes_is_set_again(other, tmp_path, compiled):
    first = made(tmp_path)

    again = made(tmp_path, **other)

    assert again != first
    assert len(compiled) == 2


def test_what_a_round_did_not_need_is_removed(tmp_path):
    made(tmp_path)
    made(tmp_path, title="B")

    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_round_that_the_audit_stops_leaves_nothing_behind(tmp_path):
    """What it set may hold what must not be seen."""
    main = tmp_path / "paper.typ"
    main.write_text(TEMPLATE)
    with (
        pytest.raises(RuntimeError),
        keep_documents(tmp_path / "kept"),
        open_typesetter(main, ["ua-1"]) as typesetter,
    ):
        picture = typesetter.lay("one.svg", PICTURE.format(3))
        typesetter.set_document({"title": "A", "picture": picture}, DAY)
        raise RuntimeError

    assert not list((tmp_path / "kept").glob("*"))


def test_a_round_that_breaks_off_leaves_what_was_kept(tmp_path):
    made(tmp_path)

    with pytest.raises(KeyboardInterrupt), keep_documents(tmp_path / "kept"):
        raise KeyboardInterrupt

    assert len(list((tmp_path / "kept").iterdir())) == 1
