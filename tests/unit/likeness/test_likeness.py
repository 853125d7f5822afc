"""The page about areas beside each other: sentences that say no more than the tables."""

import json
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from kreisblick.products.likeness import build_likeness, not_compared, similar_areas_of
from kreisblick.products.wording import words_to_avoid_in
from kreisblick.protection.bundle.tables import shipped_tables

DAY = date(2024, 12, 31)
HEAD = {"reference_date": DAY, "generation": "2023", "level": "planning_area"}
TYPED = {**HEAD, "comparison": "areas", "method": "kmeans"}


def table(name, *rows):
    return pl.DataFrame(list(rows), schema=shipped_tables().derived[name].types)


def similar(area, place, other, carries, differs, elsewhere="yes", note=None):
    return {
        **HEAD, "comparison": "areas", "area": area, "place": place, "similar_area": other,
        "elsewhere": elsewhere, "carries": carries, "differs": json.dumps(differs), "note": note,
    }  # fmt: skip


def pair(verdict, **more):
    return {
        **HEAD, "one": "poor", "other": "young", "areas": 90, "pearson": 0.61, "pearson_low": 0.4,
        "pearson_high": 0.76, "verdict": verdict, **more,
    }  # fmt: skip


def bundle(**changed):
    areas = pl.DataFrame(
        [
            ("2023", "a", "Süd", "planning_area", "m"), ("2023", "b", "Nord", "planning_area", "n"),
            ("2023", "c", "Mitte", "planning_area", "m"),
            ("2023", "e", "West", "planning_area", "m"),
            ("2023", "m", "Lindenau", "municipality", "d"),
            ("2023", "n", "Auental", "municipality", "d"), ("2023", "d", "Kreis", "district", None),
        ],
        schema=["generation", "area", "name", "level", "parent"], orient="row",
    )  # fmt: skip
    values = pl.DataFrame(
        [("poor", 5.0), ("poor", 9.0), ("young", 20.0), ("young", 22.0)],
        schema=["indicator", "value"], orient="row",
    ).with_columns(level=pl.lit("planning_area"), reference_date=pl.lit(DAY))  # fmt: skip
    tables = {
        "similar_areas": table(
            "similar_areas",
            similar("a", 1, "b", "well", {"poor": 2.5, "young": -0.1}),
            similar("a", 2, "c", "well", {"poor": 0.0}, elsewhere="no"),
            similar("b", 1, "a", "hardly", {"poor": -2.5}),
            similar("c", 1, "b", "limited", {"young": -1.0}),
            similar("e", 0, None, None, {}, None, "Weniger als 300 Einwohnerinnen und Einwohner."),
        ),
        "type_fits": table(
            "type_fits", {**TYPED, "types": 3, "chosen": "yes", "areas": 87, "verdict": "clear"}
        ),
        "type_marks": table(
            "type_marks",
            {**TYPED, "type": "A", "compared_by": "poor", "mean_of_type": 12.44,
             "mean_of_all": 8.1, "z": 1.2},
            {**TYPED, "type": "A", "compared_by": "young", "mean_of_type": 20.0,
             "mean_of_all": 20.1, "z": 0.1},
        ),
        "area_types": table("area_types", {**TYPED, "area": "a", "type": "A", "placed": "formed"}),
        "separation": table(
            "separation",
            {"indicator": "poor", "reference_date": DAY, "within": "d", "measure": "dissimilarity",
             "amount": 0.294, "amount_low": 0.27, "amount_high": 0.312, "by_chance": 0.021},
            {"indicator": "young", "reference_date": DAY, "within": "d",
             "measure": "dissimilarity", "note": "Zu wenige Gebiete."},
        ),
        "associations": table("associations", pair("together")),
        **changed,
    }  # fmt: skip
    definitions = {
        "comparisons": {"areas": {"text": {"de": "Ähnlich heißt nah."}, "limits": ["Nur Zahlen."]}},
        "separation": {"text": {"de": "Anteil."}, "caution": {"de": "Sagt nicht, warum."}},
        "associations": {
            "caution": {"de": "Gebiete, nicht Menschen."},
            "pairs": [
                {"one": "poor", "other": "young", "group": "Kinder", "question": {"de": "Wie?"}}
            ],
        },
    }
    return SimpleNamespace(
        areas=areas, indicators=values,
        report={
            "generation": "2023", "title": "Bericht", "edition": "2025-06-30",
            "dates": ["2024-12-31"], "district": {"key": "09999", "name": "Kreis Lindenau"},
        },
        indicator_definitions={
            "poor": {"title": {"de": "Grundsicherung"}, "unit": "percent"},
            "young": {"title": {"de": "Kinder"}, "unit": "percent"},
        },
        derived=lambda name: tables[name], definitions=lambda kind: definitions[kind],
    )  # fmt: skip


def page(tmp_path, profiles="", **changed):
    return build_likeness(bundle(**changed), tmp_path, profiles).read_text(encoding="utf-8")


def told(area):
    return [
        (one.area, one.name, one.carries, one.differs) for one in similar_areas_of(bundle())[area]
    ]


def test_an_area_is_told_who_is_alike_elsewhere_and_in_what_they_differ():
    name, well = "Nord (Auental)", "der Vergleich trägt"

    assert told("a") == [("b", name, well, "Grundsicherung: dort 2,5 Prozentpunkte mehr")]
    assert told("c") == [
        ("b", name, f"{well} eingeschränkt", "Kinder: dort 1,0 Prozentpunkte weniger")
    ]


def test_the_nearest_that_is_hardly_alike_is_not_named():
    assert told("b") == []


def test_an_area_that_is_left_out_is_told_why_and_towns_are_not_compared(tmp_path):
    assert not_compared(bundle()) == {"e": "Weniger als 300 Einwohnerinnen und Einwohner."}
    assert "m" not in similar_areas_of(bundle())
    assert "Weniger als 300 Einwohnerinnen" in page(tmp_path)


def test_the_page_leads_to_profiles_where_they_are_and_nowhere_without(tmp_path):
    linked, plain = page(tmp_path, "../profiles"), page(tmp_path)

    assert '<a href="../profiles/a.html">Süd</a>' in linked
    assert '<a href="../profiles/b.html">Nord (Auental)</a>' in linked
    assert 'href="../profiles/compare.html#a=a&amp;b=b"' in linked
    assert 'id="a-a"' in plain
    assert "href=" not in plain


def test_the_page_says_types_spread_and_pairs_with_their_limits(tmp_path):
    text = page(tmp_path)

    assert "lassen sich in 3 Typen ordnen" in text
    assert "Grundsicherung: 12,4\u202f% (alle: 8,1\u202f%)" in text
    assert "Kinder: 20,0" not in text  # near the mean: no mark
    assert ">29<" in text
    assert ">27 – 31<" in text
    assert "Zu wenige Gebiete." in text
    assert "Wo „Grundsicherung“ höher ist, ist auch „Kinder“ höher." in text
    assert "Zusammenhang 0,61 (0,40 bis 0,76), 90 Gebiete." in text
    assert "Gebiete, nicht Menschen." in text
    assert "Sagt nicht, warum." in text
    assert words_to_avoid_in(text) == []


@pytest.mark.parametrize(
    ("verdict", "words"), [("opposite", "ist „Kinder“ niedriger"), ("open", "nicht belegen")]
)
def test_what_cannot_be_shown_is_not_said(tmp_path, verdict, words):
    text = page(tmp_path, associations=table("associations", pair(verdict)))

    assert words in text
    assert "ist auch" not in text


def test_unstable_types_are_not_shown(tmp_path):
    fits = table(
        "type_fits", {**TYPED, "types": 3, "chosen": "yes", "areas": 9, "verdict": "unstable"}
    )
    text = page(tmp_path, type_fits=fits)

    assert "nicht verlässlich in Typen" in text
    assert "Typ A" not in text


def test_a_bundle_without_the_tables_gives_a_page_that_says_so(tmp_path):
    empty = {name: table(name) for name in (
        "similar_areas", "type_fits", "type_marks", "area_types", "separation", "associations",
    )}  # fmt: skip
    text = page(tmp_path, **empty)

    assert "keine Gebiete vergleichen" in text
    assert "lässt sich das nicht messen" in text
