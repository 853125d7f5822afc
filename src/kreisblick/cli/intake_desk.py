"""Where every command of ``kreisblick intake`` begins: the desk with one delivery on it."""

from pathlib import Path
from typing import TYPE_CHECKING

from kreisblick.cli.terminal import TerminalProgress, day_of
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from kreisblick.pipeline.decide import Desk

__all__ = ["desk_of"]


def desk_of(
    workspace: Path,
    supplier: str,
    reference_date: str,
    file: Path | None,
    progress: TerminalProgress | None = None,
) -> "Desk":
    """The desk of a delivery, as the words of the command name it.

    Raises:
        WrongUseError: when the day is none, or supplier or file are not known.
    """
    from kreisblick.pipeline.decide import open_desk  # noqa: PLC0415  heavy

    return open_desk(
        open_workspace(workspace),
        supplier=supplier,
        reference_date=day_of(reference_date),
        path=file,
        progress=progress or TerminalProgress(),
    )
