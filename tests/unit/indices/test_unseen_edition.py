"""An edition that is not shipped, written with the reference page beside, and computed by hand."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from kreisblick.base.definitions import shipped
from kreisblick.cli.main import build_app

# Sozialmonitoring Hamburg (RISE): seven indicators, areas from 300 residents, dynamics over
# three years, status cut at -1, 1 and 1.5, dynamics at -1 and 1
HAMBURG = """
title: {de: "Sozialmonitoring nach Hamburger Art"}
question: {de: "Wo kommen Belastungen zusammen, und wo ändert sich das?"}
text: {de: "Eine Suchhilfe, kein Urteil."}
reading: {de: "Ein hoher Wert heißt: mehr Belastungen als anderswo."}
limits: ["Der Index kann über Bedarf nicht allein entscheiden."]
exclude: {minimum_residents: 300, residents: residents_total, minimum_areas: 30}
status:
  indicators: &seven
    - {indicator: children_with_migration_background, column: k1, direction: higher_is_worse}
    - {indicator: children_of_single_parents, column: k2, direction: higher_is_worse}
    - {indicator: basic_income_and_asylum, column: k3, direction: higher_is_worse}
    - {indicator: unemployed, column: k4, direction: higher_is_worse}
    - {indicator: children_on_minimum_income, column: k5, direction: higher_is_worse}
    - {indicator: old_age_minimum_income, column: k6, direction: higher_is_worse}
    - {indicator: school_leaving_qualifications, column: k7, direction: lower_is_worse}
  classes:
    - {name: {de: "hoch"}, below: -1}
    - {name: {de: "mittel"}, up_to: 1}
    - {name: {de: "niedrig"}, up_to: 1.5}
    - {name: {de: "sehr niedrig"}}
dynamics:
  of: change
  period_years: 3
  indicators: *seven
  classes:
    - {name: {de: "positiv"}, below: -1}
    - {name: {de: "stabil"}, up_to: 1}
    - {name: {de: "negativ"}}
sets: [hamburg]
definition: rise/2023
owner: "Behörde für Stadtentwicklung und Wohnen"
"""
AREAS = 850
SIGNS = np.array([1, 1, 1, 1, 1, 1, -1])


def z(values: np.ndarray) -> np.ndarray:
    return (values - values.mean(axis=0)) / values.std(axis=0)


@pytest.fixture
def computed(tmp_path: Path) -> tuple[pl.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    values, changes = random.gamma(4, 4, (AREAS, 7)), random.normal(size=(AREAS, 7))
    residents = random.integers(200, 5000, AREAS)
    columns = {f"K{i + 1}": values[:, i] for i in range(7)}
    columns |= {f"k{i + 1}_change": changes[:, i] for i in range(7)}
    areas = [f"{i:05d}" for i in range(AREAS)]
    pl.DataFrame({"area": areas, "residents": residents, **columns}).write_csv(tmp_path / "in.csv")
    (tmp_path / "hamburg.yaml").write_text(HAMBURG, encoding="utf-8")

    result = CliRunner().invoke(
        build_app(),
        ["indicators", "index", str(tmp_path / "in.csv"), "--method",
         str(tmp_path / "hamburg.yaml"), "-o", str(tmp_path / "out.csv"),
         "--checks", str(tmp_path / "checks.csv")],
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert (tmp_path / "checks.csv").exists()
    found = pl.read_csv(tmp_path / "out.csv", schema_overrides={"area": pl.String})
    return found, values, changes, residents


def test_an_edition_is_expressed_in_a_file_and_computed_as_by_hand(computed):
    found, values, changes, residents = computed
    kept = residents >= 300
    for columns, raw in (("", values), ("_dynamics", changes)):
        index = z((SIGNS * z(raw[kept])).sum(axis=1))
        ours = found[f"index{columns}"].to_numpy()
        assert ours[kept] == pytest.approx(index, abs=1e-12)
        assert np.isnan(ours[~kept]).all()
    status = np.array(["hoch", "mittel", "niedrig", "sehr niedrig"])
    index = found["index"].to_numpy()[kept]
    place = (index >= -1).astype(int) + (index > 1) + (index > 1.5)
    assert found["class"].to_numpy()[kept].tolist() == status[place].tolist()
    assert set(found["class_dynamics"].drop_nulls()) == {"positiv", "stabil", "negativ"}


def test_a_file_that_is_not_there_and_an_unknown_key_are_told(tmp_path):
    (tmp_path / "in.csv").write_text("area,x\n1,2\n", encoding="utf-8")
    for method in ("gone.yaml", "gone"):
        result = CliRunner().invoke(
            build_app(),
            ["indicators", "index", str(tmp_path / "in.csv"), "--method", method, "-o", "x.csv"],
        )
        assert result.exit_code != 0


def test_the_page_names_every_field_of_the_format():
    page = shipped("docs", "reference", "index-format.md").read_text(encoding="utf-8")
    for word in ("winsorise", "normal_score", "known_share", "quantile_type", "part_of", "ampi",
                 "zero_after", "first_date", "top", "shrink", "onto", "restandardise"):  # fmt: skip
        assert f"`{word}`" in page, word
