"""Word, web and book: the same figures as the paper, real structure, nothing hidden, same bytes.

The file is long because every format is held against the chapters of one report, made once.
"""

import io
import itertools
import re
import runpy
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image
from tests.unit.report.texts import EVERYWHERE, with_findings

from kreisblick.products.report import build_report, report_data, report_definition
from kreisblick.products.report.arranging import arrange, plain_words
from kreisblick.products.report.build import gather_issue
from kreisblick.products.report.word.pictures import with_palette
from kreisblick.products.typeset import open_typesetter

FACTORY = runpy.run_path(str(Path(__file__).with_name("factory.py")))
SECRET = str(FACTORY["SECRET"])
W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
     "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}  # fmt: skip
X = {"x": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops",
     "opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/",
     "svg": "http://www.w3.org/2000/svg"}  # fmt: skip


class Drawer:
    """Takes pictures and forgets them."""

    def lay(self, name, content):
        del content
        return name


@pytest.fixture(scope="module")
def bundle():
    return with_findings(FACTORY["make_bundle"]())


@pytest.fixture(scope="module")
def report(bundle, tmp_path_factory):
    return build_report(bundle, tmp_path_factory.mktemp("report"), editorial=EVERYWHERE)


@pytest.fixture(scope="module")
def chapters(bundle):
    return arrange(report_data(bundle, report_definition(), Drawer(), EVERYWHERE))


@pytest.fixture(scope="module")
def word(report):
    return docx.Document(str(report / "report.docx"))


@pytest.fixture(scope="module")
def book(report):
    with zipfile.ZipFile(report / "report.epub") as pack:
        return {entry.filename: pack.read(entry) for entry in pack.infolist()}


def tables_of(chapters):
    """Every table as rows of cells, the head first."""
    return [[b["head"], *b["rows"]] for c in chapters for b in c.blocks if b["kind"] == "table"]


def page(path):
    """A web page as a tree; it must be well formed like the book's."""
    text = path.read_text(encoding="utf-8")
    return etree.fromstring(
        text.replace("<html lang", '<html xmlns="http://www.w3.org/1999/xhtml" lang')
    )


def web_pages(report, chapters):
    first, *others = chapters
    names = ["index.html", *[f"{one.id}.html" for one in others]]
    assert first.id == "wichtigstes"
    return [page(report / "web" / name) for name in names]


def tables_in(trees):
    return [
        [["".join(cell.itertext()) for cell in row.xpath("./x:th|./x:td", namespaces=X)]
         for row in table.xpath(".//x:tr", namespaces=X)]
        for tree in trees
        for table in tree.xpath("//x:table", namespaces=X)
    ]  # fmt: skip


def test_every_table_of_the_report_stands_cell_by_cell_in_word(word, chapters):
    found = [[[cell.text for cell in row.cells] for row in t.rows] for t in word.tables]

    assert found == tables_of(chapters)
    assert len(found) > 10


def test_every_table_of_the_report_stands_cell_by_cell_on_the_web(report, chapters):
    assert tables_in(web_pages(report, chapters)) == tables_of(chapters)


def test_every_table_of_the_report_stands_cell_by_cell_in_the_book(book, chapters):
    trees = [etree.fromstring(book[f"EPUB/{one.id}.xhtml"]) for one in chapters]

    assert tables_in(trees) == tables_of(chapters)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_every_cell_and_every_sentence_stands_in_the_paper(report, chapters):
    words = subprocess.run(["pdftotext", "-raw", str(report / "report.pdf"), "-"],
                           check=True, capture_output=True, text=True).stdout  # fmt: skip

    def bare(text):
        return re.sub(r"[\s\u00ad\u2010-]", "", text)

    printed = bare(words)
    cells = {cell for table in tables_of(chapters) for row in table for cell in row}
    said = {plain_words(b["runs"]) for c in chapters for b in c.blocks if b["kind"] == "text"}
    said |= {b["text"] for c in chapters for b in c.blocks if b["kind"] == "key"}
    missing = [text for text in cells if bare(text) not in printed]
    assert missing == []
    # a page's foot may stand inside a long paragraph; its sentences are looked for one by one
    sentences = {one for text in said for one in re.split(r"(?<=\.)\s", text)}
    lost = [one for one in sentences if bare(one) not in printed]
    assert len(lost) <= len(sentences) / 50, lost


def test_every_sentence_stands_in_word_web_and_book(report, chapters, word, book):
    said = [plain_words(b["runs"]) for c in chapters for b in c.blocks if b["kind"] == "text"]
    said += [b["text"] for c in chapters for b in c.blocks if b["kind"] in {"key", "heading"}]
    said += [line for c in chapters for b in c.blocks if b["kind"] == "facts"
             for _word, line in b["items"]]  # fmt: skip
    in_word = "\n".join(p.text for p in word.paragraphs)
    on_web = "\n".join("".join(tree.itertext()) for tree in web_pages(report, chapters))
    in_book = "\n".join("".join(etree.fromstring(book[f"EPUB/{one.id}.xhtml"]).itertext())
                        for one in chapters)  # fmt: skip

    for text in (in_word, on_web, in_book):
        assert [one for one in said if one not in text] == []


def test_texts_of_people_stand_in_word_web_and_book(report, word, book, chapters):
    on_web = "\n".join("".join(tree.itertext()) for tree in web_pages(report, chapters))
    in_word = "\n".join(p.text for p in word.paragraphs)
    in_book = "\n".join("".join(etree.fromstring(book[f"EPUB/{one.id}.xhtml"]).itertext())
                        for one in chapters)  # fmt: skip

    for one in EVERYWHERE.blocks:
        for text in (on_web, in_word, in_book):
            assert text.count(f"Worte von {one.key}.") == (0 if one.kind == "plain" else 1)
    assert "Verband <Süd>" in on_web


def test_a_hidden_count_is_in_no_format(report):
    for path in sorted(path for path in report.rglob("*") if path.suffix in {".html", ".css"}):
        assert SECRET not in path.read_text(encoding="utf-8").replace(".", ""), path.name
    for name in ("report.docx", "report.epub"):
        with zipfile.ZipFile(report / name) as pack:
            for entry in pack.infolist():
                if not entry.filename.endswith((".png", ".jpeg")):
                    text = pack.read(entry).decode("utf-8")
                    assert SECRET not in text.replace(".", ""), entry.filename


def test_the_same_report_gives_the_same_bytes_in_every_format(report, bundle, tmp_path):
    again = build_report(bundle, tmp_path, editorial=EVERYWHERE)

    first = {p.relative_to(report): p.read_bytes() for p in report.rglob("*") if p.is_file()}
    second = {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []


# Word


def test_word_knows_title_language_and_day(word):
    told = word.core_properties

    assert told.title == "Sozialbericht 2024, Landkreis Lindenau"
    assert told.language == "de-DE"
    assert told.created == told.modified
    assert told.created.date().isoformat() == "2025-06-30"
    defaults = word.styles.element.xpath("./w:docDefaults//w:lang")
    assert [one.get(qn("w:val")) for one in defaults] == ["de-DE"]


def test_words_headings_are_styles_of_unbroken_order(word, chapters):
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]

    assert levels[0] == 1
    assert levels.count(1) == len(chapters)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_word_formats_by_styles_alone(word):
    body = word.element.body
    allowed = {"rStyle"}  # of runs; anything else would be direct formatting

    looks = {etree.QName(one).localname for one in body.xpath(".//w:r/w:rPr/*")}
    shapes = {etree.QName(one).localname for one in body.xpath(".//w:p/w:pPr/*")}

    assert looks <= allowed
    assert shapes <= {"pStyle"}
    used = set(body.xpath(".//w:pStyle/@w:val"))
    known = set(word.styles.element.xpath("./w:style/@w:styleId"))
    assert used <= known


def test_words_tables_have_a_style_and_repeat_their_heads(word):
    for table in word.tables:
        assert table.style.name == "Report table"
        first = table.rows[0]._tr
        assert first.xpath("./w:trPr/w:tblHeader")
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")) == 1
        assert table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val")[0]
        widths = [int(w) for w in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) < 162.5 * 1440 / 25.4
        assert min(widths) > 300


def test_words_pictures_say_what_they_show(word, chapters):
    described = word.element.body.xpath(".//wp:docPr")
    alts = [one.get("descr") for one in described]
    shown = [b["alt"] for c in chapters for b in c.blocks if b["kind"] == "picture"]

    assert alts[1:] == shown
    assert all(len(alt) > 15 for alt in alts)
    assert len({one.get("id") for one in described}) == len(described)


def test_word_has_contents_and_page_numbers_as_fields(word):
    asked = ["".join(word.element.body.xpath(".//w:instrText/text()"))]
    asked += word.sections[0].footer._element.xpath(".//w:instrText/text()")

    assert "TOC" in asked[0]
    assert any("PAGE" in one for one in asked[1:])
    begins = word.element.body.xpath(".//w:fldChar[@w:fldCharType='begin']")
    ends = word.element.body.xpath(".//w:fldChar[@w:fldCharType='end']")
    assert len(begins) == len(ends) == 1


def test_every_link_in_word_leads_somewhere(word):
    anchors = set(word.element.body.xpath(".//w:hyperlink/@w:anchor"))
    names = word.element.body.xpath(".//w:bookmarkStart/@w:name")
    numbers = word.element.body.xpath(".//w:bookmarkStart/@w:id")

    assert anchors
    assert anchors <= set(names)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_word_and_shows_all_of_it(report, tmp_path, chapters):
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path),
         str(report / "report.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip

    text = (tmp_path / "report.txt").read_text(encoding="utf-8-sig")
    assert all(chapter.title in text for chapter in chapters)
    assert "Worte von empfehlung." in text


# Book


def test_the_book_says_first_and_plainly_what_it_is(report):
    with zipfile.ZipFile(report / "report.epub") as pack:
        first = pack.infolist()[0]

        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert pack.read(first) == b"application/epub+zip"
        assert first.extra == b""


def test_the_book_lists_exactly_what_it_holds_in_reading_order(book, chapters):
    package = etree.fromstring(book["EPUB/package.opf"])
    listed = package.xpath("//opf:item/@href", namespaces=X)
    order = package.xpath("//opf:itemref/@idref", namespaces=X)

    held = {name.removeprefix("EPUB/") for name in book if name.startswith("EPUB/")}
    assert set(listed) == held - {"package.opf"}
    assert order == ["cover", "nav", *[one.id for one in chapters]]
    drawn = set(package.xpath("//opf:item[@properties='svg']/@href", namespaces=X))
    assert drawn == {name for name in held if b"<svg" in book[f"EPUB/{name}"]}


def test_the_book_tells_how_accessible_it_is(book):
    package = etree.fromstring(book["EPUB/package.opf"])

    told = {}
    for one in package.xpath("//opf:meta", namespaces=X):
        told.setdefault(one.get("property"), []).append(one.text)
    assert {"textual", "visual"} == set(told["schema:accessMode"])
    assert told["schema:accessModeSufficient"] == ["textual"]
    assert "alternativeText" in told["schema:accessibilityFeature"]
    assert told["schema:accessibilityHazard"] == ["none"]
    assert told["dcterms:modified"] == ["2025-06-30T12:00:00Z"]
    assert package.xpath("string(//dc:language)", namespaces=X) == "de"


def test_every_link_in_the_book_leads_somewhere(book):
    trees = {n: etree.fromstring(c) for n, c in book.items() if n.endswith(".xhtml")}
    known = {f"{name.removeprefix('EPUB/')}#{id_}" for name, tree in trees.items()
             for id_ in tree.xpath("//@id")}  # fmt: skip
    known |= {name.removeprefix("EPUB/") for name in trees}

    for name, tree in trees.items():
        for link in tree.xpath("//x:a/@href", namespaces=X):
            place = f"{name.removeprefix('EPUB/')}{link}" if link.startswith("#") else link
            assert place in known, (name, link)


# Web


def test_every_page_has_one_first_heading_and_none_is_skipped(report, chapters):
    for tree in web_pages(report, chapters):
        levels = [int(etree.QName(h).localname[1]) for h in
                  tree.xpath("//x:h1|//x:h2|//x:h3|//x:h4", namespaces=X)]  # fmt: skip

        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_pages_have_landmarks_language_captions_and_no_scripts(report, chapters):
    for tree in web_pages(report, chapters):
        assert tree.get("lang") == "de"
        for name in ("header", "main", "footer", "nav"):
            assert tree.xpath(f"//x:{name}", namespaces=X), name
        assert not tree.xpath("//x:script", namespaces=X)
        assert all(tree.xpath("//x:table/x:caption/text()", namespaces=X))
        assert not tree.xpath("//x:thead//x:th[not(@scope='col')]", namespaces=X)
        assert not tree.xpath("//x:tbody//x:tr[not(x:th[@scope='row'])]", namespaces=X)
        assert len(tree.xpath("//@id")) == len(set(tree.xpath("//@id")))


def test_every_picture_on_a_page_is_named_and_described(report, chapters):
    for tree in web_pages(report, chapters):
        for drawn in tree.xpath("//svg:svg[not(@aria-hidden)]", namespaces=X):
            names = drawn.get("aria-labelledby").split()
            words = [tree.xpath(f"string(//*[@id='{name}'])") for name in names]
            assert all(words), drawn.get("aria-labelledby")


def test_every_link_on_a_page_leads_somewhere(report, chapters):
    pages = {path.name: page(path) for path in (report / "web").glob("*.html")}
    known = {f"{name}#{id_}" for name, tree in pages.items() for id_ in tree.xpath("//@id")}

    assert len(pages) == len(chapters)
    for name, tree in pages.items():
        for link in tree.xpath("//x:a/@href", namespaces=X):
            assert (f"{name}{link}" if link.startswith("#") else link) in known | set(pages), link


def test_pictures_in_word_keep_their_areas_and_lose_weight(bundle):
    issue = gather_issue(bundle, report_definition(), EVERYWHERE)
    with open_typesetter(report_definition().file("pictures.typ"), ()) as typesetter:
        for name, content in issue.pictures.items():
            typesetter.lay(name, content)
        shown = [
            {"file": name, "legend": [], "width": 108, "drawn": 108}
            for name in sorted(issue.pictures)
            if name.startswith("map-")
        ][:3]
        told = {"pictures": shown, "meta": issue.meta, "colours": issue.colours}
        pages = typesetter.photograph(told, 130)

    for page in pages:
        few = with_palette(page)
        before = np.asarray(Image.open(io.BytesIO(page)).convert("RGB")).astype(int)
        after = np.asarray(Image.open(io.BytesIO(few)).convert("RGB")).astype(int)
        assert len(few) < len(page) / 2
        assert np.abs(before - after).mean() < 0.5
        colours, counts = np.unique(before.reshape(-1, 3), axis=0, return_counts=True)
        for colour in colours[np.argsort(counts)[-8:]]:  # paper and the colours of areas
            assert (after[(before == colour).all(axis=2)] == colour).all()
