"""Rule files as text: with a sign-off put in, or without what must not leave the house."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kreisblick.base.definitions import Text, Translated, read_definition
from kreisblick.protection.rules.model import Agreed
from kreisblick.protection.rules.sign import sign
from kreisblick.protection.rules.terms import Terms

__all__ = ["signed_text", "without_sealed_numbers"]


class _Draft(Terms):
    """A rule file whose signature is about to be replaced: only its terms bind."""

    title: Translated
    agreed_with: Agreed
    reason: Translated
    signed: dict[str, Any] | None = None


def signed_text(path: Path, *, covers: str, office: Text, day: date, scope: str) -> str:
    """The content of a rule file with a sign-off of its rules as they are; an old one goes.

    Raises:
        FaultsFoundError: the file is wrong.
    """
    draft = read_definition(path, _Draft)
    one = sign(draft, covers=covers, office=office, day=day, scope=Translated(de=scope))
    tree = _tree(path)
    tree["signed"] = {
        "office": one.office,
        "date": one.date,
        "covers": one.covers,
        "scope": {"de": scope},
        "terms": one.terms.model_dump(mode="json", exclude_defaults=True),
        "fingerprint": one.fingerprint,
    }
    return _text(tree)


def without_sealed_numbers(path: Path) -> str:
    """The content of a rule file for other offices: no dominance rule, no sign-off.

    Whoever counts persons needs neither; a sign-off holds the same numbers once more.
    """
    tree = _tree(path)
    for name in ("dominance", "signed"):
        tree.pop(name, None)
    return _text(tree)


def _tree(path: Path) -> Any:
    return _yaml().load(path.read_text(encoding="utf-8"))


def _text(tree: Any) -> str:
    stream = StringIO()
    _yaml().dump(tree, stream)
    return stream.getvalue()


def _yaml() -> YAML:
    """Keeps comments, quotes and long lines as a person wrote them."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    return yaml
