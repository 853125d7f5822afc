"""Evidence from definitions that people have already written: how the same heading was read."""

from collections.abc import Iterator

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.columns import Field_
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.folding import squeeze
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.mapping.rules import shipped_heading_words, shipped_mapping_rules

__all__ = ["headings_of", "remembered"]

ADDRESS = ("street", "number", "suffix", "postcode", "place", "postcode_place")
AREA = {
    "code": "area_code",
    "name": "area_name",
    "own_key": "area_code",
    "postcode": "postcode",
    "municipality_code": "municipality_code",
    "institution": "name",
}


def headings_of(definition: DeliveryDefinition) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every column a definition reads: its headings and what it means."""
    for part in ADDRESS:
        names = getattr(definition.address, part) if definition.address else None
        if names:
            yield names, part
    for name, rule in (*definition.columns.items(), *definition.dimensions.items()):
        yield rule.from_, _meaning(name, rule, definition)
    for value in definition.values:
        if definition.grain != Grain.FACILITY:  # there it names a field, not a heading
            yield value.column, "value"
    area = definition.area
    if area is not None and area.column is not None:
        yield area.column, AREA[area.kind]


def _meaning(name: str, rule: Field_, definition: DeliveryDefinition) -> str:
    words = shipped_heading_words().meanings
    if (
        definition.grain == Grain.FACILITY
        and rule.as_ in {"integer", "decimal"}
        and name not in {"x", "y"}
    ):
        return "places" if name == "places" else "value"
    if name == "birth_year":
        return "birth_year"
    if name == "age" and rule.as_ == "code":
        return "age_group"
    return name if name in words else "code" if rule.as_ == "code" else "remark"


def remembered(heading: str, known: Known, product: str) -> Iterator[tuple[str, float, str]]:
    """Meaning, log odds and sentence for every earlier definition that knows the heading.

    Args:
        heading: as delivered.
        known: with the earlier definitions.
        product: ``<supplier>/<product>`` or ``<supplier>`` of the delivery; "" when unknown.
    """
    rules = shipped_mapping_rules().earlier
    supplier = product.partition("/")[0]
    best: dict[str, tuple[float, str]] = {}
    for key, definition in known.earlier.items():
        meaning = _looked_up(definition).get(squeeze(heading))
        if meaning is None:
            continue
        if key == product:
            found = rules.same_product, _("the definition in force reads it so")
        elif supplier and key.startswith(f"{supplier}/"):
            found = rules.same_supplier, _("'{key}' of the same office reads it so").format(key=key)
        else:
            found = rules.other_product, _("'{key}' reads such a heading so").format(key=key)
        best[meaning] = max(best.get(meaning, (0.0, "")), found)
    for meaning, (weight, why) in best.items():
        yield meaning, weight, why


def _looked_up(definition: DeliveryDefinition) -> dict[str, str]:
    return {squeeze(name): meaning for names, meaning in headings_of(definition) for name in names}
