"""Lindenau, the invented district: everybody tests and demonstrates with it.

In: a size and a seed. Out: a workspace's ``territory/`` and ``deliveries/`` with the honest
mess of eighteen products from a dozen offices, and ``truth/`` with the counts behind them,
which only tests may read. The story stands in ``tests/lindenau/README.md``.
"""

from kreisblick.lindenau.generate import generate
from kreisblick.lindenau.model import Size, Summary

__all__ = ["Size", "Summary", "generate"]
