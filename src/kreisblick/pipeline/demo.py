"""The demo: Lindenau is invented, gets its catalogue, and goes the round."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_json
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.code import code_fingerprint

__all__ = ["invent_district", "invent_workspace"]

MARK = ".lindenau.json"
LOG = "log.csv"
TEXTS = "editorial"
SIGNED = "signed.json"
WRITTEN = {"answers", TEXTS}
OFFICE = "Sozialplanung, Landkreis Lindenau"
SIGNED_ON = date(2025, 6, 23)


def invent_workspace(size: str, out: Path, *, seed: int = 1, progress: Progress = silent) -> Path:
    """A workspace of Lindenau in ``out``; one that is already there and the same is kept.

    Its editorial texts are signed in the invented office's name.
    """
    example = shipped("examples", "lindenau")
    mark = {"size": str(size), "seed": seed, "code": code_fingerprint("lindenau")}
    if not _is_marked(out / MARK, mark):
        invent_district(size, out, seed=seed, progress=progress)
        write_json(out / MARK, mark)

    def written_on(folder: str, names: list[str]) -> list[str]:
        """The log of supply, answers and texts, where somebody has worked on them since."""
        own = out / Path(folder).relative_to(example)
        grows = [name for name in names if name == LOG or Path(folder).name in WRITTEN]
        return [name for name in grows if (own / name).is_file()]

    shutil.copytree(example, out, dirs_exist_ok=True, ignore=written_on)
    if not (out / TEXTS / SIGNED).exists():
        _sign_texts(out)
    return out


def _sign_texts(out: Path) -> None:
    from kreisblick.pipeline.editorial_sign import sign_ahead  # noqa: PLC0415  as above
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415

    sign_ahead(open_workspace(out), by=OFFICE, on=SIGNED_ON)


def invent_district(size: str, out: Path, *, seed: int, progress: Progress = silent) -> None:
    """Lindenau as files in a folder.

    Raises:
        WrongUseError: when there is no such size.
    """
    from kreisblick.lindenau import Size, generate  # noqa: PLC0415  a second demo needs it not

    known = [one.value for one in Size]
    if size not in known:
        words = _("There is no size '{size}'. Choose one of: {known}.")
        raise WrongUseError(words.format(size=size, known=", ".join(known)))
    generate(Size(size), seed, out, progress)


def _is_marked(path: Path, mark: Mapping[str, object]) -> bool:
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")) == mark
