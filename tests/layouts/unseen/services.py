"""Doctors by specialty, and day care with the places that are still free."""

from datetime import date
from random import Random

from tests.layouts.book import Book, Col, Page, Said, Value
from tests.layouts.fair import Fair, sum_beside
from tests.layouts.layout import Layout
from tests.layouts.places import DISTRICT, DISTRICT_KEY, OFFICIAL, TOWNS, addresses, later

SPECIALTIES = {
    "general": "Hausärztliche\nVersorgung",
    "children": "Kinder- und\nJugendmedizin",
    "gynaecology": "Frauenheilkunde",
    "psychotherapy": "Psychotherapie",
}
NAMES = (
    "Ameisenhügel",
    "Biberburg",
    "Dachsbau",
    "Elsternest",
    "Froschteich",
    "Glühwürmchen",
    "Heupferdchen",
    "Kükenhof",
    "Maulwurfshügel",
    "Nachteulen",
    "Otterufer",
    "Purzelbaum",
    "Seepferdchen",
    "Törtchen & Söhne",
    "Überflieger",
    "Wühlmäuse",
)
RUN_BY = (
    "Landkreis Lindenau",
    "Diakonie Weißer Stein",
    "Elternverein Krümelkiste e. V.",
    "Volkssolidarität Ottern",
    "Bildungshaus Anger gGmbH",
)


def doctors(year: int, dice: Random) -> Book:
    """Persons, marks and seats (quarters of them) under every specialty; two reference dates below
    each other, each with its own sum; a legend of the marks below.
    """
    page = Page("Vertragsärzte")
    columns = [
        Col("Stichtag", "date"),
        Col("Gemeinde-\nschlüssel", "municipality_code"),
        Col("Gemeinde", "municipality_name", also=("area_name",)),
    ]
    for code, label in SPECIALTIES.items():
        columns += [
            Col((label, "Personen"), "value", {"specialty": code}),
            Col((label, "Anm."), "remark", also=("ignored", "code")),
            Col((label, "Sitze"), "ignored", also=("value", "share", "places", "total")),
        ]
    columns.append(Col("Personen\ninsgesamt", "total"))
    table = page.table("Vertragsärzte", columns, target="doctors_by_specialty")
    table.title("Kassenärztliche Vereinigung, Bezirksstelle Lindenau")
    if later(year):
        table.title(f"Arztzahlen nach Fachgruppen {year}, an der Versorgung Teilnehmende")
        table.title("Auskünfte erteilt die Bedarfsplanung.")
    else:
        table.title(f"Zahl der Ärztinnen, Ärzte und Psychotherapeut/-innen {year}")
    table.blank()
    table.heading()
    known = {key: _persons(key, dice) for key in OFFICIAL}
    for month in (1, 7, 10) if later(year) else (1, 7):
        day = date(year, month, 1)
        for key, name in OFFICIAL.items():
            table.data([day, key, name, *_specialties(known[key], dice)])
        beside: dict[int, Value] = {}
        for at in (5, 8, 11, 14):
            beside |= sum_beside(table, at, part=True)
        marks: dict[int, Value] = dict.fromkeys((4, 7, 10, 13))
        table.total(day, DISTRICT_KEY, DISTRICT, part=True, fill=beside | marks)
    table.footnote("Personen: Köpfe. Sitze: Umfang der Tätigkeit, 1,0 = volle Stelle")
    table.footnote("1) einschließlich angestellter Ärztinnen und Ärzte")
    table.footnote("2) eine Stelle ausgeschrieben")
    table.footnote("– nicht vertreten")
    return Book(f"KV_Fachgruppen_{year}.ods", "aggregate", "ods", [page])


def _persons(key: str, dice: Random) -> list[int]:
    """How many work in a town in each specialty."""
    most = {"05998008": (16, 4, 4, 9), "05998016": (3, 0, 0, 0)}.get(key, (38, 9, 11, 27))
    return [dice.randint(number // 2 + 1, number) if number else 0 for number in most]


def _specialties(persons: list[int], dice: Random) -> list[Value]:
    cells: list[Value] = []
    counts = [number and max(number + dice.randint(-1, 1), 1) for number in persons]
    for number in counts:
        if number:
            seats = number - (dice.randint(0, 3) * 0.25 if number > 1 else 0)
            cells += [number, dice.choice((None, None, "1)", "2)")), seats]
        else:
            cells += [Said("–"), None, Said("–")]
    return [*cells, sum(counts)]


def free_places(year: int, dice: Random) -> Book:
    """Saved as text on a Macintosh: its own encoding and line ends; what is free is said in
    numbers and in words, telephone numbers begin with a zero, towns as rows.
    """
    page = Page()
    small, large = "unter 3 J.", "ab 3 J."
    columns = [
        Col("Einr.-Nr.", "identifier"),
        Col("Einrichtung", "name"),
        Col(f"noch frei {small}", "ignored", also=("value", "places", "remark", "total")),
        Col(f"noch frei {large}", "ignored", also=("value", "places", "remark", "total")),
        Col(f"Plätze {small}", "places", {"age": "0-2"}),
        Col(f"Plätze {large}", "places", {"age": "3-5"}),
        Col(f"Kinder {small}", "value", {"age": "0-2"}),
        Col(f"Kinder {large}", "value", {"age": "3-5"}),
        Col("Straße", "street"),
        Col("Hausnummer", "number"),
        Col("PLZ", "postcode"),
        Col("Ort", "place"),
        Col("Telefon", "contact"),
        Col("Träger", "provider"),
    ]
    table = page.table("Kitas", columns, target="daycare")
    if later(year):
        table.title(f"Freie Kita-Plätze im Landkreis Lindenau am 1. November {year}")
        table.title("Bitte rufen Sie vor einem Besuch an.")
    else:
        table.title(f"Kita-Platzbörse Landkreis Lindenau – Stand 01.11.{year}")
    table.blank()
    table.heading()
    names, number = iter(dice.sample(NAMES, len(NAMES))), 0
    for town, place in TOWNS.items():
        table.group(f"Kitas in {place}")
        for _ in range(2 if place == "Klein Ottern" else 6 if later(year) else 5):
            number += 1
            table.data([str(number * 3).zfill(4), f"Kita {next(names)}", *_house(town, dice)])
    table.total(None, "Landkreis", None, None)
    table.footnote("Alle Angaben laut Meldung der Träger")
    return Book(
        f"kitaboerse_{year}.csv",
        "facility",
        "csv",
        [page],
        encoding="mac_roman",
        newline="\r",
    )


def _house(town: str, dice: Random) -> list[Value]:
    house = dice.choice([house for house in addresses() if house.town_key == town])
    small, large = dice.choice((0, 10, 12, 18)), dice.choice((22, 44, 50, 66))
    free = [min(dice.randint(0, 3), small), dice.randint(0, 7)]
    return [
        (free[0] or dice.choice(("keine", "ausgebucht"))) if small else "–",
        free[1] or dice.choice(("keine", "ausgebucht")),
        small,
        large,
        small - free[0],
        large - free[1],
        house.street,
        house.house,
        house.postcode,
        house.place,
        f"030 23125 {dice.randint(0, 999):03d}",  # numbers kept free for invented people
        dice.choice(RUN_BY),
    ]


LAYOUTS: list[Layout] = [
    Fair(key="unseen_doctors", shows=doctors.__doc__ or "", draw=doctors),
    Fair(
        key="unseen_free_places",
        shows=free_places.__doc__ or "",
        draw=free_places,
        loses="Ort",
    ),
]
