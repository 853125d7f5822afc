"""Round: protected atoms from counts, the same every time, close in every table."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.audit_rounding import audit_rounding
from kreisblick.protection.perturbation.axes import (
    Axis,
    Ints,
    axes_of,
    depths_of,
    gather,
    roll_up,
    spread,
)
from kreisblick.protection.perturbation.protected_cube import SEAL, ProtectedCube
from kreisblick.protection.perturbation.rounding_spec import RoundingSpec, check_spec
from kreisblick.protection.perturbation.tables import require_columns, strong_secret
from kreisblick.protection.perturbation.top_down import Problem, decide, path_of
from kreisblick.protection.rules import ProtectionFailedError

__all__ = ["CHOICE", "Rounded", "round_frame"]

CHOICE = ("_base", "_count", "_value")
RESOLUTION = 2**64


@dataclass(frozen=True, kw_only=True)
class Rounded:
    """What ``round_frame()`` gives back.

    Attributes:
        cube: the protected cube.
        choices: the sealed record of which count of which atom was rounded how; handed to the
            next rounding, the same count of an atom is rounded the same way at every date.
        mean_atoms, mean_tables: mean distance of atoms and of table sums from the truth (sealed).
    """

    cube: ProtectedCube
    choices: pl.DataFrame = field(repr=False)
    mean_atoms: float
    mean_tables: float


def round_frame(
    units: pl.DataFrame, spec: RoundingSpec, secret: bytes, *, choices: pl.DataFrame | None = None
) -> Rounded:
    """Controlled rounding of a frame of units or atoms.

    Every atom becomes the multiple of the base just below or just above it, every table sum stays
    closer than a multiple of the base to the truth (the base itself wherever that was found), and
    the sum of weighted deviations is small. Deviations upwards and downwards weigh differently
    for each atom, by a keyed hash (HMAC-SHA256) of what the atom is, so that every rounding that
    keeps these promises is possible and the same counts are always rounded alike. Source: Cox
    and Ernst, "Controlled rounding" (INFOR 20, 1982); top-down as in ``top_down``.

    Args:
        units: one row per unit, or per atom with its count.
        spec: what the cube is made of.
        secret: at least 32 bytes, the same at every date.
        choices: the sealed record of earlier roundings.

    Raises:
        WrongUseError: a column is missing, the secret too short, or the base cannot protect.
        ProtectionFailedError: counts are missing, negative or no whole numbers, or the rounded
            cube does not pass its audit.
    """
    check_spec(spec)
    key = strong_secret(secret)
    counted = _counts(units, spec)
    axes = axes_of(counted, spec.dimensions, spec.codes)
    counts = gather(counted, axes)
    low, high = counts // spec.base, -(-counts // spec.base)
    if choices is not None and choices.height:
        _keep(choices, counts, low, high, axes, spec.base)
    units_shown = _decide(counts, low, high, axes, spec, key)
    cube = _cube(counts, units_shown * spec.base, axes, spec)
    verdict = audit_rounding(counted, cube, minimum_count=spec.minimum_count)
    if not verdict.passed:
        raise ProtectionFailedError(_("The rounded cube did not pass its audit."))
    return _rounded(counts, cube, choices)


def _counts(units: pl.DataFrame, spec: RoundingSpec) -> pl.DataFrame:
    """Codes as text and ``count``, one row per atom that occurs."""
    require_columns(units, [*spec.columns, *([spec.value] if spec.value else [])])
    number = pl.col(spec.value).cast(pl.Float64, strict=False) if spec.value else pl.lit(1.0)
    frame = units.select(*[pl.col(c).cast(pl.String) for c in spec.columns], count=number)
    whole = pl.col("count").is_finite() & (pl.col("count") >= 0)
    whole &= pl.col("count") == pl.col("count").floor()
    codes = pl.all_horizontal(pl.col(spec.columns).is_not_null())
    wrong = frame.filter(~(whole & codes).fill_null(value=False)).height
    if wrong:
        message = _("{count} rows hold no count (missing, negative or with decimals) or no code.")
        raise ProtectionFailedError(message.format(count=wrong))
    return frame.group_by(spec.columns).agg(pl.col("count").sum().cast(pl.Int64))


def _keep(
    choices: pl.DataFrame, counts: Ints, low: Ints, high: Ints, axes: Sequence[Axis], base: int
) -> None:
    """Fix the atoms whose count was rounded before."""
    columns = [column for axis in axes for column in axis.columns]
    require_columns(choices, [*columns, *CHOICE])
    near = pl.col("_value") % base == 0
    near &= (pl.col("_value") - pl.col("_count")).abs() < base
    own = choices.filter(pl.col("_base") == base)
    if own.filter(~near).height or own.select(*columns, "_count").is_duplicated().any():
        raise ProtectionFailedError(_("The record of earlier choices is damaged."))
    known = own.select(*columns, *CHOICE[1:])
    atoms = spread(counts, axes, tuple(len(axis.columns) for axis in axes))
    before = atoms.join(
        known,
        left_on=[*columns, "value"],
        right_on=[*columns, "_count"],
        how="left",
        maintain_order="left",
    )["_value"]
    fixed = before.is_not_null().to_numpy().reshape(counts.shape)
    units = (before.fill_null(0).to_numpy() // base).reshape(counts.shape)
    low[fixed] = units[fixed]
    high[fixed] = units[fixed]


def _decide(
    counts: Ints, low: Ints, high: Ints, axes: Sequence[Axis], spec: RoundingSpec, key: bytes
) -> Ints:
    """Units of every atom; the same whatever the order of dimensions and tables in the spec."""
    order = sorted(range(len(axes)), key=lambda i: axes[i].columns[-1])
    at = path_of([axes[i] for i in order])
    order.insert(0, order.pop(at))
    path, *others = (axes[i] for i in order)
    turned = [array.transpose(order) for array in (counts, low, high)]
    flat = [array.reshape(len(path.members), -1) for array in turned]
    tables = {depths_of([path, *others], columns) for columns in spec.published()}
    problem = Problem(
        base=spec.base,
        counts=flat[0],
        low=flat[1],
        high=flat[2],
        path=path,
        others=others,
        tables=[(depths[0], depths[1:]) for depths in sorted(tables)],
        leans=partial(_leans, key=key, counted=spec.counted, path=path, others=others),
        seed=int.from_bytes(hmac.digest(key, b"search", "sha256")[:5], "big"),
    )
    return decide(problem).reshape(turned[0].shape).transpose(np.argsort(order))


def _leans(
    depth: int, *, key: bytes, counted: str, path: Axis, others: Sequence[Axis]
) -> npt.NDArray[np.float64]:
    """A number between 0 and 1 for every figure, from what it is and the secret."""
    places = list(_names(path, depth))
    cells = [sorted(names) for names in product(*[list(_names(a, len(a.columns))) for a in others])]
    drawn = [
        int.from_bytes(
            hmac.digest(key, repr((counted, sorted([place, *cell]))).encode(), "sha256")[:8], "big"
        )
        for place in places
        for cell in cells
    ]
    return np.array(drawn, np.float64).reshape(len(places), len(cells)) / RESOLUTION


def _names(axis: Axis, depth: int) -> Iterator[tuple[str, ...]]:
    """What a group is called, whatever stands above it: by its own code where that is unique."""
    codes = axis.codes(depth)
    if depth == 0:
        yield ("",)
        return
    unique = len({code[-1] for code in codes}) == len(codes)
    for code in codes:
        yield (axis.columns[depth - 1], *(code[-1:] if unique else code))


def _cube(counts: Ints, values: Ints, axes: tuple[Axis, ...], spec: RoundingSpec) -> ProtectedCube:
    tables = tuple(depths_of(axes, columns) for columns in spec.published())
    off = [int(np.abs(roll_up(values - counts, axes, depths)).max()) for depths in tables]
    factor = max([1, *(largest // spec.base + 1 for largest in off)])
    return ProtectedCube(
        counted=spec.counted,
        base=spec.base,
        closeness=factor * spec.base - 1,
        axes=axes,
        tables=tables,
        values=values,
        seal=SEAL,
    )


def _rounded(counts: Ints, cube: ProtectedCube, choices: pl.DataFrame | None) -> Rounded:
    off = cube.values - counts
    sums = [np.abs(roll_up(off, cube.axes, depths)).ravel() for depths in cube.tables]
    atoms = cube.atoms()
    made = atoms.select(
        pl.exclude("value"),
        _base=pl.lit(cube.base, pl.Int64),
        _count=pl.Series(counts.ravel()),
        _value=pl.col("value"),
    ).filter(pl.col("_count") % cube.base > 0)
    record = made if choices is None else pl.concat([choices.select(made.columns), made]).unique()
    return Rounded(
        cube=cube,
        choices=record.sort(made.columns),
        mean_atoms=float(np.abs(off).mean()),
        mean_tables=float(np.concatenate(sums).mean()) if sums else 0.0,
    )
