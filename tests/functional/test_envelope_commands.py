"""A delivery that travels closed: sealed by the office, received by the sealed one."""

from collections.abc import Callable
from pathlib import Path

from tests.functional.conftest import Said

Kreisblick = Callable[..., Said]
SUPPLIER = "resident_register/residents"
DAY = "2024-12-31"


def open_file(workspace: Path) -> Path:
    (found,) = (workspace / "deliveries" / SUPPLIER).glob(f"{DAY}.*")
    return found


def sealed(workspace: Path, kreisblick: Kreisblick, folder: Path) -> Path:
    key, plain = folder / "office.public", folder / "einwohner.csv"
    kreisblick("store", "public-key", "-o", key, "-w", workspace)
    open_file(workspace).rename(plain)
    said = kreisblick(
        "intake", "seal", plain, "--to", key, "--supplier", SUPPLIER, "--reference-date", DAY
    )
    assert said.code == 0
    plain.unlink()
    return folder / "einwohner.csv.sealed"


def test_a_closed_delivery_is_accepted_and_stays_closed(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    plain = open_file(fresh_copy).read_bytes()
    envelope = sealed(fresh_copy, kreisblick, tmp_path)
    before = set(fresh_copy.rglob("*"))

    said = kreisblick("intake", "receive", envelope, "-w", fresh_copy)

    laid = fresh_copy / "deliveries" / SUPPLIER / f"{DAY}.csv.sealed"
    line = plain.splitlines()[5]
    made = [path for path in fresh_copy.rglob("*") if path.is_file() and path not in before]
    assert said.code == 0
    assert laid.read_bytes() == envelope.read_bytes()
    open_ones = [path.name for path in made if line in path.read_bytes()]
    assert open_ones == []


def test_the_round_reads_the_closed_delivery_again(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    envelope = sealed(fresh_copy, kreisblick, tmp_path)
    kreisblick("intake", "receive", envelope, "-w", fresh_copy)

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 0


def test_an_envelope_for_another_office_is_told_and_nothing_is_kept(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    kreisblick("new", tmp_path / "other")
    envelope = sealed(fresh_copy, kreisblick, tmp_path)

    said = kreisblick("intake", "receive", envelope, "-w", tmp_path / "other")

    assert said.code == 1
    assert "nicht für diese Stelle" in said.err
    assert not list((tmp_path / "other" / "deliveries").rglob("*.sealed"))


def test_an_envelope_without_a_letter_asks_whose_it_is(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    key, plain = tmp_path / "office.public", tmp_path / "liste.csv"
    kreisblick("store", "public-key", "-o", key, "-w", fresh_copy)
    plain.write_text("a;b\n1;2\n")
    kreisblick("intake", "seal", plain, "--to", key)

    said = kreisblick("intake", "receive", f"{plain}.sealed", "-w", fresh_copy)

    assert said.code == 2
    assert "--supplier" in said.err


def spoilt(workspace: Path) -> bytes:
    """A person's year of birth that is none; the line it stands in."""
    path = open_file(workspace)
    head, first, *rest = path.read_bytes().split(b"\n")
    year = head.split(b";").index(b"GebJahr")
    cells = first.split(b";")
    cells[year] = b"unlesbar"
    path.write_bytes(b"\n".join([head, b";".join(cells), *rest]))
    return b";".join(cells)


def test_a_faulty_closed_delivery_is_told_and_no_copy_of_it_lies_open(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    spoilt(fresh_copy)
    envelope = sealed(fresh_copy, kreisblick, tmp_path)
    before = set(tmp_path.rglob("*"))

    received = kreisblick("intake", "receive", envelope, "-w", fresh_copy)
    checked = kreisblick(
        "intake", "check", envelope, "--supplier", SUPPLIER, "--reference-date", DAY,
        "-w", fresh_copy,
    )  # fmt: skip

    made = [path for path in tmp_path.rglob("*") if path.is_file() and path not in before]
    assert received.code == checked.code == 1
    assert "Zeile 2, Spalte" in received.err
    assert [path.name for path in made if path.suffix in {".xlsx", ".csv"}] == []


def test_a_figure_of_a_closed_delivery_is_explained(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    kreisblick("intake", "receive", sealed(fresh_copy, kreisblick, tmp_path), "-w", fresh_copy)
    kreisblick("run", "-w", fresh_copy)

    said = kreisblick("explain", "05998", "residents_total", DAY, "-w", fresh_copy)

    assert said.code == 0
    assert "gleich" in said.out


def test_a_cell_of_a_closed_delivery_can_be_corrected(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    spoilt(fresh_copy)
    envelope = sealed(fresh_copy, kreisblick, tmp_path)

    mended = kreisblick(
        "intake", "correct", SUPPLIER, "--reference-date", DAY, "--file", envelope,
        "--row", "2", "--column", "GebJahr", "--to", "1970",
        "--reason", "nachgefragt", "--by", "Statistikstelle", "-w", fresh_copy,
    )  # fmt: skip
    received = kreisblick("intake", "receive", envelope, "-w", fresh_copy)

    assert mended.code == 0
    assert received.code == 0
