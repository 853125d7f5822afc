"""Options that many commands share, worded once."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _

__all__ = ["Catalogue", "Folder", "Output"]

Folder = Annotated[Path, typer.Option("-w", "--workspace", help=_("The workspace."))]
Catalogue = Annotated[
    Path | None,
    typer.Option("-w", "--workspace", help=_("The workspace; the shipped catalogue without.")),
]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))]
