"""Sign: the data protection officer's sign-off, put into the workspace's own rule file."""

from datetime import date
from pathlib import Path

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.rules import (
    RuleSet,
    read_rule_sets,
    rules_in_words,
    sign_off_notes,
    signed_text,
)

__all__ = ["rules_status", "sign_rules"]

KIND = "disclosure"


def sign_rules(
    workspace: Workspace, key: str, *, office: str, day: date, scope: str, write: bool
) -> Path:
    """Where the signed rules stand, or, without ``write``, would stand.

    Args:
        workspace: whose rules are signed; shipped ones are copied into it.
        key: of the rule set.
        office: that signed.
        day: of the signature.
        scope: for which figures, in a sentence.
        write: only then the file changes.

    Raises:
        WrongUseError: there are no such rules.
        FaultsFoundError: their file is wrong.
    """
    places = [folder / f"{key}.yaml" for folder in workspace.catalogue_folders(KIND)]
    there = [path for path in places if path.is_file()]
    if not there:
        raise WrongUseError(_("There are no rules '{key}'.").format(key=key))
    text = signed_text(there[-1], covers=key, office=office, day=day, scope=scope)
    target = workspace.folder / "catalogue" / KIND / f"{key}.yaml"
    if write:
        write_bytes(target, text.encode())
    return target


def rules_status(workspace: Workspace) -> list[str]:
    """Every rule set in words, and what lacks a signature."""
    rules = read_rule_sets(workspace.catalogue_folders(KIND))
    lines = [line for key, one in rules.items() for line in _told(key, one)]
    return [*lines, *sign_off_notes(rules)]


def _told(key: str, rules: RuleSet) -> list[str]:
    one = rules.signed
    state = (
        _("not signed")
        if one is None
        else _("signed by {office} on {day}").format(office=one.office, day=format_date(one.date))
    )
    return [f"{key} ({state})", *[f"  - {words}" for words in rules_in_words(rules)], ""]
