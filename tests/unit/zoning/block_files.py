"""Files of blocks, and what is told of them."""

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.zoning import (
    BlockColumns,
    read_blocks,
)

WITH_PEOPLE = BlockColumns(population="population", municipality="town")


def write_file(path, shapes, *, crs="EPSG:25832", **columns):
    given = {"block": [f"b{n}" for n in range(len(shapes))]} | columns
    write(
        path,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=[np.array(values, dtype=object) for values in given.values()],
        fields=list(given),
        layer="blocks",
        driver="GPKG",
        geometry_type="Polygon",
        crs=crs,
    )
    return path


def faults_of(path, columns=BlockColumns()):  # noqa: B008
    with pytest.raises(FaultsFoundError) as found:
        read_blocks(path, columns)
    return {(fault.code, fault.where) for fault in found.value.faults}
