"""Files: counts in, a protected cube out, and the cube read back to be asked."""

import json
from pathlib import Path

import polars as pl

from kreisblick.base.definitions import read_definition
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import fingerprint_file, new_folder, write_bytes, write_json
from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.axes import axes_of, depths_of, gather
from kreisblick.protection.perturbation.protected_cube import SEAL, ProtectedCube
from kreisblick.protection.perturbation.round_frame import CHOICE, Rounded, round_frame
from kreisblick.protection.perturbation.rounding_spec import RoundingSpec
from kreisblick.protection.perturbation.tables import read_table
from kreisblick.protection.rules import ProtectionFailedError

__all__ = ["open_protected", "round_file"]

ATOMS, TABLES, ABOUT = "atoms.parquet", "tables.csv", "protected.json"


def round_file(
    source: Path, spec: Path, out: Path, *, secret: Path, choices: Path | None = None
) -> Rounded:
    """Round the counts of a CSV or Parquet file; writes a folder and gives what it holds.

    The folder ``out`` holds ``atoms.parquet``, ``tables.csv`` and ``protected.json`` (what is
    counted, base, closeness, dimensions, tables, checksums).

    Args:
        source: one row per unit, or per atom with its count.
        spec: the spec file.
        out: the folder.
        secret: file of at least 32 bytes, the same at every date.
        choices: CSV with the sealed record of choices; read if it is there, then written anew.

    Raises:
        FaultsFoundError: the spec is faulty.
        WrongUseError: a column is missing, the secret too short, or the base cannot protect.
        ProtectionFailedError: the counts or the result are not in order. Nothing is written then.
    """
    definition = read_definition(spec, RoundingSpec)
    earlier = _read_choices(choices) if choices is not None and choices.exists() else None
    rounded = round_frame(read_table(source), definition, secret.read_bytes(), choices=earlier)
    with new_folder(out) as folder:
        _write(rounded.cube, folder)
        if choices is not None:
            write_bytes(choices, rounded.choices.write_csv().encode(), mode=0o600)
    return rounded


def open_protected(folder: Path) -> ProtectedCube:
    """A protected cube as ``round_file()`` wrote it.

    Raises:
        WrongUseError: the folder holds no protected cube.
        ProtectionFailedError: a file was changed since, or holds what rounding never gives.
    """
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        same = about["checksums"][ATOMS] == fingerprint_file(folder / ATOMS)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = _("{folder} holds no protected cube. Make one with 'disclosure round'.")
        raise WrongUseError(message.format(folder=folder.name)) from error
    if not same:
        raise ProtectionFailedError(_("The protected atoms were changed after they were made."))
    atoms = pl.read_parquet(folder / ATOMS)
    axes = axes_of(atoms, dict(about["dimensions"]), {})
    values = gather(atoms.rename({"value": "count"}), axes)
    if values.size != atoms.height or (values % about["base"]).any() or (values < 0).any():
        raise ProtectionFailedError(_("The protected atoms were changed after they were made."))
    return ProtectedCube(
        counted=about["counted"],
        base=about["base"],
        closeness=about["closeness"],
        axes=axes,
        tables=tuple(depths_of(axes, columns) for columns in about["tables"]),
        values=values,
        seal=SEAL,
    )


def _read_choices(path: Path) -> pl.DataFrame:
    numbers = [pl.col(column).cast(pl.Int64, strict=False) for column in CHOICE]
    return pl.read_csv(path, infer_schema=False).with_columns(numbers)


def _write(cube: ProtectedCube, folder: Path) -> None:
    cube.atoms().write_parquet(folder / ATOMS)
    write_bytes(folder / TABLES, cube.published().write_csv().encode())
    shown = [
        [c for axis, depth in zip(cube.axes, depths, strict=True) for c in axis.columns[:depth]]
        for depths in cube.tables
    ]
    about = {
        "counted": cube.counted,
        "base": cube.base,
        "closeness": cube.closeness,
        "dimensions": [[axis.name, list(axis.columns)] for axis in cube.axes],
        "tables": shown,
        "checksums": {name: fingerprint_file(folder / name) for name in (ATOMS, TABLES)},
    }
    write_json(folder / ABOUT, about)
