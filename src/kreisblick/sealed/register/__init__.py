"""Register: *count* accepted records, and put delivered aggregates together.

In: records of accepted deliveries (rows about persons, facilities, or delivered sums), a register
definition, cube definitions, the areas of the report's generation.
Out: ``Cube`` per cube definition and reference date, with a note on quality or soft faults.
Nothing is protected yet: cubes go to ``protection.disclosure`` and nowhere else.
"""

from kreisblick.sealed.register.assemble import AggregateDelivery, assemble, undelivered
from kreisblick.sealed.register.count import Records, count, count_all, count_registers
from kreisblick.sealed.register.definition import (
    FlowRule,
    HouseholdRule,
    Reading,
    RegisterDefinition,
    SpellRule,
)
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.express import counting_expression, needed_fields
from kreisblick.sealed.register.facility import count_facilities
from kreisblick.sealed.register.files import read_records
from kreisblick.sealed.register.flows import BALANCE, CountedFlows, FlowQuality, count_flows
from kreisblick.sealed.register.match import Stock
from kreisblick.sealed.register.model import Assembled, Counted, Quality
from kreisblick.sealed.register.moves import count_moves
from kreisblick.sealed.register.source import areas_of, count_at_source

__all__ = [
    "BALANCE",
    "AggregateDelivery",
    "Assembled",
    "Counted",
    "CountedFlows",
    "FlowQuality",
    "FlowRule",
    "HouseholdRule",
    "Quality",
    "Reading",
    "Records",
    "RegisterDefinition",
    "SpellRule",
    "Stock",
    "UncountableError",
    "areas_of",
    "assemble",
    "count",
    "count_all",
    "count_at_source",
    "count_facilities",
    "count_flows",
    "count_moves",
    "count_registers",
    "counting_expression",
    "needed_fields",
    "read_records",
    "undelivered",
]
