"""Products: what people hold in their hands, made from a verified bundle and nothing else.

In: a bundle (``BundleLike``). Out: files and pages. The rooms share two trades: *drawing*
(maps and charts as SVG) and *wording* (numbers, table signs and sentences as ``look.md`` of the
house wants them).
"""

from kreisblick.products.model import BundleLike, area_slug

__all__ = ["BundleLike", "area_slug"]
