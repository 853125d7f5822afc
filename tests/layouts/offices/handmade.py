"""Tables typed by hand: for a reader with eyes, not for a computer."""

from random import Random

from tests.layouts.book import Book, Col, Page, Said, Value
from tests.layouts.layout import Layout
from tests.layouts.places import TOWNS, areas, later

POSTCODES = (
    ("05080", "Eschwalde"),
    ("05160", "Klein Ottern"),
    ("05200", "Lindenau"),
    ("05201", "Lindenau"),
)

TARGETS = {
    "Häusliche Gewalt: Einsätze": "police_calls",
    "Jugendkriminalität: Tatverdächtige unter 21": "young_suspects",
}


def debt(year: int, dice: Random) -> Book:
    """Copied from a letter: blank rows, '<3', 'k. A.', numbers typed as text, a greeting below."""
    page = Page("Tabelle1")
    clients = "Ratsuchende Haushalte"
    columns = [
        Col("PLZ und Ort", "postcode_place"),
        Col((clients, f"{year - 1}"), "value", period=str(year - 1)),
        Col((clients, f"{year}"), "value", period=str(year)),
        Col((clients, "davon allein-\nerziehend"), "value", {"type": "single_parent"}),
        Col("Wartezeit\nin Wochen", "share", also=("value", "ignored", "remark")),
        Col("Anmerkungen", "remark"),
    ]
    table = page.table("Schulden", columns, target="debt_clients")
    table.title("Schuldner- und Insolvenzberatung der Wohlfahrtsverbände im Kreis")
    table.blank()
    table.title(
        "Sehr geehrte Damen und Herren, anbei die gewünschten Zahlen für den Sozialbericht:"
    )
    if later(year):
        table.title("(Stand: 31. Januar " + str(year + 1) + ")")
    table.blank()
    table.heading()
    signs: list[Value] = [
        Said("<3", hidden=2),
        Said("k. A."),
        Said("nicht erhoben"),
        Said("12", 12),
    ]
    for number, (code, place) in enumerate(POSTCODES):
        if number:
            table.blank()
        old, new = dice.randint(20, 1300), dice.randint(20, 1300)
        table.data(
            [
                f"{code} {place}",
                _typed(old),
                _typed(new),
                signs[number],
                dice.choice((4, 6, 7.5)),
                "Außenstelle nur mittwochs" if number == 1 else None,
            ]
        )
    table.blank()
    table.total("Gesamt", fill={3: "", 4: ""})
    table.blank(2)
    table.footnote("Mit freundlichen Grüßen")
    table.footnote("Schuldnerberatung, i. A. Muster")
    return Book(f"Schuldnerberatung Zahlen {year}.xlsx", "aggregate", "xlsx", [page])


def _typed(number: int) -> Said:
    return Said(f"{number:,}".replace(",", "."), number)


def police(year: int, dice: Random) -> Book:
    """Two tables one below the other, years as columns, change in percent, sums between the
    rows."""
    page = Page("Sozialraum")
    columns = [
        Col("Gemeinde", "municipality_name", also=("area_name",)),
        *(Col(("Jahr", str(y)), "value", period=str(y)) for y in range(year - 3, year + 1)),
        Col(f"Veränderung\nzu {year - 1} in %", "share", format="0.0"),
    ]
    for name, target in TARGETS.items():
        table = page.table(name, columns, target=target)
        table.title(f"Kreispolizeibehörde – {name}" + (" (vorläufig)" if later(year) else ""))
        table.heading()
        for town in TOWNS.values():
            numbers = [dice.choice((0, 4, 19, 33, 58)) for _ in range(4)]
            change = (
                round(100 * (numbers[3] - numbers[2]) / numbers[2], 1) if numbers[2] else Said("x")
            )
            table.data([town, *numbers, change])
        table.total("Kreis gesamt")
        table.footnote("x = nicht sinnvoll")
        table.blank()
    return Book(f"Polizei_{year}.xlsx", "aggregate", "xlsx", [page])


def dwellings(year: int, dice: Random) -> Book:
    """Two tables side by side with an empty column between them, in the workbook of an old
    program."""
    page = Page("Bestand")
    stock = [
        Col("Kennz.", "area_code"),
        Col("Sozialraum", "area_name"),
        Col(("Wohnungen", "gesamt"), "value", also=("total",)),
        Col(("Wohnungen", "gebunden"), "value", {"kind": "subsidised"}),
        Col(("Wohnungen", "frei"), "value", {"kind": "other"}),
    ]
    seekers = [
        Col("Sozialraum", "area_name"),
        Col(("Wohnungssuchende", "Haushalte"), "value"),
        Col(("Wohnungssuchende", "dar. mit Kindern"), "value", {"children": "yes"}),
    ]
    left = page.table("Bestand", stock, target="social_housing")
    left.title("Wohnraumförderung")
    left.title(f"Bestand am 31.12.{year}", *[None] * 5, f"Suchende am 31.12.{year}")
    if later(year):
        left.title("Bindungen ohne Darlehen der Kommunen")
    left.blank()
    top = page.row
    left.heading()
    for area in areas(year):
        bound, free = dice.choice((0, 12, 160)), dice.randint(200, 2100)
        left.data([area.key, area.name, bound + free, bound, free])
    left.total(None, "Summe")
    page.row = top
    right = page.table("Suchende", seekers, target="housing_seekers", left=7)
    right.heading()
    for area in areas(year):
        right.data(
            [area.name, dice.randint(5, 90), dice.choice((0, 3, Said("*", hidden=2), Said("-")))]
        )
    right.total("Summe")
    left.footnote("* weniger als drei Fälle")
    return Book(f"Wohnraum_{year}.xls", "aggregate", "xls", [page])


LAYOUTS = [
    Layout(key="handmade_debt", shows=debt.__doc__ or "", draw=debt),
    Layout(key="handmade_police", shows=police.__doc__ or "", draw=police),
    Layout(key="housing_side_by_side", shows=dwellings.__doc__ or "", draw=dwellings),
]
