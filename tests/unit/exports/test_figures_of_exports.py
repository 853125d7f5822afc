"""The one table behind all exports: a state for each figure, and nothing where nothing may be."""

from dataclasses import replace

import polars as pl
import pytest
from tests.unit.atlas.factory import SECRET_SHARE, FakeBundle, leaking, make_bundle

from kreisblick.products.figures import State, released_figures
from kreisblick.products.figures.released import OWN_NUMBERS

POVERTY = "income/child_poverty"


def changed(bundle: FakeBundle, **columns: pl.Expr) -> FakeBundle:
    frame = bundle.indicators.with_columns(**columns)
    return FakeBundle(areas=bundle.areas, indicators=frame, features=bundle.features)


@pytest.mark.parametrize(
    ("area", "state"),
    [
        ("0999900101", State.SUPPRESSED),
        ("0999900102", State.NOT_DELIVERED),
        ("0999900103", State.CANNOT_EXIST),
        ("0999900201", State.NOT_COVERED),
        ("0999900304", State.ESTIMATED),
        ("0999900301", State.COUNTED),
    ],
)
def test_each_figure_has_one_state(area: str, state: State) -> None:
    figures = released_figures(make_bundle()).filter(indicator=POVERTY, area=area)

    assert figures["state"].unique().to_list() == [state.value]


def test_a_row_without_a_number_carries_none_whatever_a_step_before_left() -> None:
    figures = released_figures(leaking(make_bundle()))

    hidden = figures.filter(state="suppressed")
    assert hidden.height == 2
    assert hidden.select(pl.all_horizontal(pl.col(OWN_NUMBERS).is_null().all())).item()
    assert hidden["significance"].unique().to_list() == ["unknown"]


def test_a_missing_value_without_a_reason_counts_as_not_delivered() -> None:
    nothing = pl.when(pl.col("area") == "0999900301").then(None).otherwise("value")

    figures = released_figures(changed(make_bundle(), value=nothing))

    assert figures.filter(area="0999900301")["state"].unique().to_list() == ["not_delivered"]


def test_a_mean_is_hidden_with_the_figure_of_the_larger_area() -> None:
    town = (pl.col("area") == "09999001") & (pl.col("indicator") == POVERTY)
    hide = pl.when(town).then(pl.lit("suppressed")).otherwise("confidentiality")
    leak = pl.when(pl.col("area") == "0999900104").then(SECRET_SHARE).otherwise("municipal_mean")

    figures = released_figures(
        changed(make_bundle(), confidentiality=hide, municipal_mean=leak)
    ).filter(indicator=POVERTY, area="0999900104")

    assert figures["value"].null_count() == 0
    assert figures["municipal_mean"].null_count() == figures.height
    assert figures["deviation_municipal"].null_count() == figures.height
    assert figures["district_mean"].null_count() == 0


def test_a_change_is_hidden_where_the_earlier_figure_is() -> None:
    before = (pl.col("area") == "0999900301") & (pl.col("reference_date").dt.year() == 2022)
    hide = pl.when(before).then(pl.lit("suppressed")).otherwise("confidentiality")

    figures = released_figures(changed(make_bundle(), confidentiality=hide)).filter(
        indicator=POVERTY, area="0999900301", reference_date=pl.date(2024, 12, 31)
    )

    assert figures["value"].null_count() == 0
    assert figures.select("change", "change_from", "change_significance").row(0) == (
        None,
        None,
        "unknown",
    )


def test_areas_follow_their_municipality_and_names_sort_the_german_way() -> None:
    bundle = make_bundle()
    renamed = pl.when(pl.col("area") == "0999900303").then(pl.lit("Kirchau-Öd")).otherwise("name")
    areas = bundle.areas.with_columns(name=renamed)

    figures = released_figures(
        FakeBundle(areas=areas, indicators=bundle.indicators, features=bundle.features)
    ).filter(indicator=POVERTY, reference_date=pl.date(2024, 12, 31))

    names = figures["area_name"].to_list()
    assert names[0] == "Landkreis Lindenau"
    assert names[1] == "Altwiesen"
    kirchau = names.index("Kirchau")
    assert names[kirchau + 1 : kirchau + 5] == [
        "Kirchau-Nord",
        "Kirchau-Öd",
        "Kirchau-Süd",
        "Kirchau-West",
    ]


def chosen(bundle: FakeBundle, shows: str, cubes: list[str] | None = None) -> FakeBundle:
    """The bundle of a round in which the first town chose; its figures are hidden alike."""
    own = pl.col("area").str.starts_with("09999001")
    if shows == "grouped":
        own &= pl.col("level") == "planning_area"
    hide = pl.when(own).then(pl.lit("suppressed")).otherwise("confidentiality")
    choice = {
        "municipality": "09999001", "shows": shows, "cubes": cubes, "office": "Rathaus",
        "date": "2025-03-01", "after_results": None,
    }  # fmt: skip
    frame = bundle.indicators.with_columns(confidentiality=hide)
    return replace(bundle, indicators=frame, report={**bundle.report, "choices": [choice]})


@pytest.mark.parametrize(
    ("shows", "levels"),
    [("grouped", {"planning_area"}), ("district", {"planning_area", "municipality"})],
)
def test_what_a_municipality_keeps_back_says_so_whatever_the_figure_is(
    shows: str, levels: set[str]
) -> None:
    figures = released_figures(chosen(make_bundle(), shows))

    kept = figures.filter(state="by_choice")
    assert set(kept["level"]) == levels
    assert kept["municipality"].unique().to_list() == ["09999001"]
    own = figures.filter(pl.col("area").str.starts_with("09999001") & pl.col("level").is_in(levels))
    assert own["state"].unique().to_list() == ["by_choice"]
    assert kept.select(pl.all_horizontal(pl.col(OWN_NUMBERS).is_null().all())).item()


def test_a_choice_for_other_cubes_leaves_a_figure_as_it_is() -> None:
    figures = released_figures(chosen(make_bundle(), "district", ["nowhere"]))

    assert "by_choice" not in set(figures["state"])
