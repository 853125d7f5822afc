"""Picturing: figures as marks on maps and lines over dates. Its verb is *show*.

In: worded figures. Out: what the drawing room draws, which itself knows no figure.
"""

from kreisblick.products.picturing.course import beside, course_series
from kreisblick.products.picturing.marks import SIGNS, legend_rows, map_marks, mark_of

__all__ = ["SIGNS", "beside", "course_series", "legend_rows", "map_marks", "mark_of"]
