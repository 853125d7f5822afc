"""Every choice of an index file as an example: its lines, and the table they are tried on."""

from dataclasses import dataclass
from datetime import date

__all__ = ["AREAS", "DAY", "EXAMPLES", "HEAD", "PEOPLE", "TABLE", "TOWNS", "Example"]

HEAD = """\
title: {de: "Beispiel"}
question: {de: "Wo kommen Belastungen zusammen?"}
text: {de: "Eine Suchhilfe, kein Urteil."}
reading: {de: "Ein hoher Wert heißt: mehr Belastungen als anderswo."}
limits: ["Vergleicht Gebiete untereinander."]
exclude: {minimum_areas: 3}
sets: [example]
definition: example/1
owner: "Sozialplanung"
"""
TWO = """\
indicators:
  - {indicator: a, direction: higher_is_worse}
  - {indicator: b, direction: higher_is_worse}
"""
HALVES = """\
classes:
  - {name: {de: "leichter"}, up_to: 0}
  - {name: {de: "schwerer"}}
"""
AREAS = ("N", "O", "P", "Q", "R", "S")
TABLE = {
    "a": (4.0, 6.0, 8.0, 10.0, 12.0, 32.0),
    "b": (9.0, 3.0, 6.0, 12.0, 15.0, 18.0),
    "c": (70.0, 66.0, 64.0, 60.0, 58.0, 50.0),
}
PEOPLE = {"a": (50, 500, 250, 100, 1000, 25), "b": (100,) * 6, "c": (200,) * 6}
TOWNS = ("West", "West", "West", "East", "East", "East")
DAY = date(2024, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Example:
    """One choice: a name, what it does, the lines of `status` (or of the file)."""

    name: str
    words: str
    status: str
    file: str = ""
    gap: bool = False


EXAMPLES = (
    Example(
        name="z-values, added, standardised again",
        words="The usual method of German monitorings; nothing needs to be said.",
        status=TWO + HALVES,
    ),
    Example(
        name="Weights",
        words="`weight` counts an entry more often. `arithmetic` divides by the sum of weights.",
        status="""\
            indicators:
              - {indicator: a, direction: higher_is_worse, weight: 2}
              - {indicator: b, direction: higher_is_worse}
            aggregate: arithmetic
            restandardise: none
            """ + HALVES,
    ),
    Example(
        name="Direction",
        words="Of `c` (people in work) a low value is the burden: it is turned.",
        status="""\
            indicators:
              - {indicator: a, direction: higher_is_worse}
              - {indicator: c, direction: lower_is_worse}
            """ + HALVES,
    ),
    Example(
        name="Logarithm",
        words="`log_plus_1` is ln(x + 1); `log` is ln(x); an area with 0 stands in the middle.",
        status="""\
            indicators:
              - {indicator: a, direction: higher_is_worse, transform: log_plus_1}
              - {indicator: b, direction: higher_is_worse}
            normalise: {by: z_score, over: sample}
            restandardise: none
            """ + HALVES,
    ),
    Example(
        name="Outliers: winsorise",
        words="Skewness above 2 and kurtosis above 3.5: the 32 takes its neighbour's value.",
        status=TWO + "outliers: {by: winsorise, skewness: 2, kurtosis: 3.5, points: 5}\n" + HALVES,
    ),
    Example(
        name="Outliers: clip",
        words="Everything beyond two quantiles is drawn to them.",
        status=TWO + "outliers: {by: clip, low: 0.1, high: 0.9}\n" + HALVES,
    ),
    Example(
        name="Min-max",
        words="0 for the lightest, 1 for the heaviest burden; `to` gives another range.",
        status=TWO + "normalise: {by: min_max, to: [0, 1]}\nrestandardise: min_max\n"
        + HALVES.replace("up_to: 0", "up_to: 0.5"),
    ),
    Example(
        name="Given parameters",
        words="Mean and spread, or ends, that stand in the file keep their scale for ever.",
        status="""\
            indicators:
              - indicator: a
                direction: higher_is_worse
                normalise: {by: z_score, centre: 10, spread: 5}
              - indicator: b
                direction: higher_is_worse
                normalise: {by: min_max, low: 0, high: 20}
            restandardise: none
            """ + HALVES,
    ),
    Example(
        name="Ranks",
        words="Place from the lightest, divided by the number of areas.",
        status=TWO + "normalise: rank\nrestandardise: none\n" + HALVES.replace(": 0", ": 1"),
    ),
    Example(
        name="Normal scores",
        words="Quantile of the normal distribution at place / (number + 1), as in Scotland.",
        status=TWO + "normalise: normal_score\nrestandardise: none\n" + HALVES,
    ),
    Example(
        name="Exponential",
        words="The heavy end is drawn apart, as in the English indices.",
        status=TWO + "normalise: {by: exponential, constant: 23, top: at_100}\n"
        "restandardise: none\n" + HALVES.replace("up_to: 0", "up_to: 60"),
    ),
    Example(
        name="Weights learnt: principal component",
        words="`fit: all_dates` learns from all dates together.",
        status="""\
            indicators:
              - {indicator: a, direction: higher_is_worse}
              - {indicator: b, direction: higher_is_worse}
              - {indicator: c, direction: lower_is_worse}
            weights: {by: pca, fit: each_date}
            """ + HALVES,
    ),
    Example(
        name="Weights learnt: one common factor",
        words="Maximum likelihood; the weights are the coefficients of its score.",
        status="""\
            indicators:
              - {indicator: a, direction: higher_is_worse}
              - {indicator: b, direction: higher_is_worse}
              - {indicator: c, direction: lower_is_worse}
            weights: factor
            """ + HALVES,
    ),
    Example(
        name="Geometric mean",
        words="A light burden hides a heavy one less. Entries must lie above zero: `onto`.",
        status=TWO + "aggregate: {by: geometric, onto: [1, 100]}\nrestandardise: none\n"
        + HALVES.replace("up_to: 0", "up_to: 50"),
    ),
    Example(
        name="Generalised mean",
        words="Power above 1: heavy burdens count more.",
        status=TWO + "aggregate: {by: generalised, power: 2, onto: [1, 100]}\n"
        "restandardise: none\n" + HALVES.replace("up_to: 0", "up_to: 50"),
    ),
    Example(
        name="Adjusted Mazziotta-Pareto index",
        words="Mean plus sd²/mean over the entries: uneven burdens stand above even ones.",
        status=TWO + "aggregate: {by: ampi, penalty: add, onto: [70, 130]}\nrestandardise: none\n"
        + HALVES.replace("up_to: 0", "up_to: 100"),
    ),
    Example(
        name="Dimensions",
        words="Each with its own normalisation, weights and mean; one may be part of another.",
        status="""\
            dimensions:
              - {key: work, weight: 2, aggregate: arithmetic, restandardise: z_score}
              - {key: pay, part_of: work, normalise: rank, restandardise: z_score}
            indicators:
              - {indicator: a, direction: higher_is_worse, dimension: work}
              - {indicator: c, direction: lower_is_worse, dimension: pay}
              - {indicator: b, direction: higher_is_worse}
            """ + HALVES,
    ),
    Example(
        name="Shrinkage",
        words="Shares of few people (`a` of N, Q and S) are pulled towards their municipality's.",
        status="""\
            indicators:
              - {indicator: a, direction: higher_is_worse, shrink: {towards: municipality}}
              - {indicator: b, direction: higher_is_worse}
            """ + HALVES,
    ),
    Example(
        name="Gaps leave an area out",
        words="The value of `b` is missing in Q. Without a word: `missing: exclude`.",
        status=TWO + HALVES,
        gap=True,
    ),
    Example(
        name="Gaps are filled",
        words="`mean` puts Q in the middle of `b`; `zero` takes 0, `zero_after` the normalised 0. "
        "`exclude.known_share` says how much must be known.",
        status=TWO + "missing: mean\n" + HALVES,
        gap=True,
    ),
    Example(
        name="Classes by quantiles",
        words="`quantile_type` is a formula of Hyndman and Fan; `on_quantile: next` gives a value "
        "exactly on a quantile to the class above.",
        status=TWO + """\
quantile_type: 9
on_quantile: next
classes:
  - {name: {de: "unteres Drittel"}, quantile: 0.3333}
  - {name: {de: "mittleres Drittel"}, quantile: 0.6667}
  - {name: {de: "oberes Drittel"}}
""",
    ),
    Example(
        name="Classes of several groups",
        words="First fifth, second to fourth, last fifth: cut at 0.2 and 0.8.",
        status=TWO + """\
quantile_type: 9
classes:
  - {name: {de: "niedrig"}, quantile: 0.2}
  - {name: {de: "mittel"}, quantile: 0.8}
  - {name: {de: "hoch"}}
""",
    ),
    Example(
        name="Classes by share of areas",
        words="By rank: with `share: 0.5` the heavier half lies beyond. Tenths: 0.1, 0.2, ...",
        status=TWO + """\
classes:
  - {name: {de: "leichtere Hälfte"}, share: 0.5}
  - {name: {de: "schwerere Hälfte"}}
""",
    ),
    Example(
        name="Classes by values",
        words="`below`: the cut belongs to the next class; `up_to`: to this one.",
        status=TWO + """\
classes:
  - {name: {de: "hoch"}, below: -1}
  - {name: {de: "mittel"}, up_to: 1}
  - {name: {de: "niedrig"}, up_to: 1.5}
  - {name: {de: "sehr niedrig"}}
""",
    ),
    Example(
        name="Outliers declared, few residents",
        words="In `exclude`, with the reason people are told. In a table the count of residents is "
        "the column `residents`.",
        status=TWO + HALVES,
        file="""\
exclude:
  minimum_areas: 3
  outliers:
    - {area: S, reason: "Hier steht nur ein Wohnheim."}
""",
    ),
)  # fmt: skip
