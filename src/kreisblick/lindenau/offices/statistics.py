"""The Land's statistical office: municipalities only."""

from datetime import date

import numpy as np

from kreisblick.lindenau.definitions import Integers
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.sheets import Sheet, german, text_lines, xlsx
from kreisblick.lindenau.tally import Tally

__all__ = ["disability_csv", "population_xlsx", "town_sums"]

AGES = ("0-17", "18-64", "65+")


def town_sums(tally: Tally, land: Land, day: date, cube: str, slice_key: str) -> Integers:
    """A count by town, everybody included."""
    sums = np.zeros(len(land.towns), dtype=np.int64)
    np.add.at(sums, tally.areas(day)["town"].to_numpy(), tally.value(day, cube, slice_key))
    return sums


def population_xlsx(tally: Tally, land: Land, day: date, district: str) -> bytes:
    """The updated population, town after town, the district on top."""
    total = town_sums(tally, land, day, "official_population", "all")
    women = town_sums(tally, land, day, "residents", "sex=female")
    everybody = town_sums(tally, land, day, "residents", "all")
    female = np.round(total * women / everybody).astype(np.int64)
    sheet = Sheet(name="Bevölkerung")
    sheet.add("Bevölkerungsstand - Fortschreibung auf Basis des Zensus")
    sheet.add(f"Gemeinden, Stichtag {day:%d.%m.%Y}")
    sheet.add()
    sheet.add("AGS", "Regionalbezeichnung", "Bevölkerung 1)", None, None)
    sheet.add(None, None, "insgesamt", "davon", None)
    sheet.add(None, None, None, "männlich", "weiblich")
    sheet.add(None, None, "Anzahl", "Anzahl", "Anzahl")
    for box in ((3, 0, 5, 0), (3, 1, 5, 1), (3, 2, 3, 4), (4, 2, 5, 2), (4, 3, 4, 4)):
        sheet.merge(*box)
    whole, part = int(total.sum()), int(female.sum())
    sheet.add(land.towns[0].ags[:5], district, whole, whole - part, part)
    for town in sorted(land.towns, key=lambda t: t.ags):
        number, of_these = int(total[town.index]), int(female[town.index])
        sheet.add(town.ags, f"  {town.full_name}", number, number - of_these, of_these)
    sheet.add("_____")
    sheet.add("1) Personen divers oder ohne Angabe wurden auf die Geschlechter verteilt.")
    sheet.add("Abweichungen zu den Melderegistern sind methodisch bedingt.")
    return xlsx([sheet])


def disability_csv(tally: Tally, land: Land, day: date, district: str) -> bytes:
    """Severely disabled people by age, cp1252, points between thousands."""
    counts = [town_sums(tally, land, day, "severely_disabled", f"age={g}") for g in AGES]
    table = np.column_stack(counts)
    lines: list[list[object]] = [
        ["Statistik der schwerbehinderten Menschen"],
        [f"Stichtag;{day:%d.%m.%Y}"],
        [
            "Gemeindeschlüssel",
            "Gemeinde",
            "unter 18",
            "18 bis unter 65",
            "65 und älter",
            "Insgesamt",
        ],
    ]
    for town in sorted(land.towns, key=lambda t: t.ags):
        row = table[town.index]
        lines.append([town.ags, town.full_name, *_texts(row)])
    lines.append([land.towns[0].ags[:5], f"{district} zusammen", *_texts(table.sum(axis=0))])
    lines.append(["Quelle: Statistisches Landesamt; Vervielfältigung mit Quellenangabe gestattet"])
    return text_lines(lines).encode("cp1252")


def _texts(row: Integers) -> list[str]:
    return ["-" if v == 0 else german(v) for v in [*row.tolist(), int(row.sum())]]
