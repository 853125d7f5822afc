"""The agreement on the set of indicators: which are chosen, and who signs."""

from typing import Any

from kreisblick.pipeline.indicator_sets import read_indicators
from kreisblick.pipeline.supply import Supply

__all__ = ["agreement_sheet"]


def agreement_sheet(supply: Supply) -> dict[str, Any]:
    """What the sheet says: the chosen indicators in the report's order, and who signs."""
    sets = set(supply.workspace.choices.report.sets)
    chosen = [item for item in read_indicators(supply.workspace).values() if sets & set(item.sets)]
    titles = {key: supplier.title.de for key, supplier in supply.suppliers.items()}
    rows = [
        {
            "theme": item.theme,
            "title": item.title.de,
            "formula": item.formula.de,
            "source": "; ".join(
                dict.fromkeys(titles.get(s.partition("/")[0], s) for s in item.sources)
            ),
            "owner": item.owner,
        }
        for item in sorted(chosen, key=lambda one: (one.order, one.title.de))
    ]
    parties = [supply.workspace.choices.district.name, *supply.names.municipalities.values()]
    return {
        "indicators": rows,
        "parties": [{"name": name, "date": "", "sign": ""} for name in parties],
    }
