"""Generations: load boundaries inactive, check them, look at them, *activate* them in one step.

In: boundary files, the definitions of a workspace, dated reasons, histories of official keys.
Out: ``Plan`` (what activating would do, with all faults), ``Comparison`` with the predecessor,
``GenerationFigures``; counts under keys that are valid on a day.
"""

from kreisblick.territory.generations.activate import activate, deactivate, plan_activation
from kreisblick.territory.generations.check import check
from kreisblick.territory.generations.compare import compare
from kreisblick.territory.generations.errors import GenerationError, PeopleError, RekeyError
from kreisblick.territory.generations.files import load_territory, open_archive
from kreisblick.territory.generations.history import KeyStep, read_history
from kreisblick.territory.generations.load import NewBoundaries, load
from kreisblick.territory.generations.look import Look, look
from kreisblick.territory.generations.measure import measure
from kreisblick.territory.generations.model import (
    Archive,
    AreaChange,
    Comparison,
    GenerationFigures,
    People,
    Plan,
    Range,
    TownFigures,
)
from kreisblick.territory.generations.overview import GenerationRow, overview
from kreisblick.territory.generations.people import place_people
from kreisblick.territory.generations.reasons import explain, kind_in_words, ways
from kreisblick.territory.generations.rekey import key_crosswalk, rekey, rekey_file
from kreisblick.territory.generations.succeed import in_force, predecessor, successor
from kreisblick.territory.generations.tell import (
    activation_lines,
    change_lines,
    draft_reasons,
    look_as_json,
    look_lines,
    plan_lines,
    write_areas,
)

__all__ = [
    "Archive",
    "AreaChange",
    "Comparison",
    "GenerationError",
    "GenerationFigures",
    "GenerationRow",
    "KeyStep",
    "Look",
    "NewBoundaries",
    "People",
    "PeopleError",
    "Plan",
    "Range",
    "RekeyError",
    "TownFigures",
    "activate",
    "activation_lines",
    "change_lines",
    "check",
    "compare",
    "deactivate",
    "draft_reasons",
    "explain",
    "in_force",
    "key_crosswalk",
    "kind_in_words",
    "load",
    "load_territory",
    "look",
    "look_as_json",
    "look_lines",
    "measure",
    "open_archive",
    "overview",
    "place_people",
    "plan_activation",
    "plan_lines",
    "predecessor",
    "read_history",
    "rekey",
    "rekey_file",
    "successor",
    "ways",
    "write_areas",
]
