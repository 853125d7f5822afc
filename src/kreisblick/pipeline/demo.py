"""The demo: Lindenau is invented, gets its catalogue, and goes the round."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from kreisblick.base.definitions import shipped
from kreisblick.base.files import fingerprint_folder, write_json
from kreisblick.base.progress import Progress, silent
from kreisblick.lindenau import Size, generate

__all__ = ["invent_workspace"]

MARK = ".lindenau.json"


def invent_workspace(size: Size, out: Path, *, seed: int = 1, progress: Progress = silent) -> Path:
    """A workspace of Lindenau in ``out``; one that is already there and the same is kept."""
    example = shipped("examples", "lindenau")
    room = Path(__file__).parents[1] / "lindenau"
    mark = {
        "size": size.value,
        "seed": seed,
        "room": fingerprint_folder(room),
    }
    if not _is_marked(out / MARK, mark):
        generate(size, seed, out, progress)
        write_json(out / MARK, mark)
    shutil.copytree(example, out, dirs_exist_ok=True)
    return out


def _is_marked(path: Path, mark: Mapping[str, object]) -> bool:
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")) == mark
