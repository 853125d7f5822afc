"""Start: the first page of finished products, with a door to each of them.

In: a verified bundle and the folder the products were built in. Out: ``index.html``, and
a link to it on every page of the products.
"""

from kreisblick.products.start.build import build_start

__all__ = ["build_start"]
