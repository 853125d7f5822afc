"""Finished files are for everybody: any account of the computer may read them."""

from pathlib import Path

__all__ = ["open_to_readers"]


def open_to_readers(folder: Path) -> None:
    """Let a web server's account read a folder of finished files.

    Files are born readable by their owner only, as the sealed zone needs it; products hold
    released figures and are made to be served.
    """
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
