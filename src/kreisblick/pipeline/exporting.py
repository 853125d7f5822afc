"""Export: exact figures for an office outside the sealed zone, remembered in the ledger.

The row is written before the file: what leaves is known, even when the computer stops in between.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.gathering import gather
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.remembering import SealedShelf, ledger_of
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.disclosure import exact_cells
from kreisblick.protection.ledger import LedgerRow, append_row, figures_of

__all__ = ["Wanted", "export_exact"]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is exported.

    Attributes:
        cube: its key.
        day: its reference date.
        out: the CSV file.
        by: the office that lets it go.
    """

    cube: str
    day: date
    out: Path
    by: str


def export_exact(
    workspace: Workspace, wanted: Wanted, today: date, progress: Progress = silent
) -> LedgerRow:
    """Write the exact figures of the questions that the report asks a cube, in every area.

    Raises:
        WrongUseError: the report asks this cube nothing, or it is not counted for the date.
        LedgerBrokenError: the ledger was changed; nothing is written then.
    """
    gathered = gather(workspace, today, progress)
    cube = gathered.cubes.get(wanted.day, {}).get(wanted.cube)
    if cube is None:
        raise _nothing(wanted)
    ground, store = gathered.counting.ground, gathered.counting.store
    choices, there = workspace.choices.report, gathered.delivered
    plan = make_plan(choices, ground.indicators, ground.cubes, there, ground.concepts)
    asked = [ref.slice for ref in plan.publish if ref.cube == cube.key]
    if not asked:
        raise _nothing(wanted)
    cells = exact_cells(cube, asked, ground.report_territory)
    content = cells.write_csv(date_format="%Y-%m-%d").encode()
    row = append_row(
        ledger_of(workspace),
        figures_of(cells),
        bundle=wanted.out.name,
        manifest=sha256(content).hexdigest(),
        day=today,
        by=wanted.by,
        sealed=SealedShelf(store),
        export=True,
    )
    write_bytes(wanted.out, content, mode=0o600)
    return row


def _nothing(wanted: Wanted) -> WrongUseError:
    words = _("There is nothing to export: cube '{cube}', {day}. Name a cube of the report.")
    return WrongUseError(words.format(cube=wanted.cube, day=format_date(wanted.day)))
