"""The register's households: by size with the sums on top, by type with a row for each number."""

from datetime import date
from random import Random

from tests.layouts.book import Book, Col, Draft, Page, Said, Value, sum_of
from tests.layouts.fair import Fair, put_fault
from tests.layouts.layout import Layout
from tests.layouts.model import FaultTruth
from tests.layouts.places import (
    DISTRICT,
    DISTRICT_KEY,
    OFFICIAL,
    Area,
    areas,
    later,
)

RENAMED = {"2053": "Lindenau-Rosenhügel mit Weißem Stein"}
TYPES = {
    "HT1": "Einpersonenhaushalt",
    "HT2": "Paar ohne Kind im Haushalt",
    "HT3": "Paar mit Kind(ern)",
    "HT4": "alleinerziehend",
    "HT5": "sonstiger Mehrpersonenhaushalt",
}
STATES = {"e": "endgültig", "v": "vorläufig"}


def sums_on_top(year: int, dice: Random) -> Book:
    """The district's sum first, every town's sum above its areas, areas set in by blanks, numbers
    as headings, the key in the last column; one area has a new name in the second year.
    """
    page = Page("Haushalte")
    group = "davon mit … Personen"
    columns = [
        Col("Gebiet", "area_name"),
        Col("Haushalte\ninsgesamt", "total", format="#,##0"),
        *(
            Col((group, label), "value", {"size": code}, format="#,##0")
            for label, code in (("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5 u. m.", "5+"))
        ),
        Col("Personen je\nHaushalt", "share", format="0.00"),
        Col("Kenn-\nziffer", "area_code"),
    ]
    table = page.table("Haushalte", columns, target="households_of_size")
    if later(year):
        table.title(f"Tabelle H 1: Haushalte nach Größe, 31. Dezember {year}")
        table.title("Haushaltegenerierung aus den Melderegistern der Gemeinden")
    else:
        table.title(f"H 1   Haushalte nach der Zahl der Personen am 31.12.{year}")
    table.blank()
    table.heading()
    top = page.row
    page.row += 1
    for key, name in OFFICIAL.items():
        own, page.row = page.row, page.row + 1
        for area in (area for area in areas(year) if area.town_key == key):
            _by_size(table, area, later(year), dice)
        _sum_above(table, own, name, key, part=True)
    _sum_above(table, top, DISTRICT, DISTRICT_KEY, part=False)
    table.blank()
    table.footnote("Haushalte mit Hauptwohnung, ohne Heime")
    if later(year):
        table.footnote("Kennziffer 2053 hieß bis 2023 Lindenau-Rosenhügel/Weißer Stein")
    return Book(f"H1_Haushalte_{year}.xls", "aggregate", "xls", [page])


def _by_size(table: Draft, area: Area, renamed: bool, dice: Random) -> None:
    sizes = [
        dice.randint(180, 1900),
        dice.randint(150, 1400),
        dice.randint(60, 500),
        dice.randint(40, 380),
        dice.choice((0, 14, 55, 120)),
    ]
    name = RENAMED.get(area.key, area.name) if renamed else area.name
    table.data([f"     {name}", sum(sizes), *sizes, _mean_size(sizes), area.key])


def _mean_size(sizes: list[int]) -> float:
    return round(sum(n * size for n, size in enumerate(sizes, start=1)) / sum(sizes), 2)


def _sum_above(table: Draft, row: int, name: str, key: str, *, part: bool) -> None:
    """Write a row of sums into a row that was left free above its parts."""
    page, end = table.page, table.page.row
    rows = table.rows["data"][table.since if part else 0 :]
    sizes = [int(sum_of(table.values[at][i] for at in rows)) for i in range(2, 7)]
    page.row = row
    table.total(name, part=part, fill={7: _mean_size(sizes), 8: key})
    page.row = end


def types_long(year: int, dice: Random) -> Book:
    """A row per area and code, numbers stored as text, headings and codes explained only on the
    sheet behind; the sum is a code like the others; a column of marks says how sure a number is.
    """
    page = Page("Daten")
    columns = [
        Col("RAUM", "area_code"),
        Col("STAND", "date"),
        Col("MERKMAL", "code", also=("kind",)),
        Col("WERT", "value"),
        Col("ST", "remark", also=("ignored", "code")),
    ]
    table = page.table("Daten", columns, target="households_of_type")
    table.heading()
    day = date(year, 12, 31)
    for area in areas(year):
        for number, code in enumerate(TYPES):
            count = dice.choice((0, 3, 18, 61)) if number > 2 else dice.randint(40, 1600)
            value = Said(str(count), count) if count else Said("-")
            table.data([area.key, day, code, value, dice.choice("eeev")])
        whole = int(sum_of(table.values[at][3] for at in table.rows["data"][table.since :]))
        sum_cells: dict[int, Value] = {3: Said(str(whole), whole), 4: "e"}
        table.total(area.key, day, "HT0", part=True, fill=sum_cells)
    return Book(f"HH_Typen_{year}1231.xlsx", "aggregate", "xlsx", [page, _legend(later(year))])


def _legend(longer: bool) -> Page:
    page = Page("Legende")
    page.line("Feld", "Inhalt", "seit" if longer else None)
    page.line("RAUM", "Nummer des Sozialraums, vierstellig")
    page.line("STAND", "Stichtag")
    page.line("MERKMAL", "Schlüssel des Haushaltstyps, siehe unten")
    page.line("WERT", "Zahl der Haushalte; - heißt: keine")
    page.line("ST", "Status des Werts, siehe unten", "2024" if longer else None)
    page.blank()
    page.line("MERKMAL", "Bedeutung")
    page.line("HT0", "Haushalte insgesamt (Summe aus HT1 bis HT5)")
    for code, text in TYPES.items():
        page.line(code, text)
    page.blank()
    page.line("ST", "Bedeutung")
    for code, text in STATES.items():
        page.line(code, text)
    return page


def _not_yet(book: Book, dice: Random, faults: tuple[FaultTruth, ...]) -> tuple[FaultTruth, ...]:
    """A count cannot be of a day nine years later."""
    return put_fault(book, dice, faults, kind="date_in_future", heading="STAND", value="31.12.2032")


LAYOUTS: list[Layout] = [
    Fair(key="unseen_sums_on_top", shows=sums_on_top.__doc__ or "", draw=sums_on_top),
    Fair(key="unseen_types_long", shows=types_long.__doc__ or "", draw=types_long, more=_not_yet),
]
