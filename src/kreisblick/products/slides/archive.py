"""Office files whose parts are all dated alike: same content, same bytes."""

import zipfile
from io import BytesIO

__all__ = ["steady_archive"]

OLDEST = (1980, 1, 1, 0, 0, 0)  # the day on which archives begin


def steady_archive(content: bytes) -> bytes:
    """The archive with the same parts in the same order, without the time of making."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, OLDEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
