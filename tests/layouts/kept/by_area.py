"""Counts by planning area: school entry with shares, classes of the job centre, school years."""

from collections.abc import Sequence
from math import sqrt
from random import Random

from tests.layouts.book import Book, Col, Draft, Page, Said, Value
from tests.layouts.fair import Fair, put_fault, sum_beside
from tests.layouts.layout import Layout
from tests.layouts.model import FaultTruth
from tests.layouts.places import areas, later

FEW = 5  # findings below it are not told
EXACT_FROM = 50
CLASSES = ((1, 9), (10, 24), (25, 49))


def school_entry_shares(year: int, dice: Random) -> Book:
    """Findings as number, percent and confidence interval side by side, '< 5' where there were
    few, a cover sheet without a table; the workbook of an old program.
    """
    cover = Page("Deckblatt")
    cover.line("Gesundheitsamt")
    cover.blank(2)
    cover.line(None, "Schuleingangsuntersuchungen", None, f"Jahrgang {year}")
    page = Page(f"Tab SEU {year}")
    language, measles, weight = "Sprachförderbedarf", "Masern vollständig geimpft", "Übergewicht"
    columns = [
        Col("Nr.", "area_code"),
        Col("Sozialraum", "area_name"),
        Col("untersuchte\nKinder (n)", "value", also=("total",)),
        *_finding(language, {"language_support": "yes"}),
        *_finding(measles, {"measles": "complete"}),
        *_finding(weight, {"overweight": "yes"}),
    ]
    table = page.table("SEU", columns, target="school_entry")
    table.signs["< 5"] = "bounded"
    table.title(f"Schuleingangsuntersuchung zum Schuljahr {year + 1}/{(year + 2) % 100}")
    table.title("Befunde nach Sozialräumen, Anzahl (n), Anteil (%) und 95 %-Vertrauensbereich")
    if later(year):
        table.title("Untersucht wurden wieder alle Kinder des Jahrgangs.")
    table.blank()
    table.heading()
    whole = []
    for area in areas(year):
        children = dice.randint(24, 110)
        counts = [
            dice.randint(2, children // 3),
            children - dice.randint(0, 12),
            dice.randint(1, children // 5),
        ]
        whole.append([children, *counts])
        cells = [cell for count in counts for cell in _with_share(count, children)]
        table.data([area.key, area.name, children, *cells])
    sums = [sum(values) for values in zip(*whole, strict=True)]
    cells = [cell for count in sums[1:] for cell in _with_share(count, sums[0])]
    table.total(None, "Kreis", fill=dict(enumerate([sums[0], *cells], start=2)))
    table.blank()
    table.footnote("< 5: weniger als fünf Kinder, Anteil nicht ausgewiesen (/)")
    table.footnote("Vertrauensbereich nach Wilson")
    return Book(f"SEU_Tabelle_{year}.xls", "aggregate", "xls", [cover, page])


def _finding(name: str, codes: dict[str, str]) -> list[Col]:
    return [
        Col((name, "n"), "value", codes),
        Col((name, "%"), "share", format="0.0"),
        Col((name, "95 %-VB"), "ignored", also=("share", "remark")),
    ]


def _with_share(count: int, children: int) -> list[Value]:
    if count < FEW:
        return [Said("< 5", hidden=count), Said("/"), None]
    share = round(100 * count / children, 1)
    low, high = (100 * border for border in _wilson(count, children))
    return [count, share, f"{low:.1f} – {high:.1f}".replace(".", ",")]


def _wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share."""
    share = count / of
    middle = share + z**2 / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return (middle - half) / (1 + z**2 / of), (middle + half) / (1 + z**2 / of)


def _share_over_whole(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    return put_fault(
        book,
        dice,
        faults,
        kind="share_over_100",
        heading="Masern vollständig geimpft | %",
        value=140.2,
        where=lambda value: isinstance(value, float),
    )


def jobcenter_classes(year: int, dice: Random) -> Book:
    """A web page saved as .xls: counts below 50 only as classes, exact ones beside them, a rank
    from 1 to 5 in the last column, no sum that could be added up.
    """
    page = Page()
    head = "Regelleistungsberechtigte"
    columns = [
        Col("Ortsteil", "area_name"),
        Col("Bedarfs-\ngemeinschaften", "ignored", also=("value",)),
        Col((head, "zusammen"), "value", also=("total",)),
        Col((head, "unter 15 J."), "value", {"age": "0-14"}),
        Col((head, "15 bis 24 J."), "value", {"age": "15-24"}),
        Col((head, "25 J. bis zum\nRentenalter"), "value", {"age": "25-64"}),
        Col("Stufe\n(1 niedrig – 5 hoch)", "ignored", also=("value", "code", "share", "remark")),
    ]
    table = page.table("Jobcenter", columns, target="sgb_ii")
    table.signs |= {_class(low, high): "bounded" for low, high in CLASSES}
    table.title(f"Jobcenter – Auswertung nach Ortsteilen, Dezember {year}")
    table.title("Angaben unter 50 nur in den Klassen 1-9, 10-24 und 25-49")
    if later(year):
        table.title("Neu: Ortsteil Heidkrug")
    table.heading()
    for area in areas(year):
        ages = [dice.choice((0, 7, 14, 21, 33, 58, 84)), dice.randint(4, 70), dice.randint(40, 300)]
        table.data(
            [
                area.jobcenter,
                _in_class(sum(ages) * 10 // dice.randint(16, 26)),
                _in_class(sum(ages)),
                *(_in_class(age) for age in ages),
                str(dice.randint(1, 5)),
            ]
        )
    table.total("KREIS", *[Said("> 500")] * 5, None)
    table.footnote("Quelle: eigene Auszählung, keine amtliche Statistik")
    return Book(
        f"JC_Ortsteile_{year}12.xls", "aggregate", "html", [page], encoding="cp1252", thousands=True
    )


def _class(low: int, high: int) -> str:
    return f"{low}-{high}"


def _in_class(number: int) -> Value:
    for low, high in CLASSES:
        if low <= number <= high:
            return Said(_class(low, high), hidden=number)
    return number


def _class_that_is_none(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    """A class with its ends the wrong way round."""
    return put_fault(
        book,
        dice,
        faults,
        kind="impossible_class",
        heading="Regelleistungsberechtigte | 15 bis 24 J.",
        value="24-10",
    )


def school_years(year: int, dice: Random) -> Book:
    """A sheet per school year, the newest first; the older ones were delivered before and stay in
    the workbook. Keys of areas as formatted numbers.
    """
    pages = []
    for start in range(year, year - 3, -1):
        page = Page(f"SJ {start}_{(start + 1) % 100}")
        table = Draft(page, "Schülerzahlen", _school_columns(), 1, "pupils")
        if start == year:
            page.tables.append(table)
        _fill_school_year(table, start, later(year), dice)
        pages.append(page)
    return Book(f"Schulstatistik_Grundschulen_{year}.xlsx", "aggregate", "xlsx", pages)


def _school_columns() -> Sequence[Col]:
    language, lunch = "Familiensprache", "Mittagessen"
    return [
        Col("SR", "area_code", format="0000"),
        Col("Sozialraum\nder Schule", "area_name"),
        Col("Klassen", "ignored", also=("value",)),
        Col("Schüler/-innen", "value", also=("total",)),
        Col((language, "deutsch"), "value", {"family_language": "german"}),
        Col((language, "andere"), "value", {"family_language": "other"}),
        Col((lunch, "mit Zuschuss\n(BuT)"), "value", {"lunch_support": "yes"}),
        Col((lunch, "ohne Zuschuss"), "value", {"lunch_support": "no"}),
        Col("Schüler/-innen\nje Klasse", "share", format="0.0", also=("ignored",)),
    ]


def _fill_school_year(table: Draft, start: int, with_note: bool, dice: Random) -> None:
    table.title(f"Öffentliche Grundschulen, Schuljahr {start}/{(start + 1) % 100}")
    table.title(f"Erhebungstag 15.10.{start}" + (", korrigierte Fassung" if with_note else ""))
    table.blank()
    table.heading()
    for area in areas(start):
        classes = dice.randint(4, 16)
        pupils = classes * dice.randint(17, 27) + dice.randint(0, 3)
        other, lunch = dice.randint(0, pupils // 3), dice.randint(5, pupils // 2)
        table.data(
            [
                int(area.key),
                area.name,
                classes,
                pupils,
                pupils - other,
                other,
                lunch,
                pupils - lunch,
                round(pupils / classes, 1),
            ]
        )
    table.total(None, "Alle Grundschulen", fill=sum_beside(table, 2))
    table.footnote("ohne Schulen in freier Trägerschaft")


LAYOUTS: list[Layout] = [
    Fair(
        key="kept_school_entry_shares",
        shows=school_entry_shares.__doc__ or "",
        draw=school_entry_shares,
        more=_share_over_whole,
    ),
    Fair(
        key="kept_jobcenter_classes",
        shows=jobcenter_classes.__doc__ or "",
        draw=jobcenter_classes,
        more=_class_that_is_none,
    ),
    Fair(key="kept_school_years", shows=school_years.__doc__ or "", draw=school_years),
]
