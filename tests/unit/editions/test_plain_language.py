"""Plain language: counts that are honest, reasons where there is no count, reviewed texts only."""

import re
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.editions.factory import DISTRICT, SECRET, block, make_bundle, make_editorial
from tests.unit.editions.readers import Page, fonts_without_file, pdf_text

from kreisblick.products.editions import build_editions, editions_definition
from kreisblick.products.editions.model import gather_stock
from kreisblick.products.editions.plain import describe_plain
from kreisblick.products.editorial import Editorial, Passage, Stretch
from kreisblick.products.figures import State
from kreisblick.products.wording import Figure, gather_figures, one_in, plain_sentences


def figure(**more):
    """A share of the district; every field may be another."""
    words = {
        "indicator": "income/children", "reference_date": date(2024, 12, 31), "level": "district",
        "area": DISTRICT, "name": "Landkreis Lindenau", "municipality": None, "state": "counted",
        "numerator": 100.0, "denominator": 800.0, "value": 12.5, "lower": None, "upper": None,
        "municipal_mean": None, "district_mean": None, "deviation_municipal": None,
        "deviation_district": None, "significance": "unknown", "change": None, "change_from": None,
        "change_significance": "unknown", "coverage": 1.0, "kind": "share", "unit": "percent",
    }  # fmt: skip
    return Figure(**{**words, **more})


@pytest.mark.parametrize(
    ("percent", "pair"),
    [
        (12.5, (1, 8)), (12.4, (1, 8)), (50.0, (1, 2)), (33.0, (1, 3)), (66.0, (2, 3)),
        (75.4, (3, 4)), (90.0, (9, 10)), (10.2, (1, 10)), (5.0, (1, 20)), (1.0, (1, 100)),
        (13.4, (13, 100)), (45.0, (45, 100)), (97.0, (97, 100)), (5.5, (55, 1000)),
        (0.63, (6, 1000)), (0.06, (6, 10_000)),
    ],
)  # fmt: skip
def test_shares_become_counts_one_can_picture(percent, pair):
    assert one_in(percent) == pair


@given(st.floats(min_value=0.05, max_value=99.5))
def test_a_count_is_never_far_from_its_share(percent):
    part, whole = one_in(percent)

    assert 1 <= part < whole <= 10_000
    off = abs(100 * part / whole - percent)
    # within a twentieth of the smaller side; the finest counts step by 1 of 10,000
    assert off <= max(0.05 * min(percent, 100 - percent), 0.005) + 1e-9


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Etwa 1 von 8 Kindern."),
        ({"value": 0.0}, "Keine."),
        ({"value": 0.01}, "Weniger als 1 von 1.000."),
        ({"value": 99.7}, "Fast alle."),
        ({"value": 100.0}, "Alle."),
        ({"value": 25.0, "unit": "per_1000"}, "Etwa 1 von 40 Kindern."),
        ({"value": 45.4, "unit": "per_100", "kind": "ratio"}, "Bei 100 Kindern sind es etwa 45."),
        ({"value": 4.37, "unit": "per_1000", "kind": "rate"},
         "Bei 10.000 Kindern sind es etwa 44."),
        ({"value": 548121.0, "unit": "persons", "kind": "count"}, "Etwa 548.000 Personen."),
        ({"value": 999.0, "unit": "persons", "kind": "count"}, "999 Personen."),
        ({"value": 1.0, "unit": "persons", "kind": "count"}, "Eine Person."),
        ({"value": 1427.0, "unit": "persons", "kind": "ratio"}, "Etwa 1.430 Personen."),
    ],
)  # fmt: skip
def test_every_kind_of_figure_has_its_sentence(more, sentence):
    assert plain_sentences(figure(**more), "Kindern")[0] == sentence


def test_without_people_nobody_is_named():
    assert plain_sentences(figure()) == ["Etwa 1 von 8."]


@pytest.mark.parametrize("state", [state.value for state in State if not state.has_number])
def test_a_figure_without_number_says_why_and_holds_no_number(state):
    found = plain_sentences(figure(state=state, value=None), "Kindern")

    assert len(found) >= 1
    assert all(sentence.endswith(".") for sentence in found)
    assert not re.search(r"\d", " ".join(found))


def test_differences_and_changes_are_said_as_far_as_the_tests_allow():
    sure = figure(level="planning_area", significance="above", change_significance="down",
                  change_from=date(2022, 12, 31))  # fmt: skip
    unsure = replace(sure, significance="same", change_significance="same", lower=2.0, upper=30.0)

    assert plain_sentences(sure)[1:] == [
        "Das ist deutlich mehr als im ganzen Kreis.",
        "Seit 2022 ist es weniger geworden.",
    ]
    assert plain_sentences(unsure)[1:] == [
        "Die Zahl ist unsicher, weil es um wenige Menschen geht.",
        "Ob das mehr oder weniger ist als im ganzen Kreis, ist nicht sicher.",
        "Ob sich das seit 2022 verändert hat, ist nicht sicher.",
    ]


def test_all_figures_of_a_bundle_can_be_said_and_none_is_bolder_than_its_number():
    for row in gather_figures(make_bundle()).rows:
        found = plain_sentences(row)
        assert found
        if row.value is None:
            assert not re.search(r"\d", " ".join(found))
        assert str(SECRET) not in " ".join(found).replace(".", "")


@pytest.fixture(scope="module")
def bundle():
    return make_bundle()


@pytest.fixture(scope="module")
def folder(bundle, tmp_path_factory):
    out = tmp_path_factory.mktemp("plain")
    build_editions(bundle, out, editorial=make_editorial("0", "0"))
    return out


def sheet_of(bundle, *texts):
    stock = gather_stock(bundle, editions_definition(), Editorial(blocks=texts))
    return describe_plain(stock)


def test_without_a_reviewed_text_there_is_none_and_the_index_says_so(bundle, tmp_path):
    files = build_editions(bundle, tmp_path)

    assert not any(file.stem == "plain" for file in files)
    assert not (tmp_path / "plain.html").exists()
    assert "in einfacher Sprache gibt es noch nicht" in Page(tmp_path / "index.html").text


def test_texts_stand_by_theme_with_one_sentence_on_a_line(bundle):
    sheet = sheet_of(
        bundle,
        block("b", "plain", "Zwei Sätze stehen hier. Der zweite kommt danach.",
              theme="Kinder und Familie"),
        block("a", "plain", "Erst dieser.", indicator="income/children"),
        block("c", "plain", "Ganz vorn."),
    )  # fmt: skip

    assert [chapter["title"] for chapter in sheet["chapters"]] == [
        "", "Einkommen und Teilhabe", "Kinder und Familie",
    ]  # fmt: skip
    lines = sheet["chapters"][2]["blocks"][0]["lines"]
    assert [line["stretches"][0]["text"] for line in lines] == [
        "Zwei Sätze stehen hier.", "Der zweite kommt danach.",
    ]  # fmt: skip


def test_sentences_are_parted_through_bold_and_linked_words(bundle):
    passage = Passage(
        kind="paragraph",
        stretches=(
            Stretch(text="Erst dies. Das heißt "),
            Stretch(text="Wohngeld", bold=True),
            Stretch(text=". Dann jenes."),
        ),
    )
    text = replace(block("a", "plain", ""), passages=(passage,))

    lines = sheet_of(bundle, text)["chapters"][0]["blocks"][0]["lines"]

    assert [[(s["text"], s["bold"]) for s in line["stretches"]] for line in lines] == [
        [("Erst dies.", False)],
        [("Das heißt ", False), ("Wohngeld", True), (".", False)],
        [("Dann jenes.", False)],
    ]


def test_a_theme_tells_its_figure_once_where_no_text_names_one(bundle):
    theme, key = "Kinder und Familie", "income/children"
    plain = {**editions_definition().model_dump(), "plain_figures": {theme: key}}
    stock = gather_stock(
        bundle,
        editions_definition(plain),
        Editorial(blocks=tuple(block(name, "plain", "Text.", theme=theme) for name in "ab")),
    )

    first, second = describe_plain(stock)["chapters"][0]["blocks"]

    assert first["figure"]["key"] == key
    assert second["figure"] is None


def test_the_figure_is_that_of_the_bundle_in_plain_words(bundle):
    definition = {**editions_definition().model_dump(), "people": {"income/children": "Kindern"}}
    stock = gather_stock(
        bundle,
        editions_definition(definition),
        Editorial(blocks=(block("a", "plain", "Text.", indicator="income/children"),)),
    )
    one = stock.figures.described["income/children"]
    share = stock.figure(one, DISTRICT).value

    found = describe_plain(stock)["chapters"][0]["blocks"][0]["figure"]

    part, whole = map(int, re.findall(r"\d+", found["sentences"][0]))
    assert abs(100 * part / whole - share) <= 0.05 * share
    assert "Kindern" in found["sentences"][0]
    assert found["day"] == "So war es am 31.12.2024."


def test_a_hidden_figure_is_said_plainly_and_has_no_day(bundle):
    hidden = bundle.indicators.filter(
        indicator="income/children", confidentiality="suppressed",
        reference_date=date(2024, 12, 31),
    )["area"][0]  # fmt: skip

    sheet = sheet_of(bundle, block("a", "plain", "Text.", indicator="income/children", area=hidden))

    found = sheet["chapters"][0]["blocks"][0]["figure"]
    assert found["sentences"] == [
        "Diese Zahl zeigen wir nicht.",
        "Sonst könnte man etwas über einzelne Menschen herausfinden.",
    ]
    assert found["day"] == ""


def test_a_figure_adjusted_for_age_is_told_as_no_count_of_people(bundle):
    definitions = dict(bundle.indicator_definitions)
    definitions["income/children"] = {
        **definitions["income/children"],
        "standardise": {"by": "age"},
    }
    adjusted = replace(bundle, indicator_definitions=definitions)

    sheet = sheet_of(adjusted, block("a", "plain", "Text.", indicator="income/children"))

    assert sheet["chapters"][0]["blocks"][0]["figure"] is None


def test_words_of_the_trade_are_explained_where_they_occur(bundle):
    with_word = sheet_of(bundle, block("a", "plain", "Sie bekommen Grundsicherung."))
    without = sheet_of(bundle, block("a", "plain", "Sie gehen zur Schule."))

    assert [one["word"] for one in with_word["words"]] == ["Grundsicherung"]
    assert without["words"] == []


def test_paper_and_page_carry_the_same_words_in_large_letters(folder):
    text, page = pdf_text(folder / "plain.pdf"), Page(folder / "plain.html").text
    for sentence in ("Manche Familien haben wenig Geld.", "Sie bekommen Grundsicherung.",
                     "Das ist der Bericht in einfacher Sprache."):  # fmt: skip
        assert sentence in page
        assert sentence.replace(" ", "") in text

    with pikepdf.open(folder / "plain.pdf") as document:
        with document.open_metadata() as words:
            assert words["pdfuaid:part"] == "1"
        assert fonts_without_file(document) == []
        sizes = re.findall(rb"/f\d+ ([\d.]+) Tf", document.pages[0].Contents.read_bytes())
    body = sorted(float(size) for size in sizes)
    assert body[len(body) // 2] >= 14


def test_the_nouns_belong_to_shares_and_rates_of_the_catalogue(bundle):
    del bundle
    named = editions_definition().people
    assert named["children_in_basic_income_households"] == "Kindern"
    assert all(not noun.endswith(".") for noun in named.values())


def test_figures_of_hidden_areas_are_in_no_file(folder):
    for name in ("plain.pdf", "plain.html"):
        file = folder / name
        text = pdf_text(file) if file.suffix == ".pdf" else file.read_text(encoding="utf-8")
        assert str(SECRET) not in text.replace(".", "")
