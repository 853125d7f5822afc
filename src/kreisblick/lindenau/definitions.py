"""What ``parameters.yaml`` and ``names.yaml`` may say; their reasons stand in the files."""

from datetime import date

import numpy as np
import numpy.typing as npt

from kreisblick.base.definitions import Definition, Text

__all__ = [
    "Care",
    "Chance",
    "Changes",
    "Citizenship",
    "Crowd",
    "Daycare",
    "District",
    "Effects",
    "Floats",
    "Generation",
    "Grants",
    "HouseholdType",
    "Integers",
    "Migration",
    "Names",
    "Newcomers",
    "Parameters",
    "PeopleParameters",
    "ReferenceDate",
    "SizeParameters",
    "Space",
    "TownParameters",
    "expit",
]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def expit(x: Floats) -> Floats:
    """The chance that belongs to log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float64)


class Chance(Definition):
    """A chance at mean deprivation and its slope on the logit scale."""

    base: float
    slope: float

    def at(self, deprivation: Floats, trend: float = 0.0) -> Floats:
        """The chance at a deprivation (standard deviations from the mean)."""
        return expit(np.log(self.base / (1 - self.base)) + trend + self.slope * deprivation)


class District(Definition):
    """Key and name of the invented district."""

    key: Text
    name: Text


class Generation(Definition):
    """A set of boundaries and its validity; ``valid_until`` is not included."""

    key: Text
    valid_from: date
    valid_until: date | None = None


class ReferenceDate(Definition):
    """A reference date and the boundaries in force on it."""

    day: date
    generation: Text


class TownParameters(Definition):
    """A town's key and its peculiarities.

    ``consent_missing``: dates without its residents; ``not_evaluated``: cubes without its people at
    any date. For both the joint data centre lacks the town's consent. ``own_areas``: what its
    own, older quarters are called, where it has some.
    """

    ags: Text
    kind: Text
    own_youth_office: bool = False
    own_register: bool = False
    single_care_provider: bool = False
    consent_missing: tuple[date, ...] = ()
    not_evaluated: tuple[Text, ...] = ()
    own_areas: Text | None = None


class Changes(Definition):
    """How many areas the second generation splits, merges and shifts."""

    splits: int
    merges: int
    shifts: int


class SizeParameters(Definition):
    """What one size is made of."""

    towns: dict[str, int]
    houses: int
    residents: tuple[int, ...]
    blocks_per_area: int
    houses_per_street: int
    residents_per_postcode: int
    hidden_address_share: float
    changes: Changes
    residents_per_facility: dict[str, int]


class Crowd(Definition):
    """Residents by the million on ground without boundaries, for benchmarks of counting.

    ``town_size_spread`` is the standard deviation of the logarithm of towns' sizes.
    """

    residents: int
    municipalities: int
    areas: int
    town_size_spread: float


class Space(Definition):
    """How the land is laid out."""

    area_radius_m: float
    centre_density: float
    field_size: float
    reach: float
    area_size_spread: float
    own_areas_per_area: float
    fewest_own_areas: int


class PeopleParameters(Definition):
    """How people come, go and move within two years."""

    second_home_share: float
    moving_out: float
    moving_out_old: float
    moving_inside: float
    birth: float
    female: float
    couples_of_two_sexes: float
    diverse: float
    girls: float
    leaving_home: float
    leaving_district: float
    death_level: float
    death_growth: float
    misspelt_addresses: float


class HouseholdType(Definition):
    """A kind of household: frequency, slope with deprivation, age of its head, children.

    ``spread`` are the two shapes of a beta distribution over the ages in ``head``.
    """

    weight: float
    slope: float
    head: tuple[int, int]
    spread: tuple[float, float]
    children: tuple[float, ...] = ()


class Newcomers(Definition):
    """Who moves in: weight of each household type against the mean, log odds of abroad."""

    weights: dict[str, float]
    from_abroad: float


class Migration(Definition):
    """How migration shows in people of households that came; see the reasons in the file."""

    child_german: float
    adult_german: float
    foreign_adult_came: float
    german_adult_came: float
    small_child_came: float
    child_came: float
    second_citizenship: float
    both_parents: float
    one_parent: float


class Daycare(Definition):
    """Attendance below 3 and from 3 to 5, and free places, as shares."""

    young: float
    old: float
    free_places: float


class Care(Definition):
    """People cared for per resident of 80 and older; free places; size of mobile services."""

    oldest: float
    free_places: float
    mobile_weight: float


class Grants(Definition):
    """Basic income in old age: first day of the law, who stays on, how new the others are."""

    since: date
    stay_two_years: float
    new_within_days: int


class Effects(Definition):
    """How one circumstance changes the chance of another; see the reasons in the file."""

    apprentices: float
    debt_on_benefit: float
    housing_benefit_per_child: float


class Citizenship(Definition):
    """A foreign citizenship: register key, word, group of countries, weight by date."""

    key: int
    word: Text
    group: Text
    weights: tuple[float, ...]


class Parameters(Definition):
    """Everything in ``parameters.yaml``."""

    district: District
    generations: tuple[Generation, ...]
    dates: tuple[ReferenceDate, ...]
    towns: dict[str, TownParameters]
    sizes: dict[str, SizeParameters]
    crowds: dict[str, Crowd]
    space: Space
    people: PeopleParameters
    households: dict[str, HouseholdType]
    newcomers: Newcomers
    origins: dict[str, Chance]
    migration: Migration
    citizenships: tuple[Citizenship, ...]
    circumstances: dict[str, Chance]
    daycare: Daycare
    care: Care
    secondary_school_weight: float
    grants: Grants
    effects: Effects
    trend: tuple[float, ...]
    vacancy: float
    pension_age: int
    support_kinds: dict[str, float]
    category_limits_percent: tuple[float, ...]
    official_deviation: float
    agency_minimum: int
    shares: dict[str, dict[str, float]]
    reach_m: dict[str, float]
    houses_per: dict[str, int]
    residents_per_practice: dict[str, int]
    practice_closes: float
    older_to_town: float


class Names(Definition):
    """Everything in ``names.yaml``."""

    everywhere: tuple[Text, ...]
    stems: tuple[Text, ...]
    endings: tuple[Text, ...]
    honoured: tuple[Text, ...]
    honoured_endings: tuple[Text, ...]
    places: tuple[Text, ...]
    areas: tuple[Text, ...]
    own_areas: tuple[Text, ...]
    care_providers: tuple[Text, ...]
    daycare_providers: tuple[Text, ...]
    daycare: tuple[Text, ...]
    schools: tuple[Text, ...]
    youth_centres: tuple[Text, ...]
