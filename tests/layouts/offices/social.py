"""Social office, health office, youth office: one row per case, per month, per area."""

from datetime import date
from random import Random

from tests.layouts.book import Book, Col, Page, Said, Value
from tests.layouts.layout import Layout
from tests.layouts.places import OFFICIAL, TOWNS, addresses, areas, later

TARGETS = {"Haushalte": "housing_benefit", "Anträge": "housing_benefit_applications"}
MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


def school_entry(year: int, dice: Random) -> Book:
    """Tabs and UTF-16 from the health office's program; findings as codes, what is unknown as
    text."""
    page = Page()
    columns = [
        Col("Unters.-Nr.", "identifier"),
        Col("U-Datum", "date"),
        Col("Geb.-Dat.", "birth_date"),
        Col("Geschl.", "sex"),
        Col("Strasse+HNr", "address"),
        Col("PLZ", "postcode"),
        Col("Wohnort", "place"),
        Col("Kita-Besuch (J.)", "code", also=("value", "remark")),
        Col("Masern", "code"),
        Col("Sprache", "code"),
        Col("BMI-Perz.", "code"),
        Col("Bemerkung", "remark"),
    ]
    if later(year):  # the program was updated: findings in another order
        columns[8], columns[10] = columns[10], columns[8]
    table = page.table("Untersuchungen", columns, target="school_entry")
    table.title(f"SEU {year} - Export vom 03.09.{year}")
    table.blank()
    table.heading()
    houses = addresses()
    for number in range(1, 44 if later(year) else 39):
        house = dice.choice(houses)
        findings = [dice.choice("012"), dice.choice(("0", "1", "9", "k.A.")), dice.choice("1239")]
        if later(year):
            findings.reverse()
        table.data(
            [
                f"{year}-{number:04d}",
                date(year, dice.randint(1, 6), dice.randint(1, 28)),
                date(year - 6, dice.randint(1, 12), dice.randint(1, 28)),
                dice.choice("mw"),
                f"{house.street.replace('straße', 'str.')} {house.house}",
                house.postcode,
                house.place,
                dice.choice(("1", "2", "3", "k.A.")),
                *findings,
                'Kontrolle "offen"' if dice.random() < 0.1 else None,
            ]
        )
    return Book(f"SEU_{year}.txt", "person", "csv", [page], encoding="utf-16", delimiter="\t")


def housing_benefit(year: int, dice: Random) -> Book:
    """Months as columns, the year's sum beside them, own names of areas, two things counted one
    below the other."""
    page = Page(f"Wohngeld {year}")
    columns = [
        Col("Sozialraum", "area_name"),
        *(
            Col(f"{month} {year % 100}", "value", period=f"{year}-{n:02d}")
            for n, month in enumerate(MONTHS, start=1)
        ),
        Col("Jahres-\nsumme", "total"),
    ]
    for name, what in (("Haushalte", "Haushalte mit Wohngeld"), ("Anträge", "Neuanträge")):
        table = page.table(name, columns, target=TARGETS[name])
        table.title(f"{what} nach Monaten, {year}")
        if later(year) and name == "Haushalte":
            table.title("Wohngeld-Plus: seit 01.01.2023 größerer Kreis der Berechtigten")
        table.heading()
        for area in areas(year):
            numbers: list[Value] = [dice.randint(10, 60) for _ in MONTHS]
            if name == "Anträge":
                numbers[dice.randrange(12)] = Said("-")
            whole = sum(n for n in numbers if isinstance(n, int))
            table.data([area.social, *numbers, whole])
        table.total("Kreis")
        table.blank(2)
    page.tables[-1].footnote("Auskunft: Frau Beispiel, App. 000")
    return Book(f"Wohngeld_{year}.ods", "aggregate", "ods", [page])


def disability(year: int, dice: Random) -> Book:
    """A web page saved as .xls: merged headings, sums in front, signs of official statistics."""
    page = Page()
    degree = "Grad der Behinderung"
    columns = [
        Col("Schl.-Nr.", "municipality_code", also=("area_code",)),
        Col("Kreis<br>Gemeinde".replace("<br>", "\n"), "municipality_name", also=("area_name",)),
        Col(("Schwerbehinderte Menschen", "insgesamt"), "value", also=("total",)),
        Col(("Schwerbehinderte Menschen", "davon", "unter 18"), "value", {"age": "0-17"}),
        Col(("Schwerbehinderte Menschen", "davon", "18 – 65"), "value", {"age": "18-64"}),
        Col(("Schwerbehinderte Menschen", "davon", "65 u. m."), "value", {"age": "65+"}),
        Col((degree, "50"), "value", {"degree": "50"}),
        Col((degree, "60 – 90"), "value", {"degree": "60-90"}),
        Col((degree, "100"), "value", {"degree": "100"}),
    ]
    table = page.table("Schwerbehinderte", columns, target="severely_disabled")
    table.title(f"Schwerbehinderte Menschen am 31.12.{year} nach Alter und Grad der Behinderung")
    table.heading()
    rows = []
    for town, name in OFFICIAL.items():
        ages: list[Value] = [Said(".", hidden=2), dice.randint(80, 900), dice.randint(90, 1300)]
        degrees: list[Value] = [Said("/", hidden=9), dice.randint(9, 90), Said("-")]
        if town != "05998016":
            ages[0], degrees[0] = dice.randint(12, 40), dice.randint(50, 700)
        rows.append([town, name, _added(ages), *ages, *degrees])
    top = page.row
    page.row += 1
    for row in rows:
        table.data(row)
    end, page.row = page.row, top
    table.total("05998", "Lindenau, Kreis")
    page.row = end
    table.footnote("– nichts vorhanden   . geheim zu halten   / nicht sicher genug")
    if later(year):
        table.footnote("Die Statistik wird alle zwei Jahre erhoben.")
    return Book(f"SB_{year}.xls", "aggregate", "html", [page], encoding="utf-8", thousands=True)


def _added(values: list[Value]) -> int:
    return sum(v.hidden if isinstance(v, Said) else v for v in values)  # type: ignore[union-attr, misc, return-value]


def care(year: int, dice: Random) -> Book:
    """Care statistics: one sheet per town, three rows of headings, words divided at the line's
    end."""
    pages = []
    for town, name in TOWNS.items():
        page = Page(name)
        need, kind = "Pflege-\nbedürftige", "davon"
        columns = [
            Col("Planungs-\nraum", "area_code"),
            Col("Bezeich-\nnung", "area_name"),
            Col((need, "ins-\ngesamt"), "total"),
            Col((need, kind, "ambulante\nPflege"), "value", {"care": "outpatient"}),
            Col((need, kind, "vollsta-\ntionäre Pflege"), "value", {"care": "inpatient"}),
            Col((need, kind, "nur Pflege-\ngeld"), "value", {"care": "allowance"}),
            Col(("Quote je\n1.000 Ew.",), "share", format="0.0"),
        ]
        table = page.table(name, columns, target="care_need")
        table.title("Pflegestatistik")
        table.title(f"{name}, 15.12.{year}")
        table.blank()
        table.heading()
        table.numbers()
        for area in (a for a in areas(year) if a.town_key == town):
            parts: list[Value] = [dice.randint(10, 90), Said("x"), dice.randint(20, 200)]
            if name != "Klein Ottern":
                parts[1] = dice.choice((0, 24, 56))
            whole = sum(part for part in parts if isinstance(part, int))
            table.data([area.key, area.name, whole, *parts, round(dice.uniform(20, 60), 1)])
        if name != "Klein Ottern":
            table.total(None, "Summe")
        table.footnote("x = kein Heim im Planungsraum")
        if later(year):
            table.footnote("Vorläufige Ergebnisse")
        pages.append(page)
    return Book(f"Pflege_{year}.xlsx", "aggregate", "xlsx", pages)


def cases(year: int, dice: Random) -> Book:
    """Help for families from the youth office's program, in a workbook with macros; dates, file
    numbers, codes."""
    page = Page("PROSOZ_Export")
    columns = [
        Col("Aktenzeichen", "identifier"),
        Col("§", "code", also=("kind",)),
        Col("Beginn", "from_date"),
        Col("Ende", "until_date"),
        Col("Geb. am", "birth_date"),
        Col("m/w/d", "sex"),
        Col("PLZ / Ort", "postcode_place"),
        Col("Straße", "street"),
        Col("HsNr.", "number"),
        Col("Zus.", "suffix"),
    ]
    table = page.table("Fälle", columns, target="support_cases")
    table.title(
        "Hilfen zur Erziehung", None, None, None, "Zeitraum:", f"01.01.{year} – 31.12.{year}"
    )
    table.title("Filter: laufende und beendete Fälle")
    table.blank(2 if later(year) else 1)
    table.heading()
    for number in range(1, 36 if later(year) else 31):
        house = dice.choice(addresses())
        start = date(year - dice.randint(0, 2), dice.randint(1, 12), dice.randint(1, 28))
        ended = (
            date(year, 12, dice.randint(1, 31))
            if dice.random() < 0.3 and start.year < year
            else None
        )
        table.data(
            [
                f"0051.{number:04d}/{year % 100}",
                dice.choice(("31", "32", "34", "35a")),
                start,
                ended,
                date(year - dice.randint(2, 19), dice.randint(1, 12), dice.randint(1, 28)),
                dice.choice("mwd"),
                f"{house.postcode} {house.place}",
                house.street,
                house.number,
                house.suffix,
            ]
        )
        if number % 12 == 0:
            page.hidden_rows.add(page.row - 1)
    return Book(f"HzE_{year}.xlsm", "person", "xlsm", [page])


LAYOUTS = [
    Layout(
        key="health_school_entry",
        shows=school_entry.__doc__ or "",
        draw=school_entry,
        loses="U-Datum",
    ),
    Layout(key="social_housing_benefit", shows=housing_benefit.__doc__ or "", draw=housing_benefit),
    Layout(key="social_disability", shows=disability.__doc__ or "", draw=disability),
    Layout(key="social_care_towns", shows=care.__doc__ or "", draw=care),
    Layout(key="youth_cases", shows=cases.__doc__ or "", draw=cases),
]
