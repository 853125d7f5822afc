"""Four ways in which a registry office hands out its residents."""

from datetime import date
from random import Random

from tests.layouts.book import Book, Col, Page
from tests.layouts.layout import Layout
from tests.layouts.places import addresses, later, people

NATIONS = {"de": "000", "tr": "163", "sy": "475", "pl": "152", "ua": "166", "ru": "160", "": ""}
NAMES = {
    "de": "deutsch",
    "tr": "türkisch",
    "sy": "syrisch",
    "pl": "polnisch",
    "ua": "ukrainisch",
    "ru": "russisch",
    "": "",
}
STREETS = sorted({(a.town_key, a.street) for a in addresses()})


def street_key(town: str, street: str) -> str:
    """The five digits by which the registry knows a street."""
    return str(STREETS.index((town, street)) * 10 + 10).zfill(5)


def meso(year: int, dice: Random) -> Book:
    """Everything coded, address in five fields, house numbers filled up with zeros."""
    page = Page()
    columns = [
        Col("GKZ", "municipality_code"),
        Col("STRSL", "code", also=("identifier",)),
        Col("STRNAME", "street"),
        Col("HAUSNR", "number"),
        Col("HNRZUS", "suffix"),
        Col("PLZ", "postcode"),
        Col("WOHNORT", "place"),
        Col("GEBDAT", "birth_date"),
        Col("GESCHL", "sex"),
        Col("FAMST", "family_status"),
        Col("STAAT1", "citizenship"),
        Col("STAAT2", "second_citizenship"),
        Col("WOHNSTATUS", "main_home"),
        Col("HHNR", "household"),
    ]
    table = page.table("Einwohner", columns, target="residents")
    table.heading()
    for person in people(dice, year, 38 if later(year) else 34):
        house = person.address
        table.data(
            [
                house.town_key,
                street_key(house.town_key, house.street),
                house.street.upper(),
                house.number.zfill(4),
                house.suffix,
                house.postcode,
                house.place,
                person.born.strftime("%Y%m%d"),
                person.sex.upper(),
                person.family_status,
                NATIONS[person.citizenship],
                NATIONS[person.second],
                "H" if person.main_home else "N",
                str(person.household).zfill(8),
            ]
        )
    return Book(f"EWO_BESTAND_{year}1231.csv", "person", "csv", [page], encoding="cp1252")


def vois(year: int, dice: Random) -> Book:
    """Address in one field, real dates, headings with line breaks, a hidden running number."""
    page = Page(f"Auszug {year}")
    columns = [
        Col("lfd.\nNr.", "identifier"),
        Col("Geburts-\ndatum", "birth_date"),
        Col("Ge-\nschlecht", "sex"),
        Col("Staatsan-\ngehörigkeit", "citizenship"),
        Col("weitere Staats-\nangehörigkeit", "second_citizenship"),
        Col("Anschrift", "address"),
        Col("PLZ", "postcode"),
        Col("Ort / Ortsteil", "place"),
        Col("HH-\nGröße", "household_size"),
        Col("Einzugs-\ndatum", "from_date"),
    ]
    table = page.table("Auszug", columns, target="residents")
    table.title("Stadt Lindenau – Bürgerbüro")
    table.title(f"Auswertung für die Sozialplanung, Stand: 31.12.{year}")
    if later(year):
        table.title("Hinweis: ohne Auskunftssperren")
    table.blank()
    table.heading()
    page.hidden_columns.add(1)
    rows = people(dice, year, 42 if later(year) else 36, ("05998020",))
    for number, person in enumerate(rows, start=1):
        house = person.address
        table.data(
            [
                number,
                person.born,
                {"m": "männlich", "w": "weiblich"}[person.sex],
                NAMES[person.citizenship],
                NAMES[person.second],
                f"{house.street} {house.number}{' ' if house.suffix else ''}{house.suffix}",
                house.postcode,
                house.place,
                person.household_size,
                date(dice.randint(max(person.born.year, 1970), year), 1, 15)
                if person.born.year < year
                else date(year, 12, 31),
            ]
        )
    return Book(f"Auszug_Sozialplanung_{year}.xlsx", "person", "xlsx", [page])


def printout(year: int, dice: Random) -> Book:
    """A list for the printer: fixed columns, and the headings again on every page."""
    page = Page()
    columns = [
        Col("Lfd-Nr", "identifier"),
        Col("GebJahr", "birth_year"),
        Col("G", "sex"),
        Col("Staat", "citizenship"),
        Col("Strasse", "street"),
        Col("HNr", "number"),
        Col("Plz Ort", "postcode_place"),
        Col("H/N", "main_home"),
    ]
    table = page.table("Liste", columns, target="residents")
    table.title(f"GEMEINDE ESCHWALDE          EINWOHNERLISTE          STAND 31.12.{year}")
    table.title(f"ERSTELLT AM {'14' if later(year) else '09'}.01.{year + 1}")
    table.blank()
    table.heading()
    table.footnote("-" * 72)
    for number, person in enumerate(people(dice, year, 34, ("05998008",)), start=1):
        house = person.address
        table.data(
            [
                str(number).zfill(6),
                str(person.born.year),
                {"m": "1", "w": "2"}[person.sex],
                NATIONS[person.citizenship],
                house.street,
                house.house,
                f"{house.postcode} {house.place}",
                "H" if person.main_home else "N",
            ]
        )
        if number % 25 == 0:
            table.footnote("\fGEMEINDE ESCHWALDE          SEITE " + str(number // 25 + 1))
            table.blank()
            table.heading(repeat=True)
            table.footnote("-" * 72)
    table.footnote("*** ENDE DER LISTE ***")
    return Book(
        f"EWLISTE.{year}.txt",
        "person",
        "fixed",
        [page],
        encoding="cp850",
        widths=(8, 9, 3, 7, 26, 6, 24, 4),
    )


def record(year: int, dice: Random) -> Book:
    """No heading: the fields of the official record, in the order of its description."""
    page = Page()
    columns = [
        Col("EF1 Satzart", "code", also=("ignored",)),
        Col("EF2 Gemeindeschlüssel", "municipality_code"),
        Col("EF3 Straße", "street"),
        Col("EF4 Hausnummer", "number"),
        Col("EF5 Postleitzahl", "postcode"),
        Col("EF6 Geburtsjahr", "birth_year"),
        Col("EF7 Geschlecht", "sex"),
        Col("EF8 Staatsangehörigkeit", "citizenship"),
    ]
    table = page.table("Datensätze", columns, target="residents")
    for person in people(dice, year, 46 if later(year) else 40):
        house = person.address
        table.data(
            [
                "01",
                house.town_key,
                house.street,
                house.house,
                house.postcode,
                str(person.born.year),
                {"m": "1", "w": "2"}[person.sex],
                NATIONS[person.citizenship],
            ]
        )
    return Book(
        f"bestand_{year}.csv",
        "person",
        "csv",
        [page],
        encoding="utf-8",
        delimiter=",",
        newline="\n",
        no_heading=True,
    )


LAYOUTS = [
    Layout(key="register_meso", shows=meso.__doc__ or "", draw=meso, loses="GESCHL"),
    Layout(key="register_vois", shows=vois.__doc__ or "", draw=vois),
    Layout(key="register_printout", shows=printout.__doc__ or "", draw=printout),
    Layout(key="register_record", shows=record.__doc__ or "", draw=record),
]
