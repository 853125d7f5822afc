"""Rounding: neighbours, close sums, parts, choices, files."""

import json
import stat
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.protection.perturbation import (
    ProtectedCube,
    RoundingSpec,
    open_protected,
    round_file,
    round_frame,
)
from kreisblick.protection.perturbation.part import Part, preferred, strays
from kreisblick.protection.perturbation.program import closest
from kreisblick.protection.perturbation.swap import close_enough
from kreisblick.protection.rules import ProtectionFailedError

SECRET = b"invented secret of thirty-two bytes"
SPEC = """counted: residents
value: n
dimensions: {place: [town, area], age: [age], sex: [sex]}
base: 5
minimum_count: 5
"""


def atoms(seed: int = 1, towns: int = 3, areas: int = 3) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    rows = [
        (f"t{t}", f"a{a}", f"g{g}", s)
        for t in range(towns)
        for a in range(areas)
        for g in range(4)
        for s in "fm"
    ]
    frame = pl.DataFrame(rows, schema=["town", "area", "age", "sex"], orient="row")
    return frame.with_columns(n=pl.Series(draw.integers(0, 12, len(rows))))


def spec(**changes: object) -> RoundingSpec:
    plain = {
        "counted": "residents",
        "value": "n",
        "dimensions": {"place": ("town", "area"), "age": ("age",), "sex": ("sex",)},
        "base": 3,
        "minimum_count": 3,
    }
    return RoundingSpec.model_validate({**plain, **changes})


def part(seed: int = 1, places: int = 8, *, fixed: bool = True) -> Part:
    """Places with four ages by two sexes."""
    draw = np.random.default_rng(seed)
    counts = draw.integers(0, 9, (places, 8))
    return Part(
        base=3,
        counts=counts,
        low=counts // 3,
        high=-(-counts // 3),
        lean=draw.random(counts.shape),
        total=np.rint(counts / 3).astype(np.int64).sum(axis=0) if fixed else None,
        groups=(np.arange(8) // 2, np.arange(8) % 2, np.zeros(8, np.int64)),
        seed=seed,
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([3, 4, 5, 10]))
def test_atoms_are_neighbours_and_every_sum_is_as_close_as_said(seed: int, base: int) -> None:
    frame = atoms(seed)

    cube = round_frame(frame, spec(base=base), SECRET).cube

    both = frame.join(cube.atoms(), on=["town", "area", "age", "sex"])
    assert both.height == frame.height
    assert (both["value"] % base == 0).all()
    assert ((both["value"] - both["n"]).abs() < base).all()
    assert cube.closeness % base == base - 1
    for columns in ([], ["town"], ["town", "area"], ["age"], ["sex", "town"], ["age", "sex"]):
        grouped = both.group_by(columns) if columns else both.group_by(pl.lit(1))
        off = grouped.agg((pl.col("value").sum() - pl.col("n").sum()).abs().alias("off"))
        assert off["off"].max() <= cube.closeness


def test_sums_are_closer_than_the_base_where_that_is_possible() -> None:
    closeness = [round_frame(atoms(seed), spec(), SECRET).cube.closeness for seed in range(10)]

    assert closeness == [2] * 10


def test_tables_are_sums_of_atoms() -> None:
    cube = round_frame(atoms(), spec(), SECRET).cube

    tables = cube.published()

    assert tables["table"].n_unique() == 12
    totals = tables.group_by("table").agg(pl.col("value").sum())
    assert totals["value"].n_unique() == 1
    assert cube.ask().total == totals["value"][0]


@pytest.mark.parametrize("fixed", [True, False])
def test_programming_finds_the_cheapest_choice_of_all(fixed: bool) -> None:
    """Against enumeration of every choice for a small part."""
    problem = part(places=2, fixed=fixed)
    free = np.argwhere(problem.high > problem.low)
    best = np.inf
    for bits in range(2 ** len(free)):
        units = problem.low.copy()
        for i, (place, cell) in enumerate(free):
            units[place, cell] += (bits >> i) & 1
        if strays(problem, units) == 0:
            best = min(best, float((problem.cost * units).sum()))

    found = closest(problem)

    assert found is not None
    assert best < np.inf
    cost = float((problem.cost * found).sum())
    scale = abs(best - float((problem.cost * problem.low).sum())) + 1
    assert best - 1e-9 <= cost <= best + 0.5 * scale


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_exchanges_keep_totals_and_bounds_and_find_close_sums(seed: int, fixed: bool) -> None:
    problem = part(seed, fixed=fixed)

    found = close_enough(problem)

    assert ((found >= problem.low) & (found <= problem.high)).all()
    if fixed:
        assert (found.sum(axis=0) == problem.total).all()
    assert strays(problem, found) <= strays(problem, preferred(problem))
    assert strays(problem, found) <= 2


def test_any_choice_of_a_large_part_keeps_all_sums_close() -> None:
    problem = part(3, places=300)

    found = closest(problem, quick=True)

    assert found is not None
    assert strays(problem, found) == 0


def test_a_search_with_the_same_seed_finds_the_same() -> None:
    assert (close_enough(part(4)) == close_enough(part(4))).all()


def test_an_earlier_choice_is_kept_even_when_sums_then_stray_farther() -> None:
    frame = atoms(2).filter(pl.col("n") % 3 > 0)
    forced = frame.select(
        "town", "area", "age", "sex",
        _base=pl.lit(3, pl.Int64),
        _count=pl.col("n"),
        _value=(pl.col("n") // 3 + 1) * 3,
    )  # fmt: skip

    made = round_frame(frame, spec(), SECRET, choices=forced)

    both = forced.join(made.cube.atoms(), on=["town", "area", "age", "sex"])
    assert (both["_value"] == both["value"]).all()
    assert made.cube.closeness > 2
    off = made.cube.ask().total - frame["n"].sum()
    assert 2 < off <= made.cube.closeness


@pytest.mark.parametrize("wrong", [-3, 1, 30])
def test_a_damaged_record_of_choices_stops_everything(wrong: int) -> None:
    record = round_frame(atoms(), spec(), SECRET).choices
    damaged = record.with_columns(_value=pl.col("_value") + wrong)

    with pytest.raises(ProtectionFailedError):
        round_frame(atoms(), spec(), SECRET, choices=damaged)


def test_a_base_below_the_minimum_count_is_refused() -> None:
    with pytest.raises(WrongUseError, match="5"):
        round_frame(atoms(), spec(minimum_count=5), SECRET)


def test_no_minimum_count_is_lower_than_three() -> None:
    with pytest.raises(WrongUseError, match="mindestens 3"):
        round_frame(atoms(), spec(minimum_count=2), SECRET)


@pytest.mark.parametrize("wrong", [None, -1.0, 1.5, float("nan"), float("inf")])
def test_what_is_no_count_stops_everything(wrong: float | None) -> None:
    frame = atoms().with_columns(pl.col("n").cast(pl.Float64))
    frame = frame.with_columns(n=pl.when(pl.int_range(pl.len()) == 3).then(wrong).otherwise("n"))

    with pytest.raises(ProtectionFailedError, match=r"\b1\b"):
        round_frame(frame, spec(), SECRET)


def test_listed_codes_are_there_though_nobody_has_them() -> None:
    ages = ("g0", "g1", "g2", "g3", "g4")

    cube = round_frame(atoms(), spec(codes={"age": ages}), SECRET).cube

    assert cube.ask(by=["age"]).cells["age"].to_list() == list(ages)
    assert cube.ask({"age": "g4"}).total == 0
    with pytest.raises(WrongUseError, match="age"):
        round_frame(atoms(), spec(codes={"age": ("g0", "g1")}), SECRET)
    with pytest.raises(WrongUseError):
        round_frame(atoms(), spec(codes={"area": ("a0",)}), SECRET)


def test_a_single_dimension_can_be_rounded() -> None:
    cube = round_frame(atoms(), spec(dimensions={"age": ("age",)}), SECRET).cube

    assert cube.closeness == 2
    assert cube.ask(by=["age"]).cells.height == 4


def test_a_cube_cannot_be_made_by_hand() -> None:
    cube = round_frame(atoms(), spec(), SECRET).cube

    with pytest.raises(KreisblickError, match="Rundung"):
        ProtectedCube(
            counted="residents", base=3, closeness=2, axes=cube.axes, tables=cube.tables,
            values=cube.values + 1, seal=object(),
        )  # fmt: skip


def write(folder: Path) -> tuple[Path, Path, Path]:
    atoms().write_csv(folder / "in.csv")
    (folder / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "secret").write_bytes(SECRET)
    return folder / "in.csv", folder / "spec.yaml", folder / "secret"


def test_a_written_cube_answers_like_the_one_that_was_made(tmp_path: Path) -> None:
    source, about, secret = write(tmp_path)
    out, record = tmp_path / "out", tmp_path / "choices.csv"

    made = round_file(source, about, out, secret=secret, choices=record).cube
    opened = open_protected(out)

    for question in ({"by": ["town", "sex"]}, {"where": {"age": "g1"}, "by": ["place"], "top": 3}):
        assert opened.ask(**question).cells.equals(made.ask(**question).cells)
    assert opened.closeness == made.closeness
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    round_file(source, about, out, secret=secret, choices=record)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_the_folder_holds_neither_counts_nor_secret(tmp_path: Path) -> None:
    source, about, secret = write(tmp_path)

    round_file(source, about, tmp_path / "out", secret=secret)

    told = json.loads((tmp_path / "out" / "protected.json").read_text())
    assert set(told) == {"base", "checksums", "closeness", "counted", "dimensions", "tables"}
    figures = pl.read_csv(tmp_path / "out" / "tables.csv")["value"]
    assert (figures % 5 == 0).all()
    assert SECRET not in b"".join(p.read_bytes() for p in (tmp_path / "out").iterdir())


def test_a_changed_folder_is_refused(tmp_path: Path) -> None:
    source, about, secret = write(tmp_path)
    out = tmp_path / "out"
    round_file(source, about, out, secret=secret)
    pl.read_parquet(out / "atoms.parquet").with_columns(pl.col("value") + 5).write_parquet(
        out / "atoms.parquet"
    )

    with pytest.raises(ProtectionFailedError):
        open_protected(out)
    with pytest.raises(WrongUseError, match=r"in\.csv"):
        open_protected(source)


def test_nothing_is_written_when_counts_are_wrong(tmp_path: Path) -> None:
    source, about, secret = write(tmp_path)
    source.write_text(source.read_text().replace("t0,a0,g0,f,", "t0,a0,g0,f,-"), encoding="utf-8")

    with pytest.raises(ProtectionFailedError):
        round_file(source, about, tmp_path / "out", secret=secret, choices=tmp_path / "c.csv")

    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "c.csv").exists()
