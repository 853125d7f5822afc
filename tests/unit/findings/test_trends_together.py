"""Changes known from two dates only are told in one sentence per place."""

import runpy
from pathlib import Path

import polars as pl
from tests.unit.report.texts import finding, with_findings

from kreisblick.products.findings import findings_about

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
AREA = "0999901001"
INDICATORS = ("income/basic_income", "income/children", "people/children")


def told(*patterns):
    bundle = FACTORY["make_bundle"]()
    rows = [
        {
            **finding("early_warning", AREA),
            "finding": f"w/{indicator}",
            "pattern": pattern,
            "indicators": indicator,
            "reason": f"Grund {indicator}; an zwei Stichtagen.",
        }
        for indicator, pattern in zip(INDICATORS, patterns, strict=False)
    ]
    changed = bundle.indicators.filter(pl.col("area") == AREA, pl.col("change").is_not_null())
    assert set(INDICATORS) <= set(changed["indicator"])
    return [one["reason"] for one in findings_about(with_findings(bundle, rows), AREA)]


def test_several_changes_between_the_same_days_make_one_sentence():
    (only,) = told("two_dates", "two_dates", "two_dates")

    assert only.count("zwei Stichtagen") == 1
    assert only.startswith("Vom 31.12.2022 bis zum 31.12.2024 ")
    assert all(word in only for word in ("Grundsicherung erhalten (um ", "Kinder in Haushalten"))


def test_a_single_one_and_other_patterns_keep_their_own_words():
    assert told("two_dates") == ["Grund income/basic_income; an zwei Stichtagen."]
    assert len(told("two_dates", "begun")) == 2
    found = told("begun", "two_dates", "two_dates")
    assert found[0] == "Grund income/basic_income; an zwei Stichtagen."
    assert len(found) == 2
