"""Editorial: the texts of people beside the figures. Its verb is *speak*.

In: the signed editorial folder of a workspace. Out: text blocks for the products. A figure in a
text is a reference that is filled in from the bundle, so no text can hold an old one.
"""

from kreisblick.products.editorial.model import Editorial, Kind, Passage, Stretch, TextBlock

__all__ = ["Editorial", "Kind", "Passage", "Stretch", "TextBlock"]
