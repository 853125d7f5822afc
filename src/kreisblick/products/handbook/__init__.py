"""Explain: the quality handbook, written from the record of the round.

In: a verified bundle. Out: one page that prints, from which a deputy can take over: what was
delivered, what was done to it, how each figure is defined, who is asked about what.
"""

from kreisblick.products.handbook.build import build_handbook

__all__ = ["build_handbook"]
