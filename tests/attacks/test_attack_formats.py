"""A18, A19: what is withheld in the cells is withheld in every format, and never looks like zero.

The naive release writes the true figures into one of its files; a reader takes the withheld value
from there. The audit has to say so for each format, and let the careful release pass.
"""

import csv
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import docx
import openpyxl
import polars as pl
import pptx
import pytest
import typst
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from tests.attacks.finished_files import (
    AREAS,
    DAY,
    HIDDEN,
    INDICATOR,
    KEY,
    SECRET,
    TITLE,
    publish,
    shown,
    write_figures,
)

from kreisblick.protection.audit import attack

SIGN = ".¹"
GERMAN_DAY = "31.12.2024"


def german(value: int | None) -> str:
    return SIGN if value is None else f"{value:,}".replace(",", ".")


def rows(leak):
    return [(area, name, shown(area, leak=leak)) for area, name, _level, _parent in AREAS]


def bundle_table(folder, leak):
    write_figures(folder / "data/indicators.csv", leak=leak)


def reader_csv(folder, leak):
    with (folder / "figures.csv").open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out, delimiter=";")
        heads = ["Kennzahl", "Stichtag", "Gebiet (Schlüssel)", "Gebiet", "Wert", "Stufe", "Zeichen"]
        sheet.writerow(heads)
        for area, name, value in rows(leak):
            sign = SIGN if value is None else ""
            sheet.writerow([TITLE, GERMAN_DAY, area, name, value, "", sign])


def workbook(folder, leak):
    book = openpyxl.Workbook()
    book.active.append([TITLE])
    book.active.append(["Gebiet (Schlüssel)", "Gebiet", f"{TITLE}\nMenschen, {GERMAN_DAY}"])
    for area, name, value in rows(leak):
        book.active.append([area, name, SIGN if value is None else value])
    book.save(folder / "figures.xlsx")


def hidden_sheet(folder, leak):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("intern")
    sheet.append(["Gebiet (Schlüssel)", "Gebiet", f"{TITLE}\nMenschen, {GERMAN_DAY}"])
    for area, name, value in rows(leak):
        sheet.append([area, name, SIGN if value is None else value])
    sheet.sheet_state = "hidden"
    book.save(folder / "figures.xlsx")


def area_pages(folder, leak):
    for area, name, value in rows(leak):
        page = (
            f"<html><h1>{name}</h1><table><tr><th>Kennzahl</th><th>Wert</th></tr>"
            f"<tr><th>{TITLE} <span>Plätze, {GERMAN_DAY}</span></th>"
            f"<td>{german(value)}</td></tr></table></html>"
        )
        (folder / f"{area}.html").write_text(page, encoding="utf-8")


def figure_page(folder, leak):
    lines = "".join(
        f'<tr><th><a href="../area/{area}.html">{name}</a></th>'
        f'<td data-value="{"" if value is None else value}">{SIGN}</td></tr>'
        for area, name, value in rows(leak)
    )
    head = f"<caption>{TITLE}, {GERMAN_DAY}</caption><tr><th>Gebiet</th><th>Plätze</th></tr>"
    page = f"<html><table>{head}{lines}</table></html>"
    (folder / f"{KEY}.html").write_text(page, encoding="utf-8")


def map_data(folder, leak):
    day = {area: ["counted", value, None] for area, _name, value in rows(leak)}
    (folder / f"{KEY}.json").write_text(json.dumps({"indicator": KEY, "dates": {DAY: day}}))


def map_script(folder, leak):
    day = {a: ["suppressed"] if v is None else [german(v), v] for a, _n, v in rows(leak)}
    content = json.dumps({"indicator": KEY, "dates": {DAY: day}})
    (folder / f"{KEY}.js").write_text(f'atlas.give("values/{KEY}",{content});')


def words_of_a_script(folder, leak):
    """No number in a machine's form: what is printed stands first."""
    for area, _name, value in rows(leak):
        content = json.dumps({"rows": {KEY: {"cells": [german(value), "", "44"]}}})
        (folder / f"{area}.js").write_text(f'show("{area}", {content});')


def geojson(folder, leak):
    features = [
        {"type": "Feature", "geometry": None,
         "properties": {"area": area, KEY: value, f"{KEY}_stichtag": DAY}}
        for area, _name, value in rows(leak)
    ]  # fmt: skip
    content = {"type": "FeatureCollection", "features": features}
    (folder / "areas.geojson").write_text(json.dumps(content))


def geopackage(folder, leak):
    with sqlite3.connect(folder / "areas.gpkg") as store:
        store.execute(f"CREATE TABLE areas (area TEXT, {KEY} REAL, {KEY}_stichtag TEXT)")
        found = [(area, value, DAY) for area, _name, value in rows(leak)]
        store.executemany("INSERT INTO areas VALUES (?, ?, ?)", found)


def parquet(folder, leak):
    frame = pl.read_csv(folder / "data/cells.csv").with_columns(
        value=pl.col("area").replace_strict({a: v for a, _n, v in rows(leak)}, default=None)
    )
    frame.write_parquet(folder / "data/cells.parquet")


def paper(folder, leak):
    for area, _name, value in rows(leak):
        text = f"= {area}\n{TITLE} (Plätze) #h(1cm) {german(value)}"
        (folder / f"{area}.pdf").write_bytes(typst.compile(text.encode()))


def geoparquet(folder, leak):
    found = {"area": [], KEY: [], f"{KEY}_stichtag": [], "geometry": []}
    for area, _name, value in rows(leak):
        for name, cell in zip(found, (area, value, DAY, b"\x01\x02\xff"), strict=True):
            found[name].append(cell)
    pl.DataFrame(found, strict=False).write_parquet(folder / "areas.parquet")


def text_document(folder, leak):
    paper = docx.Document()
    paper.add_paragraph(f"{TITLE} (Plätze), {GERMAN_DAY}")
    table = paper.add_table(rows=0, cols=2)
    for cells in [("Gemeinde", "Wert"), *((name, german(v)) for _a, name, v in rows(leak))]:
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    paper.save(folder / "report.docx")


def slide_chart(folder, leak):
    data = CategoryChartData()
    data.categories = [name for _area, name, _value in rows(leak)]
    data.add_series(f"{TITLE}: {GERMAN_DAY}", [value for _area, _name, value in rows(leak)])
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    box = (0, 0, 9144000, 5000000)
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    slides.save(folder / "slides.pptx")


def book(folder, leak):
    lines = "".join(
        f"<tr><th>{name}</th><td>{german(value)}</td></tr>" for _area, name, value in rows(leak)
    )
    head = f"<caption>{TITLE}, {GERMAN_DAY}</caption><tr><th>Gemeinde</th><th>Wert</th></tr>"
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><table>{head}{lines}</table></html>'
    with zipfile.ZipFile(folder / "report.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("EPUB/theme.xhtml", page)


def page_of_a_day(folder, leak):
    """As the atlas sets it: the unit above the figures, the day in the file's name."""
    lines = "".join(f"<tr><th>{n}</th><td>{german(v)}</td></tr>" for _a, n, v in rows(leak))
    head = "<caption>Places, 31 December 2024</caption><tr><th>Area</th><th>Per 1,000</th></tr>"
    page = f"<html><table>{head}{lines}</table></html>"
    (folder / f"{KEY}_{DAY}.html").write_text(page, encoding="utf-8")


def table_by_unit(folder, leak):
    """As the report sets it: counts, and then the figure below its unit."""
    paper = docx.Document()
    paper.add_paragraph(f"{TITLE}: Nach Gemeinden")
    table = paper.add_table(rows=0, cols=3)
    lines = [("Gemeinde", "von", "Prozent"), *((n, "7", german(v)) for _a, n, v in rows(leak))]
    for line in lines:
        for cell, words in zip(table.add_row().cells, line, strict=True):
            cell.text = words
    paper.save(folder / "report.docx")


def table_of_many(folder, leak):
    """As the appendix sets it: a column for each figure, with its unit behind the title."""
    lines = "".join(f"<tr><th>{n}</th><td>{german(v)}</td></tr>" for _a, n, v in rows(leak))
    head = f"<tr><th>Planungsraum</th><th>{TITLE} (je 1.000)</th></tr>"
    (folder / "tabellen.html").write_text(f"<table>{head}{lines}</table>", encoding="utf-8")


FORMATS = [
    bundle_table, reader_csv, workbook, hidden_sheet, area_pages, figure_page, map_data, geojson,
    geopackage, parquet, paper, map_script, words_of_a_script, geoparquet, text_document,
    slide_chart, book, page_of_a_day, table_by_unit, table_of_many,
]  # fmt: skip


def as_text(path: Path) -> str:
    """What a reader without any of our code sees of a file."""
    if path.suffix in {".xlsx", ".docx", ".pptx", ".epub"}:
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as store:
            return "\n".join(store.iterdump())
    if path.suffix == ".parquet":
        return pl.read_parquet(path).drop(pl.selectors.binary()).write_csv()
    if path.suffix == ".pdf":
        import pypdfium2  # noqa: PLC0415  only here

        pages = pypdfium2.PdfDocument(path)
        return "".join(page.get_textpage().get_text_range() for page in pages)
    return path.read_text(encoding="utf-8-sig")


def reads_the_secret(folder: Path) -> bool:
    pattern = re.compile(f"(?<!\\d){SECRET // 1000}[.]?{SECRET % 1000}(?!\\d)")
    return any(pattern.search(as_text(p)) for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("write", FORMATS)
def test_a_careful_release_passes(write, tmp_path):
    folder = publish(tmp_path / "finished")
    write(folder, leak=False)

    assert not reads_the_secret(folder)
    assert attack(folder).breaches == ()


@pytest.mark.parametrize("write", FORMATS)
def test_a_figure_shown_in_one_format_only_is_told(write, tmp_path):
    folder = publish(tmp_path / "finished")
    write(folder, leak=True)
    assert reads_the_secret(folder)

    verdict = attack(folder)

    assert not verdict.passed
    assert {b.kind for b in verdict.breaches} == {"shown_elsewhere"}
    assert {area for b in verdict.breaches for area in b.quantity.split("/")} >= HIDDEN


def test_a_zero_that_looks_like_a_withheld_figure_is_told(tmp_path):
    folder = publish(tmp_path / "finished")
    zero = pl.col("area") == "A1"
    for name in ("cells", "indicators"):
        table = pl.read_csv(folder / f"data/{name}.csv")
        table.with_columns(value=pl.when(zero).then(0).otherwise("value")).write_csv(
            folder / f"data/{name}.csv"
        )
    page = (
        "<html><table><tr><th>Kennzahl</th><th>Wert</th></tr>"
        f"<tr><th>{TITLE} {GERMAN_DAY}</th><td>–</td></tr></table></html>"
    )
    for area in ("A1", "A2"):
        (folder / f"{area}.html").write_text(page, encoding="utf-8")

    assert [b.kind for b in attack(folder).breaches] == ["alike"]

    (folder / "A2.html").write_text(page.replace("–", SIGN), encoding="utf-8")
    assert attack(folder).passed


def test_an_empty_class_beside_a_figure_is_not_taken_for_it(tmp_path):
    """A zero has no class, nor has a withheld figure: neither is told by that."""
    folder = publish(tmp_path / "finished")
    zero = pl.col("area") == "A1"
    for name in ("cells", "indicators"):
        path = folder / f"data/{name}.csv"
        table = pl.read_csv(path)
        table.with_columns(value=pl.when(zero).then(0).otherwise("value")).write_csv(path)
    heads = "Kennzahl,Stichtag,Gebiet (Schlüssel),Wert,Stufe"
    lines = [f"{TITLE},{DAY},A1,0,", f"{TITLE},{DAY},A2,,"]
    (folder / "figures.csv").write_text("\n".join([heads, *lines]), encoding="utf-8")

    assert attack(folder).passed


@pytest.mark.parametrize("withheld_in", ["cells.csv", "cells.parquet"])
def test_two_copies_of_the_cells_withhold_the_same(tmp_path, withheld_in):
    """A19 both ways: whichever of the copies shows more gives the figure away."""
    folder = publish(tmp_path / "finished")
    open_, closed = folder / "data/cells.csv", folder / "data/cells.parquet"
    careful = pl.read_csv(open_)
    careful.with_columns(pl.col("reference_date").str.to_date()).write_parquet(closed)
    assert attack(folder).passed

    shows = pl.when(pl.col("area") == "A2").then(SECRET).otherwise("value").alias("value")
    told = careful.with_columns(shows)
    if withheld_in == "cells.csv":
        told.write_parquet(closed)
    else:
        told.write_csv(open_)

    verdict = attack(folder)
    assert "shown_elsewhere" in {breach.kind for breach in verdict.breaches}
    assert any(breach.quantity.endswith("cells.parquet") for breach in verdict.breaches)


def test_a_title_that_begins_like_another_is_not_taken_for_it(tmp_path):
    """A zero of one figure beside a withheld one of the other, right before the unit."""
    folder = publish(tmp_path / "finished")
    longer = f"{TITLE} und Tagespflege: mit Warteliste"
    indicators = {KEY: INDICATOR, "waiting": {**INDICATOR, "title": {"de": longer}}}
    (folder / "catalogue/indicators.json").write_text(json.dumps(indicators))
    page = (
        "<html><table><tr><th>Kennzahl</th><th>Wert</th></tr>"
        f"<tr><th>{longer}<br><small>Plätze, {GERMAN_DAY}</small></th><td>12</td></tr>"
        "</table></html>"
    )
    (folder / "A2.html").write_text(page, encoding="utf-8")

    assert attack(folder).passed
