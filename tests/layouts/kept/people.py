"""Rows about people: a case list from the youth office's program, a record of fixed width."""

from random import Random

from tests.layouts.book import Book, Col, Page
from tests.layouts.fair import Fair, put_fault
from tests.layouts.model import FaultTruth
from tests.layouts.places import DISTRICT_KEY, addresses, later

KINDS = {
    "27": "Hilfe zur Erziehung, flexibel",
    "30": "Erziehungsbeistandschaft",
    "31": "Sozialpäd. Familienhilfe",
    "32": "Tagesgruppe",
    "33": "Vollzeitpflege",
    "34": "Heimerziehung, betreutes Wohnen",
    "35a": "Eingliederungshilfe",
}
STILL_OPEN = "31.12.9999"
NATIONS = ("163", "475", "152", "166", "423", "137")


def help_export(year: int, dice: Random) -> Book:
    """Two technical lines first, headings of the database, an end in the year 9999 for open cases,
    key and plain text of the same thing side by side, a count of the records below.
    """
    page = Page()
    columns = [
        Col("FALL_ID", "identifier"),
        Col("MANDANT", "ignored", also=("code", "identifier")),
        Col("HILFE_PARAGRAF", "code", also=("kind",)),
        Col("HILFE_TEXT", "ignored", also=("kind", "remark", "code", "name")),
        Col("BEG_DAT", "from_date"),
        Col("END_DAT", "until_date"),
        Col("KIND_GEB_JAHR", "birth_year"),
        Col("KIND_GESCHL", "sex"),
        Col("WOHN_STR_HNR", "address"),
        Col("WOHN_PLZ", "postcode"),
        Col("WOHN_ORT", "place"),
        Col("SACHB_KZ", "ignored", also=("code", "remark", "contact", "identifier")),
        Col("LETZTE_AEND", "ignored", also=("date", "remark")),
    ]
    table = page.table("Hilfen", columns, target="support_cases")
    table.title("#AUSWERTUNG", "FALLLISTE_HZE", "laufend am Stichtag")
    table.title("#STICHTAG", f"31.12.{year}", "Mandant 01")
    if later(year):
        table.title("#VERSION", "12.4")
    table.heading()
    count = 44 if later(year) else 40
    for number in range(count):
        table.data(_case(year, number, dice))
    table.footnote("#ANZAHL", str(count))
    table.footnote("#ENDE DER AUSWERTUNG")
    return Book(
        f"FALLLISTE_HZE_{year}1231.csv", "person", "csv", [page], encoding="cp1252", quote_all=True
    )


def _case(year: int, number: int, dice: Random) -> list[str]:
    house, kind = dice.choice(addresses()), dice.choice(list(KINDS))
    ends = STILL_OPEN if dice.random() < 0.7 else f"{_day(dice)}.{year + 1}"
    return [
        str(4711 + 17 * number).zfill(8),
        "01",
        f"§ {kind}",
        KINDS[kind],
        f"{_day(dice)}.{year - dice.randint(0, 3)}",
        ends,
        str(year - dice.randint(4, 19)),
        dice.choice("mmwwd"),
        f"{house.street} {house.house}",
        house.postcode,
        house.place,
        dice.choice(("0511/A", "0511/B", "0512/A")),
        f"{_day(dice)}.{year} 08:{dice.randint(10, 59)}",
    ]


def _day(dice: Random) -> str:
    return f"{dice.randint(1, 28):02d}.{dice.randint(1, 12):02d}"


def _begins_too_late(
    book: Book, dice: Random, faults: tuple[FaultTruth, ...]
) -> tuple[FaultTruth, ...]:
    """A case that runs on the reference date cannot begin nine years later."""
    return put_fault(
        book, dice, faults, kind="date_in_future", heading="BEG_DAT", value="14.05.2032"
    )


def foreigners(year: int, dice: Random) -> Book:
    """Records without gaps between the fields, no headings, a record before and one after them;
    day and month of birth 0000 where only the year is known.
    """
    page = Page()
    columns = [
        Col("SATZART", "ignored", also=("code",)),
        Col("AGS", "municipality_code"),
        Col("STRASSE", "street"),
        Col("HAUSNR", "number"),
        Col("HAUSNRZUSATZ", "suffix"),
        Col("PLZ", "postcode"),
        Col("ORT", "place"),
        Col("GEBDATUM", "birth_date"),
        Col("GESCHLECHT", "sex"),
        Col("STAATSANGEH", "citizenship"),
        Col("EINREISE", "ignored", also=("from_date", "date")),
        Col("AUFENTHALT", "ignored", also=("code", "kind", "remark")),
    ]
    table = page.table("Sätze", columns, target="residents")
    table.title(
        f"00{DISTRICT_KEY}000AUSLAENDERBESTAND{year}1231{year + 1}01{'17' if later(year) else '09'}"
    )
    count = 52 if later(year) else 47
    for _ in range(count):
        house, born = dice.choice(addresses()), year - dice.randint(0, 80)
        day = "0000" if dice.random() < 0.15 else _day(dice).replace(".", "")
        table.data(
            [
                "10",
                house.town_key,
                house.street.upper(),
                house.number.zfill(4),
                house.suffix.upper(),
                house.postcode,
                house.place.upper(),
                f"{day}{born}",
                dice.choice("MMWWD"),
                dice.choice(NATIONS),
                f"{_day(dice).replace('.', '')}{dice.randint(max(born, 1990), year)}",
                dice.choice(("AE", "NE", "GE", "DU", "")),
            ]
        )
    table.footnote(f"99{count:07d}")
    return Book(
        f"AUSL{year % 100}.DAT",
        "person",
        "fixed",
        [page],
        encoding="cp850",
        widths=(2, 8, 26, 4, 2, 5, 20, 8, 1, 3, 8, 2),
        no_heading=True,
    )


LAYOUTS = [
    Fair(
        key="kept_help_export",
        shows=help_export.__doc__ or "",
        draw=help_export,
        loses="KIND_GEB_JAHR",
        more=_begins_too_late,
    ),
    Fair(key="kept_foreigners", shows=foreigners.__doc__ or "", draw=foreigners),
]
