"""A report of nothing but counts can be judged too."""

import json
from pathlib import Path

import polars as pl

from kreisblick.protection.audit import attack


def test_a_folder_whose_indicators_have_no_denominator_is_judged(tmp_path: Path) -> None:
    cell = {
        "cube": "residents", "slice": "all", "reference_date": "2024-12-31", "generation": "g",
        "level": "district", "area": "d", "value": 40, "lower": None, "upper": None,
        "observation": "counted", "confidentiality": "free",
    }  # fmt: skip
    shown = {key: cell[key] for key in ("reference_date", "generation", "level", "area", "value")}
    area = {"generation": "g", "area": "d", "name": "d", "level": "district", "parent": None}
    count = {"kind": "count", "numerator": {"cube": "residents", "slice": "all"}}
    (tmp_path / "data").mkdir()
    (tmp_path / "catalogue").mkdir()
    pl.DataFrame([cell]).write_csv(tmp_path / "data/cells.csv")
    figure = {"indicator": "people", "coverage": 1.0, **shown}
    pl.DataFrame([figure]).write_csv(tmp_path / "data/indicators.csv")
    pl.DataFrame([area]).write_csv(tmp_path / "data/areas.csv")
    (tmp_path / "catalogue/cubes.json").write_text(json.dumps({"residents": {}}))
    (tmp_path / "catalogue/indicators.json").write_text(json.dumps({"people": count}))

    assert attack(tmp_path).passed
