"""The atlas: what a district's figures say, for people at a screen.

In: a verified bundle, an atlas definition. Out: a folder of static pages: a start page with
questions and places, a page per indicator and date (answer, table, map, method, downloads), a
page per area; a map for moving and zooming where MapLibre GL JS is at hand.
"""

from kreisblick.products.atlas.build import build_atlas
from kreisblick.products.atlas.files import Shelves, read_atlas
from kreisblick.products.atlas.model import AtlasDefinition

__all__ = ["AtlasDefinition", "Shelves", "build_atlas", "read_atlas"]
