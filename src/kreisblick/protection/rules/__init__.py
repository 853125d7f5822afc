"""Rules: what must be hidden, by kind of data.

In: the catalogue's rule files with their reason and the data protection officer's sign-off. Out:
``RuleSet``, the same in words for readers, and whether a single value from the sealed zone may be
shown. Which cell of a cube falls under a rule is decided by ``protection.disclosure``.
"""

from kreisblick.protection.rules.dominate import needed_protection
from kreisblick.protection.rules.errors import ProtectionFailedError
from kreisblick.protection.rules.files import signed_text, without_sealed_numbers
from kreisblick.protection.rules.may_show import Statistic, Verdict, may_show
from kreisblick.protection.rules.model import Agreed, RuleSet
from kreisblick.protection.rules.read import read_rule_sets, sign_off_notes
from kreisblick.protection.rules.sign import SignOff, sign
from kreisblick.protection.rules.terms import (
    FLOOR,
    Dominance,
    FurtherAttributes,
    PublishedAs,
    Terms,
    Unit,
)
from kreisblick.protection.rules.weaken import changed, weaker
from kreisblick.protection.rules.words import rules_in_words

__all__ = [
    "FLOOR",
    "Agreed",
    "Dominance",
    "FurtherAttributes",
    "ProtectionFailedError",
    "PublishedAs",
    "RuleSet",
    "SignOff",
    "Statistic",
    "Terms",
    "Unit",
    "Verdict",
    "changed",
    "may_show",
    "needed_protection",
    "read_rule_sets",
    "rules_in_words",
    "sign",
    "sign_off_notes",
    "signed_text",
    "weaker",
    "without_sealed_numbers",
]
