"""Counts a town's people and circumstances into the truth."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from kreisblick.lindenau.circumstances import Circumstances
from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.model import Town
from kreisblick.lindenau.people import FEMALE, MALE, Flags, People
from kreisblick.lindenau.tally import Tally

__all__ = ["TownAtDate", "count_town", "dwellings", "in_ages"]

AGE_GROUPS = ("0-2", "3-5", "6-9", "10-14", "15-17", "18-24", "25-44", "45-64", "65-79", "80+")
AGENCY_AGES = ("0-14", "15-24", "25-64")
DISABILITY_AGES = ("0-17", "18-64", "65+")
SOCIAL_AGES = ("18-64", "65+")
YOUNG_UNTIL = 25


@dataclass(frozen=True, kw_only=True)
class TownAtDate:
    """Everything about one town at one reference date.

    Attributes:
        town, day, edition: which town, which date, its position.
        houses: the town's houses.
        people, facts: the register and its people's circumstances; same rows.
        died: who died since the date before.
    """

    town: Town
    day: date
    edition: int
    houses: pl.DataFrame
    people: People
    facts: Circumstances
    died: People

    @property
    def hidden(self) -> Flags:
        """Rows whose address no office can place."""
        return np.asarray(self.people.address_kind > 0)

    def areas(self, rows: Integers | Flags | None = None) -> dict[str, Integers]:
        """The area index of people (or of some rows) in each generation."""
        house = self.people.house if rows is None else self.people.house[rows]
        columns = [c for c in self.houses.columns if c.startswith("area_")]
        return {c.removeprefix("area_"): self.houses[c].to_numpy()[house] for c in columns}


def in_ages(age: Integers, group: str) -> Flags:
    """Whether ages lie in a group like ``3-5`` or ``80+``."""
    low, _, high = group.rstrip("+").partition("-")
    upper = int(high) if high else 200
    return np.asarray((age >= int(low)) & (age <= upper))


def count_town(tally: Tally, state: TownAtDate, parameters: Parameters, deviation: float) -> None:
    """Count one town at one date; ``deviation`` is the Land's error, as a share."""
    _count_residents(tally, state)
    _count_households(tally, state)
    _count_benefits(tally, state, parameters)
    _count_children(tally, state, parameters)
    _count_dwellings(tally, state, parameters)
    _count_official(tally, state, deviation)


def _count_residents(tally: Tally, state: TownAtDate) -> None:
    people, age = state.people, state.facts.age
    areas, main, hidden = state.areas(), state.people.main, state.hidden
    foreign = people.citizenship != 0
    narrow = foreign | (people.second >= 0) | people.migrated
    wide = narrow | (people.parents > 0)
    slices = {"all": main}
    slices |= {f"age={group}": main & in_ages(age, group) for group in AGE_GROUPS}
    slices |= {"sex=female": main & (people.sex == FEMALE), "sex=male": main & (people.sex == MALE)}
    slices |= {"sex=diverse": main & (people.sex > FEMALE)}
    slices |= {"citizenship=foreign": main & foreign, "citizenship=german": main & ~foreign}
    slices |= {"migration_narrow=yes": main & narrow, "migration_narrow=no": main & ~narrow}
    slices |= {"migration_wide=yes": main & wide, "migration_wide=no": main & ~wide}
    for key, mask in slices.items():
        tally.add(state.day, "residents", key, areas, mask, hidden)


def _count_households(tally: Tally, state: TownAtDate) -> None:
    household = state.facts.household
    areas, hidden = state.areas(household.first), state.hidden[household.first]
    there = household.size > 0
    tally.add(state.day, "households", "all", areas, there, hidden)
    for kind in (
        "single",
        "single_parent",
        "couple_no_children",
        "couple_with_children",
        "other",
    ):
        mask = there & (household.kind == kind)
        tally.add(state.day, "households", f"type={kind}", areas, mask, hidden)
    facts = state.facts
    for cube, mask in {
        "sgb_ii_households": facts.sgb_ii_household,
        "housing_benefit": facts.housing_benefit_household,
        "debt_clients": facts.debt_advice_household,
    }.items():
        tally.add(state.day, cube, "all", areas, mask, hidden)


def _count_benefits(tally: Tally, state: TownAtDate, parameters: Parameters) -> None:
    facts, people, areas, hidden = state.facts, state.people, state.areas(), state.hidden
    jobless = facts.unemployed_sgb_ii | facts.unemployed_sgb_iii
    counted = {("sgb_ii", f"age={g}"): facts.sgb_ii & in_ages(facts.age, g) for g in AGENCY_AGES}
    counted |= {
        ("unemployed", "law=sgb_ii"): facts.unemployed_sgb_ii,
        ("unemployed", "law=sgb_iii"): facts.unemployed_sgb_iii,
        ("unemployed_young", "all"): jobless & (facts.age < YOUNG_UNTIL),
        ("employed", "sex=female"): facts.employed & (people.sex == FEMALE),
        ("employed", "sex=male"): facts.employed & (people.sex != FEMALE),
    }
    counted |= {
        ("old_age_income", f"age={g}"): facts.old_age_income & in_ages(facts.age, g)
        for g in SOCIAL_AGES
    }
    counted |= {
        ("severely_disabled", f"age={g}"): facts.disabled & in_ages(facts.age, g)
        for g in DISABILITY_AGES
    }
    for (cube, key), mask in counted.items():
        tally.add(state.day, cube, key, areas, mask, hidden)


def _count_children(tally: Tally, state: TownAtDate, parameters: Parameters) -> None:
    facts, areas, hidden = state.facts, state.areas(), state.hidden
    entry = facts.school_entry
    slices = {"all": entry}
    for index, name in enumerate(("complete", "incomplete", "no_record")):
        slices[f"measles={name}"] = entry & (facts.measles == index)
    slices["language_support=yes"] = entry & facts.language_support
    slices["overweight=yes"] = entry & facts.overweight
    for key, mask in slices.items():
        tally.add(state.day, "school_entry", key, areas, mask, hidden)
    served = not state.town.parameters.own_youth_office
    for index, kind in enumerate(parameters.support_kinds):
        mask = (facts.support_kind == index) & served
        tally.add(state.day, "support_cases", f"kind={kind}", areas, mask, hidden)


def dwellings(state: TownAtDate, parameters: Parameters) -> tuple[Integers, Integers]:
    """Dwellings of each house, and how many of them are subsidised."""
    household = state.facts.household
    house = state.people.house[household.first]
    lived_in = np.bincount(house[household.size > 0], minlength=state.houses.height)
    chance = parameters.circumstances["subsidised_house"]
    level: Floats = chance.at(state.houses["deprivation"].to_numpy())
    lot = state.houses["lot"].to_numpy()
    vacant = np.floor(lived_in * parameters.vacancy + 1 - lot)  # the mean is the share
    total = np.maximum(lived_in + vacant, 1).astype(np.int64)
    return total, np.where((lot < level) & (total > 2), total, 0)


def _count_dwellings(tally: Tally, state: TownAtDate, parameters: Parameters) -> None:
    total, subsidised = dwellings(state, parameters)
    columns = [c for c in state.houses.columns if c.startswith("area_")]
    areas = {c.removeprefix("area_"): state.houses[c].to_numpy() for c in columns}
    tally.add(state.day, "social_housing", "kind=subsidised", areas, subsidised)
    tally.add(state.day, "social_housing", "kind=other", areas, total - subsidised)


def _count_official(tally: Tally, state: TownAtDate, deviation: float) -> None:
    """The Land's own figure for the town, spread over its areas so that it adds up."""
    areas = state.areas()
    target = round(int(state.people.main.sum()) * (1 + deviation))
    rows = np.flatnonzero(state.people.main)
    weight = np.zeros(len(state.people))
    weight[rows] = target // len(rows)
    weight[rows[: target % len(rows)]] += 1
    tally.add(state.day, "official_population", "all", areas, weight)
