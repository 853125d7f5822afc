"""Read: all rule sets by key; a later folder may be stricter, weaker only with a signature."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kreisblick.base.definitions import read_definitions
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.protection.rules.model import RuleSet
from kreisblick.protection.rules.weaken import weaker

__all__ = ["read_rule_sets", "sign_off_notes"]


def read_rule_sets(folders: Sequence[Path]) -> dict[str, RuleSet]:
    """The rule sets of a catalogue; those of a later folder replace those before.

    Raises:
        FaultsFoundError: a rule set is wrong, protects less than what was signed, was signed for
            another key, or replaces a stricter one without a signature.
    """
    found: dict[str, RuleSet] = {}
    faults: list[Fault] = []
    for folder in folders:
        own = read_definitions([folder], RuleSet)
        faults += [f for key, rules in own.items() for f in _faults(folder, key, rules, found)]
        found |= own
    if faults:
        raise FaultsFoundError("catalogue/disclosure", faults)
    return dict(sorted(found.items()))


def _faults(folder: Path, key: str, rules: RuleSet, before: Mapping[str, RuleSet]) -> list[Fault]:
    where = str(folder / f"{key}.yaml")
    if rules.signed is not None:
        if rules.signed.covers == key:
            return []
        text = _("The sign-off covers '{covers}', not '{key}'. Have these rules signed.")
        message = text.format(covers=rules.signed.covers, key=key)
        return [Fault(code="signed_for_another", message=message, where=where)]
    names = weaker(rules, before[key]) if key in before else []
    if not names:
        return []
    text = _(
        "{names}: this protects less than the rules it replaces, and nobody has signed it. "
        "Restore the rule, or have it signed: kreisblick disclosure sign {key}"
    )
    message = text.format(names=", ".join(names), key=key)
    return [Fault(code="weaker_unsigned", message=message, where=where)]


def sign_off_notes(rules: Mapping[str, RuleSet]) -> list[str]:
    """What a round says of signatures: rules without one, and rules that changed since.

    Weaker ones never come so far.
    """
    unsigned = [key for key, one in sorted(rules.items()) if one.signed is None]
    stricter = {key: one.changed_since_signed for key, one in sorted(rules.items())}
    notes = []
    if unsigned:
        text = _("Rules that no data protection officer has signed: {keys}.")
        notes.append(text.format(keys=", ".join(unsigned)))
    text = _("Rules '{key}' are stricter than what was signed ({fields}): have them signed again.")
    notes += [text.format(key=k, fields=", ".join(names)) for k, names in stricter.items() if names]
    return notes
