"""Nobody who counts rows about people takes a mean or a median of them past ``may_show``."""

import re
from pathlib import Path

import pytest

import kreisblick

HOUSE = Path(kreisblick.__file__).parent
COUNTING = sorted([*HOUSE.glob("sealed/register/**/*.py"), *HOUSE.glob("pipeline/*.py")])
OF_SINGLE_UNITS = re.compile(r"\.(?:mean|median|quantile|std|var|mode|entropy)\(")


@pytest.mark.parametrize("path", COUNTING, ids=lambda path: path.name)
def test_statistics_of_rows_are_judged_where_they_are_made(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not OF_SINGLE_UNITS.search(text) or "may_show" in text


def test_the_search_finds_what_it_looks_for() -> None:
    assert len(COUNTING) > 50
    assert OF_SINGLE_UNITS.search('pl.col("days").median()')
