"""Rows about children: foster care from the youth office's program, school aid typed by hand."""

from datetime import date, timedelta
from random import Random

from tests.layouts.book import Book, Col, Page, Value
from tests.layouts.fair import Fair, put_fault
from tests.layouts.layout import Layout
from tests.layouts.model import FaultTruth
from tests.layouts.places import TOWNS, addresses, later

KINDS = {
    "1": "Vollzeitpflege, allgemein",
    "2": "Vollzeitpflege bei Verwandten",
    "3": "Bereitschaftspflege",
    "4": "Wohngruppe",
    "5": "Tagesgruppe",
}
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
SCHOOLS = ("Grundschule Am Markt", "Gesamtschule Ringstraße", "Förderschule Mühlenweg")


def foster_care(year: int, dice: Random) -> Book:
    """Fields of fixed width under short headings, a line for each social service between the
    cases, codes for the kind of help and the sex that are explained at the end, dates `JJJJMMTT`.
    """
    page = Page()
    columns = [
        Col("Vorgang", "identifier"),
        Col("Art", "code", also=("kind",)),
        Col("Beginn", "from_date"),
        Col("Ende", "until_date"),
        Col("GebJ", "birth_year"),
        Col("Ge", "sex"),
        Col("PLZ", "postcode"),
        Col("Wohnort", "place"),
        Col("Strasse", "street"),
        Col("HsNr", "number"),
    ]
    table = page.table("Fälle", columns, target="support_cases")
    if later(year):
        table.title(f"JUGENDAMT LINDENAU   PFLEGE UND STATIONÄRE HILFEN   1.1.-31.12.{year}")
        table.title("AUSWERTUNG P7, FASSUNG 2")
    else:
        table.title(f"JUGENDAMT LINDENAU   FREMDUNTERBRINGUNG   JAHR {year}")
    table.blank()
    table.heading()
    number = 0
    for town, name in TOWNS.items():
        table.group(f"*** SOZIALER DIENST {name.upper()}")
        for _ in range(6 if name == "Klein Ottern" else 17 if later(year) else 15):
            number += 1
            table.data([str(number * 7).zfill(6), *_fostered(year, town, dice)])
    table.blank()
    table.footnote("ERLÄUTERUNG DER SCHLÜSSEL")
    for code, text in KINDS.items():
        table.footnote(f"Art {code} = {text}")
    table.footnote("Ge 1 = männlich, 2 = weiblich, 3 = divers")
    table.footnote("Beginn und Ende: JJJJMMTT, kein Ende = Hilfe läuft")
    return Book(
        f"P7_{year}.LST",
        "person",
        "fixed",
        [page],
        encoding="cp850",
        widths=(8, 4, 9, 9, 6, 3, 6, 15, 24, 6),
    )


def _fostered(year: int, town: str, dice: Random) -> list[Value]:
    house = dice.choice([house for house in addresses() if house.town_key == town])
    begin = _day(dice, year - dice.randint(0, 2))
    end = _day(dice, year, first=begin) if dice.random() < 0.35 else None
    return [
        dice.choice(list(KINDS)),
        f"{begin:%Y%m%d}",
        f"{end:%Y%m%d}" if end else "",
        str(year - dice.randint(3, 17)),
        dice.choice("111122223"),
        house.postcode,
        house.place,
        house.street,
        house.house,
    ]


def _day(dice: Random, year: int, *, first: date | None = None) -> date:
    """A day of the year, not before the first."""
    start = max(date(year, 1, 1), first or date.min)
    return start + timedelta(days=dice.randint(0, (date(year, 12, 31) - start).days))


def school_aid(year: int, dice: Random) -> Book:
    """Typed by several hands: dates as dates, as '3.4.2015', '3. April 2015' and 'Fr, 03.04.2015'
    in the same column; the school as a row above its children, the names of streets shortened.
    """
    page = Page("Liste aktuell")
    columns = [
        Col("lfd.", "identifier"),
        Col("geb. am", "birth_date", format="dd.mm.yy"),
        Col("m/w/d", "sex"),
        Col("wohnt (Straße, Nr.)", "address"),
        Col("PLZ, Ort", "postcode_place"),
        Col("Hilfe nach", "code", also=("kind",)),
        Col("bewilligt ab", "from_date", format="dd.mm.yy"),
        Col("bewilligt bis", "until_date", format="dd.mm.yy"),
        Col("Std./\nWoche", "ignored", also=("value", "share", "remark")),
        Col("Notiz", "remark"),
    ]
    table = page.table("Liste", columns, target="support_cases")
    if later(year):
        table.title("Schulbegleitung – Übersicht Eingliederungshilfe", None, None, f"Ende {year}")
        table.title("Neue Fälle bitte unten bei der Schule anfügen!")
    else:
        table.title(f"Übersicht Schulbegleitungen {year}")
    table.blank()
    table.heading()
    number = 0
    for school in SCHOOLS:
        table.group(school, at=1)
        for _ in range(13 if later(year) else 11):
            number += 1
            table.data([number, *_aided(year, dice)])
        table.blank()
    table.footnote("Stunden: wie bewilligt")
    return Book(f"Schulbegl. Liste {year} NEU.xlsx", "person", "xlsx", [page])


def _aided(year: int, dice: Random) -> list[Value]:
    house = dice.choice(addresses())
    begin = _day(dice, year - dice.randint(0, 1))
    end = date(begin.year + 1, 7, 31)
    return [
        _typed(_day(dice, year - dice.randint(7, 15)), dice),
        dice.choice("mmwwd"),
        f"{house.street.replace('straße', 'str.')} {house.house}",
        f"{house.postcode} {house.place}",
        dice.choice(("§ 35a SGB VIII", "§ 112 SGB IX")),
        _typed(begin, dice),
        _typed(end, dice),
        dice.choice((10, 15.5, 20, 27)),
        dice.choice((None, None, "Antrag läuft", "Wechsel geplant?")),
    ]


def _typed(day: date, dice: Random) -> date | str:
    return dice.choice(
        (
            day,
            day,
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
            f"{DAYS[day.weekday()]}, {day:%d.%m.%Y}",
        )
    )


def _foster_care_ends_too_early(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    return put_fault(
        book, dice, faults, kind="ends_before_it_begins", heading="Ende", value="19990514"
    )


def _aid_ends_too_early(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    return put_fault(
        book,
        dice,
        faults,
        kind="ends_before_it_begins",
        heading="bewilligt bis",
        value="14. Mai 1999",
    )


LAYOUTS: list[Layout] = [
    Fair(
        key="unseen_foster_care",
        shows=foster_care.__doc__ or "",
        draw=foster_care,
        more=_foster_care_ends_too_early,
    ),
    Fair(
        key="unseen_school_aid",
        shows=school_aid.__doc__ or "",
        draw=school_aid,
        more=_aid_ends_too_early,
    ),
]
