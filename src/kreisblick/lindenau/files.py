"""Where Lindenau's parameters lie, and where its files go."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kreisblick.base.definitions import read_definition
from kreisblick.base.files import new_folder
from kreisblick.lindenau.definitions import Names, Parameters

__all__ = ["Folders", "folders_in", "read_names", "read_parameters"]

ROOM = Path(__file__).parent


@cache
def read_parameters() -> Parameters:
    """The shipped ``parameters.yaml``."""
    return read_definition(ROOM / "parameters.yaml", Parameters)


@cache
def read_names() -> Names:
    """The shipped ``names.yaml``."""
    return read_definition(ROOM / "names.yaml", Names)


@dataclass(frozen=True, kw_only=True)
class Folders:
    """The three folders of a generated district.

    Attributes:
        territory: boundaries, house coordinates, the offices' own names of areas.
        deliveries: what the offices sent.
        truth: known counts, for tests only.
    """

    territory: Path
    deliveries: Path
    truth: Path

    def delivery(self, key: str, day: date, ending: str) -> Path:
        """``<supplier>/<product>/<day>.<ending>``; the key is ``supplier/product``."""
        path = self.deliveries / key / f"{day}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def folders_in(out: Path) -> Iterator[Folders]:
    """Three drafts that take their places in ``out`` only when all went well."""
    names = ("territory", "deliveries", "truth")
    with ExitStack() as stack:
        territory, deliveries, truth = (
            stack.enter_context(new_folder(out / name)) for name in names
        )
        yield Folders(territory=territory, deliveries=deliveries, truth=truth)
