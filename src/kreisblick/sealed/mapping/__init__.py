"""Mapping: *propose* how a delivery is read, once; kept as data that people can edit.

In: a file nobody has described, earlier definitions, the district's areas. Out: a
``DeliveryDefinition`` (``catalogue/suppliers/<supplier>/<product>.yaml``), and what has changed in
the layout since it was written.
"""

from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.files import read_deliveries

__all__ = ["DeliveryDefinition", "Grain", "read_deliveries"]
