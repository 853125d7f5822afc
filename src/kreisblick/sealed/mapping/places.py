"""How rows of a delivery find their areas, and which rows are sums of others."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text
from kreisblick.sealed.mapping.columns import Names
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["AreaRule", "BreakDown", "InstitutionFile", "TotalRule", "TranslationFile"]


class TranslationFile(Definition):
    """A table that translates a supplier's own areas into ours.

    Attributes:
        file: CSV with semicolons in the workspace; ``{generation}`` stands for the key of the
            generation, because suppliers change their areas when boundaries change.
        from_: column with the supplier's text.
        to: column with our key.
        base: the workspace's folder; known when definitions are read.
    """

    file: Text
    from_: Text = Field(alias="from")
    to: Text
    base: Path | None = Field(default=None, exclude=True)

    def path(self, generation: str) -> Path:
        """Where the table for a generation lies."""
        return (self.base or Path()) / self.file.replace("{generation}", generation)


class InstitutionFile(Definition):
    """A list of institutions with their addresses, for all suppliers that name institutions.

    Attributes:
        file: CSV with semicolons in the workspace (``shared/institutions.csv``) with the columns
            ``name;street;number;postcode;place``, and optionally ``valid_from;valid_until`` (first
            day at another place). An institution with two names has two lines.
        base: the workspace's folder; known when definitions are read.
    """

    file: Text
    base: Path | None = Field(default=None, exclude=True)

    @property
    def path(self) -> Path:
        """Where the list lies."""
        return (self.base or Path()) / self.file


class AreaRule(Definition):
    """How a row of an aggregate delivery, or a facility, finds its area.

    Attributes:
        column: heading of the column; not used for ``point``; ``{column 1}`` names a column
            without a heading by its place.
        kind: ``code`` is our key or official code, ``name`` the area's name, ``own_key`` the
            supplier's own (through ``translation``), ``postcode`` goes with ``break_down``,
            ``municipality_code`` an official municipality key, ``point`` the place of a facility,
            or the centre of a cell of a grid, whose numbers are added up by area as an estimate,
            ``institution`` the name of one in ``institutions``: its numbers count where it stands.
        level: of the rows that are no totals.
        generation: a key, or the generation that was in force on the reference date.
        translation: delivered text to our key, where there are few.
        table: the same in a file of the workspace.
        extract: pattern whose first group is the key inside the cell.
        pad: length to which leading zeros are restored that a spreadsheet has eaten.
        other: texts for people without an area ("keine Angabe"); noted, not counted.
        institutions: list of institutions and their addresses.
        x, y: for cells of a grid, headings of the centre's coordinates, to the east and north.
        crs: EPSG number of these coordinates; 4326 are degrees.
        outside: what lies in no area of the district is a ``fault``, or it is ``left_out`` and told
            by number, where a file is about a whole Land.
        parts: heading of the column that names the parts of an area (polling districts, houses),
            one per row; their numbers are added up.
    """

    column: Names | None = None
    kind: Literal[
        "code", "name", "postcode", "municipality_code", "own_key", "point", "institution"
    ]
    level: AreaLevel = AreaLevel.PLANNING_AREA
    generation: Text = "at_reference_date"
    translation: dict[str, Text] = Field(default_factory=dict)
    table: TranslationFile | None = None
    extract: Text | None = None
    pad: int | None = Field(default=None, ge=1)
    other: tuple[Text, ...] = ()
    institutions: InstitutionFile | None = None
    x: Names | None = None
    y: Names | None = None
    crs: int = 4326
    outside: Literal["fault", "left_out"] = "fault"
    parts: Names | None = None

    @model_validator(mode="after")
    def _column_where_needed(self) -> Self:
        if (self.column is None) != (self.kind == "point"):
            raise ValueError("every kind but 'point' needs a column, and 'point' has none")
        if (self.institutions is None) != (self.kind != "institution"):
            raise ValueError("institutions belong to the kind 'institution', which needs them")
        if (self.x is None) != (self.y is None) or (self.x and self.kind != "point"):
            raise ValueError("x and y belong together, and to the kind 'point'")
        if self.outside == "left_out" and self.kind != "point":
            raise ValueError("only what is placed by a point can lie outside")
        if self.parts is not None and self.kind in {"point", "institution", "postcode"}:
            raise ValueError("parts belong to the rows of areas")
        return self


class TotalRule(Definition):
    """Rows that are sums of others.

    Attributes:
        pattern: regular expression for the area cell; a first group names the area.
        level: what the row is a total of; ``other`` rows are about people without an area and
            belong to the total of the named area; ``ignored`` rows are left out.
        area: how the group becomes a key or name: ``05998{}``.
    """

    pattern: Text
    level: AreaLevel | Literal["other", "ignored"]
    area: Text = "{}"


class BreakDown(Definition):
    """Numbers of larger areas are shared out by addresses; the result is an estimate."""

    by: Literal["postcode"]
    weights: Literal["addresses"]
