"""Counting at the source: what leaves the house, and what it does not claim."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.cli.main import main

REFERENCE = """street,number,postcode,place,area,municipality
Am Anger,1,01234,Nord,n1,north
Am Anger,2,01234,Nord,n1,north
Gartenweg,1,01235,Sued,s1,south
"""


def count(folder: Path, *more: str) -> dict[str, tuple[int | None, str]]:
    """Everybody by area, as the command wrote it: value and observation."""
    children = "".join(f"Am Anger,{1 + n % 2},01234,Nord,complete,no,no\n" for n in range(12))
    head = "street,number,postcode,place,measles,language_support,overweight\n"
    (folder / "children.csv").write_text(head + children)
    (folder / "reference.csv").write_text(REFERENCE)
    words = ["count", str(folder / "children.csv"), "--cube", "school_entry", "--reference"]
    words += [str(folder / "reference.csv"), "--reference-date", "2024-12-31"]
    with pytest.raises(SystemExit) as left:
        main([*words, "-o", str(folder / "out.csv"), *more])
    assert left.value.code in {0, None}
    table = pl.read_csv(folder / "out.csv", schema_overrides={"value": pl.Int64})
    rows = table.filter(pl.col("slice") == "all").select("area", "value", "observation")
    return {area: (value, state) for area, value, state in rows.iter_rows()}


def test_a_place_the_list_names_nobody_in_is_not_covered(tmp_path: Path) -> None:
    found = count(tmp_path)

    assert found["n1"] == (12, "counted")
    assert found["s1"] == (None, "not_covered")


def test_a_place_the_list_speaks_for_may_have_zero(tmp_path: Path) -> None:
    assert count(tmp_path, "--covers", "north,south")["s1"] == (0, "counted")


def test_no_address_leaves_the_house(tmp_path: Path) -> None:
    count(tmp_path)

    assert "Anger" not in (tmp_path / "out.csv").read_text()


def test_a_street_key_with_stretches_of_numbers_is_reference_enough(tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    key.write_text(
        "Straße;PLZ;Ort;gerade/ungerade;von;bis;Gebiet;AGS\n"
        "Am Anger;01234;Nord;beide;1;99;n1;north\nGartenweg;01235;Sued;beide;1;99;s1;south\n"
    )

    found = count(tmp_path, "--reference", str(key), "--covers", "north,south")

    assert found["n1"] == (12, "counted")
    assert found["s1"] == (0, "counted")


def test_what_a_clerk_decided_counts_at_the_source_too(tmp_path: Path) -> None:
    columns = ["decision_id", "kind", "street", "to_street", "to_postcode"]
    decided = ["e1", "former_name", "am anger", "Gartenweg", "01235"]
    rest = ["postcode", "place", "supplier", "to_place", "since"]
    rest += ["decided_on", "decided_by", "revoked_on", "note"]
    path = tmp_path / "decisions.csv"
    path.write_text(f"{','.join(columns + rest)}\n{','.join(decided)}{',' * len(rest)}\n")

    known = tmp_path / "known.csv"
    known.write_text(
        "street,number,postcode,place,area,municipality\n"
        "Gartenweg,1,01235,Sued,s1,south\nGartenweg,2,01235,Sued,s1,south\n"
    )
    asked = ("--reference", str(known), "--covers", "south")

    assert count(tmp_path, *asked)["s1"] == (0, "counted")
    assert count(tmp_path, *asked, "--decisions", str(path))["s1"] == (12, "counted")
