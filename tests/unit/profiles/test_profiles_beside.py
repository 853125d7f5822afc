"""Two areas side by side: the same numbers, signs and words as the profiles, nothing hidden."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.unit.profiles.factory import REPORT, make_full_bundle

from kreisblick.products.figures import released_figures
from kreisblick.products.profiles import build_profiles, profile_definition
from kreisblick.products.profiles.beside import area_script, comparison_words
from kreisblick.products.profiles.build import draw_sheet, gather_stock, list_places
from kreisblick.products.wording import words_to_avoid_in

SECRET = str(REPORT["SECRET"])


def parsed(script: str) -> dict[str, Any]:
    """The words that a script hands over."""
    called = re.fullmatch(r'kreisblickArea\("[\w-]+", (\{.*\})\);\n', script, re.DOTALL)
    assert called
    found: dict[str, Any] = json.loads(called[1])
    return found


@pytest.fixture(scope="module")
def bundle() -> Any:
    return REPORT["make_bundle"]()


@pytest.fixture(scope="module")
def files(bundle: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("profiles")
    build_profiles(bundle, folder)
    return folder


def german(value: float, digits: int = 1) -> str:
    """A number as readers write it, the slow way."""
    whole, _, rest = f"{value:,.{digits}f}".partition(".")
    return whole.replace(",", ".") + ("," + rest if rest else "")


def test_every_figure_is_the_released_one_and_hidden_ones_are_signs(
    bundle: Any, files: Path
) -> None:
    frame = released_figures(bundle).filter(level="planning_area")
    seen = hidden = 0
    last = {
        key: max(d for d, v in rows.select("reference_date", "value").iter_rows() if v is not None)
        for (key,), rows in released_figures(bundle).group_by("indicator")
    }
    for row in frame.iter_rows(named=True):
        if row["reference_date"] != last[row["indicator"]]:
            continue
        words = parsed((files / "compare" / f"{row['area']}.js").read_text(encoding="utf-8"))
        cells = words["rows"][row["indicator"].replace("/", "-")]["cells"]
        told, strip = cells[0], words["rows"][row["indicator"].replace("/", "-")].get("strip")
        if row["value"] is None:
            hidden += 1
            assert not re.search(r"[0-9]", told)
            assert cells[1] == ""
            assert strip is None
        else:
            seen += 1
            digits = 0 if row["indicator"] == "people/residents" else 1
            assert told.strip("() s") == german(row["value"], digits)
            if row["lower"] is not None:
                assert cells[1] == f"{german(row['lower'])} – {german(row['upper'])}"
    assert seen > 40
    assert hidden >= 4


def test_the_words_are_those_of_the_profile(bundle: Any) -> None:
    stock = gather_stock(bundle, profile_definition())
    for place in list_places(bundle):
        sheet = draw_sheet(stock, place)
        words = parsed(area_script(sheet))

        assert words["highlights"] == [[o["title"], o["sentence"]] for o in sheet["highlights"]]
        assert words["changes"] == [[o["title"], o["sentence"]] for o in sheet["changes"]]
        rows = {row["key"]: row for theme in sheet["themes"] for row in theme["rows"]}
        assert words["rows"].keys() == rows.keys()
        for key, row in rows.items():
            names = ("value", "interval", "municipality", "district", "finding", "change")
            assert words["rows"][key]["cells"] == [row[name] for name in names]


def test_a_secret_is_in_no_script_and_on_no_page(files: Path) -> None:
    for file in [*files.glob("compare/*.js"), files / "compare.html"]:
        assert SECRET not in file.read_text(encoding="utf-8").replace(".", "")


def test_the_page_knows_all_indicators_signs_and_areas(bundle: Any, files: Path) -> None:
    text = (files / "compare.html").read_text(encoding="utf-8")
    words = json.loads(re.search(r'id="words">(.*?)</script>', text, re.DOTALL)[1])

    small = released_figures(bundle).filter(level="planning_area")["indicator"].unique().to_list()
    keys = [row[0] for theme in words["themes"] for row in theme["rows"]]
    assert sorted(keys) == sorted(key.replace("/", "-") for key in small)
    assert ".¹" in "".join(sign for sign, _words in words["signs"]) or words["signs"]
    for place in list_places(bundle):
        assert f'<option value="{place.slug}">' in text
        assert f'<a href="{place.slug}.html">' in text  # for readers without scripts


def test_words_in_the_page_cannot_end_its_script(bundle: Any) -> None:
    stock = gather_stock(bundle, profile_definition())

    words = comparison_words(stock, list_places(bundle))

    assert "<" not in words
    assert json.loads(words)["say"]["both"] == "{a} und {b}"


def test_limits_of_comparison_travel_with_the_figure() -> None:
    days = [day.isoformat() for day in REPORT["DATES"]]
    remark = {
        "kind": "definition",
        "dates": days,
        "towns": [],
        "text": "Anders gezählt.",
        "reason": "",
    }
    definitions = {**REPORT["DEFINITIONS"]}
    definitions["people/children"] = {**definitions["people/children"], "remarks": [remark]}
    bundle = REPORT["make_bundle"](definitions=definitions)
    stock = gather_stock(bundle, profile_definition())

    words = parsed(area_script(draw_sheet(stock, list_places(bundle)[0])))

    assert words["rows"]["people-children"]["limits"] == ["Anders gezählt."]
    assert "limits" not in words["rows"]["income-basic_income"]


def test_no_word_of_the_pages_hurts(files: Path) -> None:
    for file in files.glob("*.html"):
        assert words_to_avoid_in(re.sub("<[^>]+>", " ", file.read_text(encoding="utf-8"))) == []


def test_a_script_of_the_fullest_area_stays_light() -> None:
    bundle = make_full_bundle()
    stock = gather_stock(bundle, profile_definition())

    script = area_script(draw_sheet(stock, list_places(bundle)[0]))

    assert len(script.encode()) < 60_000
