"""The atlas: what a district's figures say, for people at a screen.

In: a verified bundle, texts of people, an atlas definition. Out: a folder of static pages in German
and English: questions and places, a page per indicator and date and per area that need no
JavaScript, an explorer whose address holds everything that is chosen. Values come on demand as
scripts, so that all of it opens from a folder.
"""

from kreisblick.products.atlas.build import build_atlas
from kreisblick.products.atlas.files import Shelves, read_atlas
from kreisblick.products.atlas.model import AtlasDefinition

__all__ = ["AtlasDefinition", "Shelves", "build_atlas", "read_atlas"]
