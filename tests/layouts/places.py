"""Where the invented offices are: the planning areas, streets and people of Lindenau's hamlet.

The addresses are those of ``kreisblick lindenau --size hamlet --seed 1``, so that a delivery fits
its workspace. The people are dice; none has a name.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

FIRST_YEAR = 2023
DISTRICT, DISTRICT_KEY = "Landkreis Lindenau", "05998"
TOWNS = {"05998008": "Eschwalde", "05998016": "Klein Ottern", "05998020": "Lindenau"}
OFFICIAL = {
    "05998008": "Eschwalde, Stadt",
    "05998016": "Klein Ottern, Gemeinde",
    "05998020": "Lindenau, Stadt",
}


@dataclass(frozen=True)
class Area:
    """A planning area and the names other offices give it."""

    key: str
    name: str
    town_key: str
    agency: str
    jobcenter: str
    social: str

    @property
    def town(self) -> str:
        """The municipality's name."""
        return TOWNS[self.town_key]


AREAS = (
    Area(
        "0801",
        "Eschwalde-Altstadt",
        "05998008",
        "008001007",
        "ESCHWALDE - ALTSTADT",
        "Altst. (Eschwalde)",
    ),
    Area(
        "0802",
        "Eschwalde-Birkenhöhe",
        "05998008",
        "008001014",
        "ESCHWALDE - BIRKENHÖHE",
        "Birkenhöhe (Eschwalde)",
    ),
    Area(
        "0803",
        "Eschwalde-Heidkrug",
        "05998008",
        "008001021",
        "ESCHWALDE - HEIDKRUG",
        "Heidkrug (Eschwalde)",
    ),
    Area("1601", "Klein Ottern", "05998016", "016001007", "KLEIN OTTERN", "Klein Ottern (gesamt)"),
    Area(
        "2004",
        "Lindenau-Großer Anger",
        "05998020",
        "020001007",
        "LINDENAU - GROSSER ANGER",
        "Großer Anger (Lindenau)",
    ),
    Area(
        "2051",
        "Lindenau-Altstadt West",
        "05998020",
        "020001014",
        "LINDENAU - ALTSTADT WEST",
        "Altst. West (Lindenau)",
    ),
    Area(
        "2052",
        "Lindenau-Altstadt Ost",
        "05998020",
        "020001021",
        "LINDENAU - ALTSTADT OST",
        "Altst. Ost (Lindenau)",
    ),
    Area(
        "2053",
        "Lindenau-Rosenhügel/Weißer Stein",
        "05998020",
        "020001028",
        "LINDENAU - ROSENHÜGEL/WEISSER STEIN",
        "Rosenhügel/Weißer Stein (Lindenau)",
    ),
)


def areas(year: int) -> list[Area]:
    """The planning areas an office knows: Heidkrug is missing in the first year."""
    return [area for area in AREAS if year > FIRST_YEAR or area.key != "0803"]


def later(year: int) -> bool:
    """Whether this is not the first delivery: small harmless changes are due."""
    return year > FIRST_YEAR


@dataclass(frozen=True)
class Address:
    """A house that exists in the hamlet."""

    street: str
    number: str
    suffix: str
    postcode: str
    place: str
    town_key: str
    area: str

    @property
    def house(self) -> str:
        """Number and suffix as one text, as in 12a."""
        return self.number + self.suffix


@cache
def addresses() -> tuple[Address, ...]:
    """All houses of the hamlet, in the order of its address list."""
    with Path(__file__).with_name("addresses.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Address(*line.values()) for line in csv.DictReader(file, delimiter=";"))


@dataclass(frozen=True)
class Person:
    """An invented resident."""

    address: Address
    born: date
    sex: str
    citizenship: str
    second: str
    household: int
    household_size: int
    family_status: str
    main_home: bool


def people(
    dice: Random, year: int, households: int, towns: tuple[str, ...] = tuple(TOWNS)
) -> list[Person]:
    """The members of so many invented households, in these towns, as of 31 December."""
    houses = [house for house in addresses() if house.town_key in towns]
    found = []
    for number in range(1, households + 1):
        house, size = dice.choice(houses), dice.choice((1, 1, 2, 2, 3, 4))
        foreign = dice.random() < 0.2
        for member in range(size):
            age = dice.randint(19, 92) if member < 2 else dice.randint(0, 18)
            born = date(year, 12, 31) - timedelta(days=365 * age + dice.randint(0, 360))
            found.append(
                Person(
                    address=house,
                    born=born,
                    sex=dice.choice("mw"),
                    citizenship=dice.choice(("tr", "sy", "pl", "ua")) if foreign else "de",
                    second=dice.choice(("", "", "ru")) if not foreign else "",
                    household=number,
                    household_size=size,
                    family_status=("VH" if size > 1 else "LD") if age > 18 else "LD",
                    main_home=dice.random() < 0.95,
                )
            )
    return found


def shares(dice: Random, total: int, parts: int) -> list[int]:
    """A total in so many random whole parts."""
    cuts = sorted(dice.randint(0, total) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
