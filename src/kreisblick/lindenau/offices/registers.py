"""The registers of residents: the joint IT provider's, and one small municipality's own."""

import numpy as np
import polars as pl

from kreisblick.lindenau.addresses import address_rows
from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Parameters
from kreisblick.lindenau.people import People
from kreisblick.lindenau.sheets import Cell, Sheet, xlsx

__all__ = ["RESIDENTS_HEADING", "residents_csv", "town_register"]

RESIDENTS_HEADING = (
    "AGS;StrSchl;Strasse;HausNr;PLZ;Ort;GebJahr;Geschl;StA1;StA2;GebLandGrp;"
    "Zuzug_Ausland;Eltern_Zuzug;MH_ENG;MH_WEIT;HH_Nr;WohnArt;OM\r\n"
)
SEXES = np.array(["m", "w", "d"], dtype=object)
SEX_WORDS = ("männlich", "weiblich", "divers")


def residents_csv(state: TownAtDate, parameters: Parameters, rng: np.random.Generator) -> bytes:
    """One town's rows of the register, cp1252, without the heading."""
    people = state.people
    rows = np.arange(len(people))
    address = address_rows(state, rows, parameters.people.misspelt_addresses, rng)
    narrow, wide = _migration(people)
    frame = pl.DataFrame(
        {
            "ags": [state.town.ags] * len(people),
            "street_key": address["street_key"],
            "street": address["street"],
            "number": address["number"] + address["suffix"],
            "postcode": address["postcode"],
            "place": address["place"],
            "birth_year": people.birth_year,
            "sex": SEXES[people.sex],
            "citizenship": _key_texts(people.citizenship),
            "second": _key_texts(people.second),
            "group": _groups(people, parameters),
            "migrated": np.where(people.migrated, "J", "N"),
            "parents": people.parents,
            "narrow": np.where(narrow, "J", "N"),
            "wide": np.where(wide, "J", "N"),
            "household": people.household,
            "home": np.where(people.main, "HW", "NW"),
            "number_of_person": [f"{number:012d}" for number in people.person.tolist()],
        }
    )
    text = frame.write_csv(
        separator=";", include_header=False, quote_style="never", line_terminator="\r\n"
    )
    return text.encode("cp1252")


def town_register(state: TownAtDate, parameters: Parameters, rng: np.random.Generator) -> bytes:
    """The small municipality's workbook: its own headings, words instead of keys."""
    sheet = Sheet(name="Einwohner")
    sheet.add(f"Gemeinde {state.town.name} - Einwohnermeldeamt")
    sheet.add(f"Bestandsliste zum Stichtag {state.day:%d.%m.%Y}, ohne Namen")
    sheet.add()
    sheet.add("Person", None, None, "Anschrift", None, None, None, None, "Merkmale", *[None] * 3)
    for first, last in ((0, 2), (3, 7), (8, 11)):
        sheet.merge(3, first, 3, last)
    sheet.add(
        *("geboren", "Geschlecht", "Staatsangehörigkeit", "Straße", "Nr.", "Zusatz", "PLZ", "Ort"),
        *("eigene Zuwanderung", "Familie zugewandert", "Haushalt", "Wohnung"),
    )
    rows = _town_rows(state, parameters, rng)
    sheet.rows.extend(rows)
    sheet.add()
    sheet.add(f"Datensätze: {len(rows)}")
    return xlsx([sheet])


def _town_rows(
    state: TownAtDate, parameters: Parameters, rng: np.random.Generator
) -> list[tuple[Cell, ...]]:
    people = state.people
    every = np.arange(len(people))
    address = address_rows(state, every, parameters.people.misspelt_addresses, rng)
    words = {0: "deutsch"} | {c.key: c.word for c in parameters.citizenships}
    narrow, wide = _migration(people)
    return [
        (
            int(people.birth_year[row]),
            SEX_WORDS[int(people.sex[row])],
            words[int(people.citizenship[row])],
            *(address["street"][row], address["number"][row], address["suffix"][row].strip()),
            *(address["postcode"][row], address["place"][row]),
            "ja" if narrow[row] else "nein",
            "ja" if wide[row] else "nein",
            f"{people.household[row] % 10**8:08d}",
            "Hauptwohnung" if people.main[row] else "Nebenwohnung",
        )
        for row in range(len(people))
    ]


def _migration(people: People) -> tuple[np.ndarray, np.ndarray]:
    """The two competing definitions: narrow, and wide with the parents."""
    narrow = (people.citizenship != 0) | (people.second >= 0) | people.migrated
    return narrow, narrow | (people.parents > 0)


def _key_texts(keys: np.ndarray) -> np.ndarray:
    """Three digits; empty where there is no second citizenship."""
    known, index = np.unique(keys, return_inverse=True)
    texts = np.array(["" if key < 0 else f"{key:03d}" for key in known.tolist()], dtype=object)
    return np.asarray(texts[index])


def _groups(people: People, parameters: Parameters) -> np.ndarray:
    groups = [c.group for c in parameters.citizenships] + ["Deutschland"]
    return np.array(groups, dtype=object)[people.born_in]
