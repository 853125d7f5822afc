"""The paper of a profile: two pages whatever comes, nothing over anything else, accessible."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import polars as pl
import pypdfium2
import pytest
from tests.unit.profiles.factory import LONG_AREA, REPORT, make_full_bundle, make_texts

from kreisblick.products.figures import released_figures
from kreisblick.products.profiles import build_profiles, profile_definition
from kreisblick.products.profiles.build import draw_sheet, gather_stock, list_places

FOOT = 48.0  # points from the lower edge: the foot stands below, everything else above


def papers(bundle: Any, folder: Path, editorial: Any) -> list[Path]:
    files = build_profiles(bundle, folder, editorial=editorial)
    return [file for file in files if file.suffix == ".pdf"]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    bundle = make_full_bundle()
    place = list_places(bundle)[0]
    texts = make_texts(place.key, place.municipality)
    return papers(bundle, tmp_path_factory.mktemp("full"), texts)[:4]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return papers(
        make_full_bundle(everything=False), tmp_path_factory.mktemp("bare"), make_texts("", "")
    )


def without_ages(bundle: Any) -> Any:
    return bundle.replaced(cells=bundle.cells.clear())


def all_hidden(bundle: Any) -> Any:
    """Every figure and every count is withheld; names, facilities and texts are there."""
    gone = dict.fromkeys(
        ("value", "lower", "upper", "smoothed", "smoothed_near", "numerator", "denominator",
         "change", "deviation_municipal", "deviation_district"),
    )  # fmt: skip
    held = {name: pl.lit(None, pl.Float64) for name in gone if name in bundle.indicators.columns}
    hidden = pl.lit("suppressed")
    return bundle.replaced(
        indicators=bundle.indicators.with_columns(confidentiality=hidden, **held),
        cells=bundle.cells.with_columns(
            confidentiality=hidden, value=pl.lit(None, bundle.cells.schema["value"])
        ),
    )


def lacking(bundle: Any, folder: Path) -> list[Path]:
    """The first areas of a district with something missing, texts with the first one."""
    place = list_places(bundle)[0]
    return papers(bundle, folder, make_texts(place.key, place.municipality))[:3]


@pytest.fixture(scope="module")
def ageless(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return lacking(without_ages(make_full_bundle()), tmp_path_factory.mktemp("ageless"))


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return lacking(all_hidden(make_full_bundle()), tmp_path_factory.mktemp("hidden"))


@pytest.fixture(scope="module", params=["full", "bare", "ageless", "hidden"])
def paper(request: pytest.FixtureRequest) -> list[Path]:
    found: list[Path] = request.getfixturevalue(request.param)
    return found


def words_of(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of a page's lines of text: left, bottom, right, top in points."""
    text = page.get_textpage()
    for number in range(text.count_rects()):
        yield text.get_rect(number)


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How much of the lower of two boxes the other one covers, measured from top to bottom."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 1 or high <= 0:
        return 0.0
    return high / min(one[3] - one[1], other[3] - other[1])


def test_every_profile_has_exactly_two_pages(paper: list[Path]) -> None:
    assert paper
    for file in paper:
        with pikepdf.open(file) as document:
            assert len(document.pages) == 2, file.name


def test_no_line_lies_over_another_and_none_in_the_foot(paper: list[Path]) -> None:
    for file in paper:
        document = pypdfium2.PdfDocument(file)
        for page in document:
            boxes = list(words_of(page))
            assert len(boxes) > 20
            worst = max(overlap(one, other) for one, other in combinations(boxes, 2))
            assert worst < 0.5, (file.name, worst)
            assert all(box[3] < FOOT for box in boxes if box[1] < FOOT)
            assert all(box[0] > 40 and box[2] < 595 - 30 for box in boxes)


def pages_of(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [text.replace("\ufffe", "").replace("\x02", "").replace("\r\n", " ") for text in texts]


def text_of(file: Path) -> str:
    return " ".join(pages_of(file))


def test_where_all_is_hidden_nothing_is_said_to_be_unsure(hidden: list[Path]) -> None:
    for file in hidden:
        page = file.with_suffix(".html").read_text(encoding="utf-8")
        script = (file.parent / "compare" / f"{file.stem}.js").read_text(encoding="utf-8")
        for text in (text_of(file), page):
            assert text.count("Zu diesem Gebiet wird keine Zahl gezeigt.") == 2
            assert "Personen nicht ausgewiesen: alle Kennzahlen." in " ".join(text.split())
            assert "nicht sicher" not in text
        assert '"nothing":"Zu diesem Gebiet wird keine Zahl gezeigt."' in script


def test_what_has_no_room_is_counted(full: list[Path]) -> None:
    text = text_of(full[0])

    assert "weitere Kennzahlen stehen auf der Internetseite" in text
    assert "weitere, siehe die Internetseite" in text or "Einträge auf der Internetseite" in text
    for heading in ("Was auffällt", "Worauf die Zahlen hinweisen", "Ähnliche Gebiete anderswo",
                    "Empfehlungen und Kommentare", "Was Menschen vor Ort sagen",
                    "Angebote im Gebiet und in der Nähe", "Was nicht gezeigt wird"):  # fmt: skip
        assert heading in text


def test_paper_and_counted_rest_make_the_whole(full: list[Path]) -> None:
    bundle = make_full_bundle()
    stock = gather_stock(bundle, profile_definition())
    place = list_places(bundle)[0]
    sheet = draw_sheet(stock, place)
    kept = sum(len(theme["rows"]) for theme in sheet["paper"]["themes"])
    whole = sum(len(theme["rows"]) for theme in sheet["themes"])

    assert kept + sheet["paper"]["left"] == whole == 79
    text = pages_of(next(file for file in full if file.stem == place.slug))[1]
    printed = sum(f"Nummer {number} (" in text.replace("  ", " ") for number in range(2, 80))
    left = int(text.split(" weitere Kennzahlen stehen")[0].split()[-1])
    assert printed > 8
    assert printed + 1 + left == whole  # one row is the count of people


def test_the_paper_is_accessible(paper: list[Path]) -> None:
    for file in paper:
        with pikepdf.open(file) as document, document.open_metadata() as words:
            assert words["pdfuaid:part"] == "1"
            assert words["pdfaid:part"] == "3"
            assert str(document.Root.Lang).startswith("de")
            assert document.Root.MarkInfo.Marked
            tags = list(tags_of(document.Root.StructTreeRoot))
        names = [str(tag.S) for tag in tags]
        assert names.count("/H1") == 1
        assert names.index("/H1") < names.index("/H2")
        figures = [tag for tag in tags if str(tag.S) == "/Figure"]
        assert figures
        assert all(str(tag.get("/Alt", "")) for tag in figures)
        heads = [tag for tag in tags if str(tag.S) == "/TH"]
        assert len(heads) >= 8
        assert all("/Scope" in repr(tag.get("/A")) or tag.get("/A") for tag in heads)


def tags_of(node: Any) -> Iterator[Any]:
    """All tags below one, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags_of(kid)


def test_long_names_stand_whole(full: list[Path]) -> None:
    flat = text_of(full[0]).replace(" ", "").replace("-", "")

    name = LONG_AREA.replace(" ", "").replace("-", "").split("{")[0]
    assert name in flat


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    bundle = REPORT["make_bundle"]()
    one, other = (
        {file.name: file.read_bytes() for file in build_profiles(bundle, tmp_path / name)}
        for name in ("one", "other")
    )

    assert one == other


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small district as it is."""
    folder = tmp_path_factory.mktemp("plain")
    build_profiles(REPORT["make_bundle"](), folder)
    return folder


def test_paper_and_page_print_the_released_figures(plain: Path) -> None:
    bundle = REPORT["make_bundle"]()
    frame = released_figures(bundle)
    known = frame.filter(pl.col("value").is_not_null())
    last = dict(known.group_by("indicator").agg(pl.col("reference_date").max()).iter_rows())
    seen = 0
    for place in list_places(bundle):
        paper = pages_of(plain / f"{place.slug}.pdf")[1]
        page = re.sub(r"\s+", " ", (plain / f"{place.slug}.html").read_text(encoding="utf-8"))
        for row in frame.filter(area=place.key).iter_rows(named=True):
            if row["reference_date"] != last[row["indicator"]] or row["value"] is None:
                continue
            digits = 0 if row["indicator"] == "people/residents" else 1
            told = german(row["value"], digits)
            assert re.search(rf"(?<![\d,.]){re.escape(told)}(?![\d,])", paper), (place, row)
            cell = rf'<td class="number own">\(?{re.escape(told)}\)?( s)?</td>'
            assert re.search(cell, page), (place, row)
            if row["lower"] is not None:
                span = f"{german(row['lower'])} – {german(row['upper'])}"
                assert span in paper
                assert f'<td class="number wide">{span}</td>' in page
            seen += 1
    assert seen > 50


def german(value: float, digits: int = 1) -> str:
    """A number as readers write it, the slow way."""
    whole, _, rest = f"{value:,.{digits}f}".partition(".")
    return whole.replace(",", ".") + ("," + rest if rest else "")


def test_a_hidden_number_is_nowhere_on_paper_nor_in_its_alternative_texts(plain: Path) -> None:
    secret = str(REPORT["SECRET"])
    for file in plain.glob("*.pdf"):
        assert secret not in text_of(file).replace(".", "")
        with pikepdf.open(file) as document:
            for tag in tags_of(document.Root.StructTreeRoot):
                assert secret not in str(tag.get("/Alt", "")).replace(".", "")
