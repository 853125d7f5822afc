"""Write: the paper as one PDF."""

from pathlib import Path

from kreisblick.base.files import write_bytes
from kreisblick.products.agreement.definition import AgreementDefinition, agreement_definition
from kreisblick.products.agreement.model import Agreed
from kreisblick.products.agreement.pages import paper_data
from kreisblick.products.typeset import open_typesetter

__all__ = ["write"]


def write(agreed: Agreed, out: Path, definition: AgreementDefinition | None = None) -> Path:
    """Write the paper.

    The same cut, day and fonts give the same bytes.

    Args:
        agreed: what was agreed.
        out: the file.
        definition: choices and sentences; the shipped ones without.

    Raises:
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
    """
    chosen = definition or agreement_definition()
    with open_typesetter(chosen.template, chosen.standards) as typesetter:
        data = paper_data(agreed, chosen, typesetter)
        content = typesetter.set_document(data, agreed.day)
    write_bytes(out, content)
    return out
