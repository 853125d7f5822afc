"""Every figure of the hamlet's district and municipalities, compared as text.

The difference of the golden file is reviewed like a published figure, because it is one.
"""

import os
from pathlib import Path

import polars as pl
import pytest

from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.run import run
from kreisblick.protection.bundle import open_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
GOLDEN = Path(__file__).with_name("hamlet_figures.csv")
COLUMNS = ["indicator", "reference_date", "area", "numerator", "denominator", "value", "lower",
           "upper", "observation", "confidentiality"]  # fmt: skip


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The figures of larger areas as CSV, numbers with four decimals."""
    workspace = invent_workspace("hamlet", tmp_path_factory.mktemp("golden") / "workspace")
    choices = workspace / "kreisblick.toml"
    text = choices.read_text(encoding="utf-8")
    choices.write_text(text.replace("[report]\n", "[report]\nproducts = []\n"), encoding="utf-8")
    table = open_bundle(run(workspace).bundle).indicators
    large = table.filter(pl.col("level") != "planning_area").select(COLUMNS)
    return large.sort("indicator", "reference_date", "area").write_csv(float_precision=4)


def test_the_hamlets_figures_are_those_that_were_last_reviewed(figures: str) -> None:
    if os.environ.get("KREISBLICK_GOLDEN") == "update":
        GOLDEN.write_text(figures, encoding="utf-8")

    assert figures.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()
