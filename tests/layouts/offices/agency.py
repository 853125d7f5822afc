"""The employment agency: title blocks, legends, pseudo-areas that are sums, stars for small
counts."""

from collections.abc import Sequence
from random import Random

from tests.layouts.book import Book, Col, Draft, Page, Said, Value
from tests.layouts.layout import Layout
from tests.layouts.places import DISTRICT, OFFICIAL, Area, areas, later

MONTHS = ("Oktober", "November", "Dezember")


def starred(number: int) -> Value:
    """The agency shows no count from 1 to 9."""
    return Said("*", hidden=number) if 0 < number < 10 else number


def with_sums(values: Sequence[int]) -> list[Value]:
    """The values and their sum, small ones starred; the sum as well where only one is hidden."""
    parts = [starred(value) for value in values]
    whole = sum(values)
    alone = sum(isinstance(part, Said) for part in parts) == 1
    return [*parts, Said("*", hidden=whole) if alone else starred(whole)]


def sgb2(year: int, dice: Random) -> Book:
    """Seven title lines, three rows of headings, SUM rows, a legend, a sheet of notes in front."""
    notes = Page("Hinweise")
    notes.line("Statistik – Grundsicherung für Arbeitsuchende (SGB II)")
    notes.line("Bitte beachten Sie die methodischen Hinweise zur kleinräumigen Gliederung.")
    page = Page(f"RLB {year}12")
    head = "Regelleistungsberechtigte (RLB)"
    columns = [
        Col("Gebiets-\nschlüssel", "area_code"),
        Col("Bezeichnung", "area_name"),
        Col("Bedarfs-\ngemein-\nschaften", "value"),
        Col((head, "davon nach dem Alter", "unter 15 Jahre"), "value", {"age": "0-14"}),
        Col((head, "davon nach dem Alter", "15 bis unter\n25 Jahre"), "value", {"age": "15-24"}),
        Col(
            (head, "davon nach dem Alter", "25 Jahre bis\nRegelaltersgrenze"),
            "value",
            {"age": "25-64"},
        ),
        Col((head, "Insgesamt"), "total", also=("value",)),
        Col((head, "dar. Frauen"), "value", {"sex": "female"}),
    ]
    table = page.table("RLB", columns, target="sgb_ii")
    for text in (
        "Bestand an Bedarfsgemeinschaften und Regelleistungsberechtigten",
        DISTRICT,
        f"Berichtsmonat: Dezember {year}, Datenstand: April {year + 1}",
        "Kleinräumige Gliederung des Auftraggebers",
        "Ergebnisse mit einer Wartezeit von drei Monaten",
        "Endgültige Werte",
    ):
        table.title(text)
    if later(year):
        table.title("Auftragsnummer 000471")
    table.blank()
    table.heading()
    table.numbers()
    _fill_sgb2(table, year, dice)
    table.blank()
    table.footnote(
        "*) Zahlenwerte von 1 bis 9 und solche, die darauf schließen lassen, werden nicht gezeigt."
    )
    table.footnote(
        "Die Zeilen mit SUM enthalten Summen und dürfen nicht noch einmal addiert werden."
    )
    table.footnote(f"Erstellt am 28.04.{year + 1}, Statistik-Service")
    return Book(f"RLB_kleinraeumig_{year}12.xlsx", "aggregate", "xlsx", [notes, page])


def _fill_sgb2(table: Draft, year: int, dice: Random) -> None:
    towns: dict[str, list[Area]] = {}
    for area in areas(year):
        towns.setdefault(area.town_key, []).append(area)
    for town, parts in towns.items():
        for area in parts:
            ages = [dice.choice((0, 4, 17, 28)), dice.randint(8, 30), dice.randint(20, 90)]
            table.data(
                [
                    area.agency,
                    area.name,
                    starred(dice.randint(9, 60)),
                    *with_sums(ages),
                    starred(dice.randint(8, 50)),
                ]
            )
        table.total(f"{town[-3:]}001SUM", OFFICIAL[town], part=True)
    table.total("SUMSUMSUM", DISTRICT)


def akg(year: int, dice: Random) -> Book:
    """The delivery by areas as a list: month, municipality, area; sums hide among the areas."""
    page = Page()
    columns = [
        Col("BERICHTSMONAT", "month"),
        Col("AGS", "municipality_code"),
        Col("GEBIET", "area_code"),
        Col("ALO_INSG", "total", also=("value",)),
        Col("ALO_SGB_II", "value", {"law": "sgb_ii"}),
        Col("ALO_SGB_III", "value", {"law": "sgb_iii"}),
        Col("ALO_U25", "value", also_set=({"age": "15-24"},)),
    ]
    table = page.table("Arbeitslose", columns, target="unemployed")
    table.heading()
    month = f"{year}12"
    for town in OFFICIAL:
        for area in (a for a in areas(year) if a.town_key == town):
            two, three = dice.randint(0, 40), dice.choice((0, 3, 12, 25))
            young = starred(dice.randint(0, 20))
            *parts, whole = with_sums([two, three])
            table.data([month, town, area.agency, whole, *parts, young])
        table.total(month, town, f"{town[-3:]}SUMSUM", part=True)
    table.data([month, "05998020", "keine Angabe", *(Said("*", hidden=n) for n in (5, 2, 3, 1))])
    table.total(month, "SUM", "SUMSUMSUM")
    return Book(
        f"AkG_Alo_{month}.csv", "aggregate", "csv", [page], encoding="utf-8-sig", quote_all=True
    )


def months(year: int, dice: Random) -> Book:
    """One sheet per month, in the binary workbook; the month stands in name and title of the
    sheet."""
    pages = []
    for number, month in enumerate(MONTHS, start=10):
        page = Page(f"{number}_{year}")
        columns = [
            Col("Schlüssel", "area_code"),
            Col("Gebiet", "area_name"),
            Col(("Arbeitslose", "SGB II"), "value", {"law": "sgb_ii"}),
            Col(("Arbeitslose", "SGB III"), "value", {"law": "sgb_iii"}),
            Col(("Arbeitslose", "Insgesamt"), "total"),
            Col(("Arbeitslose", "dar. Ausländer"), "value", {"citizenship": "foreign"}),
        ]
        table = page.table(month, columns, target="unemployed")
        table.title(f"Arbeitslose nach Rechtskreisen, {month} {year}")
        if later(year):
            table.title("Gebietsstand 01.01.2023")
        table.blank()
        table.heading()
        for area in areas(year):
            table.data(
                [
                    area.agency,
                    area.name,
                    *with_sums([dice.randint(0, 60), dice.randint(9, 40)]),
                    starred(dice.randint(4, 20)),
                ]
            )
        table.total("Insgesamt", None)
        table.footnote("* Anonymisierte Werte")
        pages.append(page)
    return Book(f"Arbeitslose_Q4_{year}.xlsb", "aggregate", "xlsb", pages)


LAYOUTS = [
    Layout(key="agency_sgb2", shows=sgb2.__doc__ or "", draw=sgb2),
    Layout(key="agency_akg", shows=akg.__doc__ or "", draw=akg, loses="ALO_U25"),
    Layout(key="agency_months", shows=months.__doc__ or "", draw=months),
]
