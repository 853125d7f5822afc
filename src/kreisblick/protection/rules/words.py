"""Words: a rule set as sentences for readers; no parameter of dominance rules."""

from kreisblick.base.language import translate as _
from kreisblick.protection.rules.model import RuleSet

__all__ = ["rules_in_words"]


def rules_in_words(rules: RuleSet) -> list[str]:
    """The rules as sentences for readers."""
    if rules.source == "publisher":
        return [_("The publisher has protected these figures; nothing further is withheld.")]
    words = []
    if rules.minimum_count is not None:
        text = _("Figures above zero and below {count} are withheld.")
        words.append(text.format(count=rules.minimum_count))
    if rules.minimum_contributors is not None:
        text = _("At least {count} holdings or households must stand behind a figure.")
        words.append(text.format(count=rules.minimum_contributors))
    if rules.dominance is not None:
        words.append(_("Figures that one or few contributors dominate are withheld."))
    if rules.group_rule:
        words.append(_("A share is withheld too when it says something about nearly everybody."))
    if rules.zeros == "sensitive":
        words.append(_("Zeros are treated like small figures."))
    words.append(_("Further figures are withheld so that none of these can be computed."))
    return words
