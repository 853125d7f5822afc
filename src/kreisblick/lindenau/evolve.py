"""Lets a town's people live on: birth, death, leaving home, moving."""

import numpy as np

from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.people import FEMALE, Flags, People, draw_households, join

__all__ = ["Register"]

STEP_YEARS = 2
NUMBERS_PER_TOWN = 10_000_000_000
GONE_FROM, GONE_EVERY = 75, 8  # about as many as die in two years


class Register:
    """The people of one town from reference date to reference date.

    Attributes:
        people: everybody registered at the present date.
        died: who died since the date before.
    """

    def __init__(
        self,
        *,
        town: int,
        capacity: Floats,
        deprivation: Floats,
        rim: Floats,
        parameters: Parameters,
        hidden_share: float,
    ) -> None:
        """``rim`` is the rank of each house from the town's centre (0) to its edge (1)."""
        self._parameters = parameters
        self._hidden_share = hidden_share
        self._deprivation = deprivation
        self._rim = rim
        self._chance = np.cumsum(capacity / capacity.sum())
        self._first = self._next = (town + 1) * NUMBERS_PER_TOWN
        self.people: People
        self.died: People

    def settle(self, target: int, year: int, rng: np.random.Generator) -> None:
        """Fill the town for the first time, with exactly ``target`` main homes."""
        self.people = self._newcomers(target, year, 0, rng)
        second = self._newcomers(self._second_homes(target), year, 0, rng)
        self.people = join([self.people, _as_second_homes(second)])
        self.died = self._gone_before(year)

    def _gone_before(self, year: int) -> People:
        """Some who died before the first date: old people's rows under numbers nobody else has."""
        old = self.people.main & (year - self.people.birth_year >= GONE_FROM)
        found = self.people.take(np.flatnonzero(old)[::GONE_EVERY])
        return found.replace(person=self._first - 1 - np.arange(len(found)))

    def live_on(
        self,
        target: int,
        year: int,
        edition: int,
        rng: np.random.Generator,
        older: np.random.Generator,
    ) -> None:
        """Two years later: exactly ``target`` main homes again.

        ``older`` is the chance of older people's moves alone, so that nobody else's change.
        """
        kept = self._survivors(year, rng)
        kept = self._leave_home(kept, year, rng)
        kept = self._move(kept, rng)
        grown = join([kept, self._births(kept, year, rng)])
        missing = target - int(grown.main.sum())
        if missing < 0:
            grown = _drop_households(grown, -missing, rng)
            missing = target - int(grown.main.sum())
        grown = join([grown, self._newcomers(missing, year, edition, rng)])
        self.people = self._to_town(grown, year, older)

    def _second_homes(self, target: int) -> int:
        return max(1, round(target * self._parameters.people.second_home_share))

    def _newcomers(self, target: int, year: int, edition: int, rng: np.random.Generator) -> People:
        """New households with exactly ``target`` people; the last ones live alone."""
        house = np.searchsorted(self._chance, rng.random(target)).clip(0, len(self._chance) - 1)
        drawn = draw_households(
            house,
            self._deprivation[house],
            year,
            edition,
            self._parameters,
            self._hidden_share,
            self._next,
            rng,
        )
        self._next += len(drawn) + target
        group = drawn.group
        ends = np.flatnonzero(np.r_[np.diff(group) != 0, True]) + 1
        whole = int(ends[ends <= target].max(initial=0))
        rest = drawn.take(np.flatnonzero(~drawn.child & (np.arange(len(drawn)) >= whole)))
        alone = rest.take(np.flatnonzero(np.r_[True, np.diff(rest.household) != 0][: len(rest)]))
        return join([drawn.take(np.arange(whole)), alone.take(np.arange(target - whole))])

    def _survivors(self, year: int, rng: np.random.Generator) -> People:
        """Without those who died or left the district; orphans leave with them."""
        plan = self._parameters.people
        age = year - self.people.birth_year
        yearly = np.minimum(np.exp(plan.death_level + plan.death_growth * age), 0.6)
        alive = rng.random(len(age)) >= 1 - (1 - yearly) ** STEP_YEARS
        self.died = self.people.take(~alive & self.people.main)
        group = self.people.group
        first = np.flatnonzero(np.r_[True, np.diff(group) != 0])
        old = age[first] >= self._parameters.pension_age
        leaves = rng.random(len(first)) < np.where(old, plan.moving_out_old, plan.moving_out)
        adults = np.bincount(group, alive & ~self.people.child, len(leaves))
        return self.people.take(alive & ~leaves[group] & (adults[group] > 0))

    def _leave_home(self, people: People, year: int, rng: np.random.Generator) -> People:
        """Grown-up children leave the district or found a household of their own."""
        plan = self._parameters.people
        age = year - people.birth_year
        goes = people.child & (age >= 19) & (rng.random(len(people)) < plan.leaving_home)
        goes |= people.child & (age >= 30)
        far = goes & (rng.random(len(people)) < plan.leaving_district)
        near = np.flatnonzero(goes & ~far)
        household, house = people.household.copy(), people.house.copy()
        household[near] = self._numbers(len(near))
        house[near] = self._houses(len(near), rng)
        moved = people.replace(household=household, house=house, child=people.child & ~goes)
        return join([moved.take(~far)])

    def _move(self, people: People, rng: np.random.Generator) -> People:
        """Some households change the house within the town."""
        group = people.group
        count = int(group[-1]) + 1
        goes = rng.random(count) < self._parameters.people.moving_inside
        new = self._houses(count, rng)
        return people.replace(house=np.where(goes[group], new[group], people.house))

    def _to_town(self, people: People, year: int, rng: np.random.Generator) -> People:
        """Older households of the outer third change homes with younger ones of the inner third."""
        group = people.group
        first = np.flatnonzero(np.r_[True, np.diff(group) != 0])
        house = people.house[first].copy()
        old = year - people.birth_year[first] >= self._parameters.pension_age
        wish = rng.random(len(first)) < self._parameters.older_to_town
        leaves = np.flatnonzero(old & wish & (self._rim[house] > 2 / 3))
        there = rng.permutation(np.flatnonzero(~old & (self._rim[house] < 1 / 3)))
        count = min(len(leaves), len(there))
        leaves, there = leaves[:count], there[:count]
        house[leaves], house[there] = house[there], house[leaves]
        return people.replace(house=house[group])

    def _births(self, people: People, year: int, rng: np.random.Generator) -> People:
        age = year - people.birth_year
        mothers = people.main & ~people.child & (people.sex == FEMALE) & (age >= 20) & (age <= 41)
        mothers &= rng.random(len(people)) < self._parameters.people.birth
        size = np.bincount(people.group)[people.group]
        baby = people.take(mothers & (size < 5))
        count = len(baby)
        german = (baby.citizenship == 0) | (
            rng.random(count) < self._parameters.migration.child_german
        )
        return baby.replace(
            person=self._numbers(count),
            birth_year=year - rng.integers(0, STEP_YEARS, count),
            sex=(rng.random(count) < self._parameters.people.girls).astype(np.int64),
            child=np.ones(count, dtype=np.bool_),
            citizenship=np.where(german, 0, baby.citizenship),
            born_in=np.full(count, -1),
            migrated=np.zeros(count, dtype=np.bool_),
            parents=np.where(baby.migrated | (baby.citizenship != 0), 2, 0),
            luck=rng.random(count),
        )

    def _numbers(self, count: int) -> Integers:
        self._next += count
        return np.arange(self._next - count, self._next)

    def _houses(self, count: int, rng: np.random.Generator) -> Integers:
        found = np.searchsorted(self._chance, rng.random(count))
        return found.clip(0, len(self._chance) - 1).astype(np.int64)


def _as_second_homes(people: People) -> People:
    """Only grown-ups keep a second home."""
    grown = people.take(~people.child)
    return grown.replace(main=np.zeros(len(grown), dtype=np.bool_))


def _drop_households(people: People, surplus: int, rng: np.random.Generator) -> People:
    """Let whole households leave until at least ``surplus`` people with a main home are gone."""
    group = people.group
    order = rng.permutation(int(group[-1]) + 1)
    size = np.bincount(group, people.main)[order]
    gone: Flags = np.zeros(len(order), dtype=np.bool_)
    gone[order[: int(np.searchsorted(np.cumsum(size), surplus)) + 1]] = True
    return people.take(~gone[group])
