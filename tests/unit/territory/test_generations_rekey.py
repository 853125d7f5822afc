"""Counts by old official keys come to the keys of a day."""

from datetime import date

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError, KreisblickError
from kreisblick.territory.generations import (
    KeyStep,
    RekeyError,
    key_crosswalk,
    read_history,
    rekey,
    rekey_file,
)

A, B, C, D = "05334001", "05334002", "05334003", "05334004"
LATER = date(2024, 1, 1)


def step(source, target, on, share=None):
    return KeyStep(from_key=source, to_key=target, on=date.fromisoformat(on), share=share)


def counts(**rows):
    keys = {"a": A, "b": B, "c": C, "d": D}
    table = {"area": [keys[name] for name in rows], "people": list(rows.values())}
    return pl.DataFrame(table)


def result(frame):
    return dict(frame.select("area", "people").iter_rows())


def test_mergers_add_up_and_chains_are_followed():
    history = [step(A, B, "2010-01-01"), step(B, C, "2015-01-01"), step(D, C, "2015-01-01")]

    found = rekey(counts(a=1, b=20, c=300, d=4000), history, LATER)

    assert result(found) == {C: 4321}
    assert found["lower"].to_list() == found["upper"].to_list() == [4321]


def test_only_steps_until_the_day_count():
    history = [step(A, B, "2010-01-01"), step(B, C, "2015-01-01")]

    assert result(rekey(counts(a=1), history, date(2014, 12, 31))) == {B: 1}
    assert result(rekey(counts(a=1), history, date(2015, 1, 1))) == {C: 1}
    assert result(rekey(counts(a=1), history, date(2009, 12, 31))) == {A: 1}


def test_a_division_passes_shares_and_says_how_sure_that_is():
    history = [step(A, A, "2010-01-01", 0.75), step(A, B, "2010-01-01", 0.25)]

    found = rekey(counts(a=1000, b=10), history, LATER)

    assert result(found) == {A: 750, B: 260}
    assert found["lower"][0] < 750 < found["upper"][0]
    shares = key_crosswalk(history, LATER).shares
    assert shares["basis"].to_list() == ["declared", "declared"]


def test_counts_of_a_later_day_are_not_divided_again():
    history = [step(A, A, "2010-01-01", 0.75), step(A, B, "2010-01-01", 0.25)]

    found = rekey(counts(a=1000), history, LATER, counted_on=date(2012, 12, 31))

    assert result(found) == {A: 1000}


def test_keys_counted_on_one_day_all_move_at_once():
    shift = [step(A, B, "2010-01-01"), step(B, C, "2010-01-01")]

    assert result(rekey(counts(a=1, b=20), shift, LATER)) == {B: 1, C: 20}


def test_unknown_counts_stay_unknown():
    history = [step(A, B, "2010-01-01")]

    found = rekey(counts(a=None, b=5, c=7), history, LATER)

    assert result(found) == {B: None, C: 7}


def test_a_merger_with_a_town_that_sent_nothing_is_unknown_not_small():
    history = [step(A, C, "2010-01-01"), step(B, C, "2010-01-01")]

    assert result(rekey(counts(a=1, d=2), history, LATER)) == {C: None, D: 2}
    assert result(rekey(counts(c=1, d=2), history, LATER)) == {C: 1, D: 2}


@pytest.mark.parametrize("days", [("2010-01-01", "2012-01-01"), ("2010-01-01", "2010-01-01")])
def test_a_circle_is_refused_with_its_chain(days):
    history = [step(A, B, days[0]), step(B, A, days[1])]

    with pytest.raises(FaultsFoundError, match=f"{A} → {B} → {A}"):
        rekey(counts(a=1), history, LATER)


def test_borders_corrected_back_and_forth_are_no_circle():
    history = [
        step(A, A, "2010-01-01", 0.9), step(A, B, "2010-01-01", 0.1),
        step(B, B, "2015-01-01", 0.5), step(B, A, "2015-01-01", 0.5),
    ]  # fmt: skip

    assert result(rekey(counts(a=100, b=0), history, LATER)) == {A: 95, B: 5}


def test_rates_are_refused_by_their_names():
    table = counts(a=1).rename({"people": "Anteil_U6"})

    with pytest.raises(RekeyError, match="Anteil_U6"):
        rekey(table, [], LATER)
    with pytest.raises(KreisblickError, match="negative"):
        rekey(counts(a=-1), [], LATER)


def test_all_faults_of_a_history_are_told_at_once_by_row(write_table):
    path = write_table(
        "schluessel.csv",
        "from_key;to_key;on;share;reason\n"
        f"5334001;{B};01.01.2010;;\n"  # 2: lost zero
        f"{A};{B};gestern;;\n"  # 3: no date
        f"{C};{A};2010-01-01;;\n"  # 4, 5: a division without shares
        f"{C};{B};2010-01-01;;\n"
        f"{D};{A};2010-01-01;0,7;\n"  # 6: shares miss a part
        f"{A};053340002002;2011-01-01;;\n"  # 7: AGS and ARS
        f"{B};{C};2012-01-01;250 %;\n",  # 8: no share
    )

    with pytest.raises(FaultsFoundError) as found:
        read_history(path)

    assert [(fault.code, fault.where) for fault in found.value.faults] == [
        ("bad_key", "Zeile 2"),
        ("bad_date", "Zeile 3"),
        ("no_share", "Zeile 4"),
        ("shares", "Zeile 6"),
        ("other_kind", "Zeile 7"),
        ("bad_share", "Zeile 8"),
    ]
    assert "„05334001“" in str(found.value)
    assert "0,700 statt 1" in str(found.value)


def test_an_offices_messy_table_is_read_and_keeps_its_column(write_table, tmp_path):
    values = write_table(
        "lieferung.csv",
        f"AGS;Gemeinde;Einwohner;Kinder\n{A};Anger;1.234;12\n{B};Berg;17;–\n{C};Feld;900;.\n",
    )
    history = write_table("liste.csv", f"from_key,to_key,on,reason\n{A},{B},01.07.2021,Fusion\n")
    out = tmp_path / "neu.csv"

    rekey_file(values, history, out, LATER, key="AGS")

    table = pl.read_csv(out, infer_schema=False)
    assert table.select("AGS", "Einwohner", "Kinder").rows() == [
        (B, "1251.0", "12.0"),
        (C, "900.0", None),
    ]


def test_keys_and_cells_that_are_none_are_told_by_row(write_table, tmp_path):
    history = write_table("liste.csv", f"from_key,to_key,on\n{A},{B},2021-07-01\n")
    keys = write_table("a.csv", f"area,people\n{A},1\n5334002,2\nSumme,3\n")
    cells = write_table("b.csv", f"area,people\n{A},1\n{B},viele\n{C},3\n{D},4\n")

    with pytest.raises(FaultsFoundError, match=r"(?s)Zeile 3.*führende Null.*Zeile 4"):
        rekey_file(keys, history, tmp_path / "out.csv", LATER)
    with pytest.raises(FaultsFoundError, match=r"Zeile 3.*keine Zahl"):
        rekey_file(cells, history, tmp_path / "out.csv", LATER)
    assert not (tmp_path / "out.csv").exists()
