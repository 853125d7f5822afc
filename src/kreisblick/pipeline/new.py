"""New: an empty workspace with comments that say what goes where."""

from pathlib import Path

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _

__all__ = ["WorkspaceExistsError", "new_workspace"]

FOLDERS = ("catalogue/suppliers", "catalogue/territory", "deliveries", "territory")


class WorkspaceExistsError(KreisblickError):
    """There is a workspace already; it is not touched."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("{folder} is a workspace already. Choose another folder.").format(folder=folder)
        )


def new_workspace(folder: Path) -> Path:
    """Make the folders of a workspace and its commented ``kreisblick.toml``.

    Raises:
        WorkspaceExistsError: when there is one already.
    """
    target = folder / "kreisblick.toml"
    if target.exists():
        raise WorkspaceExistsError(folder)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_bytes(target, shipped("catalogue", "workspace", "kreisblick.toml").read_bytes())
    return target
