"""A district's own choices, words and templates stand in place of the shipped ones."""

import pytest
from tests.unit.editions.factory import block, make_bundle, make_editorial
from tests.unit.editions.readers import Page, pdf_text

from kreisblick.base.errors import FaultsFoundError
from kreisblick.products.editions import build_editions, editions_definition, read_editions
from kreisblick.products.editorial import Editorial

PLAIN = make_editorial("0", "0").blocks


@pytest.fixture
def own(tmp_path):
    """The folder of a district; it bears the product's name, as in every workspace."""
    folder = tmp_path / "editions"
    folder.mkdir()
    return folder


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


def test_without_a_folder_all_is_as_shipped(tmp_path):
    assert read_editions(tmp_path / "nowhere") == editions_definition()


def test_a_file_with_one_key_changes_that_key_alone(own):
    write(own, "editions.yaml", 'highlights: 2\nplain_figures: {"Arbeit": employed_people}\n')

    found, shipped = read_editions(own), editions_definition()

    assert found.highlights == 2
    assert found.plain_figures == {**shipped.plain_figures, "Arbeit": "employed_people"}
    assert (found.people, found.maps) == (shipped.people, shipped.maps)
    assert found.texts() == shipped.texts()


def test_own_words_stand_on_paper_and_page_and_the_others_stay(own, tmp_path):
    said = 'district_can: ["Wir laden alle ein."]\nplain_intro: ["Das ist unser Heft."]\n'
    write(own, "texts.yaml", said)

    build_editions(make_bundle(), tmp_path / "out", read_editions(own), Editorial(blocks=PLAIN))

    for name, words in (("short", "Wir laden alle ein."), ("plain", "Das ist unser Heft.")):
        assert words in Page(tmp_path / "out" / f"{name}.html").text
        assert words.replace(" ", "") in pdf_text(tmp_path / "out" / f"{name}.pdf")
    kept = editions_definition().texts()
    assert kept.plain_numbers[0] in Page(tmp_path / "out" / "plain.html").text
    assert kept.plain_intro[0] not in Page(tmp_path / "out" / "plain.html").text
    assert kept.district_can[0] not in Page(tmp_path / "out" / "short.html").text


@pytest.mark.parametrize("name", ["parts.typ", "plain.typ", "plain.html.j2", "style.css"])
def test_one_own_template_is_taken_and_the_others_are_the_shipped_ones(own, tmp_path, name):
    shipped = editions_definition().template(name).read_text(encoding="utf-8")
    marks = {
        "parts.typ": ("[#one.text]", "[#one.text Eigener Teil.]"),
        "plain.typ": ("#title(", "Eigenes Blatt.\n#title("),
        "plain.html.j2": ("{% block main %}", "{% block main %}\n<p>Eigene Seite.</p>"),
        "style.css": ("body {", "/* eigen */ body {"),
    }
    assert marks[name][0] in shipped
    write(own, name, shipped.replace(*marks[name], 1))
    only_plain = Editorial(blocks=(block("p", "plain", "Ein Satz."),))

    build_editions(make_bundle(), tmp_path / "out", read_editions(own), only_plain)

    out = tmp_path / "out"
    seen = {
        "parts.typ": "EigenerTeil." in pdf_text(out / "plain.pdf"),
        "plain.typ": "EigenesBlatt." in pdf_text(out / "plain.pdf"),
        "plain.html.j2": "Eigene Seite." in Page(out / "plain.html").text,
        "style.css": "/* eigen */" in (out / "style.css").read_text(encoding="utf-8"),
    }
    for one, found in seen.items():
        assert found == (one == name)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("editions.yaml", "highlights: 0\n", "editions.yaml:1"),
        ("editions.yaml", "highlight: 3\n", "highlight"),
        ("texts.yaml", "plain_intro:\n  - \"\"\n", "texts.yaml:2"),
    ],
)  # fmt: skip
def test_a_fault_in_an_own_file_is_told_with_its_place(own, name, text, said):
    write(own, name, text)

    with pytest.raises(FaultsFoundError) as told:
        read_editions(own)

    assert said in str(told.value)
