"""Supply: who delivers what, when, by which right, and for whom. Its verb is *expect*.

In: supplier definitions (``catalogue/suppliers/<supplier>/supplier.yaml``), the report's dates,
the municipalities, what has been accepted, what happened (``supply/log.csv``). Out: what is
delivered, late, refused, embargoed or ended, what hangs on it, the letters that are due, and the
municipalities each supplier speaks for.
"""

from kreisblick.supply.agree import Consent, ConsentState, consents, with_consents
from kreisblick.supply.contracts import Contract, Price
from kreisblick.supply.due import Due, DueState, Known, due_deliveries
from kreisblick.supply.embargo import embargoed
from kreisblick.supply.ending import with_contract_ends
from kreisblick.supply.events import Event, EventKind
from kreisblick.supply.expect import (
    Expectation,
    State,
    covered_municipalities,
    expected,
    read_suppliers,
)
from kreisblick.supply.files import log_path, read_log, record
from kreisblick.supply.model import ConsentMissing, Ending, Office, Substitute, SupplierDefinition
from kreisblick.supply.names import Line, Names, Uses
from kreisblick.supply.notes import (
    AttachedNote,
    NoteDefinition,
    PlannerNote,
    PlannerNotes,
    SupplierNote,
)
from kreisblick.supply.offices import MustAgree, Party
from kreisblick.supply.remind import Reminder, reminder_event, reminders_due
from kreisblick.supply.renew import ContractState, Term, contract_terms
from kreisblick.supply.rules import SupplyRules, read_rules
from kreisblick.supply.schedule import Embargo, Every, ReferenceRule, Schedule, Span
from kreisblick.supply.status import Item, Matter, Status, supply_status
from kreisblick.supply.words import lead, matter_title, status_lines

__all__ = [
    "AttachedNote",
    "Consent",
    "ConsentMissing",
    "ConsentState",
    "Contract",
    "ContractState",
    "Due",
    "DueState",
    "Embargo",
    "Ending",
    "Event",
    "EventKind",
    "Every",
    "Expectation",
    "Item",
    "Known",
    "Line",
    "Matter",
    "MustAgree",
    "Names",
    "NoteDefinition",
    "Office",
    "Party",
    "PlannerNote",
    "PlannerNotes",
    "Price",
    "ReferenceRule",
    "Reminder",
    "Schedule",
    "Span",
    "State",
    "Status",
    "Substitute",
    "SupplierDefinition",
    "SupplierNote",
    "SupplyRules",
    "Term",
    "Uses",
    "consents",
    "contract_terms",
    "covered_municipalities",
    "due_deliveries",
    "embargoed",
    "expected",
    "lead",
    "log_path",
    "matter_title",
    "read_log",
    "read_rules",
    "read_suppliers",
    "record",
    "reminder_event",
    "reminders_due",
    "status_lines",
    "supply_status",
    "with_consents",
    "with_contract_ends",
]
