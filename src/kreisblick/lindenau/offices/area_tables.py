"""Tables of planning areas that further offices keep, and two lists."""

from collections import Counter
from datetime import date

import numpy as np
import polars as pl

from kreisblick.lindenau.addresses import address_rows
from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Integers, Parameters
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.offices.benefits import social_office_name
from kreisblick.lindenau.sheets import Sheet, ods, text_lines, xlsx
from kreisblick.lindenau.tally import Tally

__all__ = [
    "DEATHS_HEADING",
    "deaths_csv",
    "education_package_xlsx",
    "maintenance_advance_csv",
    "power_cuts_xlsx",
    "practices_xlsx",
    "reach_csv",
    "volunteer_cards_ods",
]

DEATHS_HEADING = "OM;Strasse;HausNr;PLZ;Ort\r\n"


def _placed(tally: Tally, day: date, cube: str, slice_key: str = "all") -> Integers:
    """What an office can place: without people whose address it does not know."""
    return tally.value(day, cube, slice_key) - tally.unlocated(day, cube, slice_key)


def education_package_xlsx(tally: Tally, land: Land, day: date) -> bytes:
    """Children with help for school and free time, under the social office's own names."""
    sheet = Sheet(name="BuT")
    sheet.add(f"Bildung und Teilhabe - Kinder mit mindestens einer Leistung, Jahr {day.year}")
    sheet.add()
    sheet.add("Gebiet", "Kinder")
    counts = _placed(tally, day, "education_package")
    names = tally.areas(day)["name"].to_list()
    for name, count in zip(names, counts.tolist(), strict=True):
        sheet.add(social_office_name(name), count)
    sheet.add("Insgesamt", int(counts.sum()))
    return xlsx([sheet])


def maintenance_advance_csv(tally: Tally, land: Land, day: date) -> bytes:
    """Children with advance maintenance; only towns of the district's youth office."""
    counts = pl.Series("count", _placed(tally, day, "maintenance_advance"))
    served = [t.index for t in land.towns if not t.parameters.own_youth_office]
    table = tally.areas(day).select("area", "name", "town").with_columns(counts)
    table = table.filter(pl.col("town").is_in(served))
    lines: list[list[object]] = [
        [f"Unterhaltsvorschuss, laufende Fälle am {day:%d.%m.%Y}"],
        ["SR-Nr.", "Sozialraum", "Kinder"],
        *[list(row) for row in table.select("area", "name", "count").iter_rows()],
        ["Gesamt", None, int(table["count"].sum())],
    ]
    return text_lines(lines).encode("utf-8")


def volunteer_cards_ods(tally: Tally, land: Land, day: date) -> bytes:
    """Holders of the card for volunteers, by the areas' names."""
    sheet = Sheet(name="Karten")
    sheet.add("Freiwilligenagentur: gültige Ehrenamtskarten")
    sheet.add(f"Stand {day:%d.%m.%Y}")
    sheet.add("Stadtteil", "Karten")
    counts = _placed(tally, day, "volunteer_cards")
    for name, count in zip(tally.areas(day)["name"].to_list(), counts.tolist(), strict=True):
        sheet.add(name, count or "keine")
    return ods([sheet])


def reach_csv(tally: Tally, land: Land, day: date, parameters: Parameters) -> bytes:
    """Homes near a stop, a food shop, a practice: from the geographic information system."""
    reach = parameters.reach_m
    parts = {thing: tally.value(day, "homes_in_reach", f"{thing}=yes") for thing in reach}
    total = parts["stop"] + tally.value(day, "homes_in_reach", "stop=no")
    table = np.column_stack([total, *parts.values()])
    words = {"stop": "Haltestelle", "shop": "Lebensmittel", "practice": "Hausarzt"}
    lines: list[list[object]] = [
        ["Erreichbarkeit von Wohnadressen (Luftlinie)", f"Auswertung zum {day:%d.%m.%Y}"],
        ["SOZIALRAUM", "ADRESSEN", *(f"{words[t]}_{m:.0f}m" for t, m in reach.items())],
    ]
    for key, row in zip(tally.areas(day)["area"].to_list(), table.tolist(), strict=True):
        lines.append([key, *row])
    lines.append(["SUMME", *table.sum(axis=0).tolist()])
    return text_lines(lines, delimiter=",").encode("utf-8")


def practices_xlsx(frame: pl.DataFrame, day: date) -> bytes:
    """General practices with their doctors, as the doctors' association lists them."""
    sheet = Sheet(name="Hausärzte")
    sheet.add("Kassenärztliche Vereinigung, Bezirksstelle")
    sheet.add(f"Hausärztliche Versorgung, Stand {day:%d.%m.%Y}")
    sheet.add()
    sheet.add("Praxis", "Straße", "Nr.", "PLZ", "Ort", "Ärztinnen und Ärzte")
    for row in frame.iter_rows(named=True):
        number = f"{row['number']}{row['suffix']}"
        where = (row["street"], number, row["postcode"], row["place"])
        sheet.add(row["name"], *where, row["doctors"])
    sheet.add("Summe", None, None, None, None, int(frame["doctors"].sum()))
    return xlsx([sheet])


def power_cuts_xlsx(cut: Counter[str], known: Counter[str], day: date) -> bytes:
    """Households whose power was cut within the year, by postcode."""
    sheet = Sheet(name="Sperrungen")
    sheet.add("Stadtwerke Lindenau - Netzbetrieb")
    sheet.add(f"Wegen Zahlungsverzug unterbrochene Stromanschlüsse {day.year} (Haushalte)")
    sheet.add()
    sheet.add("PLZ", "Anschlüsse")
    for code in sorted(known):
        sheet.add(code, cut.get(code, 0) or "-")
    sheet.add("Summe", sum(cut.values()))
    return xlsx([sheet])


def deaths_csv(state: TownAtDate, parameters: Parameters, rng: np.random.Generator) -> bytes:
    """One town's rows of people who died since the date before, without the heading."""
    every = TownAtDate(**(vars(state) | {"people": state.died}))
    rows = np.arange(len(state.died))
    address = address_rows(every, rows, parameters.people.misspelt_addresses, rng)
    lines = [
        [
            f"{person:012d}",
            row["street"],
            row["number"] + row["suffix"],
            row["postcode"],
            row["place"],
        ]
        for person, row in zip(
            state.died.person.tolist(), address.iter_rows(named=True), strict=True
        )
    ]
    return text_lines(lines).encode("cp1252")
