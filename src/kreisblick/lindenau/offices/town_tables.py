"""Tables of whole towns: by key or by name, with sums or without, with dashes or zeros."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kreisblick.lindenau.definitions import Integers
from kreisblick.lindenau.model import Land, Town
from kreisblick.lindenau.offices.statistics import town_sums
from kreisblick.lindenau.sheets import Cell, Sheet, german, ods, text_lines, xlsx
from kreisblick.lindenau.tally import Tally

__all__ = ["TOWN_TABLES", "TownTable"]

FIVE = 5


@dataclass(frozen=True, kw_only=True)
class TownTable:
    """How an office writes its table.

    Attributes:
        key: ``supplier/product``.
        titles: lines above it; ``{day}`` and ``{year}`` are filled in.
        columns: heading to what is counted (cube, slice); a heading with several is their sum.
        area: how a town is named: ``key``, ``name`` or ``full_name``.
        heading: over the towns.
        ending: ``csv``, ``xlsx`` or ``ods``; text is cp1252 with semicolons.
        total: first cell of the row with the district's sum; none without.
        nothing: what stands for zero.
        fives: whether each number is rounded to a multiple of five.
        served_only: whether towns with a youth office of their own are left out.
        feet: lines below it.
    """

    key: str
    titles: tuple[str, ...]
    columns: dict[str, tuple[tuple[str, str], ...]]
    area: str = "name"
    heading: str = "Stadt/Gemeinde"
    ending: str = "csv"
    total: str | None = None
    nothing: Cell = 0
    fives: bool = False
    served_only: bool = False
    feet: tuple[str, ...] = field(default=())

    def content(self, tally: Tally, land: Land, day: date) -> bytes:
        """The file of one date."""
        counts = np.column_stack([self._counts(tally, land, day, w) for w in self.columns.values()])
        rows: list[Sequence[Cell]] = [(t.format(day=f"{day:%d.%m.%Y}", year=day.year),)
                                      for t in self.titles]  # fmt: skip
        rows.append((self.heading, *self.columns))
        towns = [t for t in sorted(land.towns, key=lambda t: t.ags) if self._speaks_for(t)]
        rows += [(self._name(t), *map(self._cell, counts[t.index].tolist())) for t in towns]
        if self.total is not None:
            whole = counts[[t.index for t in towns]].sum(axis=0)
            rows.append((self.total, *map(self._cell, whole.tolist())))
        rows += [(line,) for line in self.feet]
        return self._file(rows)

    def _counts(
        self, tally: Tally, land: Land, day: date, what: tuple[tuple[str, str], ...]
    ) -> Integers:
        parts = [town_sums(tally, land, day, *one) for one in what]
        return np.asarray(np.sum(parts, axis=0), dtype=np.int64)

    def _speaks_for(self, town: Town) -> bool:
        return not (self.served_only and town.parameters.own_youth_office)

    def _name(self, town: Town) -> str:
        return {"key": town.ags, "name": town.name, "full_name": town.full_name}[self.area]

    def _cell(self, number: int) -> Cell:
        if self.fives:
            number = FIVE * ((number + FIVE // 2) // FIVE)
        if number == 0:
            return self.nothing
        return german(number) if self.ending == "csv" else number

    def _file(self, rows: list[Sequence[Cell]]) -> bytes:
        if self.ending == "csv":
            return text_lines(rows).encode("cp1252")
        sheet = Sheet(name="Tabelle1", rows=rows)
        return xlsx([sheet]) if self.ending == "xlsx" else ods([sheet])


def _one(cube: str, slice_key: str = "all") -> tuple[tuple[str, str], ...]:
    return ((cube, slice_key),)


def _all(cube: str, dimension: str, *codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((cube, f"{dimension}={code}") for code in codes)


TOWN_TABLES = (
    TownTable(
        key="statistical_office/care_need",
        titles=("Pflegestatistik: Pflegebedürftige nach Wohnort", "Stichtag;{day}"),
        heading="Gemeindeschlüssel",
        area="key",
        columns={
            "Insgesamt": _all("care_need", "form", "family", "service", "home", "other"),
            "nur Pflegegeld": _one("care_need", "form=family"),
            "ambulante Pflege": _one("care_need", "form=service"),
            "vollstationär": _one("care_need", "form=home"),
            "Sonstige": _one("care_need", "form=other"),
            "unter 65": _one("care_need", "age=0-64"),
            "65 bis unter 80": _one("care_need", "age=65-79"),
            "80 und älter": _one("care_need", "age=80+"),
        },
        total="05998",
        nothing="-",
        feet=("Quelle: Statistisches Landesamt; Vervielfältigung mit Quellenangabe gestattet",),
    ),
    TownTable(
        key="statistical_office/deaths",
        titles=("Gestorbene nach Wohngemeinde und Alter", "Berichtsjahr {year}", ""),
        heading="AGS",
        area="key",
        ending="xlsx",
        columns={
            "unter 65": _one("deaths", "age=0-64"),
            "65 bis unter 80": _one("deaths", "age=65-79"),
            "80 und mehr": _one("deaths", "age=80+"),
            "zusammen": _all("deaths", "age", "0-64", "65-79", "80+"),
        },
        total="05998",
        nothing="-",
    ),
    TownTable(
        key="statistical_office/school_leavers",
        titles=(
            "Schulabgängerinnen und Schulabgänger nach Wohngemeinde",
            "Schuljahr bis Sommer {year}",
        ),
        heading="AGS",
        area="key",
        ending="xlsx",
        columns={
            "ohne Ersten Schulabschluss": _one("school_leavers", "certificate=none"),
            "mit Erstem Schulabschluss": _one("school_leavers", "certificate=first"),
            "mit Mittlerem Abschluss": _one("school_leavers", "certificate=middle"),
            "mit Hochschulreife": _one("school_leavers", "certificate=higher"),
        },
        total="05998",
        nothing="-",
        feet=("Mit Hochschulreife: allgemeine und Fachhochschulreife.",),
    ),
    TownTable(
        key="statistical_office/naturalised",
        titles=("Einbürgerungsstatistik {year}", "Werte auf Vielfache von 5 gerundet"),
        heading="Gemeindeschlüssel",
        area="key",
        columns={"Eingebürgerte": _one("naturalised")},
        total="05998",
        fives=True,
        feet=("Durch die Rundung weichen Summen ab.",),
    ),
    TownTable(
        key="statistical_office/homeless",
        titles=("Untergebrachte wohnungslose Menschen", "Stichtag {day}; gerundet auf Fünfer", ""),
        heading="Schlüssel",
        area="key",
        ending="xlsx",
        columns={"Personen": _one("homeless_accommodated")},
        total="05998",
        fives=True,
    ),
    TownTable(
        key="social_office/asylum_benefits",
        titles=("Leistungen nach dem AsylbLG", "Personen am {day}", ""),
        ending="ods",
        columns={
            "unter 18": _one("asylum_benefits", "age=0-17"),
            "18 und älter": _one("asylum_benefits", "age=18+"),
            "gesamt": _all("asylum_benefits", "age", "0-17", "18+"),
        },
        total="Kreis",
        nothing="-",
    ),
    TownTable(
        key="social_office/threatened_homes",
        titles=("Fachstelle Wohnungssicherung: gemeldete drohende Wohnungsverluste {year}",),
        heading="Wohnort",
        columns={"Haushalte": _one("threatened_homes")},
        total="Summe",
    ),
    TownTable(
        key="social_office/assisted_living",
        titles=("Eingliederungshilfe: Assistenz beim Wohnen", "Stand {day}", ""),
        ending="xlsx",
        columns={"Erwachsene": _one("assisted_living")},
        total="gesamt",
        feet=("Herkunft vor Aufnahme; Menschen von außerhalb sind nicht enthalten.",),
    ),
    TownTable(
        key="youth_office/child_protection",
        titles=("Einschätzungen nach § 8a SGB VIII", "Jahr {year}, abgeschlossene Verfahren", ""),
        ending="xlsx",
        columns={
            "Gefährdung": _one("child_protection", "result=danger"),
            "keine Gefährdung, aber Hilfebedarf": _one("child_protection", "result=help"),
            "weder noch": _one("child_protection", "result=none"),
            "Verfahren": _all("child_protection", "result", "danger", "help", "none"),
        },
        total="Kreisjugendamt",
        served_only=True,
    ),
    TownTable(
        key="youth_office/early_visits",
        titles=("Willkommensbesuche für Neugeborene {year}",),
        heading="Kommune",
        columns={
            "Geburten": _all("early_visits", "visited", "yes", "no"),
            "davon besucht": _one("early_visits", "visited=yes"),
        },
        total="Summe",
        nothing="-",
        served_only=True,
    ),
    TownTable(
        key="school_office/special_needs",
        titles=("Sonderpädagogische Förderung, Schuljahr {year}", "nach Wohnort der Kinder"),
        heading="Gemeinde",
        area="full_name",
        columns={
            "Allgemeine Schule": _one("special_needs", "school=general"),
            "Förderschule": _one("special_needs", "school=special"),
        },
    ),
    TownTable(
        key="health_office/dental_health",
        titles=("Zahnärztlicher Dienst - Reihenuntersuchung {year}", ""),
        ending="xlsx",
        heading="Wohnort des Kindes",
        columns={
            "naturgesund": _one("dental_health", "teeth=healthy"),
            "saniert": _one("dental_health", "teeth=treated"),
            "behandlungsbedürftig": _one("dental_health", "teeth=to_treat"),
        },
        total="Summe",
        feet=("saniert = alle kranken Zähne sind behandelt",),
    ),
    TownTable(
        key="addiction_counselling/clients",
        titles=("Suchtberatung im Kreis: betreute Menschen {year}", "nach Hauptdiagnose", ""),
        ending="xlsx",
        heading="Wohnort",
        columns={
            "Alkohol": _one("addiction_clients", "substance=alcohol"),
            "Drogen": _one("addiction_clients", "substance=drugs"),
            "Glücksspiel, Medien u. a.": _one("addiction_clients", "substance=other"),
            "Summe": _all("addiction_clients", "substance", "alcohol", "drugs", "other"),
        },
        total="alle",
        nothing="-",
    ),
    TownTable(
        key="sports_association/members",
        titles=(
            "Kreissportbund - Bestandserhebung {year}",
            "Mitgliedschaften nach Sitz der Vereine",
        ),
        heading="Ort",
        columns={"bis 17 Jahre": _one("club_members", "age=0-17")},
        total="Kreis",
    ),
)
