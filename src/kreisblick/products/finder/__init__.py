"""Finder: *find* the planning area of an address, on the reader's own computer.

In: the addresses a district knows, formed into stretches of house numbers (at sealing; see
``form`` for what an attacker can learn from them); the bundle that carries these.
Out: an index in small files, a script that searches it, the field for a page. Nothing a reader
types leaves the computer. Without known addresses there is no finder.
"""

from kreisblick.products.finder.files import read_finder, write_finder
from kreisblick.products.finder.form import form_stretches, open_rows
from kreisblick.products.finder.model import AddressIndex, FinderDefinition
from kreisblick.products.finder.part import finder_part
from kreisblick.products.finder.read import read_index

__all__ = [
    "AddressIndex",
    "FinderDefinition",
    "finder_part",
    "form_stretches",
    "open_rows",
    "read_finder",
    "read_index",
    "write_finder",
]
