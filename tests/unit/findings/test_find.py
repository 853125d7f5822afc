"""Findings in a district whose truth is known: each kind is found, said, and nothing else."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.unit.findings.world import DATES, DAY, NO_INDEX, World, even

from kreisblick.statistics.findings import (
    FINDING_COLUMNS,
    FindingKind,
    Pattern,
    find,
    shipped_rules,
)

BURDENED = "0203"


def found_in(world: World, kind: FindingKind, *, seed: int = 1, **rules: object) -> pl.DataFrame:
    request = world.request(shipped_rules().model_copy(update=rules))
    return find(world.indicators(seed), NO_INDEX, request).filter(
        kind=kind.value, level="planning_area"
    )


def burdened(*fields: int, rate: float = 0.2, world: World | None = None) -> World:
    world = world or even()
    for field in fields:
        world = world.with_rate(BURDENED, field, rate)
    return world


# --- need


def test_burdens_of_several_fields_are_a_need_with_both_fields_named():
    found = found_in(burdened(0, 1), FindingKind.NEED)

    assert found["area"].to_list() == [BURDENED]
    assert set(found["fields"][0].split("; ")) == {"Auskommen", "Arbeit"}
    assert found["finding"][0] == f"need/{BURDENED}/20241231"


def test_one_burden_alone_is_no_need():
    assert found_in(burdened(0), FindingKind.NEED).is_empty()


def test_copies_of_one_field_count_once():
    """Three shares of one theme are one story."""
    world = burdened(0, 1, 2, world=even(("Auskommen",) * 3))

    assert found_in(world, FindingKind.NEED).is_empty()


def test_a_cube_that_two_fields_share_is_one_field():
    world = burdened(0, 1)
    definitions = dict(world.definitions)
    definitions["i1"] = definitions["i1"].model_copy(
        update={"numerator": definitions["i0"].numerator}
    )
    request = replace(world.request(), definitions=definitions)

    found = find(world.indicators(1), NO_INDEX, request)

    assert found.filter(kind=FindingKind.NEED.value, level="planning_area").is_empty()


def test_figures_that_order_the_areas_alike_are_one_field():
    """Both follow one hidden cause closely, whatever their themes are called."""
    world = even(("Auskommen", "Arbeit"), people=200_000)
    rates = world.rates.copy()
    for place in range(len(world.areas)):
        rates[:, place, :] = 0.05 + 0.01 * place
    alike = replace(world, rates=rates)

    assert found_in(alike, FindingKind.NEED).is_empty()
    assert not found_in(alike, FindingKind.NEED, same_order_areas=1000).is_empty()


def test_a_sure_difference_that_is_too_small_to_matter_is_no_need():
    world = burdened(0, 1, rate=0.115, world=even(people=50_000))

    assert found_in(world, FindingKind.NEED).is_empty()
    assert not found_in(world, FindingKind.NEED, ratio=1.1).is_empty()


def test_a_burden_that_eases_for_sure_is_left_to_do_so():
    world = burdened(0, 1, rate=0.3).with_rate(BURDENED, 0, 0.2, date_from=2)
    world = world.with_rate(BURDENED, 1, 0.2, date_from=2)

    assert found_in(world, FindingKind.NEED).is_empty()


def test_where_only_growing_burdens_are_sought_a_standing_one_is_not_named():
    growing = burdened(0, 1, rate=0.15).with_rate(BURDENED, 0, 0.25, date_from=2)
    growing = growing.with_rate(BURDENED, 1, 0.25, date_from=2)

    assert found_in(burdened(0, 1), FindingKind.NEED, trend="growing").is_empty()
    assert found_in(growing, FindingKind.NEED, trend="growing")["area"].to_list() == [BURDENED]


def test_a_low_share_is_the_burden_where_a_high_one_is_wanted():
    """85 % against 92 % are 15 % against 8 % who miss something."""
    world = burdened(0, 1, rate=0.82, world=even(rate=0.92, reading="higher_is_better"))

    assert found_in(world, FindingKind.NEED)["area"].to_list() == [BURDENED]


def test_figures_without_good_or_bad_are_no_need():
    assert found_in(burdened(0, 1, world=even(reading="neutral")), FindingKind.NEED).is_empty()


def test_a_withheld_figure_never_leads_to_a_finding():
    hidden = frozenset({("n0", BURDENED), ("n1", BURDENED)})
    request = burdened(0, 1, 2).request()

    found = find(replace(burdened(0, 1, 2), hidden=hidden).indicators(1), NO_INDEX, request)

    assert found.filter(area=BURDENED).is_empty()


# --- strength


def test_what_goes_well_is_named_too():
    found = found_in(burdened(0, rate=0.05), FindingKind.STRENGTH)

    assert found["area"].to_list() == [BURDENED]
    assert "deutlich günstiger als im Kreis" in found["reason"][0]


# --- inside its own town


def test_an_area_can_be_fine_in_the_district_and_burdened_in_its_own_town():
    world = even(people=6000)
    rates = world.rates.copy()
    rates[:, :6, :] = 0.05  # the town of 0000 to 0005 is well off
    rates[:, 3, 0] = 0.1  # one area is like the district
    found = found_in(replace(world, rates=rates), FindingKind.INSIDE_TOWN)

    assert found.select("area", "indicators").rows() == [("0003", "i0")]
    assert "Mittel der eigenen Gemeinde" in found["reason"][0]


# --- early warning


def test_a_trend_that_turns_is_warned_of():
    world = burdened(0, rate=0.2).with_rate(BURDENED, 0, 0.12, date_from=1)
    world = world.with_rate(BURDENED, 0, 0.18, date_from=2)

    found = found_in(world, FindingKind.EARLY_WARNING)

    assert found.select("area", "pattern").rows() == [(BURDENED, Pattern.TURNED.value)]
    assert "Nachdem der Wert gesunken war" in found["reason"][0]


def test_a_rise_after_no_change_is_warned_of():
    found = found_in(even().with_rate(BURDENED, 0, 0.16, date_from=2), FindingKind.EARLY_WARNING)

    assert found.select("area", "pattern").rows() == [(BURDENED, Pattern.BEGUN.value)]


def test_a_rise_that_goes_on_as_before_is_no_turn():
    world = even(people=20_000).with_rate(BURDENED, 0, 0.14, date_from=1)

    assert found_in(
        world.with_rate(BURDENED, 0, 0.18, date_from=2), FindingKind.EARLY_WARNING
    ).is_empty()


def test_a_rise_that_quickens_is_warned_of():
    world = even(people=20_000).with_rate(BURDENED, 0, 0.12, date_from=1)
    world = world.with_rate(BURDENED, 0, 0.22, date_from=2)

    found = found_in(world, FindingKind.EARLY_WARNING)

    assert found.select("area", "pattern").rows() == [(BURDENED, Pattern.QUICKENED.value)]


def test_with_two_dates_the_sentence_says_that_no_turn_can_be_seen():
    world = even(dates=DATES[1:]).with_rate(BURDENED, 0, 0.16, date_from=1)

    found = found_in(world, FindingKind.EARLY_WARNING)

    assert found["pattern"].to_list() == [Pattern.TWO_DATES.value]
    assert "an zwei Stichtagen nicht zu erkennen" in found["reason"][0]


def test_watched_figures_are_warned_of_but_are_no_need():
    rules = shipped_rules()
    watched = {"i0": rules.watched["older_people"]}
    world = even(reading="neutral").with_rate(BURDENED, 0, 0.2, date_from=2)

    assert found_in(world, FindingKind.EARLY_WARNING).is_empty()
    assert found_in(world, FindingKind.EARLY_WARNING, watched=watched).height == 1
    assert found_in(world, FindingKind.NEED, watched=watched, need_fields=1).is_empty()


# --- clusters


def corner(world: World, rate: float) -> World:
    """Sixteen areas beside each other with another rate."""
    for town in range(4):
        for place in range(4):
            world = world.with_rate(f"{town:02}{place:02}", 0, rate)
    return world


def test_neighbours_that_are_burdened_together_are_a_cluster():
    found = found_in(corner(even(towns=9, size=9), 0.25), FindingKind.CLUSTER)

    together = found.filter(pattern=Pattern.HIGH_HIGH.value)["area"].to_list()
    assert "0101" in together
    assert found.height <= 20, "areas far from the corner are like their neighbours by chance only"
    assert set(together) <= {f"{t:02}{p:02}" for t in range(4) for p in range(4)}


def test_a_low_share_of_what_is_wanted_is_a_cluster_of_burden():
    plain = even(towns=9, size=9, rate=0.9, reading="higher_is_better")
    world = corner(plain, 0.7)

    found = found_in(world, FindingKind.CLUSTER)

    assert "0101" in found.filter(pattern=Pattern.HIGH_HIGH.value)["area"].to_list()
    assert "unter dem Mittel" in found.filter(area="0101")["reason"][0]


def test_with_few_areas_the_sentence_says_that_little_can_be_found():
    world = even(towns=5, size=5, people=20_000)
    rates = world.rates.copy()
    for place in range(25):
        rates[:, place, :] = 0.02 * (1 + place // 5) * (1 + place % 5)

    found = found_in(replace(world, rates=rates), FindingKind.CLUSTER)

    assert found.height > 0
    assert all("bei 25 Gebieten" in reason for reason in found["reason"])


# --- all kinds


@pytest.fixture(scope="module")
def everything() -> pl.DataFrame:
    world = corner(even(towns=9, size=9), 0.25).with_rate("0504", 1, 0.2, date_from=2)
    world = burdened(0, 1, rate=0.25, world=world)
    return find(world.indicators(1), NO_INDEX, world.request())


def test_every_finding_has_a_reason_of_one_sentence(everything):
    assert everything["kind"].n_unique() >= 4
    for reason in everything["reason"]:
        assert reason.endswith(".")
        assert "  " not in reason
        assert "{" not in reason


def test_the_form_is_as_promised(everything):
    assert dict(everything.schema) == FINDING_COLUMNS
    assert everything["finding"].is_unique().all()
    assert set(everything["state"]) == {"proposed"}
    assert set(everything["reference_date"]) == {DAY}


def test_what_a_municipality_answered_stands_beside_the_finding():
    world = burdened(0, 1)
    name = f"need/{BURDENED}/20241231"
    said = pl.DataFrame(
        {
            "finding": [name, name], "state": ["read", "no_problem"],
            "answer": [None, "Ältere Menschen ziehen aus den Dörfern in die Stadt."],
            "office": ["Stadt T02", "Stadt T02"],
            "answered_on": [date(2025, 2, 1), date(2025, 3, 1)],
        }
    )  # fmt: skip

    found = find(world.indicators(1), NO_INDEX, replace(world.request(), answers=said))

    row = found.filter(finding=name).row(0, named=True)
    assert (row["state"], row["office"]) == ("no_problem", "Stadt T02")
    assert row["answer"].startswith("Ältere")


def test_a_sure_class_of_an_index_is_said_with_the_need():
    world = burdened(0, 1)
    areas = world.areas
    index = pl.DataFrame(
        {
            "index": "mss", "part": "status", "reference_date": DAY, "generation": "g",
            "area": areas, "index_value": [2.0 if a == BURDENED else 0.0 for a in areas],
            "class": ["hoch" if a == BURDENED else "mittel" for a in areas],
            "class_probability": 0.99,
        }
    )  # fmt: skip
    request = replace(world.request(), index_titles={"mss": "Sozialindex"})

    found = find(world.indicators(1), index, request).filter(area=BURDENED, kind="need")

    assert found["reason"][0].endswith(
        "auch in „Sozialindex“ steht das Gebiet sicher in der Stufe „hoch“."
    )
