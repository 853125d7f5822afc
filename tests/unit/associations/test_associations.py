"""Associations from the indicator frame and from files: judged together, each with its doubt."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from tests.unit.associations.test_relate import grid, sweeping
from typer.testing import CliRunner

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.cli.main import build_app
from kreisblick.statistics.associations import (
    ASSOCIATION_COLUMNS,
    Associations,
    associations,
    relate_file,
)
from kreisblick.statistics.indicators import IndicatorDefinition, Kind, Part

DAY = date(2024, 12, 31)
KEYS = [f"a{i:02}" for i in range(90)]


def indicator(theme, cube, below="residents", kind=Kind.SHARE):
    denominator = Part(cube=below) if below else None
    return SimpleNamespace(
        theme=theme, kind=kind, numerator=Part(cube=cube), denominator=denominator
    )


KNOWN = {
    "school": indicator("Bildung", "pupils", "children"),
    "money": indicator("Auskommen", "benefit"),
    "work": indicator("Arbeit", "unemployed"),
    "rent": indicator("Auskommen", "rent"),
    "class": indicator("Arbeit", "rough", None, Kind.ORDINAL),
    "few": indicator("Gesundheit", "checks", "children"),
}


def asked(*pairs):
    return Associations.model_validate(
        {
            "level": "planning_area", "residents": "people", "draws": 199, "seed": 1,
            "confidence": 0.95, "false_discovery_rate": 0.05, "minimum_areas": 20,
            "caution": {"de": "Gebiete, nicht Menschen."},
            "pairs": [
                {"one": a, "other": b, "group": "alle", "question": {"de": "Wie?"}}
                for a, b in pairs
            ],
        }
    )  # fmt: skip


def areas():
    return pl.DataFrame({"area": KEYS}).with_columns(
        level=pl.lit("planning_area"), generation=pl.lit("2023"), parent=pl.lit("m")
    )


def neighbours():
    pairs = grid()
    return pl.DataFrame(
        {"area": [KEYS[i] for i in pairs[:, 0]], "neighbour": [KEYS[i] for i in pairs[:, 1]]}
    )


def fields():
    random = np.random.default_rng(2)
    money = sweeping(0.6, random)
    return {
        "money": money, "school": money + 0.4 * random.normal(size=90),
        "work": sweeping(0.6, random), "rent": money, "few": money, "class": money,
        "people": random.integers(500, 5000, 90).astype(float),
    }  # fmt: skip


def indicators(hidden=()):
    rows = [
        {
            "indicator": key, "reference_date": DAY, "level": "planning_area", "area": area,
            "value": None if (key, area) in hidden else float(value),
        }
        for key, values in fields().items()
        for area, value in zip(KEYS, values, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def found(*pairs, frame=None):
    frame = indicators() if frame is None else frame
    return associations(frame, areas(), KNOWN, neighbours(), asked(*pairs))


def test_what_goes_together_is_told_apart_from_what_does_not():
    table = found(("school", "money"), ("school", "work"))

    assert dict(table.schema) == ASSOCIATION_COLUMNS
    assert table["verdict"].to_list() == ["together", "open"]
    assert table["pearson"][0] > 0.8
    assert table["spearman"][0] > 0.7
    assert table["pearson_low"][0] < table["pearson"][0] < table["pearson_high"][0]
    assert table["moran_one"][0] > 0.1
    assert table["p_adjusted"][0] >= table["p"][0]


def test_one_field_a_category_and_too_few_areas_are_not_tested_and_it_is_said():
    hidden = {("few", area) for area in KEYS[15:]}
    table = found(
        ("money", "rent"), ("money", "class"), ("few", "money"), ("money", "nobody"),
        frame=indicators(hidden),
    )  # fmt: skip

    assert table.height == 3
    assert set(table["verdict"]) == {"untested"}
    said = dict(table.select("one", "note").iter_rows())
    assert "Nur 15 Gebiete" in said["few"]
    assert table["pearson"].null_count() == 3


def test_shared_denominators_are_noted():
    table = found(("money", "work"), ("school", "money"))

    assert dict(table.select("one", "doubt").iter_rows()) == {
        "money": "shared_denominator",
        "school": None,
    }


def test_withheld_areas_are_left_aside_and_stay_unknown():
    frame = indicators({("money", "a05"), ("school", "a07")})
    secret = frame.with_columns(hint=pl.lit(1.0))

    table = found(("school", "money"), frame=frame)

    assert table["areas"].to_list() == [88]
    assert table.equals(found(("school", "money"), frame=secret))


def test_a_file_and_the_command_with_the_sentence_beside_every_line(tmp_path):
    values = fields()
    pl.DataFrame(
        {"area": KEYS, "residents": values["people"], "s": values["school"], "m": values["money"]}
    ).write_csv(tmp_path / "in.csv")
    neighbours().write_csv(tmp_path / "near.csv")

    said = CliRunner().invoke(
        build_app(),
        [
            "associations", "relate", str(tmp_path / "in.csv"), "--neighbours",
            str(tmp_path / "near.csv"), "-o", str(tmp_path / "out.csv"),
        ],
    )  # fmt: skip

    assert said.exit_code == 0, said.output
    assert "nicht für einzelne Menschen" in said.output
    out = pl.read_csv(tmp_path / "out.csv")
    assert out["verdict"].to_list() == ["together"]
    assert "nicht für einzelne Menschen" in out["caution"][0]


def test_a_file_that_is_wrong_is_refused(tmp_path):
    (tmp_path / "in.csv").write_text("area,a,b\n1,x,2\n")
    (tmp_path / "near.csv").write_text("area,nachbar\n1,2\n")

    with pytest.raises(Exception, match="neighbour") as told:
        relate_file(tmp_path / "in.csv", tmp_path / "near.csv", asked(("a", "b")))
    assert "„a“" in str(told.value)


def test_the_shipped_pairs_are_of_two_fields_each():
    read = read_definition(shipped("catalogue", "associations.yaml"), Associations)
    known = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)

    for pair in read.pairs:
        one, other = known[pair.one], known[pair.other]
        assert one.theme != other.theme
        assert one.numerator != other.numerator
