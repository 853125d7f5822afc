"""What the round withholds stays withheld: in every file, under attack, and at release."""

import csv
import json
import math
import shutil
import sqlite3
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from kreisblick.protection.bundle import manifest_hash, open_bundle
from kreisblick.protection.ledger import read_ledger

pytestmark = pytest.mark.xdist_group("hamlet")
PLACE = ["cube", "slice", "reference_date", "generation", "area"]
TEXTS = {".csv", ".json", ".geojson", ".html", ".svg", ".js", ".txt", ".xml", ".css", ".md"}
FACTORS = {"percent": 100.0, "per_100": 100.0, "per_1000": 1000.0}


@pytest.fixture(scope="module")
def bundle(hamlet, current):
    return open_bundle(current(hamlet, "bundles"))


@pytest.fixture(scope="module")
def truth(hamlet):
    found = pl.read_parquet(hamlet / "truth" / "counts.parquet")
    return found.with_columns(true=(pl.col("value") - pl.col("unlocated")).cast(pl.Float64))


def sides(bundle):
    for key, item in bundle.indicator_definitions.items():
        if item.get("numerator") and item.get("denominator"):
            factor = FACTORS.get(item["unit"], 1.0)
            yield (
                key,
                factor,
                *(
                    (item[side]["cube"], item[side]["slice"])
                    for side in ("numerator", "denominator")
                ),
            )


def true_rates(bundle, truth):
    """The true value of every withheld rate that is a fraction nobody writes by chance."""
    known = {tuple(row[:-1]): row[-1] for row in truth.select(*PLACE, "true").iter_rows()}
    asked = {key: (factor, above, below) for key, factor, above, below in sides(bundle)}
    hidden = bundle.indicators.filter(
        pl.col("value").is_null() & (pl.col("confidentiality") == "suppressed")
    )
    columns = ["indicator", "reference_date", "generation", "area"]
    for key, *place in hidden.select(columns).iter_rows():
        if key in asked:
            factor, above, below = asked[key]
            parts = [known.get((*side, *place)) for side in (above, below)]
            if None not in parts and parts[1] and parts[0]:
                yield factor * parts[0] / parts[1]


def cut(number):
    """A number up to its third decimal, so that longer forms of it are found as well.

    >>> cut(11.0879)
    '11.087'
    """
    return f"{math.floor(number * 1000 + 1e-6) / 1000:.3f}"


def published_numbers(bundle):
    numbers = bundle.indicators.select(pl.selectors.numeric())
    found = {abs(x) for column in numbers for x in column.drop_nulls().to_list()}
    return {cut(x) for x in found}


def contents(folder):
    """Every file of a folder as text, tables cell by cell."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix in TEXTS:
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name)
                    .to_python()]  # fmt: skip
            yield path, "\n".join(str(cell) for row in rows for cell in row)
        elif path.suffix == ".parquet":
            frame = pl.read_parquet(path)  # shapes of areas are bytes, and no figures
            yield path, frame.drop(pl.selectors.binary()).write_json()
        elif path.suffix == ".gpkg":
            with sqlite3.connect(path) as store:
                yield path, "\n".join(store.iterdump())


def test_what_had_to_stay_hidden_stands_nowhere_in_the_clear(hamlet: Path) -> None:
    record = hamlet / "sealed" / "audit.json"

    assert "required_lower" not in record.read_text(encoding="utf-8")
    assert record.stat().st_mode & 0o077 == 0
    assert (hamlet / "sealed" / "audit" / "intervals.parquet").is_file()


def test_the_true_rates_behind_withheld_ones_stand_in_no_file(hamlet, current, bundle, truth):
    shown = published_numbers(bundle)
    rates = {cut(rate) for rate in true_rates(bundle, truth)}
    sentinels = {text for text in rates - shown if not text.endswith("00")}
    assert len(sentinels) > 20
    seen = dict(contents(current(hamlet, "products")))
    assert {path.suffix for path in seen} >= {".csv", ".html", ".xlsx", ".parquet", ".gpkg"}

    found = [
        (path.name, one)
        for path, text in seen.items()
        for one in sentinels
        # coordinates of maps and drawings are no figures
        if any(f"{lead}{form}" in text for form in (one, one.replace(".", ","))
               for lead in (">", ",", ";", '"value": ', '"value":', "\n", " ", '"'))
        and path.suffix not in {".geojson", ".svg", ".js", ".css", ".gpkg"}
        and "coordinates" not in text
    ]  # fmt: skip

    assert found == []


def test_a_published_rate_would_be_found_by_that_search(hamlet, current, bundle):
    shown = bundle.indicators.filter(pl.col("value").is_not_null())["value"].to_list()
    text = next(cut(x) for x in shown if not cut(x).endswith("0"))

    files = [path for path, content in contents(current(hamlet, "products")) if text in content]

    assert len(files) >= 2


def test_withheld_cells_carry_no_number_in_any_table(hamlet, current, bundle):
    hidden = pl.col("confidentiality") == "suppressed"
    numbers = ["value", "lower", "upper"]
    for name in ("cells", "indicators"):
        table = pl.read_csv(bundle.folder / f"data/{name}.csv", infer_schema=False)
        rows = table.filter(hidden)
        assert rows.height > 50
        assert all(rows[column].null_count() == rows.height for column in numbers)
        exact = pl.read_parquet(bundle.folder / f"data/{name}.parquet").filter(hidden)
        assert all(exact[column].null_count() == exact.height for column in numbers)


def test_exports_leave_withheld_rows_empty(hamlet, current, bundle):
    text = (current(hamlet, "products") / "exports/figures.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    key = ("Kennzahl (Schlüssel)", "Stichtag", "Gebiet (Schlüssel)")
    by_place = {tuple(row[name] for name in key): row for row in rows}
    hidden = bundle.indicators.filter(pl.col("confidentiality") == "suppressed")
    places = hidden.select("indicator", pl.col("reference_date").cast(str), "area").rows()

    assert len(places) > 50
    for place in places:
        row = by_place[place]
        assert [row["Wert"], row["Untere Grenze (95 %)"], row["Abstand zum Mittel des Kreises"],
                row["Veränderung"]] == ["", "", "", ""]  # fmt: skip


def test_the_audit_passes_the_finished_products(hamlet, current, kreisblick):
    said = kreisblick("audit", current(hamlet, "products"), "--json")

    verdict = json.loads(said.out)
    assert verdict["breaches"] == []
    assert (said.code, verdict["passed"]) == (0, True)


def a_revealing_pair(bundle, truth):
    """Two withheld areas of a municipality whose total is published, the second of them small."""
    parents = dict(bundle.areas.select("area", "parent").rows())
    cells = bundle.cells.with_columns(
        town=pl.col("area").replace_strict(parents, default=None), day=pl.col("reference_date")
    )
    by = ["cube", "slice", "reference_date", "town"]
    areas = cells.filter(level="planning_area").with_columns(
        hidden=pl.col("confidentiality") == "suppressed"
    )
    two = areas.group_by(by).agg(pl.col("hidden").sum(), pl.col("area").filter("hidden"))
    totals = cells.filter(pl.col("value").is_not_null(), level="municipality")
    found = two.filter(pl.col("hidden") == 2).join(
        totals, left_on=by, right_on=["cube", "slice", "reference_date", "area"]
    )
    where = ["cube", "slice", "reference_date", "area"]
    small = truth.filter(pl.col("true").is_between(1, 4), generation="2023").select(where)
    found = found.with_columns(second=pl.col("area").list.get(1)).join(
        small, left_on=[*where[:-1], "second"], right_on=where
    )
    return found.sort(by).row(0, named=True)


def test_one_withheld_cell_written_back_fails_the_audit(
    hamlet, current, bundle, truth, kreisblick, tmp_path
):
    pair = a_revealing_pair(bundle, truth)
    where = {name: pair[name] for name in ("cube", "slice", "reference_date")}
    area = pair["area"][0]
    places = truth.filter(**where, area=area, generation="2023")
    value = float(places["true"].item()) if places.height else 3.0
    folder = shutil.copytree(current(hamlet, "products"), tmp_path / "products")
    for path in folder.rglob("cells.csv"):
        cells = pl.read_csv(path, infer_schema=False)
        here = pl.all_horizontal(
            pl.col("area") == area, *[pl.col(n) == str(v) for n, v in where.items()]
        )
        assert cells.filter(here).height == 1
        cells.with_columns(
            value=pl.when(here).then(pl.lit(str(value))).otherwise("value"),
            confidentiality=pl.when(here).then(pl.lit("free")).otherwise("confidentiality"),
        ).write_csv(path)

    said = kreisblick("audit", folder)

    assert said.code == 1
    assert pair["cube"] in said.out
    assert pair["area"][1] in said.out


def test_a_draft_without_a_verdict_is_not_released(hamlet_copy, current, kreisblick):
    bundle = current(hamlet_copy, "bundles")
    (current(hamlet_copy, "products") / "audit.json").unlink()

    said = kreisblick("bundle", "release", bundle)

    assert said.code == 1
    assert "audit.json" in said.err
    assert not (bundle / "released.json").exists()
    assert not (hamlet_copy / "sealed/release_ledger.jsonl").exists()


@pytest.mark.parametrize("change", [{"passed": False}, {"manifest": "0" * 64}])
def test_a_draft_that_failed_or_that_nobody_judged_is_not_released(
    hamlet_copy, current, kreisblick, change
):
    path = current(hamlet_copy, "products") / "audit.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))

    said = kreisblick("bundle", "release", current(hamlet_copy, "bundles"))

    assert said.code == 1
    assert not (hamlet_copy / "sealed/release_ledger.jsonl").exists()


def test_a_draft_is_released_once_and_the_ledger_holds(hamlet_copy, current, kreisblick):
    bundle = current(hamlet_copy, "bundles")
    ledger = hamlet_copy / "sealed/release_ledger.jsonl"

    first = kreisblick("bundle", "release", bundle, "--by", "Sozialplanung")
    second = kreisblick("bundle", "release", bundle)

    assert (first.code, second.code) == (0, 1)
    assert bundle.name in second.err
    (row,) = read_ledger(ledger)
    assert row.manifest == manifest_hash(bundle)
    assert row.by == "Sozialplanung"
    assert kreisblick("bundle", "verify", bundle).code == 0


def test_a_changed_ledger_stops_every_release(hamlet_copy, current, kreisblick):
    bundle = current(hamlet_copy, "bundles")
    ledger = hamlet_copy / "sealed/release_ledger.jsonl"
    kreisblick("bundle", "release", bundle, "--by", "Sozialplanung")
    (bundle / "released.json").unlink()
    ledger.write_text(ledger.read_text().replace("Sozialplanung", "Jemand"))

    said = kreisblick("bundle", "release", bundle)

    assert said.code == 1
    assert "release_ledger.jsonl" in said.err
    assert not (bundle / "released.json").exists()


def test_no_change_and_no_distance_gives_a_withheld_figure_away(bundle):
    """Value now − change = value then; value − distance = the town's, the district's."""
    key = ["indicator", "generation", "area", "reference_date"]
    known = {row[:4]: row[4] for row in bundle.indicators.select(*key, "value").iter_rows()}
    parents = {
        row[:2]: row[2] for row in bundle.areas.select("generation", "area", "parent").rows()
    }
    seen = dict.fromkeys(("change", "deviation_municipal", "deviation_district"), 0)
    shown = bundle.indicators.filter(pl.col("value").is_not_null())
    for row in shown.iter_rows(named=True):
        indicator, generation, area, day = (row[name] for name in key)
        up = parents.get((generation, area))
        top = parents.get((generation, up), up)
        others = {
            "change": (area, row["change_from"]),
            "deviation_municipal": (up if row["level"] == "planning_area" else None, day),
            "deviation_district": (top, day),
        }
        for column, (where, when) in others.items():
            other = (indicator, generation, where, when)
            if row[column] is None or other not in known:
                continue
            seen[column] += 1
            assert known[other] is not None, (column, other)  # the attack would have it
            assert row["value"] - row[column] == pytest.approx(known[other])  # the attack works
    assert all(seen.values()), seen
