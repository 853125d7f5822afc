"""The outsider's eyes: every file of a folder, read as bytes and taken apart to the last part.

Tables, workbooks with hidden sheets, caches and comments, pages and drawings with their
attributes, papers with text layer, tags and attachments, data bases, pictures' notes. What cannot
be read is reported and never taken for harmless.
"""

from kreisblick.protection.audit.outsider.find import find_numbers
from kreisblick.protection.audit.outsider.model import Part, Row
from kreisblick.protection.audit.outsider.read import read_folder

__all__ = ["Part", "Row", "find_numbers", "read_folder"]
