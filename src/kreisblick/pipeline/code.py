"""The programme's own fingerprint: other code may make other figures."""

from functools import cache
from pathlib import Path

from kreisblick.base.files import fingerprint, fingerprint_file

__all__ = ["code_fingerprint"]


def code_fingerprint(*rooms: str) -> str:
    """Fingerprint of the programme, or of some rooms: other code makes other figures."""
    house = Path(__file__).parents[1]
    return fingerprint(*[_room_fingerprint(house / room) for room in rooms or ("",)])


@cache
def _room_fingerprint(folder: Path) -> str:
    code = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".yaml"})
    names = [path.relative_to(folder).as_posix() for path in code]
    return fingerprint(names, [fingerprint_file(path) for path in code])
