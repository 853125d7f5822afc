"""The ledger: nothing that left is forgotten, and nobody can change it unseen."""

from datetime import date

import polars as pl
import pytest

from kreisblick.protection.ledger import (
    FIGURE_TYPES,
    LedgerBrokenError,
    OpenShelf,
    append_row,
    as_ranges,
    figures_of,
    ledger_state,
    read_figures,
    read_ledger,
)

DAY = date(2024, 12, 31)
RELEASED = date(2025, 7, 1)


def cells(*rows):
    """(area, value, lower, upper, confidentiality) as released cells."""
    columns = ["area", "value", "lower", "upper", "confidentiality"]
    numbers = dict.fromkeys(["value", "lower", "upper"], pl.Float64)
    return pl.DataFrame(rows, schema=columns, schema_overrides=numbers, orient="row").with_columns(
        cube=pl.lit("aid"),
        slice=pl.lit("all"),
        reference_date=pl.lit(DAY),
        generation=pl.lit("2023"),
        level=pl.lit("planning_area"),
    )


def figures(*rows):
    return figures_of(cells(*rows))


def exact(area, value):
    return (area, value, None, None, "free")


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "sealed/release_ledger.jsonl"


def append(ledger, *rows, name="b", manifest="a" * 64, **more):
    named = {"bundle": name, "manifest": manifest, "day": RELEASED, "by": "Statistikstelle"}
    return append_row(ledger, figures(*rows), **named, **more)


def test_what_a_reader_was_told_becomes_figures():
    told = figures(
        exact("A1", 12.0),
        ("A2", None, None, None, "suppressed"),
        ("A3", None, 1.0, 4.0, "free"),
        ("A4", None, None, None, "free"),
    )

    assert dict(told.schema) == FIGURE_TYPES
    assert told.select("area", "kind", "lower", "upper").rows() == [
        ("A1", "exact", 12.0, 12.0),
        ("A2", "withheld", None, None),
        ("A3", "range", 1.0, 4.0),
    ]


def test_all_figures_are_read_back_with_their_line(ledger):
    append(ledger, exact("A1", 12.0), name="first")
    append(ledger, exact("A1", 12.0), exact("A2", 7.0), name="second", manifest="b" * 64)

    found = read_figures(ledger)

    assert found.select("entry", "area", "lower").rows() == [
        (1, "A1", 12.0),
        (2, "A1", 12.0),
        (2, "A2", 7.0),
    ]
    assert ledger_state(ledger) == read_ledger(ledger)[-1].hash


def test_an_empty_ledger_has_no_figures_and_a_state_of_its_own(ledger):
    assert read_figures(ledger).is_empty()
    assert ledger_state(ledger) == "0" * 64


def test_another_value_for_a_figure_that_is_out_is_a_correction(ledger):
    rows = [
        append(ledger, exact("A1", 12.0), manifest="a" * 64),
        append(ledger, exact("A1", 12.0), exact("A2", 3.0), manifest="b" * 64),
        append(ledger, exact("A1", 13.0), manifest="c" * 64),
    ]

    assert [row.kind for row in rows] == ["release", "release", "correction"]


@pytest.mark.parametrize("number", [0, 1])
def test_changed_figures_are_refused(ledger, number):
    rows = [append(ledger, exact("A1", v), manifest=m * 64) for v, m in ((1.0, "a"), (2.0, "b"))]
    shelf = OpenShelf(ledger.with_name("released_figures"))
    shelf.put(rows[number].figures, figures(exact("A1", 99.0)))

    with pytest.raises(LedgerBrokenError, match=f"Zeile {number + 1}"):
        read_figures(ledger)
    with pytest.raises(LedgerBrokenError):
        append(ledger, exact("A1", 1.0))
    assert len(read_ledger(ledger)) == 2


@pytest.mark.parametrize("remains", [None, b"", b"PAR1 nonsense"])
def test_missing_or_damaged_figures_are_refused(ledger, remains):
    row = append(ledger, exact("A1", 1.0))
    path = ledger.with_name("released_figures") / f"{row.figures}.pq"
    path.unlink() if remains is None else path.write_bytes(remains)

    with pytest.raises(LedgerBrokenError, match="Zeile 1"):
        read_figures(ledger)


def test_a_row_that_names_other_figures_breaks_the_chain(ledger):
    row = append(ledger, exact("A1", 1.0))
    ledger.write_text(ledger.read_text().replace(row.figures, "f" * 64))

    with pytest.raises(LedgerBrokenError):
        read_ledger(ledger)


class Vault(dict):
    """Stands for the sealed store."""

    put = dict.__setitem__


def test_exact_figures_of_an_export_lie_on_the_sealed_shelf_only(ledger):
    vault = Vault()
    row = append(ledger, exact("A1", 3.0), sealed=vault, export=True)

    assert row.kind == "export"
    assert list(vault) == [row.figures]
    assert not ledger.with_name("released_figures").exists()
    assert read_figures(ledger, vault)["lower"].to_list() == [3.0]
    with pytest.raises(LedgerBrokenError, match="Ausgabe genauer Zahlen"):
        read_figures(ledger)


def test_from_to_figures_are_rounded_outwards_and_never_end_on_the_exact_end():
    ends = [(0.0, 7.0), (3.0, 10.0), (5.0, 5.0), (11.0, None)]
    frame = cells(*[exact(f"A{i}", 0.0) for i in range(4)]).with_columns(
        lower=pl.Series([low for low, _high in ends], dtype=pl.Float64),
        upper=pl.Series([high for _low, high in ends], dtype=pl.Float64),
    )

    found = as_ranges(frame, step=5)

    assert found.select("lower", "upper").rows() == [
        (0.0, 10.0),
        (0.0, 15.0),
        (0.0, 10.0),
        (10.0, None),
    ]
    with pytest.raises(ValueError, match="1"):
        as_ranges(frame, step=1)
