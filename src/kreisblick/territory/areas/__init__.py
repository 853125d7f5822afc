"""Areas: load boundaries, check them, and *convert* counts between generations.

In: boundary files named by a ``GenerationDefinition``; weights for crosswalks; tables of counts.
Out: ``Territory`` (areas and geometry of one generation), ``Crosswalk``, converted counts with
bounds, the area each point lies in.
"""

from kreisblick.territory.areas.check import check_generation
from kreisblick.territory.areas.compare import Deviation, crosswalk_error
from kreisblick.territory.areas.convert import Converter, convert
from kreisblick.territory.areas.crosswalk import OUTSIDE, build_crosswalk, crosswalk_from_pairs
from kreisblick.territory.areas.definition import (
    GenerationDefinition,
    TerritoryChecks,
    shipped_checks,
)
from kreisblick.territory.areas.files import convert_file, crosswalk_files, read_crosswalk
from kreisblick.territory.areas.load import load_generation
from kreisblick.territory.areas.locate import locate, locate_in
from kreisblick.territory.areas.model import AreaLevel, Crosswalk, Generation, Territory

__all__ = [
    "OUTSIDE",
    "AreaLevel",
    "Converter",
    "Crosswalk",
    "Deviation",
    "Generation",
    "GenerationDefinition",
    "Territory",
    "TerritoryChecks",
    "build_crosswalk",
    "check_generation",
    "convert",
    "convert_file",
    "crosswalk_error",
    "crosswalk_files",
    "crosswalk_from_pairs",
    "load_generation",
    "locate",
    "locate_in",
    "read_crosswalk",
    "shipped_checks",
]
