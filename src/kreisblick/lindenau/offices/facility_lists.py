"""Lists of facilities as their supervisors keep them."""

from datetime import date

import polars as pl

from kreisblick.lindenau.sheets import Sheet, ods, text_lines, xlsx

__all__ = ["care_csv", "daycare_xlsx", "schools_xlsx", "youth_centres_ods"]


def daycare_xlsx(frame: pl.DataFrame, day: date) -> bytes:
    """Day-care centres with places and children; street and number in one cell."""
    sheet = Sheet(name="Kitas")
    sheet.add("Kindertagesstätten mit Betriebserlaubnis")
    sheet.add(f"Kita-Aufsicht, Stand {day:%d.%m.%Y}")
    sheet.add()
    sheet.add(
        *("Nr.", "Einrichtung", "Träger", "Anschrift", None, None),
        *("Plätze", None, "belegt", None),
    )
    sheet.add(None, None, None, "Straße", "PLZ", "Ort", "u3", "ü3", "u3", "ü3")
    for box in ((3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 3, 5), (3, 6, 3, 7), (3, 8, 3, 9)):
        sheet.merge(*box)
    columns = ("places_young", "places_old", "children_young", "children_old")
    for index, row in enumerate(frame.iter_rows(named=True), start=1):
        where = (_street(row), row["postcode"], row["place"])
        sheet.add(index, row["name"], row["provider"], *where, *(row[c] for c in columns))
    sheet.add(None, "Summe", None, None, None, None, *(int(frame[c].sum()) for c in columns))
    return xlsx([sheet])


def schools_xlsx(frame: pl.DataFrame, day: date) -> bytes:
    """Schools with pupils; the Land's statistics in the school office's own layout."""
    sheet = Sheet(name=f"Schuljahr {day.year}-{(day.year + 1) % 100}")
    sheet.add(f"Schulen im Landkreis, Schuljahr {day.year}/{(day.year + 1) % 100}")
    sheet.add()
    sheet.add(
        *("Schule", "Schulform", "Straße", "Hausnr.", "PLZ", "Ort"),
        *("Schülerinnen und Schüler", None, None),
    )
    sheet.add(*[None] * 6, "insgesamt", "dar. BuT-Mittagessen", "dar. nichtdt. Familiensprache")
    sheet.merge(2, 6, 2, 8)
    for row in frame.iter_rows(named=True):
        where = (row["street"], _number(row), row["postcode"], row["place"])
        numbers = (row["pupils"], row["lunch_support"], row["other_language"])
        sheet.add(row["name"], row["form"], *where, *numbers)
    sheet.add("Insgesamt", *[None] * 5, *(int(frame[c].sum()) for c in _SCHOOL_NUMBERS))
    sheet.add()
    sheet.add("BuT: Leistungen für Bildung und Teilhabe")
    return xlsx([sheet])


_SCHOOL_NUMBERS = ("pupils", "lunch_support", "other_language")


def care_csv(frame: pl.DataFrame, day: date) -> bytes:
    """Care homes and services, cp1252; a service has no places."""
    lines: list[list[object]] = [
        [f"WTG-Behörde; Einrichtungen und Dienste der Pflege; {day:%d.%m.%Y}"],
        ["Art", "Name", "Träger", "Straße", "Nr", "PLZ", "Ort", "Plätze", "versorgte Personen"],
    ]
    for row in frame.iter_rows(named=True):
        where = [row["street"], _number(row), row["postcode"], row["place"]]
        places = row["places"] if row["form"] != "Ambulanter Dienst" else "x"
        lines.append([row["form"], row["name"], row["provider"], *where, places, row["persons"]])
    lines.append([])
    lines.append(["x = Angabe nicht möglich (Dienste haben keine Plätze)"])
    return text_lines(lines).encode("cp1252")


def youth_centres_ods(frame: pl.DataFrame, day: date) -> bytes:
    """Youth centres with address and hours; the hours are for people only."""
    sheet = Sheet(name="OKJA")
    sheet.add("Offene Kinder- und Jugendarbeit im Kreisgebiet")
    sheet.add(f"Stand: {day:%d.%m.%Y}")
    sheet.add("Einrichtung", "Träger", "Anschrift", "PLZ Ort", "geöffnet")
    for index, row in enumerate(frame.iter_rows(named=True)):
        hours = ("Mo-Fr 14-20 Uhr", "Di-Sa 15-21 Uhr", "Mo, Mi, Fr 15-19 Uhr")[index % 3]
        town = f"{row['postcode']} {row['place']}"
        sheet.add(row["name"], row["provider"], _street(row), town, hours)
    return ods([sheet])


def _number(row: dict[str, object]) -> str:
    return f"{row['number']}{row['suffix']}"


def _street(row: dict[str, object]) -> str:
    return f"{row['street']} {_number(row)}"
