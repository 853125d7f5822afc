"""Tables in which a district enters a supplier's own keys beside its areas."""

from pathlib import Path

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.territory.areas import AreaLevel, Territory

__all__ = ["area_tables"]


def area_tables(
    definition: DeliveryDefinition, workspace: Workspace
) -> tuple[dict[Path, str], tuple[str, ...]]:
    """The tables that a definition translates areas by, one for each generation, keys left empty.

    Returns:
        Text by path, and what is still to be done with them. Where the workspace has no boundaries
        yet, there is no table, and the sentence says what it must hold.
    """
    rule = definition.area.table if definition.area is not None else None
    if rule is None:
        return {}, ()
    try:
        territories = prepare(workspace).territories
    except KreisblickError:
        message = _(
            "Put a table '{file}' into the workspace, with the columns {old};{new}: the supplier's "
            "key and the key of the area."
        )
        return {}, (message.format(file=rule.file, old=rule.from_, new=rule.to),)
    tables = {rule.path(key): _table(one, rule.from_, rule.to) for key, one in territories.items()}
    message = _("Enter the supplier's keys in the column '{column}': {files}.")
    names = ", ".join(path.name for path in tables)
    return tables, (message.format(column=rule.from_, files=names),)


def _table(territory: Territory, old: str, new: str) -> str:
    names = dict(territory.areas.select("area", "name").iter_rows())
    keys = territory.keys(AreaLevel.PLANNING_AREA)
    return "\n".join([f"{old};{new};name", *(f";{key};{names[key] or ''}" for key in keys), ""])
