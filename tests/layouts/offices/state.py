"""The state's statistical office: an export of its database, and a table from its report."""

from random import Random

from tests.layouts.book import Book, Col, Draft, Page, Said, Value
from tests.layouts.layout import Layout
from tests.layouts.places import DISTRICT, DISTRICT_KEY, OFFICIAL, TOWNS, areas, later

AGES = (
    ("unter 3", "0-2"),
    ("3 – 5", "3-5"),
    ("6 – 9", "6-9"),
    ("10 – 14", "10-14"),
    ("15 – 17", "15-17"),
    ("18 – 24", "18-24"),
    ("25 – 44", "25-44"),
    ("45 – 64", "45-64"),
    ("65 – 79", "65-79"),
    ("80 u. älter", "80+"),
)


def genesis(year: int, dice: Random) -> Book:
    """A block about the table, group headings written again over every column, signs, a
    copyright line."""
    page = Page()
    german, foreign = "Deutsche", "Ausländer"
    columns = [
        Col(("", "", ""), "date", also=("year",)),
        Col(("", "", ""), "municipality_code", also=("area_code",)),
        Col(("", "", ""), "municipality_name", also=("area_name",)),
        *(
            Col(
                ("Bevölkerung", nation, sex),
                "value",
                {"citizenship": code} | ({"sex": sex_code} if sex_code else {}),
                unit="Anzahl",
                also=() if sex_code else ("total",),
            )
            for nation, code in ((german, "german"), (foreign, "foreign"))
            for sex, sex_code in (("männlich", "male"), ("weiblich", "female"), ("Insgesamt", ""))
        ),
        Col(("Bevölkerung", foreign, "Anteil"), "share", unit="Prozent"),
    ]
    table = page.table("Bevölkerung", columns, target="population_by_nationality")
    table.title("Bevölkerung nach Geschlecht und Nationalität - Gemeinden - Stichtag")
    table.title("Bevölkerungsstand")
    table.title("Fortschreibung des Bevölkerungsstandes (Basis Zensus)")
    if later(year):
        table.title("Ergebnis - 12411-09i")
    table.heading(groups_repeated=True)
    table.units()
    day = f"31.12.{year}"
    for town, name in OFFICIAL.items():
        men, women = dice.randint(900, 9000), dice.randint(900, 9000)
        table.data(
            [day, town, name, men, women, men + women, *_few(dice), dice.randint(1, 249) / 10]
        )
    table.total(day, DISTRICT_KEY, DISTRICT)
    table.footnote("_" * 10)
    table.footnote(
        "- = nichts vorhanden; . = Zahlenwert unbekannt oder geheim zu halten; "
        "... = Angabe fällt später an"
    )
    table.footnote(f"(C)opyright Statistisches Landesamt, {year + 1}")
    table.footnote(f"Stand: 16.09.{year + 1} / 08:57:01")
    return Book(
        f"12411-09i_{year}.csv", "aggregate", "csv", [page], encoding="cp1252", thousands=False
    )


def _few(dice: Random) -> list[Value]:
    style = dice.choice(("known", "secret", "none", "late"))
    if style == "none":
        return [Said("-"), Said("-"), Said("-")]
    if style == "secret":
        return [Said(".", hidden=3), Said(".", hidden=1), 4]
    men, women = dice.randint(20, 400), dice.randint(20, 400)
    if style == "late":
        return [Said("...", hidden=men), Said("...", hidden=women), men + women]
    return [men, women, men + women]


def ages(year: int, dice: Random) -> Book:
    """Age groups as columns, three rows per area (both, men, women), towns as rows that group."""
    page = Page("Tab. 3")
    columns = [
        Col("Gebiet", "area_name"),
        Col("Geschl.", "sex"),
        Col("Ins-\ngesamt", "total", unit="Anzahl", format="#,##0"),
        *(
            Col(
                ("Davon im Alter von ... Jahren", label),
                "value",
                {"age": code},
                unit="Anzahl",
                format="#,##0",
            )
            for label, code in AGES
        ),
    ]
    table = page.table("Alter", columns, target="residents")
    table.title("Tabelle 3")
    table.title(
        f"Bevölkerung am 31. Dezember {year} nach Altersgruppen, Geschlecht und Planungsräumen"
    )
    table.blank(2)
    table.heading()
    table.units()
    for town, name in TOWNS.items():
        table.blank()
        table.group(OFFICIAL[town], merge=True)
        for area in (a for a in areas(year) if a.town_key == town):
            men, women = _people(dice), _people(dice)
            both = [a + b for a, b in zip(men, women, strict=True)]
            _both(table, area.name, both)
            table.data([area.name, "m", sum(men), *men])
            table.data([area.name, "w", sum(women), *women])
        table.total(f"{name} zusammen", "i", part=True)
    table.total(DISTRICT, "i")
    table.blank()
    table.footnote("Quelle: Melderegister der Gemeinden, eigene Auszählung")
    if later(year):
        table.footnote("1) Ab 2024 einschließlich Heidkrug")
    return Book(f"Tab03_Alter_{year}.xlsx", "aggregate", "xlsx", [page])


def _people(dice: Random) -> list[int]:
    return [dice.choice((0, 7, 31, 140, 412, 1093)) for _ in AGES]


def _both(table: Draft, name: str, numbers: list[int]) -> None:
    """The row of both sexes stands before its parts: a sum, but not of the rows above it."""
    row = table.total(name, "i", fill=dict(enumerate([sum(numbers), *numbers], start=2)))
    assert row


def long(year: int, dice: Random) -> Book:
    """One row per area, sex and age group; decimal commas, points at thousands, no title at all."""
    page = Page()
    columns = [
        Col("Jahr", "year"),
        Col("Raum_Nr", "area_code"),
        Col("Raum", "area_name"),
        Col("Geschlecht", "sex"),
        Col("Altersgruppe", "age_group"),
        Col("Einw.", "value"),
        Col("in % des Raums", "share"),
    ]
    table = page.table("Einwohner", columns, target="residents")
    table.heading()
    for area in areas(year):
        numbers = {
            (sex, label): dice.choice((0, 7, 31, 140, 1412))
            for sex in ("m", "w", "d")
            for label, _ in AGES
        }
        whole = sum(numbers.values()) or 1
        for (sex, label), number in numbers.items():
            few: Value = Said("x", hidden=number) if sex == "d" else number
            share: Value = Said("x") if sex == "d" else round(100 * number / whole, 2)
            table.data([str(year), area.key, area.name, sex, label, few, share])
    return Book(
        f"Einwohner_lang_{year}.csv", "aggregate", "csv", [page], encoding="cp1252", thousands=True
    )


LAYOUTS = [
    Layout(key="state_long", shows=long.__doc__ or "", draw=long, loses="Geschlecht"),
    Layout(key="state_genesis", shows=genesis.__doc__ or "", draw=genesis),
    Layout(key="state_ages", shows=ages.__doc__ or "", draw=ages),
]
