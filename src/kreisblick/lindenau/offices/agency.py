"""The federal employment agency: own area keys, pseudo areas with sums, withheld counts."""

from datetime import date

import numpy as np
import polars as pl

from kreisblick.lindenau.definitions import Integers, Parameters
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.sheets import Cell, Sheet, german, text_lines, xlsx
from kreisblick.lindenau.tally import Tally
from kreisblick.lindenau.withhold import with_sums, withhold

__all__ = [
    "agency_keys",
    "employed_xlsx",
    "long_term_xlsx",
    "sgb_ii_csv",
    "unemployed_xlsx",
]

WITHHELD = "*"
NOWHERE = "keine Angabe"
MONTHS = {12: "Dezember"}
KEYS = ("Berichtsmonat", "Gemeinde", "Gebietsschlüssel", "Bezeichnung")
AGES = (
    "unter 15 Jahre",
    "15 bis unter 25 Jahre",
    "25 Jahre bis Regelaltersgrenze",
    "Insgesamt",
)


def agency_keys(land: Land, generation: str) -> pl.DataFrame:
    """``agency_key, name, area``: the agency's nine digits for each of our areas."""
    areas = land.areas[generation]
    inside = areas.with_columns(n=pl.col("area").rank("ordinal").over("municipality"))
    count = pl.len().over("municipality")
    quarter = inside.with_columns(
        agency_key=pl.concat_str(
            pl.col("municipality").str.slice(5),
            ((count - pl.col("n").cast(pl.Int64)) // 4 + 1).cast(pl.String).str.zfill(3),
            (pl.col("n") * 7 % 1000).cast(pl.String).str.zfill(3),
        )
    )
    return quarter.select("agency_key", "name", "area")


class _Table:
    """The agency's table: areas with ``keine Angabe`` per town, towns, district."""

    def __init__(
        self, tally: Tally, land: Land, day: date, slices: list[tuple[str, str]], minimum: int
    ) -> None:
        areas = tally.areas(day)
        town = areas["town"].to_numpy()
        lost = np.column_stack([tally.unlocated(day, *key) for key in slices])
        placed = np.column_stack([tally.value(day, *key) for key in slices]) - lost
        nowhere = np.zeros((len(land.towns), len(slices)), dtype=np.int64)
        np.add.at(nowhere, town, lost)
        self.town: Integers = np.r_[town, np.arange(len(land.towns))]
        table = with_sums(np.concatenate([placed, nowhere]), self.town, len(land.towns))
        self.hidden = withhold(table, self.town, len(land.towns), minimum)
        self.table = table
        generation = next(g for g, frame in land.areas.items() if frame is areas)
        keys = agency_keys(land, generation)
        self._names = list(zip(keys["agency_key"], keys["name"], strict=True))
        self._land = land

    def lines(self) -> list[tuple[str, str, str, int]]:
        """AGS, agency key, name, row of the table: town after town, sums at the end."""
        found = []
        areas, towns = len(self._names), self._land.towns
        for town in towns:
            mine = np.flatnonzero(self.town[:areas] == town.index).tolist()
            number = town.ags[5:]
            found += [(town.ags, *self._names[row], row) for row in mine]
            found.append((town.ags, f"{number}000000", NOWHERE, areas + town.index))
            row = areas + len(towns) + town.index
            found.append((town.ags, f"{number}SUMSUM", f"Summe {town.name}", row))
        key = towns[0].ags[:5]
        found.append((key, "SUMSUMSUM", "Summe Kreis", areas + 2 * len(towns)))
        return found

    def cells(self, row: int) -> list[Cell]:
        """The row's numbers, with the sign for what is withheld."""
        return [
            WITHHELD if hidden else int(value)
            for value, hidden in zip(self.table[row], self.hidden[row], strict=True)
        ]


def sgb_ii_csv(tally: Tally, land: Land, day: date, parameters: Parameters) -> bytes:
    """Regular recipients by age, ``;``, cp1252."""
    slices = [("sgb_ii", f"age={group}") for group in ("0-14", "15-24", "25-64")]
    table = _Table(tally, land, day, slices, parameters.agency_minimum)
    lines: list[list[object]] = [
        [f"Bestand an Regelleistungsberechtigten (RLB) nach Gebieten, {_month(day)}"],
        ["Kleinräumige Gliederung, Datenlieferung an den Kreis"],
        [],
        [*KEYS, "Regelleistungsberechtigte", None, None, None],
        [None, None, None, None, *AGES],
    ]
    for ags, key, name, row in table.lines():
        numbers = [german(c) if isinstance(c, int) else c for c in table.cells(row)]
        lines.append([f"{day:%Y%m}", ags, key, name, *numbers])
    lines += [
        [],
        ["* Werte von 1 bis 9 sowie Werte, aus denen sie berechnet werden könnten"],
        [f"Erstellungsdatum: 15.04.{day.year + 1}, Statistik der Arbeitsvermittlung, Auftrag 998"],
    ]
    return text_lines(lines).encode("cp1252")


def unemployed_xlsx(tally: Tally, land: Land, day: date, parameters: Parameters) -> bytes:
    """Unemployed people by law, and how many of them are young; headings in two rows."""
    laws = [("unemployed", "law=sgb_ii"), ("unemployed", "law=sgb_iii")]
    table = _Table(tally, land, day, laws, parameters.agency_minimum)
    young = _Table(tally, land, day, [("unemployed_young", "all")], parameters.agency_minimum)
    sheet = Sheet(name="Arbeitslose")
    sheet.add(f"Arbeitslose nach Rechtskreisen, {_month(day)}")
    sheet.add("Gebietsstand: kleinräumige Gliederung des Kreises")
    sheet.add()
    sheet.add("Gebiet", None, "Rechtskreis", None, "Insgesamt", None)
    sheet.add("Schlüssel", "Bezeichnung", "SGB II", "SGB III", "zusammen", "dar. unter 25 Jahre")
    sheet.add(None, None, "Personen", "Personen", "Personen", "Personen")
    for first, last in ((0, 1), (2, 3), (4, 5)):
        sheet.merge(3, first, 3, last)
    for _, key, name, row in table.lines():
        sheet.add(key, name, *map(_dash, table.cells(row)), _dash(young.cells(row)[0]))
    _footnotes(sheet)
    return xlsx(
        [Sheet(name="Hinweise", rows=[("Bitte die Hinweise zur Geheimhaltung beachten.",)]), sheet]
    )


def employed_xlsx(tally: Tally, land: Land, day: date, parameters: Parameters) -> bytes:
    """Employees subject to social insurance where they live, by sex."""
    slices = [("employed", "sex=male"), ("employed", "sex=female")]
    table = _Table(tally, land, day, slices, parameters.agency_minimum)
    sheet = Sheet(name="SvB Wohnort")
    sheet.add("Sozialversicherungspflichtig Beschäftigte am Wohnort")
    sheet.add(f"Stichtag {day:%d.%m.%Y}")
    sheet.add()
    sheet.add("Schlüssel", "Gebiet", "davon", None, "Insgesamt")
    sheet.add(None, None, "Männer", "Frauen", None)
    for box in ((3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 3, 3), (3, 4, 4, 4)):
        sheet.merge(*box)
    for _, key, name, row in table.lines():
        sheet.add(key, name, *map(_dash, table.cells(row)))
    _footnotes(sheet)
    return xlsx([sheet])


def long_term_xlsx(tally: Tally, land: Land, day: date, parameters: Parameters) -> bytes:
    """Long-term unemployed people, and recipients able to work, of these working."""
    least = parameters.agency_minimum
    lasting = _Table(tally, land, day, [("long_term_unemployed", "all")], least)
    works = [("employable_recipients", f"work={code}") for code in ("yes", "no")]
    able = _Table(tally, land, day, works, least)
    sheet = Sheet(name="Strukturen")
    sheet.add(f"Langzeitarbeitslose und erwerbstätige Leistungsberechtigte, {_month(day)}")
    sheet.add()
    sheet.add(
        *("Gebietsschlüssel", "Gebiet", "Langzeitarbeitslose", "ELB erwerbstätig"),
        *("ELB nicht erwerbstätig", "ELB insgesamt"),
    )
    for _, key, name, row in lasting.lines():
        sheet.add(key, name, *map(_dash, [lasting.cells(row)[0], *able.cells(row)]))
    sheet.add("ELB: erwerbsfähige Leistungsberechtigte nach SGB II ab 15 Jahren")
    _footnotes(sheet)
    return xlsx([sheet])


def _dash(cell: Cell) -> Cell:
    """In the agency's workbooks a dash stands for nothing at all."""
    return "-" if cell == 0 else cell


def _month(day: date) -> str:
    return f"{MONTHS[day.month]} {day.year}"


def _footnotes(sheet: Sheet) -> None:
    sheet.add()
    sheet.add("* Werte von 1 bis 9 sowie Werte, aus denen sie berechnet werden könnten")
    sheet.add("- nichts vorhanden")
    sheet.add("keine Angabe: Anschrift keinem Gebiet zuzuordnen")
