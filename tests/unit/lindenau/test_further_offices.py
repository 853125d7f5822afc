"""The further offices of the hamlet: what they send agrees with the truth behind it."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import python_calamine

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.lindenau import Size, Summary, generate
from kreisblick.lindenau.evolve import Register
from kreisblick.lindenau.files import read_parameters
from kreisblick.lindenau.offices.person_lists import _first_grant
from kreisblick.lindenau.people import People
from kreisblick.lindenau.randomness import stream
from kreisblick.statistics.indicators import IndicatorDefinition

DATES = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))
DAY = DATES[2]


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return generate(Size.HAMLET, 7, tmp_path_factory.mktemp("further"))


@pytest.fixture(scope="module")
def truth(hamlet: Summary) -> pl.DataFrame:
    return pl.read_parquet(hamlet.folder / "truth" / "counts.parquet")


def found(hamlet: Summary, key: str, day: date = DAY) -> Path:
    (path,) = (hamlet.folder / "deliveries" / key).glob(f"{day}.*")
    return path


def lines(hamlet: Summary, key: str, day: date = DAY) -> list[list[str]]:
    text = found(hamlet, key, day).read_bytes().decode("cp1252")
    return [line.split(";") for line in text.splitlines()]


def cells(hamlet: Summary, key: str) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_path(found(hamlet, key))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def true(truth: pl.DataFrame, cube: str, key: str = "all", *, level: str = "district") -> int:
    rows = truth.filter(
        cube=cube, slice=key, reference_date=DAY, generation="2023", level=level
    )  # fmt: skip
    return int(rows["value"].sum())


def test_every_source_of_a_shipped_indicator_is_delivered(hamlet):
    indicators = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)

    sources = {source for one in indicators.values() for source in one.sources}

    lacking = [s for s in sorted(sources) if not (hamlet.folder / "deliveries" / s).is_dir()]
    assert lacking == []


def test_a_table_of_towns_adds_up_to_the_truth(hamlet, truth):
    rows = lines(hamlet, "statistical_office/care_need")
    heading = next(i for i, row in enumerate(rows) if row[0] == "Gemeindeschlüssel")
    towns = [row for row in rows[heading + 1 :] if len(row[0]) == 8]
    whole = next(row for row in rows if row[0] == "05998")

    def number(text: str) -> int:
        return 0 if text == "-" else int(text.replace(".", ""))

    for column, name in enumerate(rows[heading][1:], start=1):
        assert sum(number(row[column]) for row in towns) == number(whole[column]), name
    assert number(whole[6]) == true(truth, "care_need", "age=0-64")
    parts = [true(truth, "care_need", f"form={f}") for f in ("family", "service", "home", "other")]
    assert number(whole[1]) == sum(parts)


def test_rounded_tables_hold_multiples_of_five_near_the_truth(hamlet, truth):
    rows = {row[0]: row[1] for row in cells(hamlet, "statistical_office/homeless")[4:]}

    towns = truth.filter(
        cube="homeless_accommodated", slice="all", reference_date=DAY, generation="2023",
        level="municipality",
    )  # fmt: skip
    for area, value in towns.select("area", "value").iter_rows():
        assert rows[area] % 5 == 0
        assert abs(rows[area] - value) <= 2


def test_towns_with_their_own_youth_office_stand_in_none_of_its_tables(hamlet):
    for key in ("youth_office/early_visits", "youth_office/child_protection"):
        rows = lines(hamlet, key) if found(hamlet, key).suffix == ".csv" else cells(hamlet, key)
        assert "Eschwalde" not in {row[0] for row in rows}
        assert "Lindenau" in {row[0] for row in rows}


def test_parts_of_a_group_are_the_group(truth):
    assert (
        true(truth, "homes_in_reach", "stop=yes") + true(truth, "homes_in_reach", "stop=no") == 240
    )
    able = [true(truth, "employable_recipients", f"work={code}") for code in ("yes", "no")]
    assert 0 < sum(able) <= true(truth, "sgb_ii", "age=15-24") + true(truth, "sgb_ii", "age=25-64")
    jobless = [true(truth, "unemployed", f"law={law}") for law in ("sgb_ii", "sgb_iii")]
    assert true(truth, "long_term_unemployed") <= sum(jobless)
    children = sum(
        true(truth, "residents", f"age={g}") for g in ("0-2", "3-5", "6-9", "10-14", "15-17")
    )
    for cube in ("education_package", "maintenance_advance", "child_protection"):
        parts = truth.filter(cube=cube, reference_date=DAY, generation="2023", level="district")
        assert parts["value"].sum() <= children


def test_who_died_was_registered_before_and_is_no_longer(hamlet):
    def numbers(key: str, day: date, column: int) -> set[str]:
        return {row[column] for row in lines(hamlet, key, day)[1:]}

    for before, after in ((DATES[0], DATES[1]), (DATES[1], DATES[2])):
        dead = numbers("resident_register/deaths", after, 0)
        assert dead
        assert not dead & numbers("resident_register/residents", after, 17)
        # Eschwalde's consent was missing at the first date
        if before != DATES[0]:
            assert dead <= numbers("resident_register/residents", before, 17)


def test_a_grant_begins_on_the_same_day_at_every_date(hamlet):
    def first(day: date) -> dict[str, str]:
        return {
            row[0]: row[2]
            for row in reversed(lines(hamlet, "social_office/benefit_spells", day)[1:])
        }

    early, late = first(DATES[1]), first(DATES[2])
    both = set(early) & set(late)
    assert both
    assert all(early[number] == late[number] for number in both)
    assert all(date(int(b[6:]), int(b[3:5]), int(b[:2])) <= DATES[2] for b in late.values())


def test_the_share_of_long_grants_does_not_rise_by_itself():
    """Among few people chance is large, so durations are drawn for many, and grow old by hand."""
    grants = read_parameters().grants
    lots = np.random.default_rng(5).random(20_000)
    begun = [_first_grant(lot, DATES[0], grants, first_date=True) for lot in lots]

    shares = []
    for place, day in enumerate(DATES):
        if place:
            stay = np.random.default_rng(place).random(len(begun)) < grants.stay_two_years
            new = np.random.default_rng(place + 9).random(int((~stay).sum()))
            kept = [one for one, stays in zip(begun, stay, strict=True) if stays]
            begun = kept + [_first_grant(lot, day, grants, first_date=False) for lot in new]
        long_ago = date(day.year - 4, day.month, day.day)
        shares.append(sum(one <= long_ago for one in begun) / len(begun))

    assert min(begun) >= grants.since
    assert max(shares) - min(shares) < 0.02
    assert shares[0] == pytest.approx(grants.stay_two_years**2, abs=0.02)


def test_older_people_move_to_the_centre_and_nobody_is_lost():
    houses = 300
    rim = np.linspace(0, 1, houses)
    register = Register(
        town=0,
        capacity=np.ones(houses),
        deprivation=np.zeros(houses),
        rim=rim,
        parameters=read_parameters().model_copy(update={"older_to_town": 0.5}),
        hidden_share=0.0,
    )
    register.settle(3000, 2020, stream(1, "a"))
    before = register.people

    after = register._to_town(before, 2020, stream(1, "b"))

    def older_in(people: People, low: float, high: float) -> int:
        old = 2020 - people.birth_year >= 65
        return int((old & (rim[people.house] >= low) & (rim[people.house] <= high)).sum())

    assert (after.person == before.person).all()
    assert older_in(after, 0, 1) == older_in(before, 0, 1)
    assert older_in(after, 0, 1 / 3) > 1.2 * older_in(before, 0, 1 / 3)
    assert older_in(after, 2 / 3, 1) < 0.8 * older_in(before, 2 / 3, 1)
    assert older_in(after, 0.34, 0.66) == older_in(before, 0.34, 0.66)
    homes = [np.bincount(np.unique(p.household * 1000 + p.house) % 1000) for p in (before, after)]
    assert (homes[0] == homes[1]).all()
