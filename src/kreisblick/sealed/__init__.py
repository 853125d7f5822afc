"""The sealed zone: the only place with rows about persons.

Intake accepts deliveries into an encrypted store; register counts what was accepted. Only
pipeline and cli may import from here; what leaves is counts, never rows.
"""
