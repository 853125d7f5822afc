"""The monitor: what is different by municipality, new and settled needs, texts, what comes next."""

import json
import re
import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kreisblick.products.changes import Awaited, compare_rounds, compared_with, tell_changes
from kreisblick.statistics.findings import FINDING_COLUMNS

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
LAST = date(2024, 12, 31)
TOWN, SOUTH, HIDDEN = "09999011", "0999901102", "0999901101"


class WithFindings:
    """A bundle with findings of its own."""

    def __init__(self, bundle: Any, rows: list[dict[str, Any]]) -> None:
        self._bundle, self._rows = bundle, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bundle, name)

    def derived(self, name: str) -> pl.DataFrame:
        if name != "findings":
            return self._bundle.derived(name)
        return pl.DataFrame(self._rows, schema=FINDING_COLUMNS)


def finding(name: str, kind: str, area: str, indicators: str = "income/children") -> dict[str, Any]:
    day = name.split("/")[2]
    return {
        "finding": name, "kind": kind, "level": "planning_area", "area": area,
        "reference_date": date(int(day[:4]), 12, 31), "generation": "2023",
        "fields": "Einkommen und Teilhabe", "indicators": indicators, "strength": 1.0,
        "reason": f"Grund von {day} mit 12,3 %.", "state": "proposed",
    }  # fmt: skip


@pytest.fixture(scope="module")
def after() -> Any:
    return FACTORY["make_bundle"]()


@pytest.fixture(scope="module")
def before(after: Any) -> Any:
    report = {**after.report, "dates": after.report["dates"][:2]}
    old = after.indicators.filter(pl.col("reference_date") != LAST)
    return replace(after, report=report, indicators=old, folder=Path("bundles/0123456789ab"))


def page_of(folder: Path) -> str:
    return re.sub(r"\s+", " ", (folder / "index.html").read_text(encoding="utf-8"))


def test_every_certain_change_stands_under_its_place_and_no_other(before: Any, after: Any) -> None:
    found = compare_rounds(before, after)
    rows = after.indicators.filter(reference_date=LAST)

    told = {
        (place.area, way, title)
        for town in found.towns
        for place in [town.own, *town.areas]
        for way, titles in (("up", place.risen), ("down", place.fallen))
        for title in titles
    }

    titles = {key: one["title"]["de"] for key, one in after.indicator_definitions.items()}
    expected = {
        (row["area"], row["change_significance"], titles[row["indicator"]])
        for row in rows.iter_rows(named=True)
        if row["change_significance"] in {"up", "down"} and row["level"] != "district"
        and row["value"] is not None and row["confidentiality"] == "free"
        and row["observation"] in {"counted", "estimated"} and row["change"] is not None
        and _shown_before(after, row)
    }  # fmt: skip
    assert told == expected
    assert len(told) > 3


def _shown_before(bundle: Any, row: dict[str, Any]) -> bool:
    earlier = bundle.indicators.filter(
        indicator=row["indicator"], area=row["area"], reference_date=row["change_from"]
    )
    return bool(
        earlier["value"].is_not_null().all()
        and (earlier["confidentiality"] == "free").all()
        and earlier["observation"].is_in(["counted", "estimated"]).all()
    )


def test_municipalities_stand_by_name_with_all_their_areas(before: Any, after: Any) -> None:
    towns = compare_rounds(before, after).towns

    assert [town.own.name for town in towns] == ["Altwiesen", "Kirchau", "Lindenau"]
    children = after.areas.filter(level="planning_area").group_by("parent").len()
    sizes = dict(children.iter_rows())
    assert {t.own.area: len(t.areas) + t.quiet_areas for t in towns} == sizes


def test_needs_are_new_or_settled_whatever_their_date(before: Any, after: Any) -> None:
    old = [
        finding("need/0999901102/20221231", "need", SOUTH),
        finding("need/0999901103/20221231", "need", "0999901103"),
        finding("strength/0999901001/20221231", "strength", "0999901001"),
    ]
    new = [
        finding("need/0999901102/20241231", "need", SOUTH),
        finding("need/0999901201/20241231", "need", "0999901201"),
        finding("strength/0999901202/20241231", "strength", "0999901202"),
    ]

    needs = compare_rounds(WithFindings(before, old), WithFindings(after, new)).needs

    assert [one.area for one in needs.new] == ["0999901201"]
    assert [one.area for one in needs.settled] == ["0999901103"]
    assert [one.area for one in needs.strengths] == ["0999901202"]
    assert needs.untold == []


def test_a_need_whose_figure_is_hidden_now_is_not_called_settled(before: Any, after: Any) -> None:
    old = [
        finding("need/0999901101/20221231", "need", HIDDEN),
        finding("need/0999901102/20221231", "need", SOUTH, "income/gone"),
    ]

    needs = compare_rounds(WithFindings(before, old), after).needs

    assert needs.settled == []
    assert {one.area for one in needs.untold} == {HIDDEN, SOUTH}


def test_the_reason_of_an_old_finding_is_never_printed(
    before: Any, after: Any, tmp_path: Path
) -> None:
    old = [finding("need/0999901103/20221231", "need", "0999901103")]
    new = [finding("need/0999901201/20241231", "need", "0999901201")]

    tell_changes(WithFindings(before, old), WithFindings(after, new), tmp_path)

    page = page_of(tmp_path)
    assert "Grund von 20241231" in page
    assert "Grund von 20221231" not in page
    assert "1 neu, 1 nicht mehr da" in page


def test_texts_and_awaited_deliveries_stand_on_the_page(
    before: Any, after: Any, tmp_path: Path
) -> None:
    awaited = [
        Awaited(day=date(2025, 9, 1), office="Schulamt", product="Schulen", reference_date=LAST),
        Awaited(day=date(2025, 7, 1), office="Amt <b>", product="Wohnen", reference_date=LAST),
    ]

    tell_changes(before, after, tmp_path, texts=["Der Text ‚A‘ passt nicht."], awaited=awaited)

    page = page_of(tmp_path)
    assert '<a href="#texte">Texte, die jemand ansehen sollte</a>: 1.' in page
    assert "<li>Der Text ‚A‘ passt nicht.</li>" in page
    assert page.index("01.07.2025: Wohnen") < page.index("01.09.2025: Schulen")
    assert "Amt &lt;b&gt;" in page


def test_without_texts_and_awaited_deliveries_nothing_is_said_of_them(
    before: Any, after: Any, tmp_path: Path
) -> None:
    tell_changes(before, after, tmp_path)

    page = page_of(tmp_path)
    assert "Als Nächstes erwartet" not in page
    assert "Texte, die jemand" not in page
    assert "Die Zahlen weisen auf dasselbe hin wie in der Runde davor." in page


def test_the_page_remembers_what_it_was_compared_with(
    before: Any, after: Any, tmp_path: Path
) -> None:
    assert compared_with(tmp_path) is None

    tell_changes(before, after, tmp_path)

    assert compared_with(tmp_path) == "0123456789ab"
    assert json.loads((tmp_path / "compared.json").read_text()) == {"before": "0123456789ab"}


def test_every_link_on_the_page_leads_somewhere(before: Any, after: Any, tmp_path: Path) -> None:
    tell_changes(before, after, tmp_path, texts=["x"])

    page = page_of(tmp_path)
    targets, ids = re.findall(r'href="#([^"]+)"', page), re.findall(r' id="([^"]+)"', page)
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def hidden(bundle: Any, rows: pl.Expr) -> Any:
    """The bundle without the numbers of some rows."""
    word = pl.when(rows).then(pl.lit("suppressed")).otherwise("confidentiality")
    value = pl.when(~rows).then("value")
    return replace(bundle, indicators=bundle.indicators.with_columns(confidentiality=word,
                                                                     value=value))  # fmt: skip


def without(bundle: Any, key: str) -> Any:
    """The bundle without one indicator."""
    definitions = {k: one for k, one in bundle.indicator_definitions.items() if k != key}
    rows = bundle.indicators.filter(pl.col("indicator") != key)
    return replace(bundle, indicators=rows, indicator_definitions=definitions)


def test_where_nothing_changed_the_page_says_so_once(after: Any, tmp_path: Path) -> None:
    same = replace(after, folder=Path("bundles/0123456789ab"))

    assert tell_changes(same, after, tmp_path).nothing

    page = page_of(tmp_path)
    assert "Nichts hat sich geändert." in page
    assert "Nirgends hat sich etwas sicher verändert" in page
    assert "<section" not in page, "no list of places without news"


def test_a_round_with_news_does_not_say_that_nothing_changed(
    before: Any, after: Any, tmp_path: Path
) -> None:
    assert not tell_changes(before, after, tmp_path).nothing

    assert "Nichts hat sich geändert" not in page_of(tmp_path)


def test_a_figure_that_is_not_shown_any_more_is_counted_without_its_number(
    after: Any, tmp_path: Path
) -> None:
    rows = after.indicators.filter(pl.col("value").is_not_null(), confidentiality="free",
                                   level="planning_area", reference_date=LAST)  # fmt: skip
    key, areas = rows["indicator"][0], rows.filter(indicator=rows["indicator"][0])["area"][:2]
    gone = (pl.col("indicator") == key) & pl.col("area").is_in(areas.to_list())
    now = hidden(after, gone & (pl.col("reference_date") == LAST))
    marked = after.indicators.with_columns(
        value=pl.when(gone & (pl.col("reference_date") == LAST)).then(7654.3).otherwise("value")
    )

    found = tell_changes(replace(after, indicators=marked), now, tmp_path)

    title = after.indicator_definitions[key]["title"]["de"]
    assert found.withdrawn == [(title, LAST, 2)]
    assert found.corrected == []
    page = page_of(tmp_path)
    assert f"{title}, 31.12.2024: in 2 Gebieten</li>" in page
    assert "nicht mehr ausgewiesen sind</a>: 2." in page
    assert "7654" not in page and "7.654" not in page


def test_a_dropped_indicator_is_named_and_its_needs_are_not_called_settled(
    after: Any, tmp_path: Path
) -> None:
    old = [finding("need/0999901102/20241231", "need", SOUTH)]
    now = without(after, "income/children")

    found = tell_changes(WithFindings(after, old), now, tmp_path)

    title = after.indicator_definitions["income/children"]["title"]["de"]
    assert list(found.dropped) == [title]
    assert found.withdrawn == [], "told among the definitions"
    assert [one.area for one in found.needs.untold] == [SOUTH]
    page = page_of(tmp_path)
    assert "Definitionen</a>: 0 Kennzahlen neu, 1 weggefallen, 0 anders berechnet." in page
    assert f"<li>Weggefallen: {title}.</li>" in page
    assert "nicht mehr ausgewiesen oder eine Kennzahl weggefallen ist" in page


def test_the_table_speaks_as_the_other_tables_do(before: Any, after: Any, tmp_path: Path) -> None:
    found = tell_changes(before, after, tmp_path)

    table = pl.read_csv(tmp_path / "changes.csv", infer_schema=False)

    assert table.columns == [
        "Kennzahl (Schlüssel)", "Kennzahl", "Einheit", "Ebene", "Gebiet (Schlüssel)", "Gebiet",
        "Veränderung seit", "Stichtag", "Wert", "Veränderung", "Art der Veränderung",
    ]  # fmt: skip
    assert table.height == sum(len(move.figures) for move in found.moves)
    assert set(table["Ebene"]) <= {"Planungsraum", "Gemeinde", "Kreis"}
    known = {"sicher gestiegen", "sicher gesunken", "kein sicherer Unterschied", "nicht geprüft"}
    assert set(table["Art der Veränderung"]) <= known
