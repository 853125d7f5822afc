"""Rules: what must be hidden, by kind of data.

In: the catalogue's rule files with their reason and sign-off. Out: ``RuleSet``, and the same in
words for readers. Which cell falls under a rule is decided by ``protection.disclosure``.
"""

from kreisblick.protection.rules.errors import ProtectionFailedError
from kreisblick.protection.rules.model import Agreed, Dominance, RuleSet
from kreisblick.protection.rules.words import rules_in_words

__all__ = ["Agreed", "Dominance", "ProtectionFailedError", "RuleSet", "rules_in_words"]
