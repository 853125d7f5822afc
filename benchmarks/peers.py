"""Peers of the address programme on the same rows: rapidfuzz inside the postcode, and Splink."""

import time

import polars as pl
from rapidfuzz import fuzz, process

__all__ = ["by_rapidfuzz", "by_splink"]


def by_rapidfuzz(inside: pl.DataFrame, rows: pl.DataFrame) -> float:
    """Rows per second of rapidfuzz inside the postcode."""
    text = pl.concat_str("street", pl.lit(" "), pl.col("number").fill_null(""))
    plain = text.str.to_lowercase().str.replace_all("ß", "ss").str.replace(r"str\.? ", "strasse ")
    blocks = {
        str(code): part["text"].to_list()
        for (code,), part in inside.with_columns(text=plain).group_by("postcode")
    }
    asked = rows.with_columns(text=plain).select("text", "postcode").rows()
    start = time.process_time()
    for asked_text, code in asked:
        process.extractOne(asked_text, blocks.get(code, []), scorer=fuzz.ratio, score_cutoff=90)
    return len(asked) / (time.process_time() - start)


def by_splink(inside: pl.DataFrame, rows: pl.DataFrame, ours: float) -> str:
    """Precision, recall and rows per CPU second of a short Splink model, beside ours."""
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    left, right = splink_frame(rows.with_row_index("id")), splink_frame(inside.with_row_index("id"))
    truth = rows["truth"].to_list()
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / inside.height,
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[
            block_on("number", "postcode"),
            block_on("number", "street"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("street", [0.95, 0.88, 0.8]),
            cl.LevenshteinAtThresholds("postcode", [1]),
            cl.ExactMatch("number"),
        ],
    )
    start, wall = time.process_time(), time.perf_counter()
    engine = DuckDBAPI()
    linker = Linker([engine.register(left), engine.register(right)], settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for rule in (block_on("number", "postcode"), block_on("street", "postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    spent, waited = time.process_time() - start, time.perf_counter() - wall
    pairs = pl.from_pandas(found[["id_l", "id_r", "match_probability"]])
    best = pairs.sort("match_probability", descending=True).unique("id_l", keep="first")
    ids = make_ids(inside)
    right_ones = sum(
        truth[int(row[0][1:])] == ids[int(row[1][1:])]
        for row in best.select("id_l", "id_r").iter_rows()
    )
    exist = sum(one is not None for one in truth)
    return (
        f"Splink 5 (p >= 0.5) on {rows.height:,} rows: {rows.height / waited:,.0f} rows/s wall "
        f"({rows.height / spent:,.0f} per CPU s), precision {100 * right_ones / best.height:.2f} %,"
        f" recall {100 * right_ones / exist:.2f} %; ratio {ours * spent / rows.height:.1f}"
    )


def splink_frame(table: pl.DataFrame) -> object:
    """Columns that a short model would use, folded plainly."""
    suffix = pl.col("suffix").fill_null("") if "suffix" in table.columns else pl.lit("")
    whole = pl.concat_str(
        "street", pl.lit(" "), pl.col("number").fill_null(""), suffix
    ).str.to_lowercase()
    whole = whole.str.replace_many({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", " nr. ": " "})
    parts = whole.str.extract_groups(r"^(.*?)\s*0*(\d+\s*[a-z]?)\s*$")
    side = pl.lit("l" if "truth" in table.columns else "r")
    return table.select(
        pl.concat_str(side, pl.col("id").cast(pl.String)).alias("id"),
        parts.struct.field("1").str.replace(r"str\.?$", "strasse").alias("street"),
        parts.struct.field("2").str.replace_all(" ", "").alias("number"),
        pl.col("postcode").replace("", None).alias("postcode"),
        pl.col("place").replace("", None).alias("place"),
    ).to_pandas()


def make_ids(inside: pl.DataFrame) -> list[str]:
    """The address of each reference row as the reference writes it."""
    number = pl.concat_str(pl.col("number"), pl.col("suffix").fill_null("").str.to_lowercase())
    return inside.select(
        pl.format("{} {}, {} {}", "street", number, "postcode", "place").alias("id")
    )["id"].to_list()
