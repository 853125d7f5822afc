"""Run: the round, or nothing where nothing has changed."""

from datetime import date
from pathlib import Path

from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.day import round_day
from kreisblick.pipeline.last import last_round, state_of
from kreisblick.pipeline.summary import Summary
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["run"]


def run(
    folder: Path,
    *,
    out: Path | None = None,
    today: date | None = None,
    progress: Progress = silent,
) -> Summary:
    """Go the round in a workspace; what has not changed is not done again.

    Args:
        folder: the workspace.
        out: where results go; the workspace when not given.
        today: an edition to come opens no embargo before this day.
        progress: is told the steps.

    Raises:
        KreisblickError: with what is wrong and what to do; the last good round stays.
    """
    workspace = open_workspace(folder, out)
    day = round_day(workspace, today)
    state = state_of(workspace, day)
    known = last_round(workspace, state)
    if known is not None:
        return known
    # half of a second round is importing these
    from kreisblick.pipeline.go import go  # noqa: PLC0415
    from kreisblick.pipeline.renew import renew  # noqa: PLC0415

    return renew(workspace, state, progress) or go(workspace, state, day, progress)
