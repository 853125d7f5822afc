"""The attacker against small folders whose secrets can be worked out by hand."""

import json
from pathlib import Path

import polars as pl
import pytest

from kreisblick.protection.audit import NoFiguresFoundError, attack

AREAS = [
    ("a1", "planning_area", "m1"),
    ("a2", "planning_area", "m1"),
    ("a3", "planning_area", "m1"),
    ("b1", "planning_area", "m2"),
    ("b2", "planning_area", "m2"),
    ("m1", "municipality", "d"),
    ("m2", "municipality", "d"),
    ("d", "district", None),
]
SHARE = {
    "kind": "share",
    "numerator": {"cube": "benefits", "slice": "all"},
    "denominator": {"cube": "residents", "slice": "all"},
}
SIDES = ("numerator", "denominator")
CUBES = {"benefits": {"dimensions": [{"name": "sex", "codes": ["f", "m"]}]}, "residents": {}}


def publish(folder: Path, cells: dict[tuple[str, str, str], int | None]) -> Path:
    """A folder as a stranger would find it; None stands for a withheld value."""
    levels = {area: level for area, level, _ in AREAS}
    rows = [
        {
            "cube": cube,
            "slice": name,
            "reference_date": "2024-12-31",
            "generation": "g",
            "level": levels[area],
            "area": area,
            "value": value,
            "lower": None,
            "upper": None,
            "observation": "counted",
            "confidentiality": "free" if value is not None else "suppressed",
        }
        for (cube, name, area), value in cells.items()
    ]
    (folder / "data").mkdir(parents=True)
    (folder / "catalogue").mkdir()
    pl.DataFrame(rows, infer_schema_length=None).write_csv(folder / "data/cells.csv")
    areas = [("g", area, area, level, parent, area) for area, level, parent in AREAS]
    columns = ["generation", "area", "name", "level", "parent", "official_code"]
    pl.DataFrame(areas, schema=columns, orient="row").write_csv(folder / "data/areas.csv")
    (folder / "catalogue/cubes.json").write_text(json.dumps(CUBES))
    return folder


def town(**values: int | None) -> dict[tuple[str, str, str], int | None]:
    return {("benefits", "all", area): value for area, value in values.items()}


def target(area: str, lower: float, upper: float, **base: str) -> pl.DataFrame:
    """The sealed list with one figure that had to stay between two bounds."""
    row = {
        "reference_date": "2024-12-31",
        "cube": "benefits",
        "slice": base.get("slice", "all"),
        "area": area,
        "base_cube": base.get("base_cube"),
        "base_slice": base.get("base_slice"),
        "required_lower": lower,
        "required_upper": upper,
    }
    text = dict.fromkeys(["base_cube", "base_slice"], pl.String)
    return pl.DataFrame([row], schema_overrides=text)


def test_two_hidden_areas_in_a_town_keep_their_secret(tmp_path: Path) -> None:
    verdict = attack(publish(tmp_path / "p", town(a1=None, a2=None, a3=40, m1=60)))

    assert verdict.passed
    assert verdict.quantities == 2


def test_a_single_hidden_area_falls_to_subtraction(tmp_path: Path) -> None:
    verdict = attack(publish(tmp_path / "p", town(a1=None, a2=17, a3=40, m1=60)))

    assert not verdict.passed
    assert [(b.kind, b.quantity.split("/")[-1]) for b in verdict.breaches] == [("exact", "a1")]


def test_a_hidden_town_falls_to_the_district_total(tmp_path: Path) -> None:
    cells = town(a1=None, a2=None, a3=40, m1=None, b1=30, b2=20, m2=50, d=92)

    verdict = attack(publish(tmp_path / "p", cells), targets=target("m1", 0, 45))

    assert [(b.kind, b.quantity.split("/")[-1]) for b in verdict.breaches] == [("exact", "m1")]
    assert (verdict.intervals[0].lower, verdict.intervals[0].upper) == (42, 42)


def test_attributes_are_put_together_across_slices(tmp_path: Path) -> None:
    cells: dict[tuple[str, str, str], int | None] = {
        ("benefits", "all", "a1"): 12,
        ("benefits", "sex=f", "a1"): 10,
        ("benefits", "sex=m", "a1"): None,
    }

    verdict = attack(publish(tmp_path / "p", cells))

    assert [b.kind for b in verdict.breaches] == ["exact"]
    assert verdict.intervals[0].lower == pytest.approx(2)


def test_a_part_cannot_be_larger_than_its_whole(tmp_path: Path) -> None:
    folder = publish(
        tmp_path / "p", {("benefits", "all", "a1"): None, ("residents", "all", "a1"): 2}
    )
    before = attack(folder, targets=target("a1", 0, 5))
    (folder / "catalogue/indicators.json").write_text(json.dumps({"benefit_share": SHARE}))

    after = attack(folder, targets=target("a1", 0, 5))

    assert before.passed
    assert [b.kind for b in after.breaches] == ["narrowed"]


def test_a_target_has_to_stay_possible(tmp_path: Path) -> None:
    folder = publish(tmp_path / "p", town(a1=None, a2=None, a3=40, m1=44))

    assert [b.kind for b in attack(folder, targets=target("a1", 0, 5)).breaches] == ["narrowed"]
    assert attack(folder, targets=target("a1", 0, 4)).passed


def test_what_is_left_of_a_whole_can_be_asked_for_too(tmp_path: Path) -> None:
    cells: dict[tuple[str, str, str], int | None] = {
        ("benefits", "all", "a1"): None,
        ("benefits", "all", "a2"): None,
        ("benefits", "all", "m1"): 58,
        ("residents", "all", "a1"): 30,
        ("residents", "all", "a2"): 30,
    }
    rest = target("a1", 0, 5, base_cube="residents", base_slice="all")
    folder = publish(tmp_path / "p", cells)
    wide = attack(folder, targets=rest)
    (folder / "catalogue/indicators.json").write_text(json.dumps({"benefit_share": SHARE}))

    narrow = attack(folder, targets=rest)

    assert wide.passed
    assert [(i.lower, i.upper) for i in narrow.intervals] == [(0.0, 2.0)]
    assert not narrow.passed


def test_what_is_left_of_a_group_of_a_standardised_share_can_be_asked_for_too(
    tmp_path: Path,
) -> None:
    cells: dict[tuple[str, str, str], int | None] = {
        ("benefits", "sex=f", "a1"): None,
        ("benefits", "sex=f", "a2"): None,
        ("benefits", "sex=f", "m1"): 58,
        ("residents", "sex=f", "a1"): 30,
        ("residents", "sex=f", "a2"): 30,
    }
    rest = target("a1", 0, 5, slice="sex=f", base_cube="residents", base_slice="sex=f")
    folder = publish(tmp_path / "p", cells)
    both = dict.fromkeys(CUBES, CUBES["benefits"])
    (folder / "catalogue/cubes.json").write_text(json.dumps(both))
    wide = attack(folder, targets=rest)
    group = {side: {"cube": SHARE[side]["cube"], "slice": "sex=f"} for side in SIDES}
    standardised = SHARE | {"standardise": {"strata": [group]}}
    (folder / "catalogue/indicators.json").write_text(json.dumps({"by_sex": standardised}))

    narrow = attack(folder, targets=rest)

    assert wide.passed
    assert not narrow.passed


def test_a_standardised_figure_is_not_shown_where_one_of_its_groups_is_withheld(
    tmp_path: Path,
) -> None:
    cells: dict[tuple[str, str, str], int | None] = {
        ("benefits", "all", "a1"): 20, ("benefits", "sex=f", "a1"): None,
        ("residents", "all", "a1"): 100, ("residents", "sex=f", "a1"): 50,
    }  # fmt: skip
    folder = publish(tmp_path / "p", cells)
    both = dict.fromkeys(CUBES, CUBES["benefits"])
    (folder / "catalogue/cubes.json").write_text(json.dumps(both))
    group = {side: {"cube": SHARE[side]["cube"], "slice": "sex=f"} for side in SIDES}
    standardised = SHARE | {"standardise": {"strata": [group]}}
    (folder / "catalogue/indicators.json").write_text(json.dumps({"by_sex": standardised}))
    (folder / "data/indicators.csv").write_text(
        "indicator,reference_date,generation,level,area,value,coverage\n"
        "by_sex,2024-12-31,g,planning_area,a1,19.5,1.0\n"
    )

    verdict = attack(folder)

    assert "shown_elsewhere" in {breach.kind for breach in verdict.breaches}


def test_figures_that_do_not_add_up_are_not_judged_but_refused(tmp_path: Path) -> None:
    verdict = attack(publish(tmp_path / "p", town(a1=None, a2=None, a3=40, m1=30)))

    assert not verdict.passed
    assert {b.kind for b in verdict.breaches} == {"not_additive"}


def test_a_second_copy_that_shows_more_is_found(tmp_path: Path) -> None:
    publish(tmp_path / "p" / "a", town(a1=None, a2=None, m1=30))
    publish(tmp_path / "p" / "b", town(a1=3, a2=27, m1=30))

    verdict = attack(tmp_path / "p")

    assert {b.kind for b in verdict.breaches} == {"shown_elsewhere"}


def test_offices_that_contradict_each_other_do_not_stop_the_attack(tmp_path: Path) -> None:
    cells: dict[tuple[str, str, str], int | None] = {
        ("benefits", "all", "a1"): None,
        ("benefits", "all", "a2"): None,
        ("benefits", "all", "m1"): 20,
        ("residents", "all", "a1"): 4,
        ("residents", "all", "a2"): 4,
    }
    folder = publish(tmp_path / "p", cells)
    (folder / "catalogue/indicators.json").write_text(json.dumps({"benefit_share": SHARE}))

    verdict = attack(folder, targets=target("a1", 0, 20))

    assert verdict.passed
    assert {(i.lower, i.upper) for i in verdict.intervals} == {(0.0, 20.0)}


def test_what_was_released_before_is_known_too(tmp_path: Path) -> None:
    before = publish(tmp_path / "before", town(a1=None, a2=17, a3=40))
    now = publish(tmp_path / "now", town(a1=None, a2=None, a3=40, m1=60))

    assert attack(now).passed
    assert [b.kind for b in attack(now, earlier=[before]).breaches] == ["exact"]


def test_a_cube_that_only_an_earlier_release_has_is_judged_too(tmp_path: Path) -> None:
    gone: dict[tuple[str, str, str], int | None] = {
        ("benefits", "all", "a1"): 12,
        ("benefits", "sex=f", "a1"): 10,
        ("benefits", "sex=m", "a1"): None,
    }
    before = publish(tmp_path / "before", gone)
    now = publish(tmp_path / "now", {("residents", "all", "a1"): 30})
    (now / "catalogue/cubes.json").write_text(json.dumps({"residents": {}}))

    assert attack(now).passed
    assert [b.kind for b in attack(now, earlier=[before]).breaches] == ["exact"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoFiguresFoundError, match=r"cells\.csv"):
        attack(tmp_path)
