"""Indices of other countries and of the Robert Koch Institute, recomputed."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.statistics.indices import IndexDefinition, index_file
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.score import Scores, fit, score
from kreisblick.statistics.indices.vary import standard_variation

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def methods() -> dict[str, IndexDefinition]:
    return read_definitions([shipped("catalogue", "indices")], IndexDefinition)


@pytest.fixture
def computed(methods, tmp_path):
    """Run the command's function on a table."""

    def run(table: pl.DataFrame, key: str) -> pl.DataFrame:
        table.write_csv(tmp_path / "in.csv")
        return index_file(tmp_path / "in.csv", methods[key], tmp_path / "out.csv", key=key).table

    return run


def percentages(counts: pl.DataFrame) -> pl.DataFrame:
    """The four percentages of Townsend from the census counts."""
    rented = pl.col("F2357") + pl.col("F2362") + pl.col("F2368")
    return counts.select(
        pl.col("GEO_CODE").str.strip_chars().alias("area"),
        unemployed=100 * pl.col("F248") / pl.col("F244"),
        no_car=100 * pl.col("F991") / pl.col("F989"),
        not_owned=100 * rented / pl.col("F2347"),
        overcrowded=100 * (pl.col("F2081") + pl.col("F2083")) / pl.col("F2075"),
    )


@pytest.mark.parametrize(("level", "areas"), [("local_authority", 404), ("ward", 9481)])
def test_every_townsend_score_of_2011_is_met(open_data, computed, level, areas):
    folder = open_data / "townsend-2011"
    published = pl.read_csv(folder / f"scores_2011_{level}.csv.gz")
    published = published.rename({published.columns[0]: "area"})
    published = published.with_columns(pl.col("area").str.strip_chars())
    counts = pl.read_csv(folder / f"inputs_2011_{level}.csv.gz")

    found = computed(percentages(counts), "townsend").join(published, on="area")

    assert found.height == areas
    assert (found["index"] - found["TDS"]).abs().max() < 5e-9
    fifth = found["class"].str.extract(r"Fünftel (\d)").cast(pl.Int64)
    assert (fifth == found["quintile"]).all()


def simd_ranks(open_data: Path) -> pl.DataFrame:
    path = open_data / "simd-2016" / "published_ranks_2016.csv.gz"
    return pl.read_csv(path).rename({"Data_Zone": "area"})


def test_every_overall_rank_of_simd_2016_is_met_from_the_ranks_of_domains(open_data, computed):
    published = simd_ranks(open_data)

    found = computed(published.select("area", "^.*_domain_2016_rank$"), "simd")
    found = found.join(published, on="area")

    assert (found["rank"] == found["Overall_SIMD16_rank"]).sum() == 6976


@pytest.fixture(scope="module")
def simd_scores(open_data, methods) -> tuple[Scores, pl.DataFrame]:
    """Domains and index from the indicators, without stability (6,976 areas)."""
    path = open_data / "simd-2016" / "indicators_2016.csv.gz"
    table = pl.read_csv(path, null_values=["*"], infer_schema_length=None)
    table = table.rename({name: name.lower() for name in table.columns})
    part = methods["simd_indicators"].status
    columns = [table[one.indicator].cast(pl.Float64).to_numpy() for one in part.indicators]
    ranks = table.select(area="data_zone").join(
        simd_ranks(open_data), on="area", maintain_order="left"
    )
    return score(np.column_stack(columns), part), ranks


@pytest.mark.parametrize(
    ("domain", "mean_away", "most"),
    # what is left: inputs are published rounded (shares of income and work to two decimals),
    # crimes partly withheld; health and education come as near to the official ranks as the
    # Scottish Government's own open rebuild does
    [("health", 7, 40), ("education", 5, 65), ("access", 0.5, 8), ("housing", 0.1, 4),
     ("crime", 15, 520), ("income", 140, 4200), ("employment", 165, 4100)],
)  # fmt: skip
def test_domains_of_simd_from_indicators_come_near(simd_scores, domain, mean_away, most):
    scores, published = simd_scores
    ours = rank(scores.dimensions[domain])

    away = np.abs(ours - published[f"{domain.title()}_domain_2016_rank"].to_numpy())

    assert away.mean() < mean_away
    assert away.max() <= most


def test_domains_made_by_a_factor_meet_the_open_rebuild_but_for_one_place(open_data, simd_scores):
    path = open_data / "simd-2016" / "opensimd_domain_ranks.csv.gz"
    rebuilt = pl.read_csv(path).rename({"data_zone": "area"})
    scores, published = simd_scores
    rebuilt = published.select("area").join(rebuilt, on="area", maintain_order="left")

    for domain in ("education", "health"):
        away = np.abs(rank(scores.dimensions[domain]) - rebuilt[domain].to_numpy())
        assert away.max() <= 1
        assert (away == 0).sum() >= 6950


def test_factor_weights_of_simd_come_within_a_thousandth(open_data, methods):
    table = pl.read_csv(
        open_data / "simd-2016" / "indicators_2016.csv.gz",
        null_values=["*"],
        infer_schema_length=None,
    )
    table = table.rename({name: name.lower() for name in table.columns})
    weights = pl.read_csv(open_data / "simd-2016" / "published_factor_weights.csv").row(
        0, named=True
    )
    names = {
        "education": ["neet", "noquals", "attain", "attend", "hesa"],
        "health": ["cif", "smr", "lbwt", "drug", "alc", "depress", "emerg"],
        "access_drive": ["dr_gp", "dr_post", "dr_prim", "dr_sec", "dr_retail", "dr_petrol"],
        "access_public": ["pt_gp", "pt_post", "pt_retail"],
    }
    part = methods["simd_indicators"].status
    values = np.column_stack(
        [table[o.indicator].cast(pl.Float64).to_numpy() for o in part.indicators]
    )

    found = fit(values, part).weights

    for dimension, published in names.items():
        expected = [weights[f"wt_{name}"] for name in published]
        assert found[dimension] == pytest.approx(expected, abs=1e-3), dimension


def test_simd_from_indicators_comes_near_to_the_overall_rank(simd_scores):
    scores, published = simd_scores

    away = np.abs(rank(scores.index) - published["Overall_SIMD16_rank"].to_numpy())

    assert np.quantile(away, 0.5) <= 24
    assert np.quantile(away, 0.99) <= 130


@pytest.mark.parametrize(
    ("key", "column", "met"),
    [
        ("gisd_fifths", "gisd_5", 8822),
        ("gisd_tenths", "gisd_10", 8821),
        ("gisd_groups", "gisd_k", 8822),
    ],
)  # fmt: skip
def test_classes_of_gisd_2022_are_met_from_published_scores(
    open_data, computed, key, column, met, methods
):
    """The one missing tenth: its score is published with five decimals and stands at the cut."""
    path = open_data / "gisd-2022-v1-1" / "gisd_bund_kreis.csv.gz"
    published = pl.read_csv(path, schema_overrides={"kreis_id": pl.String})
    published = published.rename({"kreis_id": "area", "year": "reference_date"})
    order = [one.name.de for one in methods[key].status.classes]

    found = computed(published.select("area", "reference_date", "gisd_score"), key)

    found = found.with_columns(pl.col("reference_date").dt.year().cast(pl.Int64))
    found = found.join(published, on=["area", "reference_date"])
    place = found["class"].replace_strict({n: i for i, n in enumerate(order, 1)})
    assert found.height == 8822
    assert (place == found[column]).sum() == met


def gisd_inputs(open_data: Path) -> pl.DataFrame:
    """Eight of nine indicators by Kreis, 2004 to 2019, as far as the open inputs reach."""
    folder = open_data / "gisd-2022-v1-1" / "inputs"

    def read(name: str) -> pl.DataFrame:
        table = pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False)
        years = [y for y in table.columns if y.isdigit()]
        return table.unpivot(
            years, index="kennziffer", variable_name="year", value_name=name
        ).with_columns(pl.col(name).cast(pl.Float64, strict=False))

    names = [
        "A_ArbeitslosigkeitKreis", "A_ErwerbsfaehigeBevoelkerungKreis",
        "A_BeschaeftigtenquoteKreis",
        "A_Bruttoverdienst", "B_BeschaeftigtemitakadAbschluss", "B_BeschaeftigteohneAbschluss",
        "B_SVBeschaeftigte", "B_SchulabgaengerohneAbschluss", "E_Haushaltseinkommen",
        "E_Schuldnerquote",
    ]  # fmt: skip
    whole = read(names[0])
    for name in names[1:]:
        whole = whole.join(read(name), on=["kennziffer", "year"], how="left")
    tax = _tax_by_kreis(read("E_Einkommensteuer"), folder)
    whole = whole.join(tax, on=["kennziffer", "year"], how="left")
    return whole.select(
        area="kennziffer",
        reference_date="year",
        academic_degree=100 * pl.col(names[4]) / pl.col(names[6]),
        no_qualification=100 * pl.col(names[5]) / pl.col(names[6]),
        school_leavers_without=pl.col(names[7]),
        unemployment=100 * pl.col(names[0]) / pl.col(names[1]),
        employment_rate=pl.col(names[2]),
        gross_pay=pl.col(names[3]),
        income_tax=pl.col("tax"),
        household_income=pl.col(names[8]),
        debtor_rate=pl.col(names[9]),
    ).filter(pl.col("reference_date").cast(pl.Int64) >= 2013)


def _tax_by_kreis(tax: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """Tax per head of associations of municipalities, weighted by people of working age."""
    people = pl.read_csv(folder / "A_ErwerbsfaehigeBevoelkerung.csv.gz", infer_schema=False)
    years = [y for y in people.columns if y.isdigit()]
    people = people.unpivot(years, index="kennziffer", variable_name="year", value_name="people")
    people = people.with_columns(pl.col("people").cast(pl.Float64, strict=False))
    both = tax.join(people, on=["kennziffer", "year"]).drop_nulls()
    both = both.with_columns(pl.col("kennziffer").str.slice(0, 5))
    weighted = (pl.col("E_Einkommensteuer") * pl.col("people")).sum() / pl.col("people").sum()
    return both.group_by("kennziffer", "year").agg(weighted.alias("tax"))


def without_east_and_west(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """A column whose mean in the east of a year is that of the west, as the publisher adjusts."""
    east = pl.col("area").str.slice(0, 2).cast(pl.Int64) >= 12
    mean = pl.col(name).filter(~east).mean() - pl.col(name).filter(east).mean()
    moved = pl.when(east).then(pl.col(name) + mean.over("reference_date")).otherwise(name)
    return table.with_columns(moved.alias(name))


def test_the_chain_of_gisd_comes_as_near_as_open_inputs_allow(open_data, methods):
    """Correlation with the published score of 0.91 to 0.94 in each year 2013 to 2019.

    The gap: the publisher computes by municipality and adjusts for prices, school reform and
    breaks of series; the open inputs are raw and most end at the Kreis.
    """
    part = methods["gisd"].status
    names = [one.indicator for one in part.indicators]
    path = open_data / "gisd-2022-v1-1" / "gisd_bund_kreis.csv.gz"
    published = pl.read_csv(path, schema_overrides={"kreis_id": pl.String})
    published = published.with_columns(pl.col("year").cast(pl.String))
    table = gisd_inputs(open_data).drop_nulls()
    table = table.filter(pl.all_horizontal(pl.col(names).is_finite()))
    both = table.join(published, left_on=["area", "reference_date"], right_on=["kreis_id", "year"])
    both = without_east_and_west(both, "no_qualification")
    pooled = both.select(names).to_numpy()

    together = {}
    for (year,), one in both.group_by("reference_date", maintain_order=True):
        values = one.select(names).to_numpy()
        scores = score(values, part, fit(values, part, {"all_dates": pooled}))
        together[year] = float(np.corrcoef(scores.index, one["gisd_score"].to_numpy())[0, 1])

    assert len(together) == 7
    assert min(together.values()) > 0.91
    assert max(together.values()) > 0.93


def test_the_conventions_of_stability_are_read_from_their_file():
    assert standard_variation().sobol_points & (standard_variation().sobol_points - 1) == 0
