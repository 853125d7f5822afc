"""Streets: *keep* lists of streets: read, check, compare and renew them.

In: house coordinates, the employment agency's Straßenraster, towns' street keys, free lists.
Out: ``Streets`` (houses, stretches of house numbers, other names), faults, what changed.
"""

from kreisblick.territory.streets.check import check_streets
from kreisblick.territory.streets.compare import compare
from kreisblick.territory.streets.cut import read_generation, read_polygons
from kreisblick.territory.streets.errors import RasterError, StreetColumnError, StreetFileError
from kreisblick.territory.streets.files import write_list
from kreisblick.territory.streets.keep import write_streets
from kreisblick.territory.streets.missing import missing, read_contacts, read_used
from kreisblick.territory.streets.model import Streets
from kreisblick.territory.streets.place import place_houses, place_in_ranges
from kreisblick.territory.streets.read import read_streets
from kreisblick.territory.streets.renew import Renewal, read_areas, renew
from kreisblick.territory.streets.rules import StreetRules, shipped_street_rules
from kreisblick.territory.streets.valid import add_names, valid_on
from kreisblick.territory.streets.words import (
    HEADINGS,
    change_words,
    fault_words,
    for_people,
    format_words,
)
from kreisblick.territory.streets.write import Raster, make_raster, write_raster

__all__ = [
    "HEADINGS",
    "Raster",
    "RasterError",
    "Renewal",
    "StreetColumnError",
    "StreetFileError",
    "StreetRules",
    "Streets",
    "add_names",
    "change_words",
    "check_streets",
    "compare",
    "fault_words",
    "for_people",
    "format_words",
    "make_raster",
    "missing",
    "place_houses",
    "place_in_ranges",
    "read_areas",
    "read_contacts",
    "read_generation",
    "read_polygons",
    "read_streets",
    "read_used",
    "renew",
    "shipped_street_rules",
    "valid_on",
    "write_list",
    "write_raster",
    "write_streets",
]
