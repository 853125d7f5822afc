"""Invents households and the people in them."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.randomness import choose

__all__ = [
    "ADDRESS_KINDS",
    "FEMALE",
    "GERMAN",
    "MALE",
    "NO_FIXED_ABODE",
    "POST_BOX",
    "PROTECTED",
    "People",
    "draw_households",
    "join",
]

Flags = npt.NDArray[np.bool_]

MALE, FEMALE, DIVERSE = 0, 1, 2
GERMAN = 0  # the register's key 000
ADDRESS_KINDS = ("plain", "post_box", "no_fixed_abode", "protected")
POST_BOX, NO_FIXED_ABODE, PROTECTED = 1, 2, 3
OLDEST = 101
YOUNGEST_PARENT = 19
ELDEST_CHILD = 24
SEATS = 5  # the largest household: two parents, three children
SMALL = 6


@dataclass(frozen=True, kw_only=True)
class People:
    """Register rows of one town as parallel arrays, sorted by household.

    Attributes:
        person, household: numbers that stay with them.
        house: row of the town's houses.
        birth_year, sex: year; 0 male, 1 female, 2 diverse.
        child: lives in the household as somebody's child.
        citizenship, second: register keys; 0 German; second -1 where there is none.
        born_in: position in the list of citizenships, -1 for Germany.
        migrated: came to Germany herself.
        parents: how many parents came to Germany.
        main: main home here.
        address_kind: position in ``ADDRESS_KINDS``; the same in a household.
        fortune: lasting luck of the household, 0 to 1; luck: of the person.
    """

    person: Integers
    household: Integers
    house: Integers
    birth_year: Integers
    sex: Integers
    child: Flags
    citizenship: Integers
    second: Integers
    born_in: Integers
    migrated: Flags
    parents: Integers
    main: Flags
    address_kind: Integers
    fortune: Floats
    luck: Floats

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: npt.NDArray[np.bool_] | Integers) -> "People":
        """The people in some rows."""
        return People(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def replace(self, **changed: npt.NDArray[np.generic]) -> "People":
        """The same people with some columns changed."""
        return People(**({f.name: getattr(self, f.name) for f in fields(self)} | changed))

    @property
    def group(self) -> Integers:
        """The running number of each row's household, from 0."""
        return np.cumsum(np.r_[False, np.diff(self.household) != 0]).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class _Origins:
    """Where people come from; columns as in ``People``."""

    citizenship: Integers
    second: Integers
    born_in: Integers
    migrated: Flags
    parents: Integers


def join(parts: list[People]) -> People:
    """Several groups as one, sorted by household."""
    columns = {
        f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(People)
    }
    together = People(**columns)
    return together.take(np.argsort(together.household, kind="stable"))


def draw_households(
    house: Integers,
    deprivation: Floats,
    year: int,
    edition: int,
    parameters: Parameters,
    hidden_share: float,
    first_number: int,
    rng: np.random.Generator,
) -> People:
    """One new household per entry of ``house``.

    Args:
        house: row of the house that each household moves into.
        deprivation: latent burden of each of these houses.
        year: nobody is born later.
        edition: which reference date it is; decides where newcomers come from.
        parameters: the district's parameters.
        hidden_share: share of households without a usable address.
        first_number: households and people are numbered from here.
        rng: the chance.
    """
    ages = _ages(choose(rng, _type_weights(deprivation, edition, parameters)), parameters, rng)
    row, seat = np.nonzero(ages >= 0)
    age, child = ages[row, seat], seat >= 2
    origins = _origins(row, deprivation, age, child, edition, parameters, rng)
    hidden = np.where(rng.random(len(house)) < hidden_share, rng.integers(1, 4, len(house)), 0)
    return People(
        person=first_number + np.arange(len(row)),
        household=first_number + row,
        house=house[row],
        birth_year=year - age,
        sex=_sexes(row, seat, parameters, rng),
        child=child,
        main=np.ones(len(row), dtype=np.bool_),
        address_kind=hidden[row].astype(np.int64),
        fortune=rng.random(len(house))[row],
        luck=rng.random(len(row)),
        **vars(origins),
    )


def _type_weights(deprivation: Floats, edition: int, parameters: Parameters) -> Floats:
    """Household types by burden; after the first date only newcomers are drawn."""
    moving = parameters.newcomers.weights
    columns = [
        plan.weight * (moving[name] if edition else 1.0) * np.exp(plan.slope * deprivation)
        for name, plan in parameters.households.items()
    ]
    return np.column_stack(columns)


def _ages(kind: Integers, parameters: Parameters, rng: np.random.Generator) -> Integers:
    """Ages by seat: head, partner, three children; -1 for an empty seat."""
    ages = np.full((len(kind), SEATS), -1, dtype=np.int64)
    for index, (name, plan) in enumerate(parameters.households.items()):
        rows = np.flatnonzero(kind == index)
        low, high = plan.head
        spread = rng.beta(*plan.spread, len(rows))
        ages[rows, 0] = (low + spread * (high - low + 1)).astype(np.int64)
        if name.endswith(("couple", "family")):
            partner = ages[rows, 0] + np.round(rng.normal(0, 3, len(rows))).astype(np.int64)
            ages[rows, 1] = np.clip(partner, 18, OLDEST)
        if plan.children:
            ages[rows, 2:] = _children(ages[rows, 0], np.array(plan.children), rng)
    return ages


def _children(head: Integers, weights: Floats, rng: np.random.Generator) -> Integers:
    count = choose(rng, np.broadcast_to(weights, (len(head), len(weights)))) + 1
    room = np.minimum(head - YOUNGEST_PARENT, ELDEST_CHILD)
    eldest = (rng.beta(1.15, 1.0, len(head)) * (room + 1)).astype(np.int64)
    gaps = np.column_stack([np.zeros_like(head), *rng.integers(1, 5, (2, len(head)))])
    ages = eldest[:, None] - np.cumsum(gaps, axis=1)
    return np.where((np.arange(3)[None] < count[:, None]) & (ages >= 0), ages, -1)


def _sexes(
    row: Integers, seat: Integers, parameters: Parameters, rng: np.random.Generator
) -> Integers:
    sex = (rng.random(len(row)) < parameters.people.female).astype(np.int64)
    partner = np.flatnonzero(seat == 1)  # the head stands in the row before
    unlike = rng.random(len(partner)) < parameters.people.couples_of_two_sexes
    sex[partner] = np.where(unlike, 1 - sex[partner - 1], sex[partner - 1])
    return np.where(rng.random(len(row)) < parameters.people.diverse, DIVERSE, sex)


def _origins(
    row: Integers,
    deprivation: Floats,
    age: Integers,
    child: Flags,
    edition: int,
    parameters: Parameters,
    rng: np.random.Generator,
) -> "_Origins":
    """Citizenship, country of birth and migration; households share where they come from."""
    size, count, tale = len(deprivation), len(row), parameters.migration
    chance = rng.random(size)
    abroad = parameters.newcomers.from_abroad if edition else 0.0
    foreign = parameters.origins["foreign"].at(deprivation, abroad)
    history = foreign + parameters.origins["german_with_history"].at(deprivation)
    story = np.where(chance < foreign, 2, np.where(chance < history, 1, 0))[row]
    weights = np.array([[c.weights[edition] for c in parameters.citizenships]])
    origin = choose(rng, np.broadcast_to(weights, (size, weights.shape[1])))[row]
    keys = np.array([c.key for c in parameters.citizenships])[origin]
    dice = rng.random((3, count))
    german_anyway = dice[0] < np.where(
        child, tale.child_german, tale.adult_german
    )  # born here, naturalised, married
    german = (story < 2) | german_anyway
    grown = np.where(story == 2, tale.foreign_adult_came, tale.german_adult_came)
    young = np.where(age < SMALL, tale.small_child_came, tale.child_came)
    came = dice[1] < np.where(child, young, grown)
    migrated = (story > 0) & came
    both = (story > 0) & german & (dice[2] < tale.second_citizenship)
    two = np.where(story > 0, np.where(dice[2] < tale.both_parents, 2, 1), 0)
    one_abroad = (story == 0) & (dice[2] < tale.one_parent)
    return _Origins(
        citizenship=np.where(german, GERMAN, keys),
        second=np.where(both, keys, -1),
        born_in=np.where(migrated, origin, -1),
        migrated=migrated,
        parents=np.where(one_abroad, 1, two),
    )
