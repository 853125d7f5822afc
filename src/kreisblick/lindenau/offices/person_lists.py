"""Lists of people: the health office's examination, the youth and the social office's cases."""

import math
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from kreisblick.lindenau.addresses import address_rows
from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Grants, Parameters
from kreisblick.lindenau.sheets import text_lines

__all__ = [
    "SPELLS_HEADING",
    "benefit_spells_csv",
    "school_entry_csv",
    "school_entry_heading",
    "support_cases_lines",
]

MEASLES = ("vollständig", "unvollständig", "kein Impfbuch")
WHO = ("Lfd. Nr.", "Straße und Hausnummer", "PLZ", "Ort", "Geburtsjahr", "Geschlecht")
SEX_WORDS = ("m", "w", "d")
SUPPORT_CODES = {
    "family_support": "31",
    "day_group": "32",
    "residential": "34",
    "integration": "35",
}
SPELLS_HEADING = "Az;GebJahr;von;bis;Strasse;HausNr;PLZ;Ort\r\n"
HEALTH_ODD_FACTOR = 3  # typed by hand from parents' forms, so three times as many slips


def school_entry_heading(day: date) -> bytes:
    """Title lines and heading of the health office's list."""
    lines = [
        ["Kreisgesundheitsamt - Kinder- und Jugendärztlicher Dienst"],
        [f"Schuleingangsuntersuchung {day.year}, Auszug ohne Namen"],
        [],
        [*WHO, "Masernimpfung", "Sprachförderbedarf", "Übergewicht"],
    ]
    return text_lines(lines).encode("cp1252")


def school_entry_csv(
    state: TownAtDate, start: int, parameters: Parameters, rng: np.random.Generator
) -> tuple[bytes, int]:
    """One town's children, cp1252, numbered after ``start``; and their number."""
    rows = np.flatnonzero(state.facts.school_entry)
    share = parameters.people.misspelt_addresses * HEALTH_ODD_FACTOR
    address = address_rows(state, rows, share, rng)
    facts, people = state.facts, state.people
    numbers = (address["number"] + address["suffix"]).to_list()
    lines = [
        [
            start + index + 1,
            " ".join([address["street"][index], numbers[index]]).strip(),
            address["postcode"][index],
            address["place"][index],
            int(people.birth_year[row]),
            SEX_WORDS[int(people.sex[row])],
            MEASLES[int(facts.measles[row])],
            "ja" if facts.language_support[row] else "nein",
            "ja" if facts.overweight[row] else "nein",
        ]
        for index, row in enumerate(rows.tolist())
    ]
    return text_lines(lines).encode("cp1252"), len(rows)


def support_cases_lines(
    state: TownAtDate, parameters: Parameters, rng: np.random.Generator
) -> bytes:
    """One town's cases at fixed columns, as a program of the nineties prints them (cp850)."""
    rows = np.flatnonzero(state.facts.support_kind >= 0)
    address = address_rows(state, rows, parameters.people.misspelt_addresses, rng)
    codes = [SUPPORT_CODES[kind] for kind in parameters.support_kinds]
    lines = []
    for index, row in enumerate(rows.tolist()):
        number = f"{address['number'][index]}{address['suffix'][index]}"
        lines.append(
            f"{codes[int(state.facts.support_kind[row])]:<4}"
            f"{int(state.people.birth_year[row]):<4} "
            f"{SEX_WORDS[int(state.people.sex[row])].upper():<1} "
            f"{address['street'][index]:<32.32}{number:<8.8}"
            f"{address['postcode'][index]:<5} {address['place'][index]:<25.25}\r\n"
        )
    return "".join(lines).encode("cp850")


def benefit_spells_csv(
    state: TownAtDate,
    parameters: Parameters,
    rng: np.random.Generator,
    known: Mapping[int, date] | None,
) -> tuple[bytes, dict[int, date]]:
    """One town's grants of basic income in old age, a row per grant, without the heading.

    Who has received it for more than a year has two grants that follow each other.

    Args:
        state: the town.
        parameters: how long people receive it.
        rng: for addresses.
        known: person → first day of everybody who received it at the date before; None at the
            first date.

    Returns:
        The lines, and person → first day for the date to come.
    """
    rows = np.flatnonzero(state.facts.old_age_income)
    address = address_rows(state, rows, parameters.people.misspelt_addresses, rng)
    lines: list[list[object]] = []
    began: dict[int, date] = {}
    for row, place in zip(rows.tolist(), address.iter_rows(named=True), strict=True):
        number, lot = int(state.people.person[row]), float(state.people.luck[row]) * 983 % 1
        begins = (known or {}).get(number)
        if begins is None:
            begins = _first_grant(lot, state.day, parameters.grants, first_date=known is None)
        began[number] = begins
        who = [f"S{number:012d}", int(state.people.birth_year[row])]
        lines += [[*who, *span, *_where(place)] for span in _spans(begins, state.day)]
    return text_lines(lines).encode("cp1252"), began


def _where(place: Mapping[str, str]) -> list[str]:
    number = place["number"] + place["suffix"]
    return [place["street"], number, place["postcode"], place["place"]]


def _spans(begins: date, day: date) -> list[list[str | None]]:
    """From and to of the grants; the last one is open."""
    renewed = begins + timedelta(days=365)
    if renewed >= day:
        return [[f"{begins:%d.%m.%Y}", None]]
    after = renewed + timedelta(days=1)
    return [[f"{begins:%d.%m.%Y}", f"{renewed:%d.%m.%Y}"], [f"{after:%d.%m.%Y}", None]]


def _first_grant(lot: float, day: date, grants: Grants, *, first_date: bool) -> date:
    """When a benefit began that was not there at the date before: lately, or long ago at the first.

    At the first date durations are those of a stock that as many leave as join.
    """
    if not first_date:
        return day - timedelta(days=1 + int(lot * grants.new_within_days))
    years = 2 * math.log(max(lot, 1e-9)) / math.log(grants.stay_two_years)
    began = day - timedelta(days=1 + int(years * 365.25))
    year_one = timedelta(days=int(lot * 997 % 1 * 365))  # who has had it from the beginning
    return max(began, grants.since + year_one)
