"""Where generations lie in a workspace, and the one line that makes them active."""

import re
from pathlib import Path

from kreisblick.base.definitions import read_definition, read_definitions
from kreisblick.base.files import write_bytes
from kreisblick.territory.areas import GenerationDefinition, Territory, load_generation
from kreisblick.territory.generations.errors import GenerationError
from kreisblick.territory.generations.model import Archive
from kreisblick.territory.generations.succeed import in_force

__all__ = ["definition_path", "ground_folder", "load_territory", "open_archive", "set_active"]

_ACTIVE = re.compile(rb"^active[ \t]*:[^#\r\n]*?(?=[ \t]*(?:#[^\r\n]*)?\r?$)", re.MULTILINE)
_KEY = re.compile(rb"^[A-Za-z_\"'{]", re.MULTILINE)


def open_archive(folder: Path, *, district_key: str, district_name: str) -> Archive:
    """All generations that a workspace describes in ``catalogue/territory``.

    Raises:
        FaultsFoundError: when a definition is wrong.
    """
    place = folder / "catalogue" / "territory"
    return Archive(
        folder=folder,
        district_key=district_key,
        district_name=district_name,
        definitions=read_definitions([place] if place.is_dir() else [], GenerationDefinition),
    )


def definition_path(folder: Path, key: str) -> Path:
    """Where a generation's definition lies."""
    return folder / "catalogue" / "territory" / f"{key}.yaml"


def ground_folder(folder: Path, key: str) -> Path:
    """Where a generation's boundary files lie."""
    return folder / "territory" / key


def load_territory(archive: Archive, key: str) -> Territory:
    """The areas of a generation, active or not; an active one ends with its successor.

    Raises:
        GenerationError: no such generation.
    """
    if key not in archive.definitions:
        raise GenerationError.unknown(key, list(archive.definitions))
    definition = in_force(archive.definitions).get(key, archive.definitions[key])
    return load_generation(
        definition,
        key=key,
        district_key=archive.district_key,
        district_name=archive.district_name,
        base=archive.folder,
    )


def set_active(path: Path, *, active: bool) -> None:
    """Change the one line ``active`` of a definition in one step; all else stays byte by byte.

    Raises:
        GenerationError: when the file is written so that the line cannot be found.
    """
    content, word = path.read_bytes(), b"true" if active else b"false"
    line = b"active: " + word
    if _ACTIVE.search(content):
        changed = _ACTIVE.sub(line, content, count=1)
    else:
        first = _KEY.search(content)
        begin = first.start() if first else 0
        end = b"\r\n" if b"\r\n" in content else b"\n"
        changed = content[:begin] + line + end + content[begin:]
    _try(path, changed, active=active)
    write_bytes(path, changed)


def _try(path: Path, content: bytes, *, active: bool) -> None:
    """The changed definition must read as before but for ``active``."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        write_bytes(draft, content)
        found = read_definition(draft, GenerationDefinition)
    finally:
        draft.unlink(missing_ok=True)
    before = read_definition(path, GenerationDefinition)
    if found != before.model_copy(update={"active": active}):
        raise GenerationError.no_line(path)
