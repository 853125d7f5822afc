"""Why a figure is hidden: the same words for everybody in public, the rule in the sealed zone."""

from datetime import date

import polars as pl
import pytest

from kreisblick.pipeline.explain import explainer
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.products.figures import released_figures

pytestmark = pytest.mark.xdist_group("hamlet")
DAY = date(2024, 12, 31)


@pytest.fixture(scope="module")
def found(hamlet):
    with explainer(open_workspace(hamlet)) as one:
        yield one


def withheld(found, level, every=3):
    """Withheld figures of the last date, each with what its count's record says."""
    figures = released_figures(found.bundle).filter(
        (pl.col("state") == "suppressed") & (pl.col("level") == level)
        & (pl.col("reference_date") == DAY)
    )  # fmt: skip
    return figures.select("area", "indicator").rows()[::every]  # each cover is attacked


def test_the_public_words_do_not_tell_a_small_figure_from_one_that_covers(found):
    lines, kinds = set(), set()
    for area, indicator in withheld(found, "planning_area"):
        public = found.explain(area, indicator, DAY)
        sealed = found.explain(area, indicator, DAY, sealed=True)
        lines.add(public.lines()[1])
        kinds |= {one.kind for one in sealed.sealed}
        assert public.sealed == ()

    assert lines == {"Nicht ausgewiesen: .¹ zum Schutz einzelner Personen nicht ausgewiesen"}
    assert {"count", "cover"} <= kinds


def test_a_small_figure_is_told_with_its_rule_in_the_sealed_zone(found):
    told = [
        one
        for area, indicator in withheld(found, "planning_area")
        for one in found.explain(area, indicator, DAY, sealed=True).sealed
        if one.kind == "count"
    ]

    assert told
    # where everybody of a small group is counted, more than the count cannot be
    assert all(one.lower < one.upper and one.lower <= one.value <= one.upper for one in told)
    assert any("unter der Mindestzahl" in one.line() for one in told)


def test_a_covering_figure_names_what_needs_it(found):
    needed = (
        one.needed_by
        for area, indicator in withheld(found, "planning_area", every=1)
        for one in found.explain(area, indicator, DAY, sealed=True).sealed
        if one.kind == "cover" and one.needed_by
    )

    assert next(needed)


def test_the_command_says_why_and_leaves_nothing_open(hamlet, found, kreisblick):
    area, indicator = withheld(found, "planning_area")[0]

    public = kreisblick("explain", area, indicator, DAY, "-w", hamlet)
    sealed = kreisblick("explain", area, indicator, DAY, "-w", hamlet, "--sealed")

    assert (public.code, sealed.code) == (0, 0)
    assert "zum Schutz einzelner Personen" in public.out
    assert len(public.out.splitlines()) == 2
    assert len(sealed.out.splitlines()) > 2
