"""Our reader, bound to the scorer.

Reading finds tables, mapping proposes, intake reads the next year.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from tests.layouts.layout import SHOWN
from tests.layouts.model import TableTruth, Truth
from tests.layouts.score import SeenColumn, SeenTable

from kreisblick.base.errors import KreisblickError
from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.propose import known_of
from kreisblick.pipeline.receive import context_of
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition, Known, Proposal, propose
from kreisblick.sealed.reading import Format, Table, find_tables, read_cells

KINDS = {"fixed": "fixed_width", "xlsm": "xlsx", "xlsb": "xls", "html": "xls"}


@dataclass(frozen=True)
class Ours:
    """The district that the layouts belong to, as our programme knows it."""

    known: Known
    context: IntakeContext

    @classmethod
    def of_the_hamlet(cls, folder: Path, *, layouts: Path = SHOWN) -> "Ours":
        """Invents Lindenau's hamlet in the folder and loads its ground.

        The district adds what the layouts' own ``catalogue`` holds.
        """
        workspace = invent_workspace("hamlet", folder)
        if (layouts / "catalogue").is_dir():
            shutil.copytree(layouts / "catalogue", workspace / "catalogue", dirs_exist_ok=True)
        ground = prepare(open_workspace(workspace))
        return cls(known_of(ground), context_of(ground))

    def tables(self, truth: Truth) -> list[SeenTable]:
        """All tables of the file with what their columns are proposed to be."""
        return [
            seen_table(table, self.propose(truth, table, form)) for form, table in tables_of(truth)
        ]

    def propose(
        self, truth: Truth, table: Table, form: Format, answers: dict[str, str] | None = None
    ) -> Proposal:
        """How a table would be read; ``answers`` are what a person has decided."""
        return propose(table, self.known, form=form, file=truth.file.stem, answers=answers)

    def definitions(self, truth: Truth) -> list[DeliveryDefinition | str]:
        """The definition of every table of a first delivery, its doubts settled as a person would.

        A text says why there is none.
        """
        found = list(tables_of(truth))
        return [self._definition(truth, wanted, found) for wanted in truth.tables]

    def _definition(
        self, truth: Truth, wanted: TableTruth, found: list[tuple[Format, Table]]
    ) -> DeliveryDefinition | str:
        form, table = max(found, key=lambda pair: overlap(wanted, pair[1]), default=(None, None))
        if form is None or table is None or not overlap(wanted, table):
            return "table not found"
        answers = {str(column.position): column.means for column in wanted.columns}
        answers |= {"grain": truth.grain, "target": wanted.target}
        proposal = self.propose(truth, table, form, answers)
        try:
            return DeliveryDefinition.model_validate(dict(proposal.content))
        except ValidationError as error:
            return "; ".join(proposal.faults) or str(error)

    def read(self, truth: Truth, definition: DeliveryDefinition, year: int) -> Parsed:
        """The file read by a definition, as intake does it before it accepts."""
        return parse(
            truth.file,
            definition,
            self.context,
            reference_date=date(year, 12, 31),
            pseudonym=lambda text: text,
        )


def forms_of(truth: Truth) -> Iterator[Format]:
    """How the file is written, once per sheet. What a person sees who opens it is told."""
    kinds: tuple[str, ...] = get_args(Format.model_fields["type"].annotation)
    kind = truth.format if truth.format in kinds else KINDS.get(truth.format, truth.format)
    layout = truth.tables[0].record_layout
    told: dict[str, Any] = {"type": kind}
    if kind == "csv":
        told["delimiter"] = truth.delimiter
    if kind == "fixed_width":
        told["fields"] = [{"name": n, "start": start, "length": long} for n, start, long in layout]
    for sheet in dict.fromkeys(table.sheet for table in truth.tables):
        yield Format.model_validate(told | ({"sheet": sheet} if sheet else {}))


def tables_of(truth: Truth) -> Iterator[tuple[Format, Table]]:
    """Every table our reader finds in the file; none where it refuses the file."""
    for form in forms_of(truth):
        with suppress(Exception):  # a refusal or a crash finds nothing; `refusals` says why
            for table in find_tables(read_cells(truth.file, form)):
                yield form, table


def refusals(truth: Truth) -> Iterator[str]:
    """Why our reader finds nothing in the file or one of its sheets: a sentence, or a crash."""
    for form in forms_of(truth):
        try:
            find_tables(read_cells(truth.file, form))
        except KreisblickError as error:
            yield str(error)
        except Exception as error:
            yield f"crash: {error!r}"


def data_rows(table: Table) -> frozenset[int]:
    """Rows that our reader takes for data and not for sums."""
    return frozenset(table.body["row"].to_list()) - {total.place for total in table.totals}


def overlap(wanted: TableTruth, table: Table) -> int:
    """How many cells a true and a found table have in common."""
    if wanted.sheet not in (None, table.grid.sheet):
        return 0
    columns = {column.position for column in wanted.columns} & {int(c) for c in table.columns}
    return len(data_rows(table) & set(wanted.data_rows)) * len(columns)


def seen_table(table: Table, proposal: Proposal) -> SeenTable:
    """A found table in the scorer's words."""
    columns = {
        int(c.place): SeenColumn(means=c.means, set=c.set, period=c.period)
        for c in proposal.columns
    }
    texts = {
        (row["row"], int(name)): text
        for row in table.grid.cells.iter_rows(named=True)
        for name, text in row.items()
        if name != "row" and text is not None
    }
    return SeenTable(
        sheet=table.grid.sheet,
        heading_rows=table.heading_rows,
        data_rows=data_rows(table),
        columns=columns,
        texts=texts,
    )
