"""Who lives on what: benefits, work, health, help. Drawn from the people, so that n <= N holds."""

from dataclasses import dataclass

import numpy as np

from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.people import Flags, People

__all__ = ["Circumstances", "Household", "households_of", "look_at"]

SCHOOL_ENTRY_AGE = 6
MAJORITY = 18
WORKING_FROM = 15
SUPPORT_UNTIL = 21


@dataclass(frozen=True, kw_only=True)
class Household:
    """What is known of each household with a main home; arrays by ``People.group``.

    Attributes:
        first: row of its first member.
        size, children: members with main home, of these below 18.
        kind: ``single, single_parent, couple_no_children, couple_with_children, other``.
    """

    first: Integers
    size: Integers
    children: Integers
    kind: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """Flags per person (``main`` people only) and per household."""

    age: Integers
    household: Household
    sgb_ii: Flags
    sgb_ii_household: Flags
    unemployed_sgb_ii: Flags
    unemployed_sgb_iii: Flags
    employed: Flags
    old_age_income: Flags
    housing_benefit_household: Flags
    debt_advice_household: Flags
    disabled: Flags
    school_entry: Flags
    measles: Integers
    language_support: Flags
    overweight: Flags
    support_kind: Integers


def households_of(people: People, age: Integers) -> Household:
    """Households as the register shows them, from who is registered together."""
    group = people.group
    count = int(group[-1]) + 1
    size = np.bincount(group, people.main, count).astype(np.int64)
    children = np.bincount(group, people.main & (age < MAJORITY), count).astype(np.int64)
    adults = size - children
    kind = np.select(
        [
            (adults == 1) & (children == 0),
            (adults == 1) & (children > 0),
            (adults == 2) & (children == 0),
            (adults == 2) & (children > 0),
        ],
        ["single", "single_parent", "couple_no_children", "couple_with_children"],
        "other",
    )
    first = np.flatnonzero(np.r_[True, np.diff(group) != 0])
    return Household(first=first, size=size, children=children, kind=kind)


def look_at(
    people: People,
    deprivation: Floats,
    year: int,
    edition: int,
    parameters: Parameters,
    rng: np.random.Generator,
) -> Circumstances:
    """The circumstances of a town's people on the last of December.

    ``deprivation`` is that of each person's house; ``edition`` the reference date's position.
    """
    age = year - people.birth_year
    household = households_of(people, age)
    trend = parameters.trend[edition]
    burden = deprivation[household.first]
    basic = _basic_income(people, household, burden, age, parameters, trend)
    person = basic[people.group] & people.main & (age < parameters.pension_age)
    dice = rng.random((6, len(people)))
    work = _work(people, age, person, deprivation, dice[0], parameters, trend)
    begins_school = people.main & (age == SCHOOL_ENTRY_AGE)
    overweight = parameters.circumstances["overweight"].at(deprivation)
    return Circumstances(
        age=age,
        household=household,
        sgb_ii=person,
        sgb_ii_household=basic,
        unemployed_sgb_ii=work[0],
        unemployed_sgb_iii=work[1],
        employed=work[2],
        old_age_income=_old_age(people, age, deprivation, parameters, trend) & ~person,
        housing_benefit_household=_just_above(people, household, burden, parameters) & ~basic,
        debt_advice_household=_indebted(household, basic, burden, parameters, trend, rng),
        disabled=_disabled(people, age, deprivation, parameters),
        school_entry=begins_school,
        measles=_measles(deprivation, dice[1], parameters),
        language_support=begins_school & (dice[2] < _language(people, deprivation, parameters)),
        overweight=begins_school & (dice[3] < overweight),
        support_kind=_support(people, age, deprivation, dice[4], parameters),
    )


def _work(
    people: People,
    age: Integers,
    on_benefit: Flags,
    deprivation: Floats,
    dice: Floats,
    parameters: Parameters,
    trend: float,
) -> tuple[Flags, Flags, Flags]:
    """Unemployed under SGB II, under SGB III, and employed; nobody is two of these."""
    chance = parameters.circumstances
    grown = people.main & (age >= WORKING_FROM) & (age < parameters.pension_age)
    adult = grown & (age >= MAJORITY)
    basic = adult & on_benefit & (people.luck < chance["unemployed_sgb_ii"].at(deprivation))
    insured = adult & ~on_benefit & (dice < chance["unemployed_sgb_iii"].at(deprivation, trend))
    works = np.where(
        on_benefit,
        chance["employed_sgb_ii"].at(deprivation),
        chance["employed"].at(deprivation),
    )
    works = np.where(age < MAJORITY, works * parameters.effects.apprentices, works)
    return basic, insured, grown & ~basic & ~insured & ((1 - people.luck) < works)


def _indebted(
    household: Household,
    basic: Flags,
    burden: Floats,
    parameters: Parameters,
    trend: float,
    rng: np.random.Generator,
) -> Flags:
    nearer = burden + parameters.effects.debt_on_benefit * basic
    level = parameters.circumstances["debt_advice"].at(nearer, trend)
    return np.asarray((rng.random(len(basic)) < level) & (household.size > 0))


def _basic_income(
    people: People,
    household: Household,
    burden: Floats,
    age: Integers,
    parameters: Parameters,
    trend: float,
) -> Flags:
    """Households on SGB II: their lasting fortune lies below the chance of their kind."""
    chance = parameters.circumstances
    foreign = people.citizenship[household.first] != 0
    level = np.select(
        [household.kind == "single_parent", foreign],
        [
            chance["sgb_ii_single_parent"].at(burden, trend),
            chance["sgb_ii_foreign"].at(burden, trend),
        ],
        chance["sgb_ii"].at(burden, trend),
    )
    head = age[household.first]
    able = (household.size > 0) & (head >= MAJORITY) & (head < parameters.pension_age)
    return np.asarray(able & (people.fortune[household.first] < level))


def _just_above(
    people: People, household: Household, burden: Floats, parameters: Parameters
) -> Flags:
    """Households that housing benefit lifts above basic income; sooner with children."""
    children = parameters.effects.housing_benefit_per_child * np.minimum(household.children, 2)
    level = parameters.circumstances["housing_benefit"].at(burden + children)
    return np.asarray((household.size > 0) & (1 - people.luck[household.first] < level))


def _old_age(
    people: People, age: Integers, deprivation: Floats, parameters: Parameters, trend: float
) -> Flags:
    chance = parameters.circumstances
    foreign = people.citizenship != 0
    old = np.where(
        foreign,
        chance["old_age_income_foreign"].at(deprivation, trend),
        chance["old_age_income"].at(deprivation, trend),
    )
    younger = np.where(age >= MAJORITY, chance["reduced_capacity"].at(deprivation, trend), 0)
    return people.main & (people.luck < np.where(age >= parameters.pension_age, old, younger))


def _disabled(people: People, age: Integers, deprivation: Floats, parameters: Parameters) -> Flags:
    chance = parameters.circumstances
    level = np.select(
        [age < MAJORITY, age < parameters.pension_age],
        [chance["disabled_young"].at(deprivation), chance["disabled"].at(deprivation)],
        chance["disabled_old"].at(deprivation),
    )
    # a second use of the person's luck that is independent of the first
    return people.main & ((people.luck * 997) % 1 < level)


def _measles(deprivation: Floats, dice: Floats, parameters: Parameters) -> Integers:
    """0 complete, 1 incomplete, 2 no record shown."""
    chance = parameters.circumstances
    missing = chance["no_vaccination_record"].at(deprivation)
    incomplete = missing + chance["measles_incomplete"].at(deprivation)
    return np.where(dice < missing, 2, np.where(dice < incomplete, 1, 0)).astype(np.int64)


def _language(people: People, deprivation: Floats, parameters: Parameters) -> Floats:
    chance = parameters.circumstances
    history = (people.parents > 0) | people.migrated
    return np.where(
        history,
        chance["language_support_history"].at(deprivation),
        chance["language_support"].at(deprivation),
    )


def _support(
    people: People, age: Integers, deprivation: Floats, dice: Floats, parameters: Parameters
) -> Integers:
    """Position of the kind of support in ``support_kinds``, -1 for none."""
    level = parameters.circumstances["support_case"].at(deprivation)
    has = people.main & (age < SUPPORT_UNTIL) & ((people.luck * 991) % 1 < level)
    edges = np.cumsum(list(parameters.support_kinds.values()))
    kind = np.searchsorted(edges, dice).clip(0, len(edges) - 1)
    return np.where(has, kind, -1).astype(np.int64)
