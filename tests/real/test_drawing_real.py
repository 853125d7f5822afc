"""Pictures with the names of all 10,990 German municipalities: nothing cut, nothing covered."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.drawing.fitting import drawn_width, overflowing
from tests.unit.drawing.test_drawing_fits import towns

from kreisblick.products.drawing import (
    Dot,
    Reference,
    Role,
    Series,
    choropleth_svg,
    interval_dots_svg,
    trend_svg,
)
from kreisblick.products.drawing.measure import fit
from kreisblick.products.wording import write_round

pytestmark = pytest.mark.real
DATES = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))
LONG = 150  # so many of the longest are drawn


@pytest.fixture(scope="module")
def names(open_data: Path) -> list[str]:
    file = open_data / "de-verwaltungsgebiete/gemeinden_2022_12_31_einwohner.csv.gz"
    found = pl.read_csv(file, infer_schema=False)["GEN"].unique()
    return sorted(found, key=lambda name: (-drawn_width(name, 1, bold=True), name))


def test_every_name_fits_a_quarter_of_a_chart_unshortened(names):
    short = [name for name in names if "…" in "".join(fit(name, 0.25 * 700, 15).texts)]

    assert len(names) > 10_000
    assert short == []


def test_the_longest_names_stand_in_dot_plots(names):
    rows = [Dot(label=n, value=v, lower=0.0, upper=60.0, text="12,4 %") for v, n in
            enumerate(names[:LONG])]  # fmt: skip
    means = [Reference(label=f"{names[0]} 12,4 %", value=12.4, role=Role.DISTRICT)]

    for start in range(0, LONG, 10):
        svg = interval_dots_svg(
            rows[start : start + 10],
            means,
            lambda tick: write_round(tick, "per_1000"),
            title="t",
            description="d",
        )
        assert overflowing(svg) == []


def test_the_longest_names_stand_at_the_ends_of_lines(names):
    for name in names[:LONG]:
        lines = [
            Series(label="Kreis", role=Role.DISTRICT, values=(12.0, 12.1, 12.2), text="12,2 %"),
            Series(label=name, role=Role.AREA, values=(12.0, 12.1, 12.3), text="12,3 %"),
        ]
        svg = trend_svg(DATES, lines, lambda t: write_round(t, "percent"), title="t",
                        description="d", size=(430, 230))  # fmt: skip
        assert overflowing(svg) == []


@pytest.mark.parametrize(("count", "wide"), [(10, 4), (40, 7), (130, 12)])
def test_the_longest_names_stand_on_maps(names, count, wide):
    outlines = towns(names[:count], wide=wide)

    svg = choropleth_svg(outlines, {}, breaks=(), title="t", description="d")

    assert overflowing(svg) == []
    assert "…" not in svg
