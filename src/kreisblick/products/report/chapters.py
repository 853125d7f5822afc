"""The chapters by theme: for each indicator a finding, sentences, a map, a table, a source."""

from collections.abc import Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import Dot, Reference, Role, interval_dots_svg
from kreisblick.products.figures import Described
from kreisblick.products.report.categories import (
    category_sentences,
    category_table,
    middle_finding,
)
from kreisblick.products.report.glance import glance_row, glance_signs
from kreisblick.products.report.maps import map_picture
from kreisblick.products.report.scene import Scene
from kreisblick.products.report.tables import legend_line, municipality_table
from kreisblick.products.wording import (
    Figure,
    change_sentence,
    count_words,
    coverage_sentence,
    district_sentence,
    none_differs,
    spread_words,
    state_sentence,
    where_else,
    write_round,
    write_value,
)

__all__ = ["indicator_page", "lead_sentences", "theme_chapter"]

NOTED, NOTE = ("definition", "date"), "note"
PLURALS = {"planning_area": "areas", "municipality": "municipalities"}
NOUNS = {"planning_area": "in_areas", "municipality": "in_municipalities"}


def theme_chapter(
    scene: Scene, theme: str, described: Sequence[Described], charts: int
) -> dict[str, Any]:
    """A theme: its indicators at a glance, dot plots of the municipalities, one page each."""
    drawn = [chart for one in described if (chart := _dot_chart(scene, one))]
    return {
        "title": theme,
        "glance": [glance_row(scene, one) for one in described],
        "glance_legend": legend_line(
            key for one in described for key in glance_signs(scene.whole(one))
        ),
        "charts": drawn[:charts],
        "indicators": [indicator_page(scene, one) for one in described],
    }


def indicator_page(scene: Scene, described: Described) -> dict[str, Any]:
    """Everything printed about one indicator."""
    level, rows = scene.finest(described)
    noun = PLURALS[level]
    day, scale = scene.figures.last_date(described.key), scene.scales.get(described.key)
    finding = spread_words(rows, noun) if scale is None else middle_finding(scale, rows)
    return {
        "key": described.key,
        "slug": described.slug,
        "title": described.title,
        "finding": finding[:1].upper() + finding[1:],
        "lead": lead_sentences(scene, described),
        "text": described.text,
        "map": map_picture(
            scene.figures,
            described,
            scene.outlines,
            scene.parents,
            scene.lay,
            scale.titles if scale else (),
        ),
        "table": municipality_table(scene.figures, described, scene.district, day)
        if scale is None
        else category_table(scale, scene.figures, rows, scene.district_name),
        "limits": list(described.limits),
        "definition": definition_words(described),
        "notes": [one.text for one in described.remarks_on(day, None, *NOTED)],
        "cautions": _cautions(scene, described),
        "source": source_words(described, format_date(day)),
        "subtitle": measure_words(described, format_date(day)),
    }


def lead_sentences(scene: Scene, described: Described, *, remarked: bool = True) -> list[str]:
    """The answer first: the district, its change, how the areas differ, what is not shown.

    With ``remarked`` also who is missing and why, and where the series breaks or ends.
    """
    whole = scene.whole(described)
    level, rows = scene.finest(described)
    found = [] if whole is None else _district_sentences(whole, scene.district_name)
    found += category_sentences(scene.scales.get(described.key), rows, scene.district_name)
    found += _remarks(scene, described) if remarked else []
    found += [
        _spread_sentence(rows, level),
        _turning_sentence(rows, level),
        *_hidden_sentences(scene, described),
    ]
    return [sentence for sentence in found if sentence]


def _cautions(scene: Scene, described: Described) -> list[str]:
    """Stumbling blocks of the figures, and of those that they are compared with."""
    day, whole = scene.figures.last_date(described.key), scene.whole(described)
    return described.told_with_change(day, whole.change_from if whole else None, None, NOTE)


def _remarks(scene: Scene, described: Described) -> list[str]:
    day = scene.figures.last_date(described.key)
    now = described.remarks_on(day, None, "coverage", "break")
    return [one.text for one in (*now, *(r for r in described.remarks if r.kind == "end"))]


def _district_sentences(whole: Figure, name: str) -> list[str]:
    if whole.value is None:
        return [state_sentence(whole)]
    return [district_sentence(whole, name), change_sentence(whole), coverage_sentence(whole)]


def _spread_sentence(rows: Sequence[Figure], level: str) -> str:
    """How many differ clearly, a little, or not for sure, naming the level that was tested."""
    stands = [row.stand for row in rows]
    above, below = stands.count("above"), stands.count("below")
    higher, lower = stands.count("little_above"), stands.count("little_below")
    little = higher + lower
    if all(stand == "unknown" for stand in stands):
        return ""
    if not above + below + little:
        return _sentence(none_differs(PLURALS[level]))
    found = [_clear_sentence(above, below, level)] if above + below else []
    if little:
        words = _("It is surely, but only a little above or below the district's mean {where}.")
        if not lower:
            words = _("It is surely, but only a little above the district's mean {where}.")
        elif not higher:
            words = _("It is surely, but only a little below the district's mean {where}.")
        found.append(words.format(where=count_words(little, NOUNS[level])))
    if "same" in stands:
        words = _("No certain difference can be seen {where}.")
        found.append(words.format(where=count_words(stands.count("same"), NOUNS[level])))
    return " ".join(found)


def _clear_sentence(above: int, below: int, level: str) -> str:
    words = _("It is clearly above the district's mean {above}, and clearly below it {below}.")
    if not above:
        words = _("It is clearly below the district's mean {below}, and nowhere clearly above.")
    return words.format(
        above=count_words(above, NOUNS[level]),
        below=_elsewhere(below, NOUNS[level]) if above else count_words(below, NOUNS[level]),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _elsewhere(count: int, noun: str) -> str:
    return where_else(count, noun) if count else _("nowhere")


def _turning_sentence(rows: Sequence[Figure], level: str) -> str:
    up = sum(row.change_significance == "up" for row in rows)
    down = sum(row.change_significance == "down" for row in rows)
    since = next((row.change_from for row in rows if row.change_from), None)
    if since is None or not up + down:
        return ""
    return _("Since {since} it has surely risen {up} and surely fallen {down}.").format(
        since=format_date(since),
        up=count_words(up, NOUNS[level]) if up else _("nowhere"),
        down=_elsewhere(down, NOUNS[level]) if up else count_words(down, NOUNS[level]),
    )


def _hidden_sentences(scene: Scene, described: Described) -> list[str]:
    """Where the figure is not shown and why; that municipalities stand in for areas, if so."""
    level = "planning_area" if "planning_area" in described.levels else "municipality"
    day = scene.figures.last_date(described.key)
    states = [row.state for row in scene.figures.of(described.key, level, day)]
    words = {
        "suppressed": _("To protect single persons the figure is not shown {where}."),
        "withheld_by_source": _("The delivering office does not show the figure {where}."),
    }
    found = [
        told.format(where=count_words(states.count(state), NOUNS[level]))
        for state, told in words.items()
        if state in states
    ]
    if scene.figures.told_level(described) != level:
        found.append(_("Map and comparison therefore show the municipalities."))
    return found


def _dot_chart(scene: Scene, described: Described) -> dict[str, str] | None:
    """The municipalities side by side, in the order of their names."""
    day = scene.figures.last_date(described.key)
    rows = scene.figures.of(described.key, "municipality", day)
    whole = scene.whole(described)
    if whole is None or whole.value is None or described.short_unit == "" or len(rows) < 2:
        return None
    dots = [_dot(row) for row in rows]
    mean = Reference(
        label=_("district {value}").format(value=write_value(whole.value, whole.unit)),
        value=whole.value,
        role=Role.DISTRICT,
    )
    finding = spread_words(rows, "municipalities")
    picture = interval_dots_svg(
        dots,
        [mean],
        lambda tick: write_round(tick, whole.unit),
        title=described.title,
        description=finding or described.title,
        prefix=f"dots-{described.slug}",
    )
    return {
        "slug": described.slug,
        "file": scene.lay(f"dots-{described.slug}.svg", picture),
        "title": f"{described.title}: {finding}" if finding else described.title,
        "subtitle": _("{unit} by municipality with 95 % interval, {day}").format(
            unit=described.unit, day=format_date(day)
        ),
        "alt": _("Dot plot by municipality: {title}; {finding}").format(
            title=described.title, finding=finding or _("values stand in the table")
        ),
    }


def _dot(row: Figure) -> Dot:
    written = "" if row.value is None else write_value(row.value, row.unit, row.denominator)
    return Dot(
        label=row.name,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        role=Role.MUNICIPALITY,
        words=state_sentence(row) if row.value is None else "",
        text=written,
    )


def definition_words(described: Described) -> str:
    """Who is counted, and among whom, in one line."""
    counted = f"{described.definition}. {described.counted}".strip()
    if described.whole in {"", described.definition}:
        return counted
    return _("{counted} Divided by: {whole}.").format(counted=counted, whole=described.whole)


def measure_words(described: Described, day: str) -> str:
    """Unit, and of whom it is a part or beside whom it is counted; a count says what it counts."""
    whole = described.formula.startswith(described.unit) or described.short_unit != "%"
    words = _("{formula}; {day}") if whole else _("{unit}: {formula}; {day}")
    return words.format(unit=described.unit, formula=described.formula, day=day)


def source_words(described: Described, day: str) -> str:
    """Source, rhythm and date in one line."""
    return _("Source: {offices}; {rhythm}; reference date {day}.").format(
        offices=", ".join(described.sources), rhythm=described.rhythm, day=day
    )
