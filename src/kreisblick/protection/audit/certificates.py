"""Certificates: two whole-number tables for every withheld quantity.

One base table per date fits everything published; every further table is the base with a few
numbers changed. Atoms are numbered as ``build_system`` finds them: by cube, area and pattern.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.protection.audit.parts import Part, unit_of
from kreisblick.protection.audit.proof import NO_TABLE, Proof
from kreisblick.protection.audit.questions import Question
from kreisblick.protection.audit.reduce import Reduced

__all__ = ["COLUMNS", "Certificates", "certificate_rows", "read_certificates"]

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "system": pl.String,
    "kind": pl.String,
    "number": pl.Int64,
    "name": pl.String,
    "atoms": pl.List(pl.Int64),
    "values": pl.List(pl.Int64),
    "low": pl.Int64,
    "high": pl.Int64,
}


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """The tables and what each of them proves.

    Attributes:
        frame: the columns of ``COLUMNS``; ``system`` is date and generation. Rows of kind ``base``
            hold the base table (``atoms``, ``values``; ``number`` is the unit: values count
            1/number), ``change`` a table as differences to the base, ``left_out`` the rows of the
            system that contradict the others, ``quantity`` its name and the numbers of the tables
            for its low and its high end (0 is the base, null: none is needed or none was found).
    """

    frame: pl.DataFrame = field(repr=False)

    @classmethod
    def of(cls, frames: Sequence[pl.DataFrame]) -> "Certificates":
        """The certificates of several dates."""
        return cls(frame=pl.concat([pl.DataFrame(schema=COLUMNS), *frames]))

    def write(self, path: Path) -> None:
        """Into a Parquet file."""
        write_bytes(path, self.as_bytes())

    def as_bytes(self) -> bytes:
        """As a Parquet file has them."""
        out = io.BytesIO()
        self.frame.write_parquet(out, compression="zstd")
        return out.getvalue()


def read_certificates(path: Path) -> Certificates:
    """What ``Certificates.write`` wrote.

    Raises:
        WrongUseError: when the file is none.
    """
    try:
        frame = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise WrongUseError(_("{file} holds no certificates.").format(file=path)) from error
    if dict(frame.schema) != COLUMNS:
        raise WrongUseError(_("{file} holds no certificates.").format(file=path))
    return Certificates(frame=frame)


def certificate_rows(
    when: str,
    questions: Sequence[Question],
    reduced: Reduced | None,
    judged: Sequence[tuple[Part, Proof]],
) -> pl.DataFrame:
    """The certificate of one date."""
    if reduced is None:
        return pl.DataFrame(schema=COLUMNS)
    known = np.flatnonzero(~np.isnan(reduced.values))
    unit = max([part.unit for part, _proof in judged] + [unit_of(reduced.values[known]) or 1])
    atoms, values = [known], [np.round(reduced.values[known] * unit).astype(np.int64)]
    tables, proofs = list[dict[str, Any]](), dict[int, tuple[int | None, int | None]]()
    left_out = [reduced.contradicted]
    for part, proof in judged:
        if proof.base is None:
            continue
        scale = unit // part.unit
        atoms.append(part.columns)
        values.append(proof.base * scale)
        left_out.append(part.rows[proof.left_out])
        offset = len(tables)
        tables += [
            _row("change", number=offset + i, atoms=part.columns[c], values=v * scale)
            for i, (c, v) in enumerate(proof.changes, start=1)
        ]
        for question, low, high in zip(part.asked, proof.low, proof.high, strict=True):
            proofs[int(question)] = (_number(low, offset), _number(high, offset))
    rows: list[dict[str, Any]] = [
        _row("base", number=unit, atoms=np.concatenate(atoms), values=np.concatenate(values)),
        _row("left_out", atoms=np.concatenate(left_out)),
        *tables,
    ]
    for number, question in enumerate(questions):
        low, high = proofs.get(number, (0, 0))
        rows.append(_row("quantity", name=question.name, low=low, high=high))
    return pl.DataFrame(rows, schema=COLUMNS | {"system": pl.Null}).with_columns(
        system=pl.lit(when)
    )


def _row(kind: str, **fields: Any) -> dict[str, Any]:
    plain = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in fields.items()}
    return dict.fromkeys(COLUMNS) | {"kind": kind} | plain


def _number(table: int, offset: int) -> int | None:
    """The number of a part's table among all tables of the date."""
    if table == NO_TABLE:
        return None
    return int(table) + offset if table else 0
