"""Editorial: the texts of a workspace for the products of a round.

Imports nothing heavy, so that a round with nothing to do ends at once.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from kreisblick.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from kreisblick.products.editorial import Editorial
    from kreisblick.products.model import BundleLike

__all__ = ["FOLDER", "editorial_folder", "editorial_for", "own_key", "own_secret"]

FOLDER = "editorial"
SIGNING_KEY = "signing.key"


def editorial_folder(workspace: Workspace) -> Path:
    """Where the texts lie."""
    return workspace.folder / FOLDER


def editorial_for(workspace: Workspace, bundle: "BundleLike") -> tuple["Editorial", list[str]]:
    """The texts that may be printed with a bundle, and sentences about the others.

    The signatures must be of the key that sealed the bundle. No text ever stops a round: what
    cannot be printed is named. The sentences hold no figures.
    """
    from kreisblick.products.editorial import read_editorial  # noqa: PLC0415  heavy

    return read_editorial(
        editorial_folder(workspace),
        bundle,
        trusted_key=own_key(workspace),
        secret=own_secret(workspace),
    )


def own_key(workspace: Workspace) -> bytes | None:
    """The public half of the key that seals here; None where another computer seals."""
    from kreisblick.protection.bundle import load_signing_key, public_pem  # noqa: PLC0415  heavy

    path = workspace.sealed / SIGNING_KEY
    return public_pem(load_signing_key(path)) if path.is_file() else None


def own_secret(workspace: Workspace) -> bytes | None:
    """What opens the figures that texts were signed with; None where another computer seals."""
    from kreisblick.products.editorial import figures_key  # noqa: PLC0415  heavy
    from kreisblick.protection.bundle import load_signing_key  # noqa: PLC0415  heavy

    path = workspace.sealed / SIGNING_KEY
    return figures_key(load_signing_key(path)) if path.is_file() else None
