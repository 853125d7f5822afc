"""Files and keys of the cell key method."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.base.errors import WrongUseError
from kreisblick.protection.disclosure import ProtectionFailedError
from kreisblick.protection.perturbation import perturb_file, record_keys

SPEC = """record_key: person
dimensions: {place: [town, area], sex: [sex]}
deviation: 4
variance: 2.5
unpublished: 2
"""
SECRET = b"invented secret of thirty-two bytes"


def write(folder: Path, rows: int = 300) -> Path:
    table = pl.DataFrame(
        {
            "person": [f"P{i}" for i in range(rows)],
            "town": [f"t{i % 2}" for i in range(rows)],
            "area": [f"a{i % 6}" for i in range(rows)],
            "sex": ["f" if i % 7 < 3 else "m" for i in range(rows)],
        }
    )
    table.write_csv(folder / "in.csv")
    (folder / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "secret").write_bytes(SECRET)
    return folder / "in.csv"


def test_a_file_is_changed_by_keys_from_a_secret_and_written(tmp_path: Path) -> None:
    source, out = write(tmp_path), tmp_path / "out.csv"

    perturb_file(source, tmp_path / "spec.yaml", out, secret=tmp_path / "secret")

    cells = pl.read_csv(out)
    counted = {"town+area+sex": 12, "town+area": 6, "town+sex": 4, "town": 2, "sex": 2, "total": 1}
    assert dict(cells.group_by("table").len().iter_rows()) == counted
    areas = cells.filter(pl.col("table") == "town+area")["value"]
    assert areas.is_between(46, 54).all()
    assert areas.n_unique() > 1
    assert not cells["value"].is_between(1, 2).any()


def test_another_secret_gives_other_noise_and_the_same_secret_the_same(tmp_path: Path) -> None:
    people = pl.Series([f"P{i}" for i in range(50)])

    assert record_keys(people, SECRET).equals(record_keys(people, SECRET))
    assert not record_keys(people, SECRET).equals(record_keys(people, SECRET[::-1]))
    assert record_keys(people.reverse(), SECRET).reverse().equals(record_keys(people, SECRET))


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="32"):
        record_keys(pl.Series(["P1"]), b"short")


@pytest.mark.parametrize("wrong", ["", "-1", "4294967296", "P7"])
def test_a_unit_without_a_usable_key_stops_everything(tmp_path: Path, wrong: str) -> None:
    source, out = write(tmp_path), tmp_path / "out.csv"
    rows = source.read_text(encoding="utf-8").splitlines()
    keyed = [rows[0], *(f"{i}{row[row.index(',') :]}" for i, row in enumerate(rows[1:]))]
    keyed[5] = wrong + keyed[5][keyed[5].index(",") :]
    source.write_text("\n".join(keyed) + "\n", encoding="utf-8")

    with pytest.raises(ProtectionFailedError, match=r"\b1\b") as told:
        perturb_file(source, tmp_path / "spec.yaml", out)

    assert "P7" not in str(told.value)
    assert not out.exists()


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    source, out = write(tmp_path), tmp_path / "out.csv"
    (tmp_path / "spec.yaml").write_text(SPEC.replace("[sex]", "[gender]"), encoding="utf-8")

    with pytest.raises(WrongUseError, match="gender"):
        perturb_file(source, tmp_path / "spec.yaml", out, secret=tmp_path / "secret")
