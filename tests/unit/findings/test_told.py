"""Findings in products: by place, with the state of reading, strengths beside burdens."""

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kreisblick.products.findings import class_lines, findings_about, findings_chapter
from kreisblick.products.wording import words_to_avoid_in
from kreisblick.statistics.findings import FINDING_COLUMNS

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
DAY = date(2024, 12, 31)


@pytest.fixture(scope="module")
def bundle():
    plain = FACTORY["make_bundle"]()
    areas = plain.areas.filter(level="planning_area").sort("area")["area"].to_list()
    rows = [
        _row(areas[0], "need", "Hier kommt etwas zusammen.", state="no_problem"),
        _row(areas[0], "strength", "Hier geht es gut."),
        _row(areas[-1], "need", "Auch hier kommt etwas zusammen."),
        _row(FACTORY["DISTRICT"], "early_warning", "Der Wert steigt.", level="district"),
    ]
    found = pl.DataFrame(rows, schema=FINDING_COLUMNS)

    class Carrying(type(plain)):
        def derived(self, _name):
            return found

    return Carrying(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})


def _row(area, kind, reason, *, state="proposed", level="planning_area"):
    said = state != "proposed"
    return {
        "finding": f"{kind}/{area}", "kind": kind, "pattern": None, "reference_date": DAY,
        "generation": "2023", "level": level, "area": area, "fields": "x", "indicators": "y",
        "strength": 1.0, "reason": reason, "state": state,
        "answer": "Ältere Menschen ziehen in die Stadt" if said else None,
        "office": "Stadt X" if said else None, "answered_on": date(2025, 3, 1) if said else None,
    }  # fmt: skip


def _first(bundle):
    return bundle.areas.filter(level="planning_area").sort("area")["area"][0]


def test_an_area_reads_its_findings_with_the_answer_and_its_strengths(bundle):
    told = findings_about(bundle, _first(bundle))

    assert [one["kind"] for one in told] == ["Genauer hinsehen", "Stärken"]
    assert told[0]["state"] == (
        "Nach Kenntnis der Gemeinde kein Problem (Stadt X, 01.03.2025): "
        "Ältere Menschen ziehen in die Stadt."
    )
    assert told[1]["state"] == "Vorschlag, von der Gemeinde noch nicht gelesen."


def test_the_chapter_begins_with_the_district_and_counts_what_nobody_has_read(bundle):
    chapter = findings_chapter(bundle, ["Einleitung."])

    assert chapter["towns"][0]["places"][0]["items"][0]["reason"] == "Der Wert steigt."
    assert "davon 1 noch nicht gelesen" in chapter["read"]
    assert sum(len(p["items"]) for t in chapter["strengths"] for p in t["places"]) == 1


def test_places_stand_by_name_and_not_by_burden(bundle):
    titles = [town["title"] for town in findings_chapter(bundle, [])["towns"][1:]]

    assert titles == sorted(titles)


def test_without_findings_there_is_no_chapter():
    assert findings_chapter(FACTORY["make_bundle"](), []) is None


def test_a_class_at_the_border_says_so(bundle):
    classes = bundle.indices.filter(part="status").sort("area")
    area = classes.filter(pl.col("class").is_not_null())["area"][0]
    mine = pl.col("area") == area

    def with_probability(sure: float):
        return replace(
            bundle,
            indices=bundle.indices.with_columns(
                class_probability=pl.when(mine).then(sure).otherwise("class_probability")
            ),
        )

    (unsure,) = class_lines(with_probability(0.6), area)
    (sure,) = class_lines(with_probability(0.97), area)

    assert unsure.endswith("steht an der Grenze zweier Stufen.")
    assert "Grenze" not in sure


def test_no_word_of_ours_hurts(bundle):
    told = findings_chapter(bundle, [])
    words = [i["kind"] + i["state"] for t in told["towns"] for p in t["places"] for i in p["items"]]

    assert not any(words_to_avoid_in(one) for one in words)
