"""The paper for signature: every area in it, accessible, the same bytes."""

import shutil
import subprocess
from datetime import date
from hashlib import sha256

import numpy as np
import pikepdf
import pytest
from tests.unit.zoning.ground import chessboard

from kreisblick.products.agreement import Agreed, agreement_definition, read_names, write
from kreisblick.products.agreement.files import NoNamesError
from kreisblick.products.agreement.pages import paper_data
from kreisblick.territory.zoning import Step, find_neighbours, measure, number_areas

AREAS = [f"{'A' if n % 4 < 2 else 'B'}{'12'[n // 8]}" for n in range(16)]


class Drawer:
    """A typesetter that only keeps what is laid."""

    def __init__(self):
        self.files = {}

    def lay(self, name, content):
        self.files[name] = content
        return name


@pytest.fixture(scope="module")
def agreed(tmp_path_factory):
    file = tmp_path_factory.mktemp("cut") / "cut.csv"
    file.write_text("block,area\n")
    towns = np.array(["A" if n % 4 < 2 else "B" for n in range(16)], dtype=object)
    fixed = np.array([a if a == "B2" else "" for a in AREAS], dtype=object)
    cuts = np.array([[f"s{n // 8}" if n % 4 < 2 else ""] for n in range(16)], dtype=object)
    people = np.where(np.array(AREAS) == "A2", 150.0, 100.0)
    blocks = chessboard(4, 4, municipality=towns, fixed=fixed, cuts=cuts, population=people)
    near = find_neighbours(blocks)
    return Agreed(
        title="Sozialräume im Landkreis Auen",
        day=date(2025, 6, 30),
        blocks=blocks,
        areas=AREAS,
        figures=measure(blocks, near, number_areas(AREAS), offices=("Jugendhilfe",)),
        offices=("Jugendhilfe",),
        names={"A": "Übersee", "B": "Altstätten", "A2": "Südhang"},
        steps=[
            Step(step=1, on="2025-05-12", block="b0008", source="A1", target="A2",
                 by="Gemeinde Übersee", reason="gehört zur Siedlung"),
        ],
        file=file,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pdf(agreed, tmp_path_factory):
    return write(agreed, tmp_path_factory.mktemp("paper") / "paper.pdf")


@pytest.fixture(scope="module")
def data(agreed):
    return paper_data(agreed, agreement_definition(), Drawer())


def test_the_paper_says_its_language_title_and_that_it_is_accessible(pdf):
    with pikepdf.open(pdf) as document:
        metadata = document.open_metadata()

        assert document.Root.Lang == "de-DE"
        assert document.Root.MarkInfo.Marked
        assert metadata["pdfuaid:part"] == "1"
        assert document.docinfo["/Title"] == "Sozialräume im Landkreis Auen"


def test_every_picture_has_words_for_those_who_cannot_see_it(pdf):
    with pikepdf.open(pdf) as document:
        found, waiting = [], [document.Root.StructTreeRoot.K]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(node)
            elif isinstance(node, pikepdf.Dictionary):
                found += [node] if node.get("/S") == "/Figure" else []
                waiting += [node.K] if "/K" in node else []

        assert len(found) == 3  # the district and two towns
        assert all(str(node.Alt).startswith("Karte") for node in found)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_every_area_and_every_signer_stands_in_the_text(pdf):
    said = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip

    assert [key for key in set(AREAS) if key not in said] == []
    for words in ("Südhang", "Übersee", "Altstätten", "Unterschriften", "Ort, Datum", "30.06.2025"):
        assert words in said


def test_municipalities_stand_by_name_and_areas_are_numbered_through(data):
    assert [town["name"] for town in data["towns"]] == ["Altstätten", "Übersee"]
    assert [row[0] for town in data["towns"] for row in town["rows"]] == ["1", "2", "3", "4"]
    assert data["signers"] == ["Kreis", "Altstätten", "Übersee"]


def test_people_and_deviation_are_those_of_the_cut(data):
    """Übersee has 400 and 600 people; their mean is 500."""
    rows = data["towns"][1]["rows"]

    assert [row[3:] for row in rows] == [
        ["400", "0,04", "−20,0\u202f%"],
        ["600", "0,04", "+20,0\u202f%"],
    ]
    assert data["overview"][-1][2:5] == ["4", "1.800", "450"]


def test_what_each_town_brought_in_stands_on_its_page(data):
    altstaetten, uebersee = (town["brought"] for town in data["towns"])

    assert altstaetten == ["Unverändert geblieben: B2."]
    assert uebersee[0] == (
        "Bausteine verschoben: 1, von A1 nach A2 (b0008); Wunsch: Gemeinde Übersee; 12.05.2025; "
        "Grund: gehört zur Siedlung."
    )
    assert "„Jugendhilfe“ (Gebiete: 2): Übereinstimmung 100,0\u202f%" in uebersee[1]


def test_the_paper_names_the_file_that_decides(data, agreed):
    assert sha256(agreed.file.read_bytes()).hexdigest() in data["file"]


def test_rules_about_fixed_areas_stand_only_where_there_are_some(data):
    assert agreement_definition().fixed_rule in data["rules"]
    assert agreement_definition().barrier_rule not in data["rules"]


def test_the_same_cut_gives_the_same_bytes(pdf, agreed, tmp_path):
    assert write(agreed, tmp_path / "again.pdf").read_bytes() == pdf.read_bytes()


def test_names_come_from_an_offices_table_and_a_wrong_one_is_told(tmp_path):
    (tmp_path / "names.csv").write_text("key;name\n01;Auen\n02;\n", encoding="utf-8")
    (tmp_path / "wrong.csv").write_text("ags,ort\n01,Auen\n", encoding="utf-8")

    assert read_names(tmp_path / "names.csv") == {"01": "Auen"}
    with pytest.raises(NoNamesError, match="key"):
        read_names(tmp_path / "wrong.csv")
