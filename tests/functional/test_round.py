"""The whole round with the hamlet: what it leaves, that it repeats, that figures are true."""

import json
import random
from datetime import date

import polars as pl
import pytest

from kreisblick.base.files import fingerprint_file
from kreisblick.pipeline.explain import explainer
from kreisblick.pipeline.run import run
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.bundle import open_bundle, verify_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
PLACE = ["cube", "slice", "reference_date", "generation", "level", "area"]
REPEATABLE = ("data/", "catalogue/", "geo/", "lineage.json", "protection.json", "report.json")


@pytest.fixture(scope="module")
def bundle(hamlet, current):
    return open_bundle(current(hamlet, "bundles"))


@pytest.fixture(scope="module")
def truth(hamlet):
    """The counts the generator knows, those that stand in no area taken away."""
    found = pl.read_parquet(hamlet / "truth" / "counts.parquet")
    return found.with_columns(located=pl.col("value") - pl.col("unlocated"))


def repeatable_files(bundle):
    names = [p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()]
    return {n: fingerprint_file(bundle / n) for n in names if n.startswith(REPEATABLE)}


def test_the_round_leaves_every_product(hamlet, current):
    products = current(hamlet, "products")
    areas = set(pl.read_csv(products / "opendata/data/areas.csv", infer_schema=False)
                .filter(level="planning_area", generation="2023")["area"])  # fmt: skip

    assert (products / "report/report.pdf").read_bytes().startswith(b"%PDF-")
    profiles = {path.stem for path in (products / "profiles").glob("*.pdf")}
    assert len(profiles) == 8
    assert profiles == areas
    assert {p.stem for p in (products / "profiles").glob("*.html")} == {
        *areas, "compare", "index",
    }  # fmt: skip
    assert "</html>" in (products / "atlas/index.html").read_text(encoding="utf-8")
    assert {"figures.csv", "figures.xlsx", "areas.geojson", "areas.gpkg"} <= {
        path.name for path in (products / "exports").iterdir()
    }
    assert (products / "opendata/datapackage.json").is_file()
    assert (products / "handbook/handbuch.html").stat().st_size > 10_000


def test_the_products_were_judged_and_passed(hamlet, current):
    verdict = json.loads((current(hamlet, "products") / "audit.json").read_text(encoding="utf-8"))

    assert verdict["passed"] is True
    assert verdict["breaches"] == []
    assert verdict["quantities"] > 100
    assert "intervals" not in verdict


def test_bundle_and_open_data_verify(hamlet, current):
    assert verify_bundle(current(hamlet, "bundles")) == []
    assert verify_bundle(current(hamlet, "products") / "opendata") == []


def test_a_second_round_does_nothing_and_says_so(hamlet_copy, kreisblick):
    before = {path: path.stat().st_mtime_ns for path in hamlet_copy.rglob("*")}

    said = kreisblick("run", "-w", hamlet_copy)

    assert said.code == 0
    assert "Seit der letzten Runde hat sich nichts geändert." in said.out
    assert {path: path.stat().st_mtime_ns for path in hamlet_copy.rglob("*")} == before


def test_a_workspace_that_was_moved_finds_its_own_results(hamlet_copy):
    summary = run(hamlet_copy)

    assert summary.unchanged
    assert summary.products.is_relative_to(hamlet_copy)
    assert summary.bundle.is_relative_to(hamlet_copy)


def test_the_round_repeated_elsewhere_gives_the_same_bytes(hamlet, fresh_copy, current):
    run(fresh_copy)

    first = repeatable_files(current(hamlet, "bundles"))
    again = repeatable_files(current(fresh_copy, "bundles"))
    assert len(first) > 10
    assert again == first
    report = [current(folder, "products") / "report/report.pdf" for folder in (hamlet, fresh_copy)]
    assert report[0].read_bytes() == report[1].read_bytes()


def test_nothing_is_left_half_made(hamlet):
    for folder, more in ((hamlet / "bundles", set()), (hamlet / "products", {"kept"})):
        result = (folder / "current").read_text(encoding="utf-8").strip()
        assert {one.name for one in folder.iterdir()} == {"current", result, *more}


def expected_of(truth, covered):
    """Per published place the true count; unions of codes summed, towns not covered left out."""
    towns = truth.filter(level="municipality").join(covered, on=["cube", "reference_date", "area"])
    district = truth.filter(level="district").select("area").unique().item()
    whole = towns.group_by("cube", "slice", "reference_date", "generation").agg(
        pl.col("located").sum()
    )
    whole = whole.with_columns(level=pl.lit("district"), area=pl.lit(district))
    return pl.concat(
        [truth.filter(pl.col("level") != "district").select(*PLACE, "located"),
         whole.select(*PLACE, "located")]
    )  # fmt: skip


def codes_of(slice_):
    """The slices of single codes that a slice of one dimension is the union of."""
    name, _, codes = slice_.partition("=")
    return [f"{name}={code}" for code in codes.split("|")] if "|" in codes else [slice_]


def test_every_published_count_of_persons_is_the_true_one(bundle, truth):
    persons = [key for key, cube in bundle.cubes.items() if cube["register"]]
    cells = bundle.cells.filter(pl.col("cube").is_in(persons))
    seen = cells.filter(level="municipality").filter(pl.col("observation") == "counted")
    covered = seen.select("cube", "reference_date", "area").unique()
    shown = cells.filter(pl.col("value").is_not_null())
    single = shown.filter(~pl.col("slice").str.contains(";")).with_columns(
        part=pl.col("slice").map_elements(codes_of, return_dtype=pl.List(pl.String)),
        parts=pl.col("slice").str.count_matches(r"\|") + 1,
    )

    compared = (
        single.explode("part")
        .join(expected_of(truth, covered), left_on=["cube", "part", *PLACE[2:]], right_on=PLACE)
        .group_by(*PLACE, "value", "parts")
        .agg(pl.col("located").sum(), known=pl.len())
        .filter(pl.col("known") == pl.col("parts"))
    )

    wrong = compared.filter(pl.col("value") != pl.col("located"))
    assert wrong.is_empty(), wrong
    assert set(compared["level"]) == {"planning_area", "municipality", "district"}
    assert {"residents", "households", "school_entry"} <= set(compared["cube"])
    assert compared.height > 300


def test_counts_of_services_and_schools_are_the_true_ones(bundle, truth):
    exact = ["care_places", "daycare_places", "pupils", "old_age_income", "official_population"]
    shown = bundle.cells.filter(pl.col("cube").is_in(exact), pl.col("value").is_not_null())
    compared = shown.join(truth.select(*PLACE, "located"), on=PLACE)

    assert compared.filter(pl.col("value") != pl.col("located")).is_empty()
    assert set(compared["cube"]) == set(exact)


def test_two_hundred_published_figures_are_recomputed_from_the_deliveries(hamlet, bundle):
    table = bundle.indicators.filter(pl.col("value").is_not_null())
    rows = table.select("area", "indicator", "reference_date").sort(pl.all()).rows()
    chosen = random.Random(7).sample(rows, 200)

    with explainer(open_workspace(hamlet)) as found:
        answers = [found.explain(*row) for row in chosen]

    assert [f"{a.indicator} {a.area} {a.reference_date}" for a in answers if not a.equal] == []
    assert all(a.recomputed is not None for a in answers)
    assert all(side.rows for a in answers for side in a.sides)
    assert {side.name for a in answers for side in a.sides} == {"numerator", "denominator"}


def test_a_withheld_figure_is_not_recomputed(hamlet, bundle):
    hidden = bundle.indicators.filter(pl.col("confidentiality") != "free").row(0, named=True)

    with explainer(open_workspace(hamlet)) as found:
        answer = found.explain(hidden["area"], hidden["indicator"], hidden["reference_date"])

    assert answer.withheld
    assert answer.sides == ()
    assert answer.recomputed is None


def test_the_way_of_a_figure_leads_back_to_accepted_files(hamlet, bundle):
    shown = bundle.indicators.filter(pl.col("value").is_not_null(), level="district")
    row = shown.filter(reference_date=date(2024, 12, 31)).row(0, named=True)

    with explainer(open_workspace(hamlet)) as found:
        answer = found.explain(row["area"], row["indicator"], row["reference_date"])

    for side in answer.sides:
        verbs = [step.split()[0] for step in side.steps]
        assert {"accept", "count", "protect"} <= set(verbs)
