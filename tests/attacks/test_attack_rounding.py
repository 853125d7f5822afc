"""Attacks on rounded figures: ranges of all margins (A22), averaging and other names (A16)."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.attacks.rounded import DIMENSIONS, NAMES, SECRET, TABLES, ends, groups, table

from kreisblick.protection.perturbation import RoundingSpec, round_frame


def spec(base: int = 3, **changes: object) -> RoundingSpec:
    plain = {
        "counted": "residents",
        "value": "n",
        "dimensions": DIMENSIONS,
        "base": base,
        "minimum_count": 3,
    }
    return RoundingSpec.model_validate({**plain, **changes})


def rounded(atoms: pl.DataFrame, base: int = 3, secret: bytes = SECRET) -> tuple[np.ndarray, int]:
    """Figures in the order of the atoms, and how close sums are."""
    cube = round_frame(atoms, spec(base), secret).cube
    figures = atoms.join(cube.atoms(), on=NAMES, how="left", maintain_order="left")["value"]
    return figures.to_numpy(), cube.closeness


def small(counts: np.ndarray, rows: np.ndarray) -> list[int]:
    """The cells that need protection."""
    return [int(i) for i in ((rows @ counts > 0) & (rows @ counts < 3)).nonzero()[0]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_conventional_rounding_of_all_margins_gives_small_counts_away(seed: int) -> None:
    """A22: everything rounded to the nearest multiple of 3 by itself is broken."""
    atoms = table(seed)
    counts, rows = atoms["n"].to_numpy(), groups(atoms, TABLES)
    shown = 3 * np.rint(rows @ counts / 3)

    exact = 0
    for cell in small(counts, rows)[:60]:
        low, high = ends(rows[cell], rows, np.maximum(shown - 1, 0), shown + 1)
        if np.ceil(low - 1e-6) == np.floor(high + 1e-6):
            assert np.ceil(low - 1e-6) == rows[cell] @ counts
            exact += 1

    assert exact > 0


@pytest.mark.parametrize(("seed", "base"), [(1, 3), (2, 3), (3, 3), (1, 5), (2, 5)])
def test_the_protected_cube_tells_no_more_than_each_figure_itself(seed: int, base: int) -> None:
    """A22: all margins, the method and its closeness leave every range as it was: [0, b - 1]
    for the figure 0 and [1, 2 b - 1] for the figure b."""
    atoms = table(seed)
    counts, rows = atoms["n"].to_numpy(), groups(atoms, TABLES)
    figures, closeness = rounded(atoms, base)
    size = rows.sum(axis=1)
    reach = np.minimum(closeness, size * (base - 1))
    shown = rows @ figures

    for cell in small(counts, rows)[:40]:
        low, high = ends(rows[cell], rows, np.maximum(shown - reach, 0), shown + reach)
        assert low <= max(0, shown[cell] - base + 1) + 1e-6
        assert high >= shown[cell] + base - 1 - 1e-6


@settings(max_examples=20, deadline=None)
@given(counts=st.lists(st.integers(0, 4), min_size=6, max_size=6), secret=st.integers(0, 9))
def test_of_all_whole_tables_every_small_count_keeps_its_whole_range(
    counts: list[int], secret: int
) -> None:
    """A22 by enumeration: each table of whole numbers that fits 2 x 3 figures and all sums."""
    atoms = pl.DataFrame(
        [("t", f"a{i}", f"g{j}", "f") for i, j in product(range(2), range(3))],
        schema=list(NAMES),
        orient="row",
    ).with_columns(n=pl.Series(counts))
    figures, closeness = rounded(atoms, secret=SECRET + bytes([secret]))
    rows = groups(atoms, TABLES)
    steps = [np.arange(max(0, z - 2), z + 3) for z in figures]
    every = np.stack(np.meshgrid(*steps, indexing="ij"), -1).reshape(-1, 6)
    fits = every[(np.abs((every - figures) @ rows.T) <= closeness).all(axis=1)]

    for place in [i for i, count in enumerate(counts) if 0 < count < 3]:
        assert set(fits[:, place]) == set(steps[place])


def test_who_knows_the_programme_but_not_the_secret_can_exclude_no_table() -> None:
    """Minimal changes could betray what was changed; with sealed weights they do not."""
    atoms = table(5, towns=1, areas=1, ages=2).with_columns(n=pl.Series([1, 2, 4, 1]))
    secrets = [SECRET + bytes([i]) for i in range(120)]
    figures, _closeness = rounded(atoms, secret=secrets[0])

    for place, end in product(range(4), (-2, 2)):
        other = figures.copy()
        other[place] += end
        if other[place] < 0:
            continue
        thought = atoms.with_columns(n=pl.Series(other))
        assert any((rounded(thought, secret=s)[0] == figures).all() for s in secrets)


def test_fresh_noise_at_every_export_is_averaged_away() -> None:
    """A16: the attack works on rounding that draws anew."""
    counts = table(6)["n"].to_numpy()
    draw = np.random.default_rng(1)
    exports = [3 * (counts // 3 + (draw.random(len(counts)) < counts % 3 / 3)) for _ in range(300)]

    found = np.rint(np.mean(exports, axis=0))

    assert (found == counts).mean() > 0.9


def test_exports_of_the_same_counts_are_the_same_in_every_form() -> None:
    """A16: shuffled, row by row, with another order of columns and codes, at another date."""
    atoms = table(6)
    one_by_one = atoms.select(pl.exclude("n").repeat_by("n").explode()).drop_nulls()
    other_order = {"sex": ("sex",), "age": ("age",), "place": ("town", "area")}

    figures, _closeness = rounded(atoms)
    shuffled = rounded(atoms.sample(fraction=1.0, shuffle=True, seed=3).sort(NAMES))[0]
    turned = round_frame(atoms, spec(dimensions=other_order), SECRET).cube.atoms()
    rows = round_frame(one_by_one, spec(value=None), SECRET).cube.atoms()

    assert (figures == shuffled).all()
    joined = atoms.join(turned, on=NAMES, how="left", maintain_order="left")["value"]
    assert (figures == joined.to_numpy()).all()
    there = atoms.with_columns(z=figures).join(rows, on=NAMES)
    assert (there["z"] == there["value"]).all()


def test_unchanged_counts_keep_their_figures_while_others_change() -> None:
    """A16: over eight dates an unchanged atom shows one figure, so there is nothing to average."""
    draw = np.random.default_rng(4)
    atoms, record = table(7), None
    steady = np.ones(atoms.height, bool)
    seen = []
    for _date in range(8):
        made = round_frame(atoms, spec(), SECRET, choices=record)
        record = made.choices
        seen.append(atoms.join(made.cube.atoms(), on=NAMES, maintain_order="left")["value"])
        changes = draw.random(atoms.height) < 0.1
        steady &= ~changes | (_date == 7)
        atoms = atoms.with_columns(n=pl.col("n") + pl.Series(changes.astype(np.int64)))

    figures = np.array(seen)
    assert steady.sum() > 40
    assert (figures[:, steady] == figures[0, steady]).all()


@pytest.mark.parametrize("seed", [6, 9, 11, 12])
def test_every_rounding_that_keeps_the_sums_close_occurs_under_some_secret(seed: int) -> None:
    """So a reader who can run the programme excludes nothing by knowing how it decides."""
    atoms = table(seed, towns=2, areas=2, ages=2)
    counts, rows = atoms["n"].to_numpy(), groups(atoms, TABLES)
    free = np.flatnonzero(counts % 3)
    possible = set()
    for up in product((0, 3), repeat=len(free)):
        figures = counts // 3 * 3
        figures[free] += up
        if (np.abs(rows @ (figures - counts)) < 3).all():
            possible.add(tuple(figures))

    found: set[tuple[int, ...]] = set()
    for secret in range(250):
        if found != possible:
            found.add(tuple(rounded(atoms, secret=SECRET + bytes([secret]))[0]))

    assert len(possible) > 2
    assert found == possible
