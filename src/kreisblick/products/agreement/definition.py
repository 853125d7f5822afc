"""What the paper holds: choices and the standing sentences, from the catalogue."""

from functools import cache
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["AgreementDefinition", "agreement_definition"]


class AgreementDefinition(Definition):
    """Choices of the paper.

    Attributes:
        standards: PDF standards the file claims and is checked for while it is set.
        fonts: families, the first that is installed is used.
        purpose: what is agreed and what it is for.
        rules: what holds for every cut.
        fixed_rule, barrier_rule: said when there are fixed areas, barriers.
        term: how long it holds, and how it is changed.
        folder: where ``agreement.typ`` lies; the shipped one unless named.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    purpose: tuple[Text, ...]
    rules: tuple[Text, ...]
    fixed_rule: Text
    barrier_rule: Text
    term: tuple[Text, ...]
    folder: Path | None = None

    @property
    def template(self) -> Path:
        """The Typst template."""
        return (self.folder or shipped("catalogue", "products", "agreement")) / "agreement.typ"


@cache
def agreement_definition() -> AgreementDefinition:
    """The shipped definition."""
    return read_definition(
        shipped("catalogue", "products", "agreement") / "agreement.yaml", AgreementDefinition
    )
