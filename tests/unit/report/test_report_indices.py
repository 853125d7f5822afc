"""Composite indices in the report: a map where there are classes, a reason where there are none."""

import runpy
from dataclasses import replace
from pathlib import Path

import polars as pl

from kreisblick.products.report import report_data, report_definition
from kreisblick.products.report.arranging import arrange

FACTORY = runpy.run_path(str(Path(__file__).with_name("factory.py")))
REASON = "Jede Stufe wäre geraten."


class Drawer:
    """Remembers the names of the pictures."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def lay(self, name: str, content: object) -> str:
        del content
        self.names.append(name)
        return name


def test_a_part_without_classes_has_its_reason_and_no_map() -> None:
    bundle, drawer = FACTORY["make_bundle"](), Drawer()
    unnamed = pl.col("part") == "dynamics"
    indices = bundle.indices.with_columns(
        pl.when(~unnamed).then("class").alias("class"),
        note=pl.when(unnamed).then(pl.lit(REASON)).otherwise("note"),
    )

    data = report_data(replace(bundle, indices=indices), report_definition(), drawer)
    chapter = next(one for one in arrange(data) if one.id == "belastungen")

    maps = [name for name in drawer.names if name.startswith("index-")]
    assert maps == ["index-social_index-status.svg"]
    assert sum(block["kind"] == "table" for block in chapter.blocks) == 0
    assert f"nicht eingestuft: {REASON}" in str(chapter.blocks)


def test_an_area_that_a_source_keeps_back_does_not_look_like_one_with_few_burdens() -> None:
    bundle, drawer = FACTORY["make_bundle"](), Drawer()
    first = bundle.indices["area"][0]
    kept = (pl.col("area") == first) & (pl.col("part") == "status")
    changed = {"observation": "withheld_by_source", "note": "Ein Teil ist geheim."}
    indices = bundle.indices.with_columns(
        pl.when(kept).then(None).otherwise("class").alias("class"),
        *[pl.when(kept).then(pl.lit(v)).otherwise(k).alias(k) for k, v in changed.items()],
    )

    data = report_data(replace(bundle, indices=indices), report_definition(), drawer)
    legend = data["indices"][0]["parts"][0]["legend"]

    counts = {one["text"]: one["count"] for one in legend}
    assert counts["von der datenliefernden Stelle nicht ausgewiesen"] == 1
    assert counts["nicht eingestuft, siehe unten"] == 1  # the area with fewer than 300 people
    assert next(one for one in legend if one["text"].startswith("von der"))["swatch"]
