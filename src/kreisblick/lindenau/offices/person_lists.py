"""Lists of people: the health office's examination, the youth and the social office's cases."""

from datetime import date, timedelta

import numpy as np

from kreisblick.lindenau.addresses import address_rows
from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Parameters
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
FIRST_GRANT, LAST_GRANT = date(2011, 1, 1), date(2024, 7, 1)
NEW_WITHIN_DAYS = 700
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
    state: TownAtDate, parameters: Parameters, rng: np.random.Generator
) -> bytes:
    """One town's grants of basic income in old age, a row per grant, without the heading.

    Who has received it for more than a year has two grants that follow each other.
    """
    rows = np.flatnonzero(state.facts.old_age_income)
    address = address_rows(state, rows, parameters.people.misspelt_addresses, rng)
    lines: list[list[object]] = []
    for row, place in zip(rows.tolist(), address.iter_rows(named=True), strict=True):
        begins = _first_grant(float(state.people.luck[row]) * 983 % 1, state.day)
        who = [f"S{state.people.person[row]:012d}", int(state.people.birth_year[row])]
        where = [
            place["street"],
            place["number"] + place["suffix"],
            place["postcode"],
            place["place"],
        ]
        renewed = begins + timedelta(days=365)
        if renewed < state.day:
            lines.append([*who, f"{begins:%d.%m.%Y}", f"{renewed:%d.%m.%Y}", *where])
            begins = renewed + timedelta(days=1)
        lines.append([*who, f"{begins:%d.%m.%Y}", None, *where])
    return text_lines(lines).encode("cp1252")


def _first_grant(lot: float, day: date) -> date:
    """When the benefit began: the same day at every date, or lately for whoever is new."""
    wanted = FIRST_GRANT + timedelta(days=int(lot * (LAST_GRANT - FIRST_GRANT).days))
    if wanted < day:
        return wanted
    return day - timedelta(days=1 + int(lot * 997 % 1 * NEW_WITHIN_DAYS))
