"""All figures stand in every format as in the bundle; what is hidden has no number anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.unit.exports.factory import published
from tests.unit.exports.read_back import (
    LATEST_READERS,
    READERS,
    Key,
    Read,
    expected,
    read_gpkg_maps,
)

from kreisblick.products.exports import build_exports
from kreisblick.products.figures import State

Reader = Callable[[Path], Mapping[Key, Read]]
NUMBERLESS = [state.value for state in State if not state.has_number]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(published(), tmp_path_factory.mktemp("x") / "exports")[0].parent


@pytest.mark.parametrize("name", READERS)
def test_every_figure_of_every_date_is_in_this_format(name: str, exports: Path) -> None:
    assert READERS[name](exports) == expected(published())


@pytest.mark.parametrize("name", LATEST_READERS)
def test_every_newest_figure_is_in_this_format(name: str, exports: Path) -> None:
    assert LATEST_READERS[name](exports) == expected(published(), latest=True)


def test_the_ready_maps_hold_the_newest_figures_of_all_areas_but_the_district(
    exports: Path,
) -> None:
    newest = expected(published(), latest=True)

    assert read_gpkg_maps(exports) == {k: f for k, f in newest.items() if k[2] != "district"}


@pytest.mark.parametrize("name", READERS)
def test_what_has_no_number_has_none_in_this_format_and_says_why(name: str, exports: Path) -> None:
    hidden = {k: f for k, f in READERS[name](exports).items() if f.state in NUMBERLESS}

    assert {figure.state for figure in hidden.values()} >= {
        "suppressed",
        "not_covered",
        "not_delivered",
        "cannot_exist",
    }
    assert {figure[:3] for figure in hidden.values()} == {(None, None, None)}


def test_the_district_in_the_tests_has_figures_that_swing_and_that_are_estimated() -> None:
    states = {figure.state for figure in expected(published()).values()}

    assert {"counted", "estimated", "suppressed"} <= states


def test_an_indicator_that_ended_shows_its_last_date_with_a_number(tmp_path: Path) -> None:
    bundle = published()
    ended = (pl.col("indicator") == "care/places") & (pl.col("reference_date").dt.year() == 2024)
    columns = {
        "observation": pl.when(ended).then(pl.lit("not_delivered")).otherwise("observation"),
        "value": pl.when(ended).then(None).otherwise("value"),
    }
    later = replace(bundle, indicators=bundle.indicators.with_columns(**columns))
    exports = build_exports(later, tmp_path / "exports")[0].parent

    shown = LATEST_READERS["geojson"](exports)

    assert shown == expected(later, latest=True)
    assert {key[1] for key in shown if key[0] == "care/places"} == {"2022-12-31"}


@pytest.mark.parametrize("name", READERS)
def test_a_number_halfway_between_two_is_rounded_the_same_everywhere(
    name: str, tmp_path: Path
) -> None:
    """Programmes round 0.88255 up or down; a published index of Berlin had 137 such values."""
    bundle = published()
    halves = [0.88255, 0.18545, 0.39145, 2.00005, 12.34565]
    many = pl.Series(halves * bundle.indicators.height).head(bundle.indicators.height)
    shown = pl.when(pl.col("value").is_not_null()).then(many)
    halved = replace(bundle, indicators=bundle.indicators.with_columns(value=shown))
    exports = build_exports(halved, tmp_path / "exports")[0].parent

    assert READERS[name](exports) == expected(halved)


def test_figures_of_another_generation_of_areas_stand_in_the_table_alone(tmp_path: Path) -> None:
    bundle = published()
    older = bundle.indicators.with_columns(generation=pl.lit("2016"))
    both = replace(bundle, indicators=pl.concat([bundle.indicators, older]))
    exports = build_exports(both, tmp_path / "exports")[0].parent

    states = pl.read_csv(exports / "figures.csv", infer_schema=False)["Gebietsstand"].value_counts()

    assert dict(states.iter_rows()) == dict.fromkeys(("2016", "2023"), bundle.indicators.height)
    assert READERS["gpkg"](exports) == expected(both)
    assert READERS["xlsx"](exports) == expected(both)
