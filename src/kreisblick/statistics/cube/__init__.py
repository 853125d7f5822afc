"""The tray carried between rooms: counts by area and attributes, with their state.

A noun room: it holds no verb but the reading of slices.
"""

from kreisblick.statistics.cube.definition import CubeDefinition, DateRule, Dimension
from kreisblick.statistics.cube.model import (
    ANY,
    Confidentiality,
    Cube,
    Observation,
    Slice,
    Unit,
    cell_frame,
)
from kreisblick.statistics.cube.ordinal import OrdinalClass

__all__ = [
    "ANY",
    "Confidentiality",
    "Cube",
    "CubeDefinition",
    "DateRule",
    "Dimension",
    "Observation",
    "OrdinalClass",
    "Slice",
    "Unit",
    "cell_frame",
]
