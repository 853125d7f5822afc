"""Counts by municipality: a pivot table, care every second year, accidents with marked values."""

from collections.abc import Callable
from random import Random

from tests.layouts.book import Book, Col, Draft, Page, Said, Value
from tests.layouts.fair import Fair, sum_beside
from tests.layouts.layout import Layout
from tests.layouts.places import DISTRICT, DISTRICT_KEY, OFFICIAL, TOWNS, later

MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


def benefit_pivot(year: int, dice: Random) -> Book:
    """A pivot table: filters above it, the municipality only in the first of its twelve rows,
    every heading begins with 'Summe von', subtotals called 'Ergebnis'.
    """
    page = Page("Tabelle2")
    columns = [
        Col("Gemeinde", "municipality_name", also=("area_name",)),
        Col("Monat", "month"),
        Col("Summe von Mietzuschuss", "value", {"subsidy": "rent"}),
        Col("Summe von Lastenzuschuss", "value", {"subsidy": "burden"}),
        Col("Summe von Haushalte", "total", also=("value",)),
    ]
    table = page.table("Wohngeld", columns, target="housing_benefit_kinds")
    table.title("Jahr", str(year))
    table.title("Bearbeitungsstand", "(Alle)")
    if later(year):
        table.title("Altfall", "nein")
    table.blank()
    table.heading()
    for name in TOWNS.values():
        base = {"Lindenau": 240, "Eschwalde": 150}.get(name, 40)
        for number, month in enumerate(MONTHS):
            rent = base + dice.randint(-12, 30)
            burden: Value = (
                dice.randint(3, 25) if name != "Klein Ottern" else dice.choice((0, 2, 5))
            )
            assert isinstance(burden, int)
            first = None if number else name
            table.data([first, f"{month} {year}", rent, burden, rent + burden])
        table.total(f"{name} Ergebnis", None, part=True)
    table.total("Gesamtergebnis", None)
    return Book(f"Kopie von Wohngeld Auswertung {year}.xlsx", "aggregate", "xlsx", [page])


def care_biennial(year: int, dice: Random) -> Book:
    """Two tables one above the other with different columns; the year stands once beside four
    rows, in a cell merged downwards; the sum of the district closes each year.
    """
    page = Page("Pflege")
    levels = _care_table(
        page,
        "Leistungsempfänger/-innen",
        "care_levels",
        [
            Col("ins-\ngesamt", "total"),
            *(
                Col(("davon mit Pflegegrad", str(n)), "value", {"care_level": str(n)})
                for n in range(1, 6)
            ),
        ],
    )
    levels.title("Amt für Soziales – Pflegeplanung")
    levels.title("1. Leistungsempfänger/-innen nach Pflegegrad, jeweils 15.12.")
    if later(year):
        levels.title("(Ergebnisse nach neuer Zuordnung der Wohnorte)")
    _fill_care(levels, year, lambda key: _levels(key, dice))
    page.blank(2)
    homes = _care_table(
        page,
        "Heimplätze",
        "care_places",
        [
            Col("Heime", "ignored", also=("value",)),
            Col("verfügbare\nPlätze", "value", also=("places", "total")),
            Col("Auslastung\nin %", "share", format="0.0"),
        ],
    )
    homes.title("2. Vollstationäre Dauerpflege: Heime und Plätze, jeweils 15.12.")
    _fill_care(homes, year, lambda key: _homes(key, dice))
    homes.footnote("– nichts vorhanden")
    homes.footnote("Die Erhebung findet alle zwei Jahre statt.")
    return Book(f"Pflege_{year - 2}_{year}.ods", "aggregate", "ods", [page])


def _care_table(page: Page, name: str, target: str, counts: list[Col]) -> Draft:
    columns = [
        Col("Jahr", "year"),
        Col("AGS", "municipality_code"),
        Col("Stadt/Gemeinde", "municipality_name", also=("area_name",)),
        *counts,
    ]
    return page.table(name, columns, target=target)


def _fill_care(table: Draft, year: int, drawn: Callable[[str], list[Value]]) -> None:
    table.heading()
    for shown in (year - 2, year):
        top = table.page.row
        for number, (key, name) in enumerate(OFFICIAL.items()):
            values = drawn(key)
            table.data([None if number else shown, key, name, *values])
        beside = sum_beside(table, 3, part=True) if table.columns[3].means == "ignored" else None
        table.total(None, DISTRICT_KEY, DISTRICT, part=True, fill=beside)
        table.page.merges.append((top, 1, table.page.row - 1, 1))


def _levels(key: str, dice: Random) -> list[Value]:
    most = {"05998008": 140, "05998016": 18}.get(key, 260)
    levels = [dice.choice((0, 4, 9)), *(dice.randint(most // 3, most) for _ in range(4))]
    return [sum(levels), *levels]


def _homes(key: str, dice: Random) -> list[Value]:
    if key == "05998016":
        return [Said("–"), Said("–"), Said("–")]
    return [dice.randint(1, 4), dice.randint(40, 310), round(dice.uniform(81, 99), 1)]


def accidents(year: int, dice: Random) -> Book:
    """Group headings stand once and are not repeated over their columns, marks of footnotes have
    columns of their own or hang on a name, every month is a row, months follow each other below.
    """
    page = Page()
    crashes, hurt = "Unfälle mit Personenschaden", "Verunglückte"
    columns = [
        Col("Gemeinde-Nr.", "municipality_code"),
        Col("Gemeinde", "municipality_name", also=("area_name",)),
        Col("Monat", "month"),
        Col((crashes, "insgesamt"), "ignored", unit="Anzahl", also=("value", "total")),
        Col((crashes, "Anm."), "remark", also=("ignored", "code")),
        Col((hurt, "insgesamt"), "total", unit="Anzahl"),
        Col((hurt, "davon", "Getötete"), "value", {"severity": "killed"}, unit="Anzahl"),
        Col((hurt, "davon", "Schwerverletzte"), "value", {"severity": "serious"}, unit="Anzahl"),
        Col((hurt, "davon", "Leichtverletzte"), "value", {"severity": "slight"}, unit="Anzahl"),
        Col((hurt, "Anm."), "remark", also=("ignored", "code")),
    ]
    table = page.table("Unfälle", columns, target="road_casualties")
    table.title(f"Straßenverkehrsunfälle mit Personenschaden {year} nach Gemeinden und Monaten")
    table.title(
        "Vorläufige Ergebnisse" if later(year) else "Ergebnisse der polizeilichen Erfassung"
    )
    if later(year):
        table.title("Ausgabe 2")
    table.blank()
    table.heading()
    table.units()
    for key, name in OFFICIAL.items():
        shown = f"{name} 1)" if key == "05998020" else name
        for month in range(1, 13):
            table.data([key, shown, f"{month:02d}/{year}", *_month(key, dice)])
        table.total(key, shown, "Jahr", part=True, fill=sum_beside(table, 3, part=True))
    table.total(DISTRICT_KEY, DISTRICT, "Jahr", fill=sum_beside(table, 3))
    table.footnote("1) einschließlich der Bundesautobahn im Stadtgebiet")
    table.footnote("r = berichtigter Wert; s = geschätzter Wert; - = nichts vorhanden")
    table.footnote(f"Kreispolizeibehörde, Direktion Verkehr, 03/{year + 1}")
    return Book(
        f"VU_Personenschaden_{year}.csv",
        "aggregate",
        "csv",
        [page],
        encoding="cp1252",
        thousands=True,
        pad=True,
    )


def _month(key: str, dice: Random) -> list[Value]:
    killed = dice.choice((0, 0, 0, 1))
    serious, slight = dice.randint(1, 9), dice.randint(2, 60 if key.endswith("20") else 14)
    return [
        max(killed + serious + slight - dice.randint(0, 3), 1),
        dice.choice((None, None, None, "r")),
        killed + serious + slight,
        killed or Said("-"),
        serious,
        slight,
        dice.choice((None, None, None, "r", "s")),
    ]


LAYOUTS: list[Layout] = [
    Fair(key="kept_benefit_pivot", shows=benefit_pivot.__doc__ or "", draw=benefit_pivot),
    Fair(key="kept_care_biennial", shows=care_biennial.__doc__ or "", draw=care_biennial),
    Fair(key="kept_accidents", shows=accidents.__doc__ or "", draw=accidents),
]
