"""Words: a rule set as sentences for readers; no parameter of dominance rules."""

from kreisblick.base.language import translate as _
from kreisblick.protection.rules.terms import PublishedAs, Terms

__all__ = ["rules_in_words"]


def rules_in_words(rules: Terms) -> list[str]:
    """The rules as sentences for readers."""
    if rules.source == "publisher":
        words = [_("The publisher has protected these figures; nothing further is withheld.")]
        return words + (_published(rules.published_as) if rules.published_as else [])
    words = []
    if rules.minimum_count is not None:
        text = _("Figures above zero and below {count} are withheld.")
        words.append(text.format(count=rules.minimum_count))
    if rules.minimum_households is not None:
        text = _("Of households, figures above zero and below {count} are withheld.")
        words.append(text.format(count=rules.minimum_households))
    if rules.further_attribute is not None:
        text = _("With every further attribute that is combined {count} more are needed.")
        words.append(text.format(count=rules.further_attribute.adds))
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


def _published(as_: PublishedAs) -> list[str]:
    if as_.how == "rounded":
        text = _("They are rounded to multiples of {base}; they count as ranges.")
        return [text.format(base=as_.base)]
    if as_.how == "perturbed":
        return [_("Each of them was changed a little; they count as ranges.")]
    if as_.how == "suppressed":
        return [_("What the publisher withheld stays as uncertain as it left it.")]
    return []
