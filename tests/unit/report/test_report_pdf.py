"""The report as a file: conformance, structure, secrets, the same bytes again."""

import re
import runpy
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from kreisblick.products.report import build_report, report_data, report_definition
from kreisblick.products.typeset import TypesettingError

FACTORY = runpy.run_path(str(Path(__file__).with_name("factory.py")))


PAPER = report_definition().model_copy(update={"formats": ("pdf",)})


class Drawer:
    """A typesetter that only keeps what is laid."""

    def __init__(self):
        self.files = {}

    def lay(self, name, content):
        self.files[name] = content
        return name


@pytest.fixture(scope="module")
def bundle():
    return FACTORY["make_bundle"]()


@pytest.fixture(scope="module")
def pdf(bundle, tmp_path_factory):
    return build_report(bundle, tmp_path_factory.mktemp("report"), PAPER) / "report.pdf"


@pytest.fixture(scope="module")
def drawer():
    return Drawer()


@pytest.fixture(scope="module")
def data(bundle, drawer):
    return report_data(bundle, report_definition(), drawer)


def elements(document):
    """Every element of the structure tree."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node.K)


def test_the_file_claims_to_be_accessible_and_archivable_german(pdf):
    with pikepdf.open(pdf) as document, document.open_metadata() as words:
        assert words["pdfuaid:part"] == "1"
        assert words["pdfaid:part"] == "3"
        assert words["pdfaid:conformance"] == "A"
        assert str(document.Root.Lang).startswith("de")
        assert bool(document.Root.MarkInfo.Marked)
        assert words["dc:title"] == "Sozialbericht 2024, Landkreis Lindenau"


def test_every_figure_tells_its_finding_and_tables_have_heads(pdf):
    with pikepdf.open(pdf) as document:
        kinds = [str(node.S) for node in elements(document)]
        alts = [str(node.get("/Alt", "")) for node in elements(document) if node.S == "/Figure"]

    assert len(alts) >= 10
    assert all(len(alt) > 15 for alt in alts)
    assert kinds.count("/TH") > 20
    assert {"/H1", "/H2", "/Table", "/TOC", "/Caption"} <= set(kinds)


def test_headings_stand_in_order_and_heads_of_tables_know_their_direction(pdf):
    with pikepdf.open(pdf) as document:
        kinds = [str(node.S) for node in in_reading_order(document.Root.StructTreeRoot)]
        heads = [node for node in elements(document) if node.S == "/TH"]
        scopes = {str(one.get("/Scope")) for head in heads for one in attributes(head)}
        rows = [node for node in elements(document) if node.S == "/Table"]

    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"/Column"} <= scopes
    assert "None" not in scopes
    assert len(rows) > 10


def test_fonts_are_embedded_and_the_title_stands_in_the_window(pdf):
    with pikepdf.open(pdf) as document:
        fonts = [
            font for page in document.pages for font in (page.Resources.get("/Font") or {}).values()
        ]
        bare = [str(font.BaseFont) for font in fonts if not embedded(font)]

        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert fonts
    assert bare == []


def in_reading_order(node):
    """Every element of the structure tree as it is read."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from in_reading_order(kid)


def attributes(node):
    found = node.get("/A")
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def embedded(font):
    own = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(name in own.FontDescriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_outline_leads_to_every_theme_and_indicator(pdf, bundle):
    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        chapters = {str(one.title): [str(c.title) for c in one.children] for one in outline.root}

    for definition in bundle.indicator_definitions.values():
        assert definition["title"]["de"] in chapters[definition["theme"]]
    assert "Quellen" in chapters["Anhang"]


def test_the_same_bundle_gives_the_same_bytes(pdf, bundle, tmp_path):
    again = build_report(bundle, tmp_path, PAPER) / "report.pdf"

    assert again.read_bytes() == pdf.read_bytes()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_hidden_count_is_nowhere_in_the_text(pdf):
    words = subprocess.run(
        ["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout

    assert "Landkreis Lindenau" in words
    assert str(FACTORY["SECRET"]) not in words.replace(".", "")


def test_a_hidden_count_is_nowhere_in_data_and_pictures(data, drawer):
    text = repr(data) + "".join(drawer.files.values())

    assert str(FACTORY["SECRET"]) not in text.replace(".", "")


def test_each_state_has_its_own_words_in_the_chapter(data):
    pages = {p["title"]: p for theme in data["themes"] for p in theme["indicators"]}

    poor = pages["Menschen, die Grundsicherung erhalten"]
    assert any("in 2 Planungsräumen nicht ausgewiesen" in s for s in poor["lead"])
    measles = pages["Kinder mit vollständigem Masernschutz"]
    assert any("67\u202f% der Gemeinden" in s for s in measles["lead"])
    assert "Quelle umfasst diese Gemeinde nicht" in measles["table"]["legend"]
    ended = pages["Haushalte mit Wohngeld"]
    assert "31.12.2022" in ended["subtitle"]


def test_municipalities_stand_by_name_never_by_rank(data):
    for theme in data["themes"]:
        for page in theme["indicators"]:
            names = [row[0] for row in page["table"]["rows"][:-1]]
            assert names == sorted(names)
            assert page["table"]["rows"][-1][0] == "Landkreis Lindenau"


def test_every_row_of_a_table_is_as_wide_as_its_head(data):
    tables = [page["table"] for theme in data["themes"] for page in theme["indicators"]]
    tables += [data["appendix"][name] for name in ("changes", "protection", "sources")]

    assert all(len(row) == len(t["head"]) for t in tables for row in t["rows"])
    assert all(
        1 + len(row["cells"]) == len(t["head"])
        for t in data["appendix"]["areas"]
        for row in t["rows"]
    )


def test_the_protection_page_counts_what_is_withheld(data, bundle):
    row = data["appendix"]["protection"]["rows"][-1]

    hidden = bundle.cells.filter(confidentiality="suppressed").height
    assert hidden > 0
    assert row[2] == str(hidden)
    assert any("Sehr kleine Gruppen" in rule for rule in data["appendix"]["protection"]["rules"])


def test_index_classes_count_every_area_once(data, bundle):
    index = data["indices"][0]
    areas = bundle.areas.filter(level="planning_area").height

    for part in index["parts"]:
        assert sum(e["count"] for e in part["legend"] if "Grenze" not in e["text"]) == areas
        assert part["left_out"] == ["1 nicht eingestuft: weniger als 300 Menschen"]
    counted = [int(c) for row in index["cross"]["rows"] for c in row[1:] if c != "–"]
    assert sum(counted) == areas - 1


def test_a_bundle_without_index_and_with_one_date_is_a_report_all_the_same(tmp_path):
    full = FACTORY["make_bundle"]()
    last = full.report["dates"][-1:]
    report = {**full.report, "dates": last, "edition": "Entwurf"}
    small = replace(full, indices=full.indices.clear(), report=report)

    assert (build_report(small, tmp_path, PAPER) / "report.pdf").stat().st_size > 50_000


def test_a_template_that_asks_for_what_is_not_there_is_refused_in_words(bundle, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "report.typ").write_text("#json(sys.inputs.data).nothing", encoding="utf-8")
    definition = PAPER.model_copy(update={"folder": folder})

    with pytest.raises(TypesettingError, match=r"report\.typ"):
        build_report(bundle, tmp_path / "out", definition)

    assert not (tmp_path / "out" / "report.pdf").exists()
