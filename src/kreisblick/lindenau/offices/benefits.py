"""Job centre and social office: rough categories, own names, sums among the rows."""

import re
from datetime import date

import numpy as np
import polars as pl

from kreisblick.lindenau.definitions import Integers, Parameters
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.sheets import Sheet, german, ods, text_lines, xlsx
from kreisblick.lindenau.tally import Tally

__all__ = [
    "categories",
    "categories_xlsx",
    "housing_benefit_csv",
    "jobcenter_name",
    "old_age_income_ods",
    "social_office_name",
]

LETTERS = "ABCDE"


def jobcenter_name(name: str) -> str:
    """An area's name as the job centre's program prints it: capitals, no ß, points."""
    return name.upper().replace("ß", "SS").replace("SANKT", "ST.").replace("-", " - ")


def social_office_name(name: str) -> str:
    """An area's name in the social office's list: the part of town first, shortened."""
    town, _, part = name.partition("-")
    short = re.sub(r"viertel\b", "vtl.", re.sub(r"stadt\b", "st.", part))
    return f"{short} ({town})" if part else f"{town} (gesamt)"


def categories(tally: Tally, day: date, parameters: Parameters) -> Integers:
    """1 to 5 (A to E): the share of households on basic income by area, roughly."""
    on_benefit = tally.value(day, "sgb_ii_households", "all")
    households = tally.value(day, "households", "all")
    percent = 100 * on_benefit / np.maximum(households, 1)
    found = np.searchsorted(np.array(parameters.category_limits_percent), percent, side="right")
    return (found + 1).astype(np.int64)


def categories_xlsx(tally: Tally, day: date, parameters: Parameters) -> bytes:
    """The job centre's list of areas with a letter each, and a legend below."""
    sheet = Sheet(name="Übersicht")
    sheet.add("Jobcenter Kreis Lindenau")
    sheet.add(f"Bedarfsgemeinschaften: Anteil an den Haushalten, Stand {day:%m/%Y}")
    sheet.add()
    sheet.add("Stadtteil / Ortsteil", "Kategorie")
    names = tally.areas(day)["name"].to_list()
    for name, category in zip(names, categories(tally, day, parameters).tolist(), strict=True):
        sheet.add(jobcenter_name(name), LETTERS[category - 1])
    sheet.add()
    sheet.add("Legende:")
    limits = parameters.category_limits_percent
    for index, letter in enumerate(LETTERS):
        sheet.add(letter, _limits(limits, index))
    return xlsx([sheet])


def _limits(limits: tuple[float, ...], index: int) -> str:
    if index == 0:
        return f"unter {limits[0]:.0f} %"
    if index == len(limits):
        return f"{limits[-1]:.0f} % und mehr"
    return f"{limits[index - 1]:.0f} bis unter {limits[index]:.0f} %"


def old_age_income_ods(tally: Tally, land: Land, day: date) -> bytes:
    """The social office's table: town after town, each with its sum."""
    sheet = Sheet(name="Grundsicherung")
    sheet.add("Sozialamt - Fachstelle Grundsicherung (4. Kapitel SGB XII)")
    sheet.add(f"Personen mit laufender Leistung am {day:%d.%m.%Y}")
    sheet.add()
    sheet.add("Gebiet", "Leistungsberechtigte", None, None)
    sheet.add(None, "18 bis unter 65 Jahre (Erwerbsminderung)", "65 Jahre und älter", "zusammen")
    sheet.merge(3, 0, 4, 0)
    sheet.merge(3, 1, 3, 3)
    parts = np.column_stack([_placed(tally, day, f"age={group}") for group in ("18-64", "65+")])
    areas = tally.areas(day).with_row_index("row")
    for town in land.towns:
        mine = areas.filter(pl.col("town") == town.index)
        for row, name in zip(mine["row"].to_list(), mine["name"].to_list(), strict=True):
            sheet.add(social_office_name(name), *_with_sum(parts[row]))
        total = parts[mine["row"].to_numpy()].sum(axis=0)
        sheet.add(f"Summe {town.name}", *_with_sum(total))
    sheet.add("Insgesamt", *_with_sum(parts.sum(axis=0)))
    sheet.add()
    sheet.add("Ohne Personen ohne zustellbare Anschrift. '-' bedeutet: niemand.")
    return ods([sheet])


def _placed(tally: Tally, day: date, slice_key: str) -> Integers:
    return tally.value(day, "old_age_income", slice_key) - tally.unlocated(
        day, "old_age_income", slice_key
    )


def _with_sum(values: Integers) -> list[int | str]:
    return [int(v) if v else "-" for v in [*values.tolist(), int(values.sum())]]


def housing_benefit_csv(tally: Tally, land: Land, day: date) -> bytes:
    """Households by area key; UTF-8 with a mark, tabs, points between thousands.

    Towns that did not agree to be evaluated are left out, of the sum as well.
    """
    placed = tally.value(day, "housing_benefit", "all") - tally.unlocated(
        day, "housing_benefit", "all"
    )
    lines: list[list[object]] = [
        [f"Wohngeldhaushalte am {day:%d.%m.%Y}"],
        ["Sozialraum", "Bezeichnung", "Haushalte"],
    ]
    willing = {
        town.index for town in land.towns if "housing_benefit" not in town.parameters.not_evaluated
    }
    table = tally.areas(day).select("area", "name", "town").with_columns(count=pl.Series(placed))
    table = table.filter(pl.col("town").is_in(sorted(willing)))
    for key, name, count in table.select("area", "name", "count").iter_rows():
        lines.append([key, name, german(count)])
    lines.append(["Summe", None, german(int(table["count"].sum()))])
    return text_lines(lines, delimiter="\t").encode("utf-8-sig")
