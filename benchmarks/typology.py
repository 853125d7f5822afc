"""Neighbours and types of all German municipalities beside scikit-learn, and of one district.

``python benchmarks/typology.py`` with ``KREISBLICK_DATA``. CPU seconds, the best of some runs.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples
from sklearn.neighbors import NearestNeighbors

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.typology import ComparisonDefinition, MunicipalTable, municipal_table
from kreisblick.statistics.typology.choose import tried
from kreisblick.statistics.typology.divide import divisions, scatter
from kreisblick.statistics.typology.model import TypesDefinition
from kreisblick.statistics.typology.nearest import nearest
from kreisblick.statistics.typology.scale import scale
from kreisblick.statistics.typology.silhouettes import silhouettes


def taken(name: str, work: Callable[[], object], runs: int = 2) -> float:
    """CPU seconds of the best run."""
    found = []
    for _run in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    print(f"{name}: {min(found):.2f} CPU s")
    return min(found)


def main() -> None:
    """Print the figures."""
    data = Path(os.environ.get("KREISBLICK_DATA", Path(__file__).parents[2] / "shared" / "data"))
    made = read_definition(shipped("catalogue", "municipalities.yaml"), MunicipalTable)
    path = shipped("catalogue", "typology", "municipalities.yaml")
    comparison = read_definition(path, ComparisonDefinition)
    table = municipal_table(made, data)
    values = table.select(comparison.keys).fill_null(float("nan")).to_numpy().astype(float)
    scaled = scale(values, comparison.variables, comparison.outermost)
    parent = np.unique(table["parent"].to_numpy(), return_inverse=True)[1]
    gaps = np.isnan(scaled.z).any(axis=1).sum()
    print(f"{len(values)} municipalities, {gaps} with gaps, {values.shape[1]} variables")
    ours = taken(
        "our 15 nearest outside the district and 5 inside, with gaps, all pairs looked at",
        lambda: nearest(scaled.z, scaled.weights, parent, others=15, own=5, minimum_share=0.6),
    )
    x = np.nan_to_num(scaled.z) * np.sqrt(scaled.weights)
    theirs = taken(
        "scikit-learn's 15 nearest, anywhere, gaps filled with the mean",
        lambda: NearestNeighbors(n_neighbors=16).fit(x).kneighbors(x),
    )
    print(f"ratio {ours / theirs:.1f}")
    labels = [divisions(x, "kmeans", [k], starts=1, seed=1)[0] for k in range(4, 11)]
    ours = taken("our silhouettes of 7 divisions", lambda: silhouettes(x, labels), 1)
    theirs = taken(
        "scikit-learn's silhouettes of 7 divisions",
        lambda: [silhouette_samples(x, label) for label in labels],
        1,
    )
    print(f"ratio {ours / theirs:.2f}")
    small = x[:: len(x) // 90][:90]
    types = TypesDefinition(
        least=3, most=8, draws=50, references=20, substantial=0.25, stable=0.6, seed=1, starts=50
    )
    for method in ("kmeans", "ward"):
        taken(f"types of 90 areas by {method}, 3 to 8, gap, stability",
              lambda method=method: tried(small, method, types))  # fmt: skip
    ratio = scatter(x, divisions(x, "kmeans", [6], starts=5, seed=1)[0])
    ratio /= KMeans(6, n_init=5, random_state=1).fit(x).inertia_
    print(f"sum of squares of six types against scikit-learn: {ratio:.4f}")


if __name__ == "__main__":
    main()
