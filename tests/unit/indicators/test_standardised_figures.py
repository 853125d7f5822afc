"""Figures as if every area had the same ages, against a slow second computation."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError
from tests.unit.indicators import district

from kreisblick.statistics.estimation import direct_rate, dobson_interval
from kreisblick.statistics.indicators import (
    StandardPopulation,
    assure,
    compute,
    needed_shares,
    needed_slices,
)
from kreisblick.statistics.indicators.standard import shipped_populations

TOWNS = {"Aue": ["Alt", "Jung"], "Berg": ["Dorf", "Hain"]}
# three age groups: the young area has the same rates as the old one, in other proportions
M = {
    "Alt": (200, 500, 900),
    "Jung": (600, 1500, 100),
    "Dorf": (300, 800, 300),
    "Hain": (300, 700, 350),
}
N = {"Alt": (2, 25, 180), "Jung": (6, 75, 20), "Dorf": (3, 40, 60), "Hain": (3, 35, 140)}
SLICES_N = ["all", "age=0-17", "age=18-64", "age=65+"]
SLICES_M = ["all", "age=0-2|3-17", "age=18-44|45-64", "age=65-79|80+"]
EUROPE = [16000 + 5500 * 3 / 5, 100_000 - 16000 - 5500 * 3 / 5 - 19500, 19500]


def with_sum(counts: district.Counts) -> district.Counts:
    return {
        area: (None if None in own else sum(own), *own)  # type: ignore[arg-type]
        for area, own in counts.items()
    }


def found(
    population: str = "european_2013",
    n=N,
    m=M,
    kind: str = "share",
    dates=(district.DAY,),
    before=None,
) -> pl.DataFrame:
    definition = district.indicator(kind, standardise={"population": population})
    asked = district.request(TOWNS, definition, dates=dates)
    frames = [
        district.cells(asked, "n", SLICES_N, with_sum(n)),
        district.cells(asked, "m", SLICES_M, with_sum(m)),
    ]
    if before is not None:
        frames.append(district.cells(asked, "n", SLICES_N, with_sum(before), district.BEFORE))
        frames.append(district.cells(asked, "m", SLICES_M, with_sum(m), district.BEFORE))
    return compute(pl.concat(frames), asked)


def row(frame: pl.DataFrame, area: str, day: date = district.DAY) -> dict:
    here = (pl.col("area") == area) & (pl.col("reference_date") == day)
    return frame.row(by_predicate=here, named=True)


def slow(n, m, standard) -> float:
    return 100 * sum(w * a / b for w, a, b in zip(standard, n, m, strict=True)) / sum(standard)


def test_the_european_standard_counts_one_hundred_thousand():
    europe = shipped_populations()["european_2013"]

    assert sum(europe.people.values()) == 100_000
    assert [europe.of_ages(group) for group in district.AGES] == pytest.approx(EUROPE)


def test_a_group_that_cuts_the_open_one_cannot_be_standardised():
    with pytest.raises(ValueError, match=r"85-95"):
        shipped_populations()["european_2013"].of_ages("85-95")


def test_a_standard_population_with_a_gap_is_refused():
    with pytest.raises(ValidationError, match="without gaps"):
        StandardPopulation.model_validate(
            {"title": district.TEXT, "source": "x", "people": {"0-4": 5, "6+": 7}}
        )


def test_two_areas_with_the_same_rates_get_the_same_value_whatever_their_ages():
    result = found()

    old, young = row(result, "Alt"), row(result, "Jung")
    assert old["value"] == pytest.approx(young["value"])
    assert old["value"] == pytest.approx(slow(N["Alt"], M["Alt"], EUROPE))
    assert 100 * old["numerator"] / old["denominator"] > 12  # the plain rates differ threefold
    assert 100 * young["numerator"] / young["denominator"] < 5
    assert (old["numerator"], old["denominator"]) == (207, 1600)


def test_the_value_of_a_larger_area_is_made_of_its_own_groups():
    result = found()

    whole = [sum(own[k] for own in N.values()) for k in range(3)]
    people = [sum(own[k] for own in M.values()) for k in range(3)]
    assert row(result, "Kreis")["value"] == pytest.approx(slow(whole, people, EUROPE))
    assert row(result, "Alt")["district_mean"] == pytest.approx(slow(whole, people, EUROPE))


def test_a_rate_has_dobsons_interval():
    result = row(found(kind="rate"), "Dorf")
    counts = (np.array(one["Dorf"], dtype=float) for one in (N, M))
    low, high = dobson_interval(direct_rate(*counts, np.array(EUROPE)), confidence=0.95)

    assert (result["lower"], result["upper"]) == pytest.approx((100 * low, 100 * high))


def test_the_districts_own_people_can_be_the_standard():
    people = [sum(own[k] for own in M.values()) for k in range(3)]

    result = found("district")

    assert row(result, "Dorf")["value"] == pytest.approx(slow(N["Dorf"], M["Dorf"], people))
    kreis = row(result, "Kreis")  # standardised by itself it keeps its plain value
    assert kreis["value"] == pytest.approx(100 * kreis["numerator"] / kreis["denominator"])


def test_one_withheld_group_withholds_the_figure_and_all_that_needs_it():
    result = found(n=N | {"Dorf": (None, 40, 60)})

    assert row(result, "Dorf")["confidentiality"] == "suppressed"
    for area in ("Dorf", "Berg", "Kreis"):
        one = row(result, area)
        for name in ("value", "lower", "upper", "smoothed", "deviation_district"):
            assert one[name] is None, (area, name)
        assert one["significance"] == "unknown"
    assert row(result, "Hain")["value"] is not None
    assert row(result, "Hain")["district_mean"] is None
    assert row(result, "Hain")["significance_municipal"] == "unknown"


def test_fewer_than_ten_events_make_no_sense():
    result = row(found(n=N | {"Dorf": (0, 4, 5)}), "Dorf")

    assert (result["value"], result["observation"]) == (None, "cannot_exist")
    assert result["numerator"] == 9
    assert result["smoothed"] is None  # what has no value gets no smoothed one either


def test_a_group_without_people_makes_no_sense():
    result = row(found(m=M | {"Jung": (600, 1500, 0)}, n=N | {"Jung": (6, 75, 0)}), "Jung")

    assert (result["value"], result["observation"]) == (None, "cannot_exist")


def test_areas_are_compared_by_their_standardised_values():
    result = found()

    assert row(result, "Hain")["significance"] == "above"
    assert row(result, "Hain")["significance_municipal"] == "above"
    assert row(result, "Dorf")["significance_municipal"] == "below"
    # the young area looks far below the district by its plain rate; by age it hardly differs
    assert row(found(n=N | {"Hain": (3, 35, 70)}), "Jung")["significance"] == "same"


def test_a_change_is_told_by_standardised_values():
    before = N | {"Hain": (3, 35, 60), "Dorf": (3, 40, 58)}

    result = found(dates=(district.BEFORE, district.DAY), before=before)

    one = row(result, "Hain")
    expected = slow(N["Hain"], M["Hain"], EUROPE) - slow(before["Hain"], M["Hain"], EUROPE)
    assert one["change"] == pytest.approx(expected)
    assert one["change_significance"] == "up"
    assert row(result, "Dorf")["change_significance"] == "same"


def test_small_areas_are_drawn_further_to_the_mean():
    tiny = {"Dorf": (30, 80, 30)}
    result = found(m=M | tiny, n=N | {"Dorf": (1, 9, 12)})

    dorf, alt = row(result, "Dorf"), row(result, "Alt")
    assert abs(dorf["smoothed"] - dorf["value"]) > abs(alt["smoothed"] - alt["value"])
    assert dorf["smoothed"] < dorf["value"]


def test_the_counts_of_all_groups_are_asked_for_and_protected_as_shares():
    definition = district.indicator(standardise={"population": "european_2013"})
    cubes = dict(district.request(TOWNS, definition).cubes)

    asked = {(cube, one.key) for cube, one in needed_slices({"one": definition}, cubes)}
    pairs = {(a[1].key, b[1].key) for a, b in needed_shares({"one": definition}, cubes)}

    assert asked == {("n", key) for key in SLICES_N} | {("m", key) for key in SLICES_M}
    assert pairs == set(zip(SLICES_N, SLICES_M, strict=True))


def test_only_shares_and_rates_are_standardised():
    with pytest.raises(ValidationError, match="only a share or a rate"):
        district.indicator("ratio", standardise={"population": "european_2013"})


@pytest.mark.parametrize(
    ("standardise", "said"),
    [
        ({"population": "martian"}, "martian"),
        ({"population": "european_2013", "by": "height"}, "height"),
        ({"population": "european_2013", "groups": ["0-16", "17+"]}, "0-16"),
        ({"population": "european_2013", "groups": ["0-17", "18-64", "65-79", "80+"]}, "65-79"),
        ({"population": "european_2013", "groups": ["18-64", "65+"]}, "ergeben zusammen nicht"),
    ],
)
def test_what_cannot_be_standardised_is_told(standardise: dict, said: str):
    definition = district.indicator(standardise=standardise)
    cubes = dict(district.request(TOWNS, definition).cubes)

    faults = assure({"one": definition}, cubes)

    assert any(said in fault.message for fault in faults)


def test_an_example_proves_a_standardised_definition():
    groups = {"0-17": [2, 200], "18-64": [25, 500], "65+": [180, 900]}
    value = slow((2, 25, 180), (200, 500, 900), EUROPE)
    right = {"name": "x", "numerator": 207, "denominator": 1600, "groups": groups, "expect": value}
    hidden = right | {"groups": groups | {"0-17": ["suppressed", 200]}, "expect": "suppressed"}
    wrong = right | {"expect": 12.9375}
    asked = {"population": "european_2013"}

    proved = district.indicator(standardise=asked, examples=[right, hidden])
    failed = district.indicator(standardise=asked, examples=[wrong])
    cubes = dict(district.request(TOWNS, proved).cubes)

    assert assure({"one": proved}, cubes) == []
    assert [fault.code for fault in assure({"one": failed}, cubes)] == ["wrong_example"]
