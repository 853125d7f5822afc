"""What further offices know: each subject has a chance of its own, so that older figures stay."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kreisblick.lindenau.count import TownAtDate, in_ages
from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.people import Flags
from kreisblick.lindenau.randomness import stream
from kreisblick.lindenau.tally import Tally

__all__ = ["Lots", "count_further", "household_facts", "people_facts"]

Facts = dict[tuple[str, str], Flags]
LEAVES_SCHOOL_AT = 16
BEGINS_SCHOOL_AT = 6
DEATH_AGES = CARE_AGES = ("0-64", "65-79", "80+")


@dataclass(frozen=True, kw_only=True)
class Lots:
    """Draws for one town at one date; every subject has a stream of its own."""

    seed: int
    state: TownAtDate
    parameters: Parameters

    @cached_property
    def burden(self) -> Floats:
        """The latent burden of each person's house."""
        return self.state.houses["deprivation"].to_numpy()[self.state.people.house]

    @cached_property
    def of_households(self) -> Floats:
        """The latent burden of each household's house."""
        return self.burden[self.state.facts.household.first]

    def dice(self, name: str, count: int) -> Floats:
        """Uniform numbers for a subject."""
        return stream(self.seed, name, self.state.town.ags, self.state.day).random(count)

    def falls(self, name: str) -> Flags:
        """Whom the chance of this name meets; people with their main home here."""
        level = self.parameters.circumstances[name].at(self.burden)
        return self.state.people.main & (self.dice(name, len(level)) < level)

    def falls_on_households(self, name: str) -> Flags:
        """Which households the chance of this name meets."""
        level = self.parameters.circumstances[name].at(self.of_households)
        there = self.state.facts.household.size > 0
        return np.asarray(there & (self.dice(name, len(level)) < level))

    def parts(self, cube: str, dimension: str, whole: Flags) -> Facts:
        """A group in parts, with the shares that the parameters give the cube."""
        shares = self.parameters.shares[cube]
        edges = np.cumsum(list(shares.values()))
        part = np.searchsorted(edges, self.dice(f"{cube}, parts", len(whole)))
        part = part.clip(0, len(edges) - 1)
        return {(cube, f"{dimension}={code}"): whole & (part == i) for i, code in enumerate(shares)}


def people_facts(lots: Lots) -> Facts:
    """Cube and slice to the people who are counted in them."""
    return _money(lots) | _work(lots) | _care(lots) | _young(lots) | _school(lots) | _together(lots)


def _aged(cube: str, whole: Flags, age: Integers, groups: tuple[str, ...]) -> Facts:
    return {(cube, f"age={group}"): whole & in_ages(age, group) for group in groups}


def _money(lots: Lots) -> Facts:
    facts, people = lots.state.facts, lots.state.people
    child = people.main & (facts.age < 18)
    household = facts.household
    alone = (household.kind == "single_parent")[people.group]
    lifted = facts.housing_benefit_household[people.group]
    abroad = people.migrated & (people.citizenship != 0) & ~facts.sgb_ii
    return {
        ("education_package", "all"): child
        & (facts.sgb_ii | lifted)
        & lots.falls("education_package"),
        ("maintenance_advance", "all"): child
        & alone
        & lots.falls("maintenance_advance")
        & (not lots.state.town.parameters.own_youth_office),
        **_aged("asylum_benefits", abroad & lots.falls("asylum_benefits"), facts.age,
                ("0-17", "18+")),
    }  # fmt: skip


def _work(lots: Lots) -> Facts:
    facts = lots.state.facts
    able = facts.sgb_ii & (facts.age >= 15)
    works = able & (facts.employed | lots.falls("small_job"))
    long_term = facts.unemployed_sgb_ii & lots.falls("long_term_sgb_ii")
    long_term |= facts.unemployed_sgb_iii & lots.falls("long_term_sgb_iii")
    return {
        ("long_term_unemployed", "all"): long_term,
        ("employable_recipients", "work=yes"): works,
        ("employable_recipients", "work=no"): able & ~works,
    }


def _care(lots: Lots) -> Facts:
    facts, age = lots.state.facts, lots.state.facts.age
    young, middle, old = (in_ages(age, group) for group in CARE_AGES)
    needs = young & lots.falls("care_below_65") | middle & lots.falls("care_65_to_79")
    needs |= old & lots.falls("care_from_80")
    dies = young & lots.falls("death_below_65") | middle & lots.falls("death_65_to_79")
    dies |= old & lots.falls("death_from_80")
    grown = facts.age >= 18
    assisted = grown & facts.disabled & (age < 65) & lots.falls("assisted_living")
    return {
        **lots.parts("care_need", "form", needs),
        **_aged("care_need", needs, age, CARE_AGES),
        **_aged("deaths", dies, age, DEATH_AGES),
        ("assisted_living", "all"): assisted,
        **lots.parts("addiction_clients", "substance", grown & lots.falls("addiction_clients")),
    }


def _young(lots: Lots) -> Facts:
    people, age = lots.state.people, lots.state.facts.age
    child, newborn = people.main & (age < 18), people.main & (age == 0)
    served = not lots.state.town.parameters.own_youth_office
    looked_at = child & lots.falls("child_protection") & served
    visited = newborn & lots.falls("early_visit")
    checked = people.main & (age == BEGINS_SCHOOL_AT)
    return {
        **lots.parts("child_protection", "result", looked_at),
        ("early_visits", "visited=yes"): visited & served,
        ("early_visits", "visited=no"): newborn & ~visited & served,
        **lots.parts("dental_health", "teeth", checked & ~lots.falls("healthy_teeth")),
        ("dental_health", "teeth=healthy"): checked & lots.falls("healthy_teeth"),
        ("club_members", "age=0-17"): child & lots.falls("club_members"),
    }


def _school(lots: Lots) -> Facts:
    people, age = lots.state.people, lots.state.facts.age
    leaves = people.main & (age == LEAVES_SCHOOL_AT)
    none = leaves & lots.falls("no_certificate")
    supported = people.main & (age >= 6) & (age < 16) & lots.falls("special_needs")
    return {
        ("school_leavers", "certificate=none"): none,
        **lots.parts("school_leavers", "certificate", leaves & ~none),
        **lots.parts("special_needs", "school", supported),
    }


def _together(lots: Lots) -> Facts:
    people, facts = lots.state.people, lots.state.facts
    foreign = people.citizenship != 0
    return {
        ("naturalised", "all"): foreign & lots.falls("naturalised"),
        ("homeless_accommodated", "all"): lots.falls("homeless_accommodated"),
        ("volunteer_cards", "all"): (facts.age >= 16) & lots.falls("volunteer_cards"),
    }


def household_facts(lots: Lots) -> Facts:
    """Cube and slice to the households that are counted in them."""
    return {
        ("threatened_homes", "all"): lots.falls_on_households("threatened_homes"),
        ("power_cuts", "all"): lots.falls_on_households("power_cuts"),
    }


def count_further(tally: Tally, lots: Lots) -> None:
    """Count one town at one date for the further offices."""
    state = lots.state
    areas, hidden = state.areas(), state.hidden
    for (cube, key), who in people_facts(lots).items():
        tally.add(state.day, cube, key, areas, who, hidden)
    first = state.facts.household.first
    areas, hidden = state.areas(first), state.hidden[first]
    for (cube, key), which in household_facts(lots).items():
        tally.add(state.day, cube, key, areas, which, hidden)
