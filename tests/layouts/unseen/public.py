"""Elections by polling district, and households whose power or gas was cut off."""

from datetime import date
from random import Random

from tests.layouts.book import Book, Col, Draft, Page, Said, Value
from tests.layouts.fair import Fair, put_fault
from tests.layouts.layout import Layout
from tests.layouts.model import FaultTruth
from tests.layouts.places import DISTRICT, addresses, areas, later

ROOMS = ("Grundschule", "Bürgerhaus", "Gerätehaus der Feuerwehr", "Kita", "Pfarrsaal")
A_PAGE = 12
NETS = {
    "Netz Nord": (("05080", "Eschwalde"), ("05160", "Klein Ottern")),
    "Netz Süd": (("05200", "Lindenau"), ("05201", "Lindenau")),
}
STEPS = {"threatened": "Sperrung\nangedroht", "cut": "Sperrung\nvollzogen"}
ENERGIES = {"power": "Strom", "gas": "Gas"}
BESIDE = 9  # the column of the notes that somebody wrote beside the table


def turnout(year: int, dice: Random) -> Book:
    """Two pages in one file, the headings again on the second, 'Übertrag' at the foot of the first
    and at the head of the second; several polling districts lie in one area.
    """
    page = Page()
    columns = [
        Col("Wahlbezirk", "identifier", also=("code", "ignored")),
        Col("Wahlraum", "name", also=("ignored", "remark")),
        Col("Sozialraum-Nr.", "area_code"),
        Col("Wahlberechtigte", "total", also=("value",)),
        Col("gewählt im Wahlraum", "value", {"vote": "polling_station"}),
        Col("gewählt per Brief", "value", {"vote": "postal"}),
        Col("nicht gewählt", "value", {"vote": "none"}),
        Col("Wahlbeteiligung in %", "share"),
    ]
    table = page.table("Wahl", columns, target="voters_by_way")
    poll = "Europawahl am 9. Juni 2024" if later(year) else "Landratswahl am 10. September 2023"
    table.title("Kreiswahlleitung")
    table.title(f"{poll}, endgültiges Ergebnis nach Wahlbezirken")
    if later(year):
        table.title("Briefwahl den Wahlbezirken zugerechnet")
    table.title("Seite 1")
    table.blank()
    table.heading()
    number = 0
    for area in areas(year):
        houses = [house for house in addresses() if house.area == area.key]
        for _ in range(3):
            number += 1
            if number == A_PAGE + 1:
                _turn_page(table, poll)
            room = f"{dice.choice(ROOMS)} {dice.choice(houses).street}"
            table.data([str(number).zfill(3), room, area.key, *_votes(dice)])
    table.total(None, DISTRICT, None)
    table.footnote("Wahlbeteiligung: gewählt im Wahlraum und per Brief je 100 Wahlberechtigte")
    return Book(
        f"Wahl_{year}_Wahlbezirke.tsv",
        "aggregate",
        "csv",
        [page],
        encoding="cp850",
        delimiter="\t",
        thousands=True,
    )


def _turn_page(table: Draft, poll: str) -> None:
    table.total(None, "Übertrag", None)
    table.blank()
    table.footnote(poll)
    table.footnote("Seite 2")
    table.heading(repeat=True)
    table.total(None, "Übertrag", None)


def _votes(dice: Random) -> list[Value]:
    there, postal, none = dice.randint(160, 620), dice.randint(40, 310), dice.randint(120, 540)
    whole = there + postal + none
    return [whole, there, postal, none, round(100 * (there + postal) / whole, 1)]


def _more_than_all(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    return put_fault(
        book,
        dice,
        faults,
        kind="share_over_100",
        heading="Wahlbeteiligung in %",
        value=163.4,
    )


def cut_offs(year: int, dice: Random) -> Book:
    """A sheet per network, months as days in a column, '< 3', notes that somebody wrote beside the
    table two columns further to the right, blank rows between the postcodes.
    """
    pages = []
    for net, places in NETS.items():
        page = Page(net)
        columns = [
            Col("PLZ", "postcode"),
            Col("Ort", "place", also=("municipality_name", "area_name")),
            Col("Monat", "month", also=("date",)),
            *(
                Col((energy, step), "value", {"energy": code, "step": done}, unit="Haushalte")
                for code, energy in ENERGIES.items()
                for done, step in STEPS.items()
            ),
        ]
        table = page.table(net, columns, target="energy_cut_offs")
        table.title(f"Stadtwerke Lindenau, {net}")
        if later(year):
            table.title(f"Versorgungssperren bei Haushaltskunden, Mai bis Dezember {year}")
            table.title("ohne Sperren auf Wunsch des Kunden")
        else:
            table.title(f"Sperrungen von Haushaltskunden, Juli bis Dezember {year}")
        table.blank()
        table.heading()
        table.units()
        for number, (code, place) in enumerate(places):
            if number:
                table.blank()
            _months(table, year, code, place, dice)
        table.total("Summe", None, None)
        table.footnote("< 3: ein oder zwei Haushalte")
        table.footnote("– kein Gasnetz; k. A.: Auswertung war nicht möglich")
        pages.append(page)
    return Book(f"Sperrungen_{year}.xlsb", "aggregate", "xlsb", pages)


def _months(table: Draft, year: int, code: str, place: str, dice: Random) -> None:
    for month in range(5 if later(year) else 7, 13):
        power, gas = _steps(dice.randint(8, 90), dice), _steps(dice.randint(3, 40), dice)
        if code == "05160":
            gas = [Said("–"), Said("–")]
        elif code == "05201" and month == 8:
            gas = [Said("k. A."), Said("k. A.")]
        row = table.data([code, place, date(year, month, 1), *power, *gas])
        if month == 11 and code.endswith("0"):
            table.page.put(row, BESIDE, "Preiserhöhung zum 1.11.!")


def _steps(threatened: int, dice: Random) -> list[Value]:
    cut = dice.randint(0, threatened // 4)
    return [threatened, Said("< 3", hidden=cut) if 0 < cut < 3 else cut]


LAYOUTS: list[Layout] = [
    Fair(key="unseen_turnout", shows=turnout.__doc__ or "", draw=turnout, more=_more_than_all),
    Fair(key="unseen_cut_offs", shows=cut_offs.__doc__ or "", draw=cut_offs),
]
