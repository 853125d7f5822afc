"""Read: the index of addresses that a bundle carries."""

from kreisblick.products.finder.model import AddressIndex
from kreisblick.products.model import BundleLike
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["TABLE", "read_index"]

TABLE = "address_stretches"


def read_index(bundle: BundleLike) -> AddressIndex | None:
    """The index of a bundle; None where it carries none, then there is no finder."""
    stretches = bundle.derived(TABLE)
    if stretches.is_empty():
        return None
    areas = bundle.areas.filter(generation=bundle.report["generation"])
    names = dict(areas.select("area", "name").iter_rows())
    planned = areas.filter(level=AreaLevel.PLANNING_AREA.value)
    labels = {
        area: (name, names.get(parent, ""))
        for area, name, parent in planned.select("area", "name", "parent").iter_rows()
    }
    return AddressIndex(stretches=stretches, areas=labels)
