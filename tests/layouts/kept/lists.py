"""Lists of places where something is done: day care on 1 March, clubs and initiatives."""

from random import Random

from tests.layouts.book import Book, Col, Page, Said, Value
from tests.layouts.fair import Fair
from tests.layouts.layout import Layout
from tests.layouts.places import addresses, later

HOUSES = (
    "Apfelbäumchen",
    "Birkenzwerge",
    "Drachennest",
    "Eulenturm",
    "Flohkiste",
    "Grashüpfer",
    "Hasenbau",
    "Kastanienhof",
    "Lummerland",
    "Murmelstein",
    "Nussknacker",
    "Pfützenspringer",
    "Rappelkiste",
    "Schatzinsel",
    "Tausendfüßler",
)
RUN_BY = (
    "Gemeinde Klein Ottern",
    "AWO Kreisverband",
    "DRK-Ortsverein Lindenau e.V.",
    "Kath. Pfarrei St. Anna",
    "Stadt Eschwalde",
)
CLUBS = (
    ("TSV 1909 Lindenau", "Sport"),
    ("Schachfreunde Eschwalde", "Sport"),
    ("Jugendfeuerwehr Heidkrug", "Feuerwehr"),
    ('Theatergruppe "Rampenlicht"', "Kultur"),
    ("Pfadfinder Stamm Silberfuchs", "Offener Treff"),
    ("Musikzug Klein Ottern", "Kultur"),
    ("Reparaturtreff Altstadt", "Umwelt"),
    ("Mädchentreff Rosenhügel", "Offener Treff"),
    ("Angelverein Weißer Stein", "Umwelt"),
    ("Landjugend Ottern", "Offener Treff"),
    ("Skateinitiative Anger; offene Gruppe", "Sport"),
    ("Chor der Kulturen", "Kultur"),
    ("Naturschutzjugend", "Umwelt"),
    ("Bolzplatz-Bündnis", "Sport"),
)


def daycare_march(year: int, dice: Random) -> Book:
    """Notes fill the first rows of the sheet and another sheet in front; address, postcode and
    place in one cell on two lines, crosses for what a house offers, a sum beside its parts.
    """
    intro = Page("Ausfüllhinweise")
    intro.line("Ausfüllhinweise zur Meldung der Kindertageseinrichtungen")
    intro.line("Bitte nur die gelben Felder ausfüllen.", None, "Rückgabe bis 15.03.")
    page = Page("Meldung 01.03.")
    places, children = "Plätze laut Bescheid", f"Kinder am 01.03.{year + 1}"
    small, large = "unter 3 J.", "3 J. bis\nSchuleintritt"
    columns = [
        Col("Lfd.", "identifier"),
        Col("Einrichtung", "name"),
        Col("Anschrift", "address"),
        Col("Trägerschaft", "provider"),
        Col((places, small), "places", {"age": "0-2"}),
        Col((places, large), "places", {"age": "3-5"}),
        Col((places, "zus."), "total", also=("places",)),
        Col((children, small), "value", {"age": "0-2"}),
        Col((children, large), "value", {"age": "3-5"}),
        Col((children, "darunter über\n35 Std. wöch."), "ignored", also=("value", "total")),
        Col(("Merkmale", "Inklusion"), "remark", also=("ignored", "code", "kind")),
        Col(("Merkmale", "Früh-\nöffnung"), "remark", also=("ignored", "code", "kind")),
    ]
    table = page.table("Meldung", columns, target="daycare")
    table.title("Hinweise zur Tabelle")
    table.title("1.", "Gezählt werden alle Kinder mit gültigem Vertrag, nicht die anwesenden.")
    table.title("2.", "Plätze sind die im Bescheid genannten, auch wenn sie nicht besetzt sind.")
    table.title("3.", "Ein Kreuz bedeutet: wird regelmäßig angeboten.")
    if later(year):
        table.title("4.", "Heilpädagogische Gruppen sind in dieser Fassung enthalten.")
    table.blank()
    table.title(f"Kindertageseinrichtungen, Stand 01.03.{year + 1}")
    table.blank()
    table.heading()
    for number, name in enumerate(HOUSES if later(year) else HOUSES[:13], start=1):
        table.data([number, *_daycare(name, dice, silent=number == 6)])
    table.total(None, "Alle Einrichtungen", None, None)
    table.blank()
    table.footnote(None, "k. A. = trotz Erinnerung nicht gemeldet")
    return Book(f"Kita_Meldung_0103{year + 1}.xlsx", "facility", "xlsx", [intro, page])


def _daycare(name: str, dice: Random, *, silent: bool) -> list[Value]:
    house = dice.choice(addresses())
    small, large = dice.choice((0, 6, 10, 12, 20)), dice.choice((25, 40, 45, 68))
    there: list[Value] = [max(small - dice.randint(0, 3), 0), large - dice.randint(0, 8)]
    return [
        f"Kita {name}",
        f"{house.street} {house.house}\n{house.postcode} {house.place}",
        dice.choice(RUN_BY),
        small,
        large,
        small + large,
        *([Said("k. A."), Said("k. A.")] if silent else there),
        dice.randint(5, 20),
        dice.choice(("x", None)),
        dice.choice(("x", None, None)),
    ]


def clubs(year: int, dice: Random) -> Book:
    """Tabs and UTF-16 from a volunteer agency: rough numbers in words, meeting times on several
    lines, a post-office box instead of a street; a column moves in the second year.
    """
    page = Page()
    columns = [
        Col("Verein / Initiative", "name"),
        Col("Dachverband", "provider", also=("ignored", "remark")),
        Col("Angebot für junge Menschen", "kind", also=("remark", "ignored")),
        Col("Treffpunkt (Str. u. Hausnr.)", "address"),
        Col("Postleitz.", "postcode"),
        Col("Ort", "place"),
        Col("im Verzeichnis seit", "ignored", also=("date", "from_date", "remark")),
        Col("Plätze je Treffen", "places", also=("value",)),
        Col("Mitglieder (etwa)", "ignored", also=("value", "remark", "total")),
        Col("Ansprechbar unter", "contact"),
        Col("Treffzeiten", "remark", also=("ignored",)),
    ]
    order = [*range(11)]
    if later(year):  # the contact now stands second
        order.insert(1, order.pop(9))
    table = page.table("Vereine", [columns[i] for i in order], target="youth")
    table.title("Freiwilligenagentur – Verzeichnis der Vereine und Initiativen")
    table.title(f"Auszug: offene Angebote der Kinder- und Jugendarbeit, Stand Dezember {year}")
    table.blank(1 if later(year) else 2)
    table.heading()
    for number, (name, kind) in enumerate(CLUBS if later(year) else CLUBS[:12]):
        values = _club(name, kind, dice, boxed=number == 4)
        table.data([values[i] for i in order])
    table.footnote("Alle Angaben beruhen auf Selbstauskunft.")
    return Book(
        f"Vereine_Jugend_{year}.txt", "facility", "csv", [page], encoding="utf-16", delimiter="\t"
    )


def _club(name: str, kind: str, dice: Random, *, boxed: bool) -> list[Value]:
    house = dice.choice(addresses())
    word = "".join(sign for sign in name.lower() if "a" <= sign <= "z")
    return [
        name,
        dice.choice(("Kreissportbund", "Kreisjugendring", None)),
        kind,
        "Postfach 12 04" if boxed else f"{house.street} {house.house}",
        house.postcode,
        house.place,
        f"{dice.randint(1, 28):02d}.{dice.randint(1, 12):02d}.{dice.randint(1996, 2022)}",
        dice.choice((8, 12, 15, 20, 25, 40)),
        dice.choice(("ca. 120", "rd. 80", "35", "unbekannt", None)),
        f"{word}@verein.example",
        dice.choice(("Mo 17-19 Uhr\nDo 16-18 Uhr", 'nach Absprache ("Messenger")', "Sa ab 10 Uhr")),
    ]


LAYOUTS: list[Layout] = [
    Fair(key="kept_daycare_march", shows=daycare_march.__doc__ or "", draw=daycare_march),
    Fair(key="kept_clubs", shows=clubs.__doc__ or "", draw=clubs, loses="Ort"),
]
