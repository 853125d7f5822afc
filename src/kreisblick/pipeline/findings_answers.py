"""Answer: what municipalities say to the findings about their ground, kept in the workspace.

``answers/<municipality>.csv``: ``finding, area, state, reason, office, day``; one row per answer,
the last one counts. A finding without a row is a proposal that nobody has read yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace
from kreisblick.statistics.findings import ANSWER_COLUMNS, State

__all__ = ["Answer", "add_answers", "answer_files", "read_answers"]

FOLDER = "answers"
COLUMNS = {
    "finding": pl.String, "area": pl.String, "state": pl.String, "reason": pl.String,
    "office": pl.String, "day": pl.Date,
}  # fmt: skip
_STATES = (State.READ.value, State.NO_PROBLEM.value)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an office said to one finding.

    Attributes:
        finding: its name.
        area, municipality: where it is.
        state: read, or no problem.
        reason: why it is none; may stand with ``read``, too.
        office, day: who said so, and when.
    """

    finding: str
    area: str
    municipality: str
    state: State
    reason: str
    office: str
    day: date


def answer_files(workspace: Workspace) -> list[Path]:
    """All files of answers, sorted."""
    return sorted((workspace.folder / FOLDER).glob("*.csv"))


def read_answers(workspace: Workspace) -> pl.DataFrame:
    """All answers, ``ANSWER_COLUMNS``; of two on one day the later row comes later.

    Raises:
        FaultsFoundError: a file has other columns, an unknown state, a missing reason.
    """
    faults: list[Fault] = []
    frames = [pl.DataFrame(schema=COLUMNS)]
    for path in answer_files(workspace):
        frame = _read(path)
        faults += _faults(path, frame)
        frames += [] if frame is None else [frame]
    if faults:
        raise FaultsFoundError(FOLDER, faults)
    return (
        pl.concat(frames)
        .select("finding", "state", "office", answer="reason", answered_on="day")
        .select(list(ANSWER_COLUMNS))
    )


def add_answers(workspace: Workspace, answers: Sequence[Answer]) -> list[Path]:
    """Write answers behind those that are there; each file is written in one step."""
    written = []
    for town in sorted({one.municipality for one in answers}):
        path = workspace.folder / FOLDER / f"{town}.csv"
        rows = [
            (a.finding, a.area, a.state.value, a.reason or None, a.office, a.day)
            for a in answers
            if a.municipality == town
        ]
        before = _read(path) if path.is_file() else None
        new = pl.DataFrame(rows, schema=COLUMNS, orient="row")
        whole = new if before is None else pl.concat([before, new])
        write_bytes(path, whole.write_csv(date_format="%Y-%m-%d").encode())
        written.append(path)
    return written


def _read(path: Path) -> pl.DataFrame | None:
    """The rows of a file; None where it has not the form."""
    try:
        frame = pl.read_csv(path, infer_schema=False)
        if frame.columns != list(COLUMNS):
            return None
        return frame.with_columns(pl.col("day").str.to_date("%Y-%m-%d", strict=True)).cast(
            COLUMNS  # type: ignore[arg-type]
        )
    except pl.exceptions.PolarsError:
        return None


def _faults(path: Path, frame: pl.DataFrame | None) -> list[Fault]:
    where = f"{FOLDER}/{path.name}"
    if frame is None:
        words = _("The file needs the columns {columns}, and days as 2024-12-31.")
        message = words.format(columns=", ".join(COLUMNS))
        return [Fault(code="answers_form", message=message, where=where)]
    faults = []
    for line, row in enumerate(frame.iter_rows(named=True), start=2):
        if row["state"] not in _STATES:
            words = _("Line {line}: write {states} as state.")
            message = words.format(line=line, states=" / ".join(_STATES))
            faults.append(Fault(code="answers_state", message=message, where=where))
        elif row["state"] == State.NO_PROBLEM.value and not row["reason"]:
            message = _("Line {line}: that something is no problem needs a reason.")
            told = message.format(line=line)
            faults.append(Fault(code="answers_reason", message=told, where=where))
    return faults
