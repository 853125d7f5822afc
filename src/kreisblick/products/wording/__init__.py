"""Wording: figures turned into numbers, table signs and sentences.

In: a bundle's released figures. Out: text as readers write and say it, never bolder than the
figure allows. Report and profiles speak through it.
"""

from kreisblick.products.wording.classes import (
    Scale,
    class_title,
    estimate_words,
    middle_words,
    rank_borders,
    scale_of,
    shares_words,
)
from kreisblick.products.wording.figure import Figure, Figures, gather_figures
from kreisblick.products.wording.findings import (
    area_sentences,
    change_sentence,
    comparison_sentence,
    coverage_sentence,
    district_sentence,
    map_words,
    none_differs,
    smoothed_sentence,
    spread_words,
    state_sentence,
    town_sentence,
)
from kreisblick.products.wording.numbers import (
    change_cell,
    change_signs,
    count_words,
    difference_words,
    digits_of,
    interval_cell,
    sign_keys,
    sign_legend,
    signed_cell,
    value_cell,
    where_else,
    write_round,
    write_value,
)
from kreisblick.products.wording.plain import one_in, plain_sentences
from kreisblick.products.wording.said import said_about, said_under
from kreisblick.products.wording.settings import read_signs, read_wording, words_to_avoid_in

__all__ = [
    "Figure",
    "Figures",
    "Scale",
    "area_sentences",
    "change_cell",
    "change_sentence",
    "change_signs",
    "class_title",
    "comparison_sentence",
    "count_words",
    "coverage_sentence",
    "difference_words",
    "digits_of",
    "district_sentence",
    "estimate_words",
    "gather_figures",
    "interval_cell",
    "map_words",
    "middle_words",
    "none_differs",
    "one_in",
    "plain_sentences",
    "rank_borders",
    "read_signs",
    "read_wording",
    "said_about",
    "said_under",
    "scale_of",
    "shares_words",
    "sign_keys",
    "sign_legend",
    "signed_cell",
    "smoothed_sentence",
    "spread_words",
    "state_sentence",
    "town_sentence",
    "value_cell",
    "where_else",
    "words_to_avoid_in",
    "write_round",
    "write_value",
]
