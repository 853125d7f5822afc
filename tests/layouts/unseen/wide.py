"""Months and years to the right: the job centre's households, transfers after primary school."""

from random import Random

from tests.layouts.book import Book, Col, Page, Said, Value
from tests.layouts.fair import Fair, put_fault
from tests.layouts.layout import Layout
from tests.layouts.model import FaultTruth
from tests.layouts.places import TOWNS, areas, later

MONTHS = {"10": "Oktober", "11": "November", "12": "Dezember"}
SIZES = {"1": "1 Person", "2": "2 Personen", "3+": "3 und mehr\nPersonen"}
SCHOOLS = {
    "lower": "Haupt-\nschule",
    "middle": "Realschule",
    "comprehensive": "Gesamt-\nschule",
    "grammar": "Gymna-\nsium",
}


def hide(numbers: list[int], *, below: int, sign: str) -> list[Value]:
    """The numbers, small ones hidden; where only one is small, the next smallest with it."""
    small = [i for i, number in enumerate(numbers) if 0 < number < below]
    if len(small) == 1:
        others = [i for i, number in enumerate(numbers) if number >= below]
        small += sorted(others, key=lambda i: numbers[i])[:1]
    return [Said(sign, hidden=n) if i in small else n for i, n in enumerate(numbers)]


def jobcenter_quarter(year: int, dice: Random) -> Book:
    """The table begins in column B; a merged heading per month over four short ones that are the
    same every month; the town stands once beside its areas, in a cell merged downwards.
    """
    page = Page("BG Größe")
    columns = [
        Col("Gemeinde", "municipality_name"),
        Col("Ortsteil", "area_name"),
    ]
    for number, month in MONTHS.items():
        group, period = f"{month} {year}", f"{year}-{number}"
        columns += [
            Col((group, label), "value", {"size": size}, period=period)
            for size, label in SIZES.items()
        ]
        columns.append(Col((group, "BG zus."), "total", period=period))
    page.blank()
    table = page.table("BG", columns, target="jobcenter_households", left=2)
    if later(year):
        table.title(f"Jobcenter – Bedarfsgemeinschaften nach der Größe, IV. Quartal {year}")
        table.title("Auszählung mit neuem Fachverfahren, Werte vergleichbar")
    else:
        table.title(f"Jobcenter: Bedarfsgemeinschaften (BG) nach Größe, 4. Quartal {year}")
    table.blank()
    table.heading()
    for town, name in TOWNS.items():
        top = page.row
        for area in (area for area in areas(year) if area.town_key == town):
            cells: list[Value] = []
            for _ in MONTHS:
                sizes = [dice.randint(12, 160), dice.randint(5, 70), dice.randint(4, 90)]
                cells += [*hide(sizes, below=10, sign="*"), sum(sizes)]
            table.data([name if page.row == top else None, area.jobcenter, *cells])
        if page.row > top + 1:
            page.merges.append((top, 2, page.row - 1, 2))
    table.total("Jobcenter gesamt", None)
    table.blank()
    table.footnote("* Werte von 1 bis 9 und solche, aus denen man sie errechnen könnte")
    return Book(f"BG_Groesse_Q4_{year}.xlsx", "aggregate", "xlsx", [page])


def _half_a_household(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    heading = dice.choice([col.heading for col in book.pages[0].tables[0].columns if col.period])
    return put_fault(
        book,
        dice,
        faults,
        kind="count_in_halves",
        heading=heading,
        value=17.5,
        where=lambda value: isinstance(value, int),
    )


def school_transfers(year: int, dice: Random) -> Book:
    """Headings of three rows with the year in the middle one, three years to the right; a school
    that did not exist yet, children hidden by a point.
    """
    page = Page("Übergänge")
    columns = [
        Col("SR-Nr.", "area_code"),
        Col("Sozialraum der\nGrundschule", "area_name"),
    ]
    top = "Übergänge aus Klasse 4 in die Sekundarstufe I"
    years = range(year - 2, year + 1)
    for summer in years:
        columns += [
            Col(
                (top, f"Sommer {summer}", label),
                "value",
                {"school_form": form},
                period=str(summer),
            )
            for form, label in SCHOOLS.items()
        ]
        columns.append(Col((top, f"Sommer {summer}", "zusammen"), "total", period=str(summer)))
    table = page.table("Übergänge", columns, target="transfers_after_year_four")
    table.title("Schulamt für den Landkreis Lindenau")
    table.title(f"Schulwechsel nach der Grundschule, {years[0]} bis {years[-1]}")
    if later(year):
        table.title("Gezählt werden auch Kinder, die in einen anderen Kreis wechseln.")
    table.blank()
    table.heading()
    for area in areas(year):
        cells: list[Value] = []
        for summer in years:
            cells += _one_summer(dice, is_founded=summer > 2021 or area.town != "Eschwalde")
        table.data([area.key, area.name, *cells])
    table.total(None, "Alle Grundschulen")
    table.footnote("x  Gesamtschule Eschwalde erst ab Sommer 2022")
    table.footnote(".  ein oder zwei Kinder, oder zu deren Schutz nicht genannt")
    return Book(f"Uebergaenge_Sek_I_{year}.ods", "aggregate", "ods", [page])


def _one_summer(dice: Random, *, is_founded: bool) -> list[Value]:
    lower, middle = dice.choice((0, 2, 5, 7)), dice.randint(6, 24)
    comprehensive = dice.randint(4, 30) if is_founded else 0
    numbers = [lower, middle, comprehensive, dice.randint(8, 31)]
    cells = hide(numbers, below=3, sign=".")
    if not is_founded:
        cells[2] = Said("x")
    return [*cells, sum(numbers)]


LAYOUTS: list[Layout] = [
    Fair(
        key="unseen_jobcenter_quarter",
        shows=jobcenter_quarter.__doc__ or "",
        draw=jobcenter_quarter,
        more=_half_a_household,
    ),
    Fair(
        key="unseen_school_transfers",
        shows=school_transfers.__doc__ or "",
        draw=school_transfers,
    ),
]
