"""Supply: who delivers what, when, by which right, and for whom. Its verb is *expect*.

In: supplier definitions (``catalogue/suppliers/<supplier>/supplier.yaml``), the report's dates,
the municipalities, what has been accepted. Out: what is delivered, missing or ended, and the
municipalities each supplier speaks for.
"""

from kreisblick.supply.expect import (
    Expectation,
    State,
    covered_municipalities,
    expected,
    read_suppliers,
)
from kreisblick.supply.model import ConsentMissing, Office, SupplierDefinition

__all__ = [
    "ConsentMissing",
    "Expectation",
    "Office",
    "State",
    "SupplierDefinition",
    "covered_municipalities",
    "expected",
    "read_suppliers",
]
