"""The audit of rounded figures: promises, exact figures beside them, two modes at once."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from kreisblick.protection.perturbation import (
    Fact,
    ProtectedCube,
    RoundingSpec,
    audit_rounding,
    refuse_mixed,
    round_frame,
)
from kreisblick.protection.perturbation.protected_cube import SEAL
from kreisblick.protection.rules import ProtectionFailedError

SECRET = b"invented secret of thirty-two bytes"


def counts(seed: int = 1) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    rows = [(f"a{a}", f"g{g}") for a in range(5) for g in range(4)]
    frame = pl.DataFrame(rows, schema=["area", "age"], orient="row")
    return frame.with_columns(count=pl.Series(draw.negative_binomial(1, 0.3, len(rows))))


def cube(frame: pl.DataFrame) -> ProtectedCube:
    spec = RoundingSpec(
        counted="residents",
        value="count",
        dimensions={"area": ("area",), "age": ("age",)},
        base=3,
        minimum_count=3,
    )
    return round_frame(frame, spec, SECRET).cube


def audit(frame: pl.DataFrame, made: ProtectedCube, *facts: Fact, k: int = 3):
    return audit_rounding(frame, made, minimum_count=k, facts=facts)


def exact(frame: pl.DataFrame, **where: str) -> Fact:
    chosen = frame.filter(*[pl.col(name) == code for name, code in where.items()])
    total = int(chosen["count"].sum())
    return Fact(where=where, lower=total, upper=total)


def test_a_rounded_cube_alone_passes_and_every_small_cell_was_looked_at() -> None:
    frame = counts()

    verdict = audit(frame, cube(frame))

    small = 0
    for columns in (["area", "age"], ["area"], ["age"], []):
        sums = frame.group_by(columns or [pl.lit(1)]).agg(pl.col("count").sum())["count"]
        small += sums.is_between(1, 2).sum()
    assert verdict.passed
    assert verdict.audited == small > 3


def test_promises_that_do_not_hold_are_found() -> None:
    frame = counts()
    good = cube(frame)
    bent = good.values.copy()
    bent[0, 0] += 1
    broken = {
        "multiples": replace(good, values=bent, seal=SEAL),
        "neighbours": replace(good, values=good.values + 3, seal=SEAL),
        "close": replace(good, values=-(-(good.values + 1) // 3) * 3, seal=SEAL),
        "closeness": replace(good, closeness=1, seal=SEAL),
        "zero": replace(good, values=good.values - 30, seal=SEAL),
    }

    for words, made in broken.items():
        verdict = audit(frame, made)
        assert not verdict.passed
        assert any(words in fault for fault in verdict.faults)
    assert not audit(frame, good, k=5).passed


def interval(frame: pl.DataFrame, made: ProtectedCube, facts: list[Fact], place: int) -> list[int]:
    """What whole tables allow an atom to be, by an own program."""
    figures = frame.join(made.atoms(), on=["area", "age"], maintain_order="left")["value"]
    z = figures.to_numpy()
    rows, least, most = [], [], []
    for columns in (["area"], ["age"], []):
        keys = frame.select(columns).rows() if columns else [()] * frame.height
        for key in set(keys):
            row = np.array([other == key for other in keys], float)
            rows.append(row)
            least.append(row @ z - made.closeness)
            most.append(row @ z + made.closeness)
    for fact in facts:
        row = np.ones(frame.height)
        for name, code in fact.where.items():
            row *= (frame[name] == code).to_numpy()
        rows.append(row)
        least.append(fact.lower)
        most.append(fact.upper)
    goal = np.eye(frame.height)[place]
    found = []
    for sign in (1, -1):
        solved = milp(
            sign * goal,
            constraints=LinearConstraint(np.array(rows), least, most),
            bounds=Bounds(np.maximum(z - 2, 0), z + 2),
            integrality=np.ones(frame.height),
        )
        found.append(round(sign * solved.fun))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_exact_figures_beside_are_judged_like_by_an_own_program(seed: int) -> None:
    """The audit passes exactly where every range of the small atoms is whole."""
    frame = counts(seed)
    made = cube(frame)
    facts = [exact(frame, area="a0"), exact(frame, age="g1"), exact(frame, area="a2", age="g1")]

    verdict = audit(frame, made, *facts)

    figures = frame.join(made.atoms(), on=["area", "age"], maintain_order="left")["value"]
    failing = set()
    for place in frame["count"].is_between(1, 2).arg_true():
        z = figures[place]
        low, high = interval(frame, made, facts, place)
        if low > max(0, z - 2) or high < z + 2:
            failing.add(frame.select("area", "age").row(place))
    atoms = verdict.breaches.filter(pl.col("area").is_not_null() & pl.col("age").is_not_null())
    assert set(atoms.select("area", "age").rows()) == failing


def test_an_exact_small_figure_beside_is_a_breach() -> None:
    frame = counts()
    place = frame.filter(pl.col("count").is_between(1, 2)).row(0, named=True)

    verdict = audit(frame, cube(frame), exact(frame, area=place["area"], age=place["age"]))

    assert not verdict.passed
    found = verdict.breaches.filter(area=place["area"], age=place["age"]).row(0, named=True)
    assert found["lower"] == found["upper"] or None in {found["lower"], found["upper"]}


def test_a_figure_that_is_not_true_stops_the_audit() -> None:
    frame = counts()

    with pytest.raises(ProtectionFailedError):
        audit(frame, cube(frame), Fact(where={"area": "a0"}, lower=10_000, upper=10_000))


def published(*modes: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "cube": ["residents"] * len(modes),
            "slice": [f"age=g{i}" for i in range(len(modes))],
            "reference_date": [date(2024, 12, 31)] * len(modes),
            "mode": list(modes),
        }
    )


def test_one_mode_may_be_published_and_two_may_not() -> None:
    other = published("rounded").with_columns(cube=pl.lit("households"))
    later = published("rounded").with_columns(reference_date=pl.lit(date(2025, 12, 31)))

    assert refuse_mixed(pl.concat([published("exact", "exact"), other, later])).is_empty()
    with pytest.raises(ProtectionFailedError, match=r"residents.*31\.12\.2024"):
        refuse_mixed(published("exact", "rounded"))


def test_a_mix_that_was_audited_is_told() -> None:
    audited = {("residents", date(2024, 12, 31))}

    mixed = refuse_mixed(published("noise", "rounded"), audited=audited)

    assert mixed.row(0) == ("residents", date(2024, 12, 31), ["noise", "rounded"])


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ProtectionFailedError, match=r"\b1\b"):
        refuse_mixed(published("exact", "guessed"))
