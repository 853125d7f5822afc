"""The sealed zone: the only place with rows about persons.

A file is read (``reading``), understood by its definition (``mapping``), accepted (``intake``) into
an encrypted ``store``, and counted (``register``). Only pipeline and cli may import from here; what
leaves is counts, never rows.
"""
