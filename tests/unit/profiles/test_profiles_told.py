"""What a profile tells of its area: texts, similar areas, changes, charts, chosen figures."""

import dataclasses
import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from tests.unit.profiles.factory import REPORT, make_full_bundle, make_texts

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import released_figures
from kreisblick.products.profiles import build_profiles, profile_definition, read_profiles
from kreisblick.products.profiles.build import draw_sheet, gather_stock, list_places
from kreisblick.products.profiles.rows import keys_on_paper


@pytest.fixture(scope="module")
def bundle() -> Any:
    return REPORT["make_bundle"]()


def sheet_of(
    bundle: Any, number: int = 0, editorial: Editorial | None = None, **choices: Any
) -> Any:
    chosen = profile_definition().model_copy(update=choices)
    stock = gather_stock(bundle, chosen, editorial or Editorial())
    return draw_sheet(stock, list_places(bundle)[number])


def test_texts_stand_with_their_area_and_with_the_areas_of_their_town(
    bundle: Any, tmp_path: Any
) -> None:
    places = list_places(bundle)
    here = places[0]
    other = next(p for p in places if p.municipality != here.municipality)
    near = next(p for p in places[1:] if p.municipality == here.municipality)
    texts = make_texts(here.key, here.municipality, 1)

    build_profiles(bundle, tmp_path, editorial=texts)

    pages = {
        p: (tmp_path / f"{p.slug}.html").read_text(encoding="utf-8") for p in (here, near, other)
    }
    own, town = (
        f"Überschrift recommendation-{here.key}-0",
        f"Überschrift comment-{here.municipality}-0",
    )
    assert own in pages[here]
    assert own not in pages[near]
    assert own not in pages[other]
    assert town in pages[here]
    assert town in pages[near]
    assert town not in pages[other]
    assert "<strong>Das hilft.</strong>" in pages[here]
    assert "Empfehlungen und Kommentare" not in pages[other]


def test_a_recommendation_for_the_area_comes_before_what_the_town_says(bundle: Any) -> None:
    here = list_places(bundle)[0]

    texts = sheet_of(bundle, editorial=make_texts(here.key, here.municipality, 1))["texts"]

    assert [(one["kind_words"], one["where"]) for one in texts] == [
        (words, name)
        for name in (here.name, here.municipality_name)
        for words in ("Empfehlung", "Kommentar der Gemeinde", "Stellungnahme")
    ]


def test_similar_areas_lead_to_their_profiles_and_side_by_side(tmp_path: Any) -> None:
    bundle = make_full_bundle()
    place = list_places(bundle)[0]
    build_profiles(bundle, tmp_path)

    text = (tmp_path / f"{place.slug}.html").read_text(encoding="utf-8")

    linked = re.findall(rf'compare\.html#a={place.slug}&amp;b=(\w+)"', text)
    assert len(linked) == 3
    for slug in linked:
        assert f'<a href="{slug}.html">' in text
        assert (tmp_path / f"{slug}.html").is_file()
    assert f'href="../likeness/index.html#a-{place.slug}"' in text


def test_without_a_page_about_likeness_none_is_led_to(tmp_path: Any) -> None:
    bundle = make_full_bundle()
    build_profiles(bundle, tmp_path, likeness="")

    assert not [f for f in tmp_path.glob("*.html") if "likeness" in f.read_text(encoding="utf-8")]


def test_an_area_that_was_not_compared_is_told_why(bundle: Any) -> None:
    stock = gather_stock(bundle, profile_definition())
    place = list_places(bundle)[0]
    told = dataclasses.replace(stock, not_compared={place.key: "Zu wenige Menschen."})
    alone = dataclasses.replace(stock, similar={place.key: []})

    assert draw_sheet(told, place)["similar_note"] == "Nicht verglichen. Zu wenige Menschen."
    assert draw_sheet(alone, place)["similar_note"].startswith("Kein Gebiet in einer anderen")
    assert draw_sheet(stock, place)["similar_note"] == ""


def test_how_many_changes_are_not_sure_is_counted(bundle: Any) -> None:
    for number, place in enumerate(list_places(bundle)):
        sheet = sheet_of(bundle, number)
        last = bundle.indicators.filter(area=place.key, confidentiality="free").filter(
            pl.col("value").is_not_null()
        )
        last = last.filter(
            pl.col("reference_date") == pl.col("reference_date").max().over("indicator")
        )
        unsure = last.filter(change_significance="same").height
        told = re.search(r"Bei (\w+) Kennzahl", sheet["changes_note"])
        number_told = {"einer": 1}.get(told[1]) or int(told[1]) if told else 0
        assert number_told == unsure


def test_a_chart_starts_where_its_figures_start(bundle: Any) -> None:
    first = REPORT["DATES"][0]
    late = dataclasses.replace(
        bundle, indicators=bundle.indicators.filter(pl.col("reference_date") != first)
    )

    early_days = {day for one in sheet_of(bundle)["trends"] for day in days_in(one["svg"])}
    late_days = {day for one in sheet_of(late)["trends"] for day in days_in(one["svg"])}

    assert f"{first:%d.%m.%Y}" in early_days
    assert f"{first:%d.%m.%Y}" not in late_days
    assert late_days


def days_in(svg: str) -> list[str]:
    return re.findall(r"\d{2}\.\d{2}\.\d{4}", svg.rsplit("</desc>", maxsplit=1)[-1])


def test_paper_shows_the_chosen_figures_and_every_theme_without_a_choice_its_first(
    bundle: Any,
) -> None:
    choice = {
        "all_up_to": 2, "per_theme": 1,
        "chosen": {"Menschen im Kreis": ("people/children",), "Kinder und Familie": ()},
    }  # fmt: skip
    paper = profile_definition().paper.model_copy(update=choice)
    stock = gather_stock(bundle, profile_definition().model_copy(update={"paper": paper}))
    place = list_places(bundle)[0]

    keys = keys_on_paper(stock, stock.found(place.key))

    assert keys == ["people/children", "income/basic_income", "housing/support"]
    sheet = draw_sheet(stock, place)
    whole = sum(len(theme["rows"]) for theme in sheet["themes"])
    assert sheet["paper"]["left"] == whole - len(keys)


def test_a_small_bundle_shows_everything_on_paper(bundle: Any) -> None:
    sheet = sheet_of(bundle)

    assert sheet["paper"]["left"] == 0
    assert sheet["paper"]["themes"] == sheet["themes"]


def test_the_shipped_choice_names_indicators_that_exist_under_their_theme() -> None:
    themes = {}
    for file in shipped("catalogue", "indicators").rglob("*.yaml"):
        one = yaml.safe_load(file.read_text(encoding="utf-8"))
        key = file.relative_to(shipped("catalogue", "indicators")).with_suffix("").as_posix()
        themes[key] = one["theme"]
    chosen = profile_definition().paper.chosen

    assert {(k, theme) for theme, keys in chosen.items() for k in keys} <= set(themes.items())
    assert set(chosen) <= set(themes.values())
    assert set(profile_definition().reach.homes) <= set(themes)


def test_what_is_withheld_is_named_on_paper_where_it_would_stand(bundle: Any) -> None:
    paper = profile_definition().paper.model_copy(
        update={"all_up_to": 0, "per_theme": 0, "chosen": {}}
    )
    hidden = bundle.indicators.filter(
        confidentiality="suppressed", level="planning_area", reference_date=date(2024, 12, 31)
    )["area"][0]
    stock = gather_stock(bundle, profile_definition().model_copy(update={"paper": paper}))
    place = next(p for p in list_places(bundle) if p.key == hidden)

    sheet = draw_sheet(stock, place)

    assert "Grundsicherung" in sheet["withheld"][0]
    assert "Grundsicherung" not in sheet["paper"]["withheld"][0]
    assert re.search(
        r"(eine Kennzahl|\d+ Kennzahlen) auf der Internetseite", sheet["paper"]["withheld"][0]
    )


def test_every_sign_in_the_rows_stands_in_the_legend(bundle: Any) -> None:
    no_district = bundle.indicators.filter(
        ~((pl.col("indicator") == "income/basic_income") & (pl.col("level") == "district"))
    )
    lacking = dataclasses.replace(bundle, indicators=no_district)
    seen = set()
    for number in range(len(list_places(lacking))):
        sheet = sheet_of(lacking, number)
        signs = {sign.strip() for sign, _words in sheet["legend"]}
        for row in (row for theme in sheet["themes"] for row in theme["rows"]):
            for name in ("value", "municipality", "district"):
                sign = re.sub(r"[(]?[\d.,−]*\d[)]?", "( )" if "(" in row[name] else "", row[name])
                found = sign.strip()
                assert not found or found in signs or found == "( )", (row["title"], found)
                seen.add(found)
    assert len(seen) > 3
    assert "x" in seen


def test_what_can_lie_below_zero_has_no_strip(bundle: Any) -> None:
    key = pl.col("indicator") == "income/basic_income"
    fallen = bundle.indicators.with_columns(
        pl.when(key).then(pl.col("value") - 20).otherwise(pl.col("value")).alias("value")
    )
    rows = {
        row["indicator"]: row
        for theme in sheet_of(dataclasses.replace(bundle, indicators=fallen))["themes"]
        for row in theme["rows"]
    }

    assert rows["income/basic_income"]["strip"] is None
    assert rows["people/children"]["strip"] is not None


def test_a_district_changes_one_file_and_keeps_the_others(bundle: Any, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "profiles.yaml").write_text("trends: 1\nreach: {metres: {school: 900}}\n", "utf-8")
    (own / "style.css").write_text("p { color: green; }", "utf-8")

    build_profiles(bundle, tmp_path / "out", read_profiles(own))

    page = (tmp_path / "out" / f"{list_places(bundle)[0].slug}.html").read_text("utf-8")
    assert len(set(re.findall(r'id="(trend-[\w-]+)-title"', page))) == 1
    assert (tmp_path / "out" / "style.css").read_text("utf-8").endswith("p { color: green; }")
    assert read_profiles(own).trends == 1
    reach = profile_definition().reach
    assert read_profiles(own).reach == reach.model_copy(
        update={"metres": {**reach.metres, "school": 900}}
    )
    assert read_profiles(tmp_path / "nowhere") == profile_definition()


def test_a_broken_choice_of_a_district_is_refused(tmp_path: Path) -> None:
    (tmp_path / "profiles.yaml").write_text("highlights: many\n", "utf-8")

    with pytest.raises(FaultsFoundError):
        read_profiles(tmp_path)


def test_a_change_that_nobody_tested_stands_as_a_number_with_its_sign(bundle: Any) -> None:
    """What a test looked at is said in words; the rest is a number with ° and one legend row."""
    words = {"up": "gestiegen", "down": "gefallen", "same": "nicht sicher"}
    known = {
        (r["indicator"], r["area"], f"{r['reference_date']:%d.%m.%Y}"): r
        for r in released_figures(bundle).iter_rows(named=True)
    }
    seen = set()
    for number, place in enumerate(list_places(bundle)):
        sheet = sheet_of(bundle, number)
        rows = [row for theme in sheet["themes"] for row in theme["rows"]]
        for row in rows:
            told = known[row["indicator"], place.key, row["day"]]
            tested = words.get(told["change_significance"])
            if tested or told["change"] is None:
                assert row["change"] == (tested or "")
            else:
                assert re.fullmatch(r"[+−±]?[\d.]+(,\d)?\u202f°", row["change"])
                shown = row["change"].rstrip("°\u202f").replace("−", "-").replace(".", "")
                assert float(shown.replace(",", ".")) == pytest.approx(told["change"], abs=0.051)
            seen.add("°" in row["change"])
        has_sign = any("°" in row["change"] for row in rows)
        assert ("°" in dict(sheet["legend"])) == has_sign
    assert True in seen
