"""Municipalities choose before results are seen; round, products and audit keep to it."""

import shutil
from datetime import date

import polars as pl
import pytest
from tests.functional.readers import report_of

from kreisblick.base.errors import FaultsFoundError
from kreisblick.pipeline.run import run
from kreisblick.products.figures import released_figures
from kreisblick.protection.bundle import open_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
OUT, GROUPED, CUBE = "05998016", "05998020", "05998008"
CHOICES = f"""
[[choice]]
municipality = "{OUT}"
shows = "none"
office = "Bürgermeisteramt Klein Ottern"
date = 2025-03-14

[[choice]]
municipality = "{GROUPED}"
shows = "grouped"
office = "Stadtverwaltung Lindenau"
date = 2025-03-20

[[choice]]
municipality = "{CUBE}"
shows = "district"
office = "Stadtverwaltung Eschwalde"
date = 2025-04-01
cubes = ["housing_benefit"]
"""


def write(folder, text, *, products="[]"):
    path = folder / "kreisblick.toml"
    content = path.read_text(encoding="utf-8")
    if "products =" not in content:
        content = content.replace("[report]\n", f"[report]\nproducts = {products}\n")
    path.write_text(content + text, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(fresh_hamlet, tmp_path_factory):
    folder = shutil.copytree(fresh_hamlet, tmp_path_factory.mktemp("chosen") / "workspace")
    write(folder, CHOICES)
    run(folder)
    return folder


@pytest.fixture(scope="module")
def bundle(folder, current):
    return open_bundle(current(folder, "bundles"))


def cells_of(bundle, *areas):
    return bundle.cells.filter(pl.col("area").is_in(areas))


def test_nothing_of_a_town_that_takes_no_part_leaves(bundle):
    own = cells_of(bundle, OUT, "1601")

    assert own.height
    assert own.select(pl.col("value", "lower", "upper").is_null().all()).row(0) == (True,) * 3
    assert set(own["observation"]) == {"not_covered"}


def test_the_district_is_the_sum_of_the_others(bundle):
    of_all = bundle.cells.filter(
        (pl.col("cube") == "residents") & (pl.col("slice") == "all")
        & (pl.col("reference_date") == date(2024, 12, 31))
    )  # fmt: skip
    value = dict(of_all.select("area", "value").iter_rows())

    assert value["05998"] == value[GROUPED] + value[CUBE]


def test_areas_shown_together_have_no_figure_and_their_town_has(bundle):
    figures = released_figures(bundle).filter(pl.col("municipality") == GROUPED)
    areas = figures.filter(level="planning_area")

    assert set(areas["state"]) == {"by_choice"}
    assert figures.filter(level="municipality")["value"].count() > 0


def test_a_choice_for_one_cube_keeps_back_its_indicators_only(bundle):
    figures = released_figures(bundle).filter(pl.col("municipality") == CUBE)
    kept = set(figures.filter(state="by_choice")["indicator"])
    cubes = {
        bundle.indicator_definitions[key][side]["cube"]
        for key in kept
        for side in ("numerator", "denominator")
        if bundle.indicator_definitions[key].get(side)
    }

    assert kept
    assert "housing_benefit" in cubes
    assert set(figures.filter(pl.col("value").is_not_null())["indicator"])


def test_the_report_says_who_chose_what_and_when(bundle):
    text = str(report_of(bundle))

    assert "auf Wunsch der Gemeinde nicht ausgewiesen" in text
    assert "Bürgermeisteramt Klein Ottern" in text
    assert "14.03.2025" in text


def test_a_choice_after_results_needs_a_reason_and_the_reason_is_told(folder, tmp_path, current):
    later = shutil.copytree(folder, tmp_path / "workspace")
    choice = f'''
[[choice]]
municipality = "{CUBE}"
shows = "grouped"
office = "Stadtverwaltung Eschwalde"
date = 2025-04-02
cubes = ["old_age_income"]
'''
    write(later, choice)
    with pytest.raises(FaultsFoundError) as refused:
        run(later)
    assert {fault.code for fault in refused.value.faults} == {"choice_after_results"}

    write(later, 'after_results = "Eine Familie war zu erkennen"\n')
    run(later)
    told = open_bundle(current(later, "bundles")).report["choices"]
    assert "Eine Familie war zu erkennen" in {one["after_results"] for one in told}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ('municipality = "99999999"\nshows = "none"\ndate = 2025-01-01', "unknown_choice"),
        (f'municipality = "{CUBE}"\nshows = "none"\ndate = 2031-01-01', "choice_to_come"),
        (f'municipality = "{CUBE}"\nshows = "none"\ndate = 2025-01-01', "two_choices"),
    ],
)
def test_a_wrong_choice_is_told_before_anything_is_counted(fresh_copy, wrong, code):
    write(fresh_copy, f'{CHOICES}\n[[choice]]\noffice = "Rathaus"\n{wrong}\n')

    with pytest.raises(FaultsFoundError) as refused:
        run(fresh_copy)

    assert code in {fault.code for fault in refused.value.faults}
    assert not (fresh_copy / "bundles").exists()
