"""Files that are there whole or not at all, and their fingerprints."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = [
    "fingerprint",
    "fingerprint_file",
    "fingerprint_folder",
    "new_folder",
    "write_bytes",
    "write_json",
]

_BLOCK = 1 << 20


def fingerprint(*parts: object) -> str:
    """SHA-256 over the parts' canonical JSON: the same parts, the same 64 characters."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_file(path: Path) -> str:
    """SHA-256 of a file's bytes, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def fingerprint_folder(folder: Path) -> str:
    """SHA-256 over names and contents of all files below a folder, in sorted order."""
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    return fingerprint([(p.relative_to(folder).as_posix(), fingerprint_file(p)) for p in names])


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file in one step: a reader sees the old content or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        os.fchmod(handle, mode)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_json(path: Path, content: Any, *, mode: int = 0o644) -> None:
    """Write values as readable JSON with sorted keys, in one step."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    write_bytes(path, (text + "\n").encode(), mode=mode)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill beside ``target``; it takes the target's place only when all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    draft.chmod(0o755)
    try:
        yield draft
        old = draft.with_name(f"{draft.name}.old")
        if target.exists():
            target.rename(old)
        draft.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
