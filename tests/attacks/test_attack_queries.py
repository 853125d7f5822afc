"""A15: ten thousand questions with filters, complements, overlaps, sorts, totals and errors."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from tests.attacks.rounded import DIMENSIONS, NAMES, SECRET, ends, table

from kreisblick.base.errors import WrongUseError
from kreisblick.protection.perturbation import Answer, ProtectedCube, RoundingSpec, round_frame

QUESTIONS = 10_000
BASE = 3
Question = dict[str, object]


@pytest.fixture(scope="module")
def atoms() -> pl.DataFrame:
    return table(11, towns=3, areas=3, ages=4).sort(NAMES)


@pytest.fixture(scope="module")
def cube(atoms: pl.DataFrame) -> ProtectedCube:
    return protected(atoms)


def protected(atoms: pl.DataFrame) -> ProtectedCube:
    spec = RoundingSpec(
        counted="residents", value="n", dimensions=DIMENSIONS, base=BASE, minimum_count=3
    )
    return round_frame(atoms, spec, SECRET).cube


def questions(atoms: pl.DataFrame, number: int, seed: int = 1) -> list[Question]:
    """Random questions; many describe one group in several ways."""
    draw = np.random.default_rng(seed)
    codes = {name: atoms[name].unique().sort().to_list() for name in NAMES}

    def group() -> dict[str, list[str]]:
        chosen = [name for name in NAMES if draw.random() < 0.4]
        return {
            name: draw.permutation(codes[name])[: draw.integers(1, len(codes[name]) + 1)].tolist()
            for name in chosen
        }

    return [
        {
            "where": group(),
            "unless": [group() for _ in range(draw.integers(0, 3)) if draw.random() < 0.6],
            "by": [str(name) for name in draw.permutation(NAMES) if draw.random() < 0.35],
            "top": int(draw.integers(1, 6)) if draw.random() < 0.3 else None,
        }
        for _ in range(number)
    ]


def members(atoms: pl.DataFrame, where: dict[str, list[str]]) -> np.ndarray:
    found = np.ones(atoms.height, bool)
    for name, codes in where.items():
        found &= atoms[name].is_in(codes).to_numpy()
    return found


def chosen(atoms: pl.DataFrame, question: Question) -> np.ndarray:
    """Which atoms a question means, by the attacker's own reading."""
    found = members(atoms, question["where"])
    for group in question["unless"]:
        found &= ~members(atoms, group)
    return found


def cells(atoms: pl.DataFrame, question: Question) -> dict[tuple[str, ...], np.ndarray]:
    """The cells of an answer, each with its atoms."""
    shown = [name for name in NAMES if name in question["by"]]
    if "area" in shown and "town" not in shown:
        shown = ["town", *shown]
    inside = chosen(atoms, question)
    keys = atoms.select(shown).rows() if shown else [()] * atoms.height
    found: dict[tuple[str, ...], np.ndarray] = {}
    for place in inside.nonzero()[0]:
        found.setdefault(keys[place], np.zeros(atoms.height))[place] = 1.0
    return found


def recovered(
    atoms: pl.DataFrame, answer_of: Callable[[np.ndarray], float | None], reach: float
) -> int:
    """How many small atoms a linear program over many answers finds exactly."""
    known: dict[bytes, tuple[np.ndarray, float]] = {}
    for question in questions(atoms, 1500):
        for inside in cells(atoms, question).values():
            answer = answer_of(inside)
            if answer is not None:
                known[inside.tobytes()] = (inside, answer)
    rows = np.array([inside for inside, _answer in known.values()])
    shown = np.array([answer for _inside, answer in known.values()])
    counts, exact = atoms["n"].to_numpy(), 0
    for place in ((counts > 0) & (counts < 3)).nonzero()[0][:12]:
        goal = np.eye(len(counts))[place]
        low, high = ends(goal, rows, np.maximum(shown - reach, 0), shown + reach)
        exact += bool(np.ceil(low - 1e-6) == np.floor(high + 1e-6) == counts[place])
    return exact


def test_true_answers_without_small_ones_are_differenced(atoms: pl.DataFrame) -> None:
    """The attack works on a service that refuses counts below 3 and tells all others."""
    counts = atoms["n"].to_numpy()

    def refuses_small(inside: np.ndarray) -> float | None:
        true = float(inside @ counts)
        return None if 0 < true < 3 else true

    assert recovered(atoms, refuses_small, 0) > 0


def test_answers_that_are_rounded_one_by_one_are_differenced(atoms: pl.DataFrame) -> None:
    """The attack works on a service that rounds every answer to the nearest multiple of 3."""
    counts = atoms["n"].to_numpy()

    assert recovered(atoms, lambda inside: 3 * np.rint(inside @ counts / 3), 1) > 0


def test_ten_thousand_answers_tell_nothing_that_the_atoms_do_not(
    atoms: pl.DataFrame, cube: ProtectedCube
) -> None:
    """Every answer is the sum of the same atoms; all of them in one program narrow no range."""
    figures = cube.atoms().sort(NAMES)["value"].to_numpy()
    known: dict[bytes, tuple[np.ndarray, int]] = {}
    for question in questions(atoms, QUESTIONS):
        answer = cube.ask(**question)
        expected = cells(atoms, question)
        check_answer(answer, question, {key: int(i @ figures) for key, i in expected.items()})
        for row in answer.cells.iter_rows():
            inside = expected[row[:-1]]
            assert known.setdefault(inside.tobytes(), (inside, row[-1]))[1] == row[-1]

    rows = np.array([inside for inside, _figure in known.values()])
    shown = np.array([figure for _inside, figure in known.values()])
    assert len(rows) > 3_000
    assert np.linalg.matrix_rank(rows) == atoms.height  # he can work out all protected atoms
    narrowed(atoms, cube, rows, shown, figures)


def check_answer(answer: Answer, question: Question, expected: dict[tuple, int]) -> None:
    """Cells, order, total and hits come from protected atoms only."""
    assert answer.total == sum(expected.values())
    assert answer.hits == sum(value > 0 for value in expected.values())
    order = sorted(expected)
    if question["top"] is not None:
        order = sorted(expected, key=lambda key: (-expected[key], key))[: question["top"]]
    assert answer.cells.rows() == [(*key, expected[key]) for key in order]


def narrowed(
    atoms: pl.DataFrame, cube: ProtectedCube, rows: np.ndarray, shown: np.ndarray, z: np.ndarray
) -> None:
    """What the promise of closeness allows: a published cell is off by at most ``closeness``,
    any other sum by less than the base per atom."""
    published = {
        inside.tobytes()
        for by in ([], ["town"], ["area"])
        for age in ([], ["age"])
        for sex in ([], ["sex"])
        for inside in cells(atoms, {"where": {}, "unless": [], "by": [*by, *age, *sex]}).values()
    }
    close = np.array([row.tobytes() in published for row in rows])
    assert close.sum() > 100
    reach = np.where(close, cube.closeness, rows.sum(axis=1) * (BASE - 1))
    counts = atoms["n"].to_numpy()
    for place in ((counts > 0) & (counts < 3)).nonzero()[0][:12]:
        goal = np.eye(len(counts))[place]
        low, high = ends(goal, rows, np.maximum(shown - reach, 0), shown + reach)
        assert low <= max(0, z[place] - BASE + 1) + 1e-6
        assert high >= z[place] + BASE - 1 - 1e-6


def test_the_same_question_gets_the_same_answer_under_any_description(
    atoms: pl.DataFrame, cube: ProtectedCube
) -> None:
    again = protected(atoms.sample(fraction=1.0, shuffle=True, seed=5))
    areas = [f"t1a{i}" for i in range(3)]
    ages = [f"g{i}" for i in range(4)]

    answers = [
        cube.ask({"town": "t1"}, by=["age"]),
        cube.ask({"town": ["t1"], "age": ages}, by=["age"]),
        cube.ask({"area": areas[::-1], "sex": ["m", "f"]}, by=["age"]),
        cube.ask({}, unless=[{"town": ["t0"]}, {"town": ["t2"]}], by=["age"]),
        cube.ask(unless=[{"area": [f"t{t}a{i}" for t in (0, 2) for i in range(3)]}], by=["age"]),
        again.ask({"place": areas}, by=["age"]),
    ]

    assert all(a.cells.equals(answers[0].cells) and a.total == answers[0].total for a in answers)


@pytest.mark.parametrize(
    "question",
    [
        {"where": {"street": "x"}},
        {"where": {"age": ["g9"]}},
        {"unless": [{"sex": ["d"]}]},
        {"by": ["income"]},
    ],
)
def test_what_is_refused_is_refused_in_the_same_words_whatever_the_counts(
    atoms: pl.DataFrame, cube: ProtectedCube, question: Question
) -> None:
    other = protected(atoms.with_columns(n=pl.col("n").reverse()))

    with pytest.raises(WrongUseError) as first:
        cube.ask(**question)
    with pytest.raises(WrongUseError) as second:
        other.ask(**question)

    assert str(first.value) == str(second.value)


def test_cells_of_nobody_are_answered_like_others(atoms: pl.DataFrame) -> None:
    """A missing row would say that nobody is there; so every combination has one."""
    some = atoms.filter(pl.col("n") > 0)
    empty = atoms.filter(pl.col("n") == 0)

    answer = protected(some).ask(by=list(NAMES))

    assert empty.height > 0
    assert answer.cells.height == atoms.height
    assert answer.cells.join(empty, on=NAMES)["value"].sum() == 0
    assert answer.cells.filter(pl.col("value") == 0).height > empty.height
