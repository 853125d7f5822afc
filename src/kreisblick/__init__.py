"""Kreisblick: from scattered deliveries to protected small-area knowledge.

The rooms, in the order of the flow (imports only look back up the stream):

- base        errors, definitions, lineage, language: what every room stands on
- territory   areas, crosswalks, cuts, zoning; streets and address assignment
- supply      who delivers what, when
- statistics  the cube that travels between rooms; indicators and indices
- sealed      intake and register: the only place with rows about persons
- protection  disclosure control, the bundle, and the attacker who judges them
- products    report, profiles, atlas, exports, handbook
- lindenau    invents the example district
- pipeline    the round through the house
- cli         the same verbs on the command line
"""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("kreisblick")
