"""Indicators: computed from released cells, and from nothing else.

What for: to turn protected counts into shares and rates that a planner can
read, each with its interval, its means, its change, and an honest word where there is none.
In: released cells (``DEVELOPERS.md``) and a ``Request`` (definitions, cubes, areas, coverage,
dates). Out: the indicator frame (``compute``), which is pure, so that
``protection.disclosure.derive`` can call it. Beside: which counts are needed
(``needed_slices``, ``needed_shares``), definitions that prove themselves (``assure``), and the
sets that a district chooses from (``IndicatorSet``).
"""

from kreisblick.statistics.indicators.assure import assure
from kreisblick.statistics.indicators.assure_ordinal import check_categories
from kreisblick.statistics.indicators.compute import INDICATOR_COLUMNS, compute
from kreisblick.statistics.indicators.coverage import coverage_frame
from kreisblick.statistics.indicators.model import (
    IndicatorDefinition,
    Kind,
    Method,
    Part,
    Reading,
    Request,
    Unit,
    standard_method,
)
from kreisblick.statistics.indicators.ordinal import ClassShares, class_shares, sum_bounds
from kreisblick.statistics.indicators.questions import (
    asked_concepts,
    needed_rates,
    needed_shares,
    needed_slices,
)
from kreisblick.statistics.indicators.sets import (
    Agreed,
    IndicatorSet,
    check_sets,
    in_their_sets,
    members,
)
from kreisblick.statistics.indicators.standard import Standardise, StandardPopulation
from kreisblick.statistics.indicators.strata import Stratum, asked_strata, strata_of

__all__ = [
    "INDICATOR_COLUMNS",
    "Agreed",
    "ClassShares",
    "IndicatorDefinition",
    "IndicatorSet",
    "Kind",
    "Method",
    "Part",
    "Reading",
    "Request",
    "StandardPopulation",
    "Standardise",
    "Stratum",
    "Unit",
    "asked_concepts",
    "asked_strata",
    "assure",
    "check_categories",
    "check_sets",
    "class_shares",
    "compute",
    "coverage_frame",
    "in_their_sets",
    "members",
    "needed_rates",
    "needed_shares",
    "needed_slices",
    "standard_method",
    "strata_of",
    "sum_bounds",
]
