"""What a district chooses: chapters, formats, parts of the appendix, words; where texts stand.

The file is long because all choices are tried on one bundle, which is made once.
"""

import runpy
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from tests.unit.report.texts import EVERYWHERE, FINDINGS, block, with_findings

from kreisblick.base.errors import FaultsFoundError
from kreisblick.products.editorial import Editorial
from kreisblick.products.report import (
    build_report,
    district_report,
    report_data,
    report_definition,
)
from kreisblick.products.report.arranging import arrange, plain_words
from kreisblick.products.report.chapters import _spread_sentence
from kreisblick.products.wording import write_value

FACTORY = runpy.run_path(str(Path(__file__).with_name("factory.py")))


class Drawer:
    """Takes pictures and forgets them."""

    def lay(self, name, content):
        del content
        return name


@pytest.fixture(scope="module")
def bundle():
    return FACTORY["make_bundle"]()


def district(folder, **files):
    """A district's own folder with the files given."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return district_report(folder)


def chapters_of(bundle, definition=None, editorial=EVERYWHERE):
    return arrange(report_data(bundle, definition or report_definition(), Drawer(), editorial))


def told(blocks):
    """All words of some blocks."""
    found = []
    for one in blocks:
        if one["kind"] == "text":
            found.append(plain_words(one["runs"]))
        elif one["kind"] == "list":
            found += [plain_words(item) for item in one["items"]]
        elif one["kind"] == "voice":
            found += [one["title"], one["by"], told(one["blocks"])]
        elif one["kind"] == "heading":
            found.append(one["text"])
    return "\n".join(found)


def test_every_text_stands_in_full_at_exactly_one_place(bundle):
    chapters = chapters_of(bundle)

    for one in EVERYWHERE.blocks:
        places = [c.id for c in chapters if f"Worte von {one.key}." in told(c.blocks)]
        assert len(places) == (0 if one.kind == "plain" else 1), one.key


def test_texts_stand_where_they_belong(bundle):
    by_id = {c.id: told(c.blocks) for c in chapters_of(bundle)}
    by_title = {c.title: told(c.blocks) for c in chapters_of(bundle)}

    assert "Worte von einleitung." in by_id["einfuehrung"]
    assert "Worte von text-wohnen." in by_title["Wohnen"]
    assert "Worte von stellungnahme." in by_title["Wohnen"]
    assert "Worte von text-masern." in by_title["Kinder und Familie"]
    assert "Worte von kommentar." in by_id["hinweise"]
    assert "Worte von stellungnahme-frei." in by_id["stimmen"]
    assert "Worte von methode." in by_id["anhang"]
    assert "Worte von empfehlung." in by_id["empfehlungen"]
    assert "Wer & mehr" in by_id["empfehlungen"]


def test_a_recommendation_is_named_beside_its_theme_and_its_municipality(bundle):
    chapters = {c.id: c for c in chapters_of(bundle)}
    theme = next(c for c in chapters.values() if c.title == "Wohnen")

    for chapter in (theme, chapters["hinweise"]):
        links = [r["to"] for b in chapter.blocks if b["kind"] == "text" for r in b["runs"]]
        assert "text-empfehlung" in links


def test_without_texts_no_place_for_them_is_printed(bundle):
    ids = {c.id for c in chapters_of(bundle, editorial=Editorial())}

    assert not ids & {"einfuehrung", "empfehlungen", "schwerpunkte", "stimmen", "hinweise"}


def test_a_text_about_a_theme_that_is_left_out_is_not_lost(bundle):
    only = report_definition({**chosen(), "chapters": [{"theme": "Kinder und Familie"}]})
    texts = Editorial(blocks=(block("a", theme="Wohnen"), block("b", "statement", theme="Wohnen")))

    by_id = {c.id: told(c.blocks) for c in chapters_of(bundle, only, texts)}

    assert "Worte von a." in by_id["einfuehrung"]
    assert "Worte von b." in by_id["stimmen"]


def test_focus_topics_are_chosen_and_ordered(bundle):
    definition = report_definition({**chosen(), "focus": ["fokus-a", "fokus-b"]})
    alone = report_definition({**chosen(), "focus": ["fokus-a"]})

    def titles(one):
        chapter = next(c for c in chapters_of(bundle, one) if c.id == "schwerpunkte")
        return [b["text"] for b in chapter.blocks if b["kind"] == "heading"]

    assert titles(None) == ["Zweiter Schwerpunkt", "Erster Schwerpunkt"]
    assert titles(definition) == ["Erster Schwerpunkt", "Zweiter Schwerpunkt"]
    assert titles(alone) == ["Erster Schwerpunkt"]


def chosen():
    return report_definition().model_dump(by_alias=True)


def test_chapters_hold_the_chosen_indicators_in_the_chosen_order(bundle):
    definition = report_definition(
        {
            **chosen(),
            "chapters": [
                {"theme": "Wohnen"},
                {"theme": "Kinderarmut", "indicators": ["income/children", "people/children"]},
            ],
        }
    )

    data = report_data(bundle, definition, Drawer())

    assert [t["title"] for t in data["themes"]] == ["Wohnen", "Kinderarmut"]
    assert [i["key"] for i in data["themes"][1]["indicators"]] == [
        "income/children",
        "people/children",
    ]
    heads = [head for table in data["appendix"]["areas"] for head in table["head"][1:]]
    assert len(heads) == 3
    assert {one["theme"] for one in data["key"]} <= {"Wohnen", "Kinderarmut"}


def test_all_wrong_choices_are_told_at_once_with_a_near_word(bundle):
    definition = report_definition(
        {
            **chosen(),
            "chapters": [
                {"theme": "Wohnnen"},
                {"theme": "X", "indicators": ["income/childrn", "income/children"]},
                {"theme": "Y", "indicators": ["income/children"]},
            ],
        }
    )

    with pytest.raises(FaultsFoundError) as caught:
        report_data(bundle, definition, Drawer())

    assert [fault.code for fault in caught.value.faults] == [
        "unknown_theme",
        "unknown_indicator",
        "named_twice",
    ]
    assert "Wohnen" in caught.value.faults[0].message
    assert "income/children" in caught.value.faults[1].message


def test_only_the_chosen_formats_are_written(bundle, tmp_path):
    definition = report_definition({**chosen(), "formats": ["web"]})

    folder = build_report(bundle, tmp_path / "report", definition)

    assert [path.name for path in folder.iterdir()] == ["web"]


def test_parts_of_the_appendix_are_left_out_and_ordered(bundle):
    definition = report_definition({**chosen(), "appendix": ["glossary", "sources"]})

    chapters = {c.id: c for c in chapters_of(bundle, definition)}

    assert "tabellen" not in chapters
    headings = [b["text"] for b in chapters["anhang"].blocks if b["kind"] == "heading"]
    assert headings == ["Erklärte Wörter", "Quellen"]


def test_a_link_never_leads_to_a_place_that_is_not_printed(bundle):
    bare = report_definition({**chosen(), "appendix": ["glossary"]})

    for definition in (None, bare):
        chapters = chapters_of(bundle, definition)
        known = {b.get("id") for c in chapters for b in c.blocks}
        wanted = {
            to
            for c in chapters
            for b in c.blocks
            for to in [b.get("twin"), b.get("to"), *(r["to"] for r in b.get("runs", ()))]
            if to
        }
        assert wanted
        assert wanted <= known


def test_ids_are_unique_in_the_whole_report(bundle):
    ids = [b["id"] for c in chapters_of(bundle) for b in c.blocks if b.get("id")]

    assert len(ids) == len(set(ids))


def test_a_district_changes_only_what_it_names(tmp_path):
    mine = district(
        tmp_path / "mine",
        report="key_findings: 3\nformats: [pdf]\n",
        texts='chosen:\n  - "Eigene Worte."\n',
    )

    assert mine.key_findings == 3
    assert mine.formats == ("pdf",)
    assert mine.standards == report_definition().standards
    assert mine.texts().chosen == ("Eigene Worte.",)
    assert mine.texts().method == report_definition().texts().method
    assert mine.template == report_definition().template


def test_without_a_folder_the_shipped_report_is_made(tmp_path):
    assert district_report(tmp_path / "nothing") == report_definition()


def test_a_wrong_key_is_told_with_its_line(tmp_path):
    with pytest.raises(FaultsFoundError, match=r"report\.yaml:2"):
        district(tmp_path / "mine", report="key_findings: 3\nformats: [word]\n")


def test_findings_stand_by_place_with_their_state_and_never_lose_one(bundle):
    chapter = next(c for c in chapters_of(with_findings(bundle)) if c.id == "hinweise")
    found = [b for b in chapter.blocks if b["kind"] == "finding"]
    headings = [b["text"] for b in chapter.blocks if b["kind"] == "heading" and b["level"] == 2]

    reasons = [reason for b in found for _kind, reason in b["items"]]
    assert sorted(reasons) == sorted(f["reason"] for f in FINDINGS if f["kind"] != "strength")
    assert all(b["state"] for b in found)
    lists = ["Wo ein einzelnes Feld auffällt", "Stärken"]
    assert headings[:5] == ["Landkreis Lindenau", "Altwiesen", "Lindenau", *lists]
    strengths = [f for f in FINDINGS if f["kind"] == "strength"]
    after = told(chapter.blocks).split("An diesen Orten", maxsplit=1)[1].split("\nWo ein")[0]
    assert after.count("Kinder in Haushalten mit Grundsicherung (") == len(strengths)
    for one in strengths:  # with its own value beside the district's
        value = bundle.indicators.filter(
            pl.col("indicator") == one["indicators"],
            pl.col("area") == one["area"],
            pl.col("reference_date").cast(pl.String) == str(one["reference_date"]),
        )["value"][0]
        assert f"({write_value(value, 'percent')} gegenüber " in after


def test_hints_of_one_place_with_one_state_say_it_once(bundle):
    chapter = next(c for c in chapters_of(with_findings(bundle)) if c.id == "hinweise")
    at_area = [b for b in chapter.blocks if b["kind"] == "finding" and len(b["items"]) == 2]

    assert len(at_area) == 1
    assert at_area[0]["state"] == "Vorschlag, von der Gemeinde noch nicht gelesen."
    after = chapter.blocks[chapter.blocks.index(at_area[0]) + 1]
    assert "Ein Wohnheim" in after["state"]
    assert after["place"] == ""


def test_the_overview_counts_places_by_name(bundle):
    chapter = next(c for c in chapters_of(with_findings(bundle)) if c.id == "hinweise")
    overview = next(b for b in chapter.blocks if b["kind"] == "table")

    assert overview["rows"] == [
        ["Landkreis Lindenau", "1", "–"],
        ["Altwiesen", "1", "–"],
        ["Kirchau", "–", "1"],
        ["Lindenau", "1", "1"],
    ]


def mostly_hidden(bundle, indicator, shown):
    """The same bundle, with all but so many planning areas of an indicator kept secret."""
    areas = bundle.areas.filter(level="planning_area")["area"].sort().to_list()
    hidden = (
        (pl.col("indicator") == indicator)
        & (pl.col("level") == "planning_area")
        & pl.col("area").is_in(areas[shown:])
    )
    kept = [one.name for one in fields(bundle) if one.name != "indicators"]
    rows = bundle.indicators.with_columns(
        confidentiality=pl.when(hidden)
        .then(pl.lit("suppressed"))
        .otherwise(pl.col("confidentiality"))
    )
    return type(bundle)(indicators=rows, **{name: getattr(bundle, name) for name in kept})


def page_of(bundle, indicator):
    data = report_data(bundle, report_definition(), Drawer())
    return next(
        one for theme in data["themes"] for one in theme["indicators"] if one["key"] == indicator
    )


def test_maps_and_sentences_fall_back_to_municipalities_where_most_areas_are_hidden(bundle):
    areas = bundle.areas.filter(level="planning_area").height
    page = page_of(mostly_hidden(bundle, "income/children", 2), "income/children")

    assert "Planungsr" not in page["finding"]
    assert page["map"]["level"] == "municipality"
    caption = page["map"]["caption"]
    assert "Gemeinden, weil die meisten Planungsräume nicht ausgewiesen sind." in caption
    lead = " ".join(page["lead"])
    assert f"Zum Schutz einzelner Personen ist die Zahl in {areas - 2} Planungsräumen" in lead
    assert "Karte und Vergleich zeigen deshalb die Gemeinden." in lead


def test_the_areas_are_told_while_half_of_them_are_shown(bundle):
    page = page_of(mostly_hidden(bundle, "income/children", 8), "income/children")

    assert page["map"]["level"] == "planning_area"
    assert "weil die meisten" not in page["map"]["caption"]
    assert "Karte und Vergleich" not in " ".join(page["lead"])


def test_the_measure_says_percent_of_whom(bundle):
    page = page_of(bundle, "income/children")

    assert page["subtitle"].startswith("Prozent: Menschen der Gruppe geteilt durch alle Menschen")
    assert page["subtitle"].endswith("; 31.12.2024")
    rate = page_of(bundle, "housing/support")
    assert rate["subtitle"].startswith("Menschen der Gruppe")


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        (["little_above", "same"], "nur wenig über dem Mittel des Kreises liegt der Wert in einem"),
        (["little_below", "same"], "nur wenig unter dem Mittel"),
        (["little_below", "little_above"], "nur wenig über oder unter dem Mittel"),
        (["same", "same"], "Kein Planungsraum weicht sicher"),
    ],
)
def test_small_differences_are_said_with_their_direction(bundle, stands, said):
    class Row:
        def __init__(self, stand):
            self.stand = stand

    assert said in _spread_sentence([Row(one) for one in stands], "planning_area")
