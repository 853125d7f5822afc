"""Pages: everything the template prints, in words and numbers ready to read."""

from typing import Any

from kreisblick.base.files import fingerprint_file
from kreisblick.base.language import (
    format_change,
    format_count,
    format_date,
    format_decimal,
    format_percent,
    language,
)
from kreisblick.base.language import translate as _
from kreisblick.products.agreement.brought import brought_in
from kreisblick.products.agreement.definition import AgreementDefinition
from kreisblick.products.agreement.gather import AreaRow, Ground, TownRow, gather
from kreisblick.products.agreement.model import Agreed
from kreisblick.products.comparison import join_blocks
from kreisblick.products.drawing import PlanArea, plan_svg, read_palette
from kreisblick.products.typeset import Typesetter

__all__ = ["paper_data"]


def paper_data(
    agreed: Agreed, definition: AgreementDefinition, typesetter: Typesetter
) -> dict[str, Any]:
    """What the template reads; maps are laid beside it."""
    ground = gather(agreed)
    shapes = join_blocks(agreed.blocks, ground.order, mark=lambda area: str(area + 1))
    return {
        "meta": {
            "title": agreed.title,
            "day": format_date(agreed.day),
            "fonts": list(definition.fonts),
            "lang": language(),
        },
        "colours": read_palette().light.model_dump(),
        "labels": _labels(),
        "purpose": list(definition.purpose),
        "lead": _lead(agreed, ground),
        "map": _map(ground, shapes, typesetter),
        "overview": _overview(ground),
        "figures": _figures(agreed),
        "rules": _rules(agreed, definition),
        "term": list(definition.term),
        "towns": [_town(agreed, town, shapes, typesetter) for town in ground.towns],
        "signers": [_("District"), *(town.name for town in ground.towns)],
        "file": _("Decisive is the file “{file}” with the fingerprint (SHA-256) {print}.").format(
            file=agreed.file.name, print=fingerprint_file(agreed.file)
        ),
    }


def _lead(agreed: Agreed, ground: Ground) -> str:
    areas, people = ground.areas, float(agreed.blocks.population.sum())
    return _(
        "{areas} planning areas in {towns} municipalities with {people} people: {mean} on average, "
        "{low} in the smallest and {high} in the largest."
    ).format(
        areas=format_count(len(areas)),
        towns=format_count(len(ground.towns)),
        people=format_count(people),
        mean=format_count(people / len(areas)),
        low=format_count(min(area.people for area in areas)),
        high=format_count(max(area.people for area in areas)),
    )


def _map(ground: Ground, shapes: list[PlanArea], typesetter: Typesetter) -> dict[str, str]:
    ranges = "; ".join(f"{town.name}: {_range(town)}" for town in ground.towns)
    alt = _("Map of the district with its numbered areas: {ranges}.").format(ranges=ranges)
    picture = plan_svg(shapes, title=_("Planning areas of the district"), description=alt)
    return {"file": typesetter.lay("district.svg", picture), "alt": alt, "caption": ranges}


def _range(town: TownRow) -> str:
    first, last = town.areas[0].number, town.areas[-1].number
    return str(first) if first == last else f"{first}–{last}"


def _overview(ground: Ground) -> list[list[str]]:
    rows = []
    for town in ground.towns:
        people = [area.people for area in town.areas]
        rows.append(
            [
                town.name,
                _range(town),
                format_count(len(people)),
                format_count(town.people),
                format_count(town.people / len(people)),
                _signed(max((area.deviation for area in town.areas), key=abs)),
            ]
        )
    areas = ground.areas
    everybody = sum(area.people for area in areas)
    most = _signed(max((area.deviation for area in areas), key=abs))
    whole = [format_count(v) for v in (len(areas), everybody, everybody / len(areas))]
    return [*rows, [_("District"), f"1–{len(areas)}", *whole, most]]


def _signed(percent: float) -> str:
    return f"{format_change(percent)}\u202f%"


def _figures(agreed: Agreed) -> list[list[str]]:
    """The figures of the cut with what they mean."""
    told = agreed.figures
    rows = [
        [
            _("Deviation from the mean of the own municipality"),
            format_percent(100 * told.cv_own_target),
            _("on average; at most {most}").format(most=format_percent(100 * told.max_own_target)),
        ],
        [
            _("Deviation from the mean of the district"),
            format_percent(100 * told.cv_district),
            _("on average, of which {floor} cannot be avoided: no area crosses a border").format(
                floor=format_percent(100 * told.cv_floor)
            ),
        ],
        [
            _("Compactness"),
            format_decimal(told.polsby_popper, 2),
            _("1 is a circle; grown areas lie about 0.5"),
        ],
        [
            _("Areas in parts"),
            format_count(told.parts_not_contiguous),
            _("do not hang together; should be 0 but for islands and exclaves"),
        ],
    ]
    return rows + _more_figures(agreed)


def _more_figures(agreed: Agreed) -> list[list[str]]:
    """What is known only with barriers, or where something should be alike."""
    rows, told = [], agreed.figures
    if agreed.barriers:
        rows.append(
            [
                _("Parted neighbours"),
                format_count(told.barrier_crossings),
                _("pairs of blocks in one area with a river or railway between them"),
            ]
        )
    if told.homogeneity is not None:
        rows.append(
            [
                _("Likeness inside"),
                format_decimal(told.homogeneity, 2),
                _("1: all differences lie between areas; 0: all lie inside"),
            ]
        )
    return rows


def _rules(agreed: Agreed, definition: AgreementDefinition) -> list[str]:
    rules = [*definition.rules]
    if agreed.figures.fixed_kept is not None:
        rules.append(definition.fixed_rule)
    if agreed.barriers:
        rules.append(definition.barrier_rule)
    return rules


def _town(
    agreed: Agreed, town: TownRow, shapes: list[PlanArea], typesetter: Typesetter
) -> dict[str, Any]:
    alt = _("Map of {town} with its areas {range}.").format(town=town.name, range=_range(town))
    picture = plan_svg(
        shapes,
        title=town.name,
        description=alt,
        town=town.key,
        prefix=f"town{town.areas[0].number}",
    )
    lay = typesetter.lay(f"town-{town.areas[0].number}.svg", picture)
    brought = brought_in(agreed, town)
    return {
        "name": town.name,
        "lead": _("{areas} area(s), {people} people, {mean} on average.").format(
            areas=format_count(len(town.areas)),
            people=format_count(town.people),
            mean=format_count(town.people / len(town.areas)),
        ),
        "map": {"file": lay, "alt": alt, "caption": ""},
        "rows": [_row(area) for area in town.areas],
        "brought": brought,
    }


def _row(area: AreaRow) -> list[str]:
    name = _("{name} (kept)").format(name=area.name) if area.fixed else area.name
    return [
        str(area.number),
        area.key,
        name.strip(),
        format_count(area.people),
        format_decimal(area.km2, 1 if area.km2 >= 0.95 else 2),
        _signed(area.deviation),
    ]


def _labels() -> dict[str, str]:
    return {
        "as_of": _("As of"),
        "overview": _("The municipalities"),
        "town": _("Municipality"),
        "numbers": _("No."),
        "areas": _("Areas"),
        "people": _("People"),
        "mean": _("On average"),
        "most": _("Largest deviation"),
        "figures": _("How good the cut is"),
        "figure": _("Figure"),
        "value": _("Value"),
        "meaning": _("Meaning"),
        "rules": _("What was agreed"),
        "term": _("Term and changes"),
        "key": _("Key"),
        "name": _("Name"),
        "ground": _("km²"),
        "deviation": _("Deviation"),
        "brought": _("What the municipality brought in"),
        "note": _("Deviation: from the mean of the own municipality."),
        "signatures": _("Signatures"),
        "place": _("Place, date"),
        "signature": _("Signature"),
        "for": _("For"),
    }
