"""The whole-number tables found for a part, and which end of which question each proves."""

import io
from dataclasses import dataclass, field

import numpy as np

from kreisblick.protection.audit.parts import Part

__all__ = ["NO_TABLE", "Proof", "Tables"]

NO_TABLE = -1


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The judgement of a part, with its certificate.

    Attributes:
        state: ``ok`` if every question could be judged, else why not.
        base: a table that fits everything published; None if there is none.
        changes: per further table the columns and by how much they differ from the base.
        low, high: per question the number of the table that proves its end: 0 is the base, n the
            base with the n-th change; ``NO_TABLE`` where there is none.
        least, most: the ends reached, in units of the part; infinite where nothing limits them.
        left_out: rows (of the part) that contradict the others and could not be relied on.
        programs: how many programs were solved.
    """

    state: str
    base: np.ndarray | None = field(repr=False, default=None)
    changes: tuple[tuple[np.ndarray, np.ndarray], ...] = field(repr=False, default=())
    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    least: np.ndarray = field(repr=False)
    most: np.ndarray = field(repr=False)
    left_out: np.ndarray = field(repr=False)
    programs: int = 0

    def as_bytes(self) -> bytes:
        """For the memory of an audit."""
        base = np.empty(0, np.int64) if self.base is None else self.base
        sizes = np.array([len(columns) for columns, _ in self.changes], dtype=np.int64)
        nothing = [np.empty(0, np.int64)]
        out = io.BytesIO()
        np.savez_compressed(
            out, state=np.array(self.state), base=base, has_base=np.array(self.base is not None),
            sizes=sizes, columns=np.concatenate([c for c, _ in self.changes] or nothing),
            values=np.concatenate([v for _, v in self.changes] or nothing),
            low=self.low, high=self.high, least=self.least, most=self.most,
            left_out=self.left_out,
        )  # fmt: skip
        return out.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Proof":
        """What ``as_bytes`` wrote; it took no program to know it."""
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            cuts = np.cumsum(found["sizes"])[:-1]
            pieces = zip(
                np.split(found["columns"], cuts), np.split(found["values"], cuts), strict=True
            )
            return cls(
                state=str(found["state"]),
                base=found["base"] if found["has_base"] else None,
                changes=tuple(pieces) if len(found["sizes"]) else (),
                low=found["low"], high=found["high"],
                least=found["least"], most=found["most"], left_out=found["left_out"],
            )  # fmt: skip


class Tables:
    """Collects whole-number tables of a part; each is a witness for all its questions."""

    def __init__(self, part: Part, base: np.ndarray, left_out: np.ndarray) -> None:
        self.part = part
        self.base = base
        self.left_out = left_out
        self.by_atom = part.matrix.tocsc()
        self.questions_of = part.sums.tocsc()
        self.totals = part.matrix @ base
        self.changes: list[tuple[np.ndarray, np.ndarray]] = []
        count = len(part.asked)
        self.low = np.full(count, NO_TABLE, dtype=np.int64)
        self.high = np.full(count, NO_TABLE, dtype=np.int64)
        values = part.sums @ base + part.known
        self.values = values
        self.least, self.most = values.astype(float), values.astype(float)
        self.low[values <= part.low] = 0
        self.high[values >= part.high] = 0

    def open(self) -> tuple[np.ndarray, np.ndarray]:
        """Questions whose low end, and whose high end, still has to be proved."""
        no_low, no_high = self.low == NO_TABLE, self.high == NO_TABLE
        both = no_low & no_high & self.part.either
        return np.where(self.part.either, both, no_low), np.where(self.part.either, both, no_high)

    def offer(self, columns: np.ndarray, values: np.ndarray) -> bool:
        """A change of the base; False if that table does not fit everything published."""
        moved = values != 0
        columns, values = columns[moved], values[moved]
        if not len(columns) or not self._fits(columns, values):
            return False
        change = self.questions_of[:, columns] @ values
        touched = np.flatnonzero(change)
        reached = self.values[touched] + change[touched]
        self.least[touched] = np.minimum(self.least[touched], reached)
        self.most[touched] = np.maximum(self.most[touched], reached)
        part = self.part
        new_low = touched[(reached <= part.low[touched]) & (self.low[touched] == NO_TABLE)]
        new_high = touched[(reached >= part.high[touched]) & (self.high[touched] == NO_TABLE)]
        if len(new_low) or len(new_high):
            self.changes.append((columns, values))
            self.low[new_low] = self.high[new_high] = len(self.changes)
        return True

    def _fits(self, columns: np.ndarray, values: np.ndarray) -> bool:
        if (self.base[columns] + values < 0).any():
            return False
        part = self.part
        totals = self.totals + self.by_atom[:, columns] @ values
        good = (totals >= part.lower) & (totals <= part.upper)
        good[self.left_out] = True
        return bool(good.all())

    def proof(self, state: str, programs: int) -> Proof:
        """What was found."""
        return Proof(
            state=state,
            base=self.base,
            changes=tuple(self.changes),
            low=self.low,
            high=self.high,
            least=self.least,
            most=self.most,
            left_out=self.left_out,
            programs=programs,
        )
