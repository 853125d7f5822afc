"""Fingerprints: would the same file be read alike today?"""

from datetime import date

from kreisblick.base.files import fingerprint
from kreisblick.sealed.intake.model import IntakeContext
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.files import definition_fingerprint

__all__ = ["definition_print"]


def definition_print(definition: DeliveryDefinition, context: IntakeContext, day: date) -> str:
    """The fingerprint of all that says how a file of a day is read."""
    wanted = definition.area.generation if definition.area else "at_reference_date"
    territory = context.generation_on(day, wanted=wanted)
    if territory is None:
        return definition_fingerprint(definition, "")
    generation = territory.generation.key
    # areas that were named or cut anew: the same file may now mean other places
    places = fingerprint(generation, territory.areas.rows(), _decided(definition, context))
    return fingerprint(definition_fingerprint(definition, generation), places)


def _decided(definition: DeliveryDefinition, context: IntakeContext) -> str:
    """What is known of addresses changes what a list says that is read with them, no other."""
    if definition.address is None and definition.break_down is None:
        return ""
    decisions = [] if context.decisions is None else context.decisions.rows()
    return fingerprint(context.addresses, decisions) if context.addresses or decisions else ""
