"""Lists of day-care centres and schools."""

from random import Random

from tests.layouts.book import Book, Col, Page
from tests.layouts.layout import Layout
from tests.layouts.places import TOWNS, Address, addresses, later

PROVIDERS = (
    "Stadt Lindenau",
    "Caritasverein Krähwinkel e. V.",
    "Lindenhof gGmbH",
    "Elterninitiative Zwergenhütte e. V.",
    "Ev. Kirchengemeinde Eschwalde",
)
ANIMALS = (
    "Sonnenkäfer",
    "Zwergenhütte",
    "Pusteblume",
    "Regenbogen",
    "Wurzelzwerge",
    "Spatzennest",
    "Löwenzahn",
    "Bärenhöhle",
    "Villa Kunterbunt",
    "Igelbau",
    "Waldmäuse",
    "Sternschnuppe",
)


def _houses(dice: Random, town: str, count: int) -> list[Address]:
    return dice.sample([house for house in addresses() if house.town_key == town], count)


def kitas(year: int, dice: Random) -> Book:
    """Groups of headings, empty columns between them, towns as rows, postcodes as formatted
    numbers."""
    page = Page("Kitas")
    page.formulas = True
    address, places, taken = "Anschrift", "Genehmigte Plätze", "Belegte Plätze"
    columns = [
        Col("Nr.", "identifier"),
        Col("Name der\nEinrichtung", "name"),
        Col("Träger", "provider"),
        Col("", "ignored"),
        Col((address, "Straße, Hausnr."), "address"),
        Col((address, "PLZ"), "postcode", format="00000"),
        Col((address, "Ort"), "place"),
        Col("", "ignored"),
        Col((places, "U3"), "places", {"age": "0-2"}),
        Col((places, "Ü3"), "places", {"age": "3-5"}),
        Col((taken, "U3"), "value", {"age": "0-2"}),
        Col((taken, "Ü3"), "value", {"age": "3-5"}),
        Col("Bemerkung", "remark"),
    ]
    table = page.table("Kitas", columns, target="daycare")
    table.title("Kreisjugendamt – Fachaufsicht Kindertagesbetreuung")
    table.title(f"Kindertageseinrichtungen im Kreis, Kindergartenjahr {year}/{(year + 1) % 100}")
    table.title(f"Stichtag 01.03.{year + 1}")
    table.blank()
    table.heading()
    names, number = iter(dice.sample(ANIMALS, len(ANIMALS))), 0
    for town, name in TOWNS.items():
        table.group(name)
        for house in _houses(dice, town, (5 if later(year) else 4) if name == "Lindenau" else 3):
            number += 1
            small, large = dice.choice((0, 10, 12, 20)), dice.choice((40, 45, 60))
            table.data(
                [
                    number,
                    f"Kita {next(names)}",
                    dice.choice(PROVIDERS),
                    None,
                    f"{house.street} {house.house}",
                    int(house.postcode),
                    house.place,
                    None,
                    small,
                    large,
                    max(small - dice.randint(0, 3), 0),
                    large - dice.randint(0, 9),
                    "Umbau bis Sommer" if dice.random() < 0.2 else None,
                ]
            )
        table.total(*[None] * 4, f"Summe {name}", None, None, None, part=True)
    table.total(*[None] * 4, "Kreis insgesamt", None, None, None)
    table.blank()
    table.footnote("Die Zahlen beruhen auf den Meldungen der Träger.")
    return Book(f"Kitas_{year}.xlsx", "facility", "xlsx", [page])


def navigator(year: int, dice: Random) -> Book:
    """Export of a web portal: commas, quotes, line breaks inside fields, coordinates with
    points."""
    page = Page()
    columns = [
        Col("id", "identifier"),
        Col("Einrichtung", "name"),
        Col("Trägername", "provider"),
        Col("Einrichtungsart", "kind"),
        Col("Straße", "street"),
        Col("Hausnr.", "number"),
        Col("PLZ", "postcode"),
        Col("Ort", "place"),
        Col("Öffnungszeiten", "remark", also=("ignored",)),
        Col("E-Mail", "contact"),
        Col("Rechtswert (UTM32)", "x"),
        Col("Hochwert (UTM32)", "y"),
        Col("Plätze gesamt", "places"),
    ]
    if later(year):  # the portal was updated: contact further to the left
        columns.insert(4, columns.pop(9))
    table = page.table("Navigator", columns, target="daycare")
    table.heading()
    names = iter(dice.sample(ANIMALS, len(ANIMALS)))
    for number in range(11 if later(year) else 10):
        house = dice.choice(addresses())
        name = next(names)
        values = [
            f"{number + 1:05d}",
            f'Kita "{name}"',
            dice.choice(PROVIDERS),
            dice.choice(("Kita", "Familienzentrum", "Waldkindergarten")),
            house.street,
            house.house,
            house.postcode,
            house.place,
            "Mo-Fr 7:00-16:30\nin den Ferien geschlossen, siehe Aushang",
            "kita" + str(number) + "@lindenau.example",
            f"{449000 + dice.randint(0, 9000)}.{dice.randint(10, 99)}",
            f"{5746000 + dice.randint(0, 2000)}.{dice.randint(10, 99)}",
            dice.choice((25, 45, 70, 110)),
        ]
        if later(year):
            values.insert(4, values.pop(9))
        table.data(values)
    return Book(
        f"kitanavigator_export_{year}.csv",
        "facility",
        "csv",
        [page],
        encoding="utf-8-sig",
        delimiter=",",
        newline="\n",
        quote_all=True,
    )


def schools(year: int, dice: Random) -> Book:
    """School statistics: a sheet per type of school, keys as formatted numbers, sums above the
    schools."""
    pages = []
    for kind, short, count in (
        ("Grundschulen", "GS", 4),
        ("Gesamtschulen", "GE", 2),
        ("Gymnasien", "GY", 2),
    ):
        page = Page(f"{short} {year}-{(year + 1) % 100}")
        pupils = "Schülerinnen und Schüler"
        columns = [
            Col("Schul-\nnummer", "identifier", format="000000"),
            Col("Amtl. Bezeichnung", "name"),
            Col("AGS", "municipality_code", format="00000000"),
            Col("Straße und Hausnummer", "address"),
            Col("PLZ", "postcode", format="00000"),
            Col("Ort", "place"),
            Col((pupils, "insg."), "value", also=("total",)),
            Col((pupils, "dar.\nweibl."), "value", {"sex": "female"}),
            Col((pupils, "dar. nicht-\ndeutsch"), "value", {"citizenship": "foreign"}),
            Col((pupils, "dar. mit Zuwan-\nderungsgeschichte"), "value", {"migration_wide": "yes"}),
            Col("Anteil nicht-\ndeutsch", "share", format="0.0%"),
        ]
        table = page.table(kind, columns, target="school")
        table.title(f"{kind} im Schuljahr {year}/{(year + 1) % 100}")
        table.title("Amtliche Schuldaten, Stichtag 15.10." + str(year))
        table.heading(low=True)
        page.hidden_columns.add(3)
        top = page.row
        page.row += 1
        for number in range(count + (1 if later(year) and short == "GS" else 0)):
            house = dice.choice(addresses())
            total = dice.randint(120, 1240)
            girls, foreign = total // 2 + dice.randint(-9, 9), dice.randint(10, total // 4)
            table.data(
                [
                    4710 + number * 13,
                    f"{short} {house.street}",
                    int(house.town_key),
                    f"{house.street} {house.house}",
                    int(house.postcode),
                    house.place,
                    total,
                    girls,
                    foreign,
                    foreign + dice.randint(0, 40),
                    round(foreign / total, 3),
                ]
            )
        end, page.row = page.row, top
        table.total(None, f"{kind} zusammen", None, None, None, None)
        page.row = end
        table.footnote("Ohne Förderschulen")
        pages.append(page)
    return Book(f"Schulen_{year}.xlsx", "facility", "xlsx", pages)


LAYOUTS = [
    Layout(key="facility_kitas", shows=kitas.__doc__ or "", draw=kitas),
    Layout(key="facility_navigator", shows=navigator.__doc__ or "", draw=navigator, loses="PLZ"),
    Layout(key="facility_schools", shows=schools.__doc__ or "", draw=schools),
]
