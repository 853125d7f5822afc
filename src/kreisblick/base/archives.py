"""Archives (ZIP, and office files, which are such) that are the same bytes for the same content."""

import zipfile
from io import BytesIO

__all__ = ["FIRST_DAY", "steady_archive"]

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can hold


def steady_archive(content: bytes) -> bytes:
    """The archive with the same parts in the same order, without the time of making."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
