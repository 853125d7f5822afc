"""Services inside an area and within reach, measured in straight lines; and homes near them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import format_count, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.products.profiles.ground import Facility
from kreisblick.products.profiles.model import Place, Stock
from kreisblick.products.wording import count_words, value_cell

__all__ = ["homes_near", "reach_note", "services_about"]

METRE_STEPS, KILOMETRE = 100, 1000


def services_about(stock: Stock, place: Place) -> list[dict[str, Any]]:
    """What the inventory says of each service: inside, near, and the nearest one.

    Returns:
        Per service ``title, number, items`` (facilities inside), ``inside, near, nearest``
        (words). A service that is nowhere near is a finding, too.
    """
    titles = stock.definition.service_titles
    order = list(titles)
    keys = sorted(
        stock.ground.services,
        key=lambda key: (order.index(key) if key in titles else len(order), key),
    )
    return [
        _service(stock, place, key, stock.definition.service_title(key), stock.ground.services[key])
        for key in keys
    ]


def reach_note(stock: Stock) -> str:
    """How it was measured, and what that leaves out."""
    if not stock.ground.services:
        return ""
    note = _(
        "Straight lines from the middle of the area's surface, not ways; where people live inside "
        "the area does not enter. Services beyond the district's border are missing."
    )
    everything = [one for ones in stock.ground.services.values() for one in ones]
    if any(one.rough for one in everything):
        rough = _("Where no coordinate is known, the middle of the service's own area is taken.")
        note = f"{note} {rough}"
    return note


def homes_near(stock: Stock, place: Place) -> list[dict[str, str]]:
    """What was measured from homes, not from the middle: title, unit and the three values."""
    described = stock.figures.described
    rows = []
    for key in stock.definition.reach.homes:
        if key not in described:
            continue
        one = described[key]
        own = stock.figure_of(place.key, one)
        if own is None:
            continue
        around = (stock.figure_of(area, one) for area in (place.municipality, stock.district))
        town, district = (value_cell(figure) for figure in around)
        row = {"title": one.title, "unit": one.short_unit, "value": value_cell(own)}
        rows.append({**row, "municipality": town, "district": district})
    return rows


def _service(
    stock: Stock, place: Place, key: str, title: str, all_of_it: Sequence[Facility]
) -> dict[str, Any]:
    reach = stock.definition.reach.metres.get(key, stock.definition.reach.otherwise)
    inside = [one for one in all_of_it if one.area == place.key]
    away = _distances(stock.ground.middles.get(place.key), all_of_it)
    outside = [pair for pair in away if pair[1].area != place.key]
    # near is what is told as near: "1,0 km" lies within 1,000 m
    near = sum(_told_metres(metres) <= reach for metres, _one in outside)
    exact = all(not one.rough for one in inside)  # of others no distance inside can be told
    return {
        "title": title,
        "number": len(inside),
        "items": [_item(one.row) for one in inside],
        "inside": _inside_words(len(inside)),
        "near": _near_words(near, reach, more=bool(inside)),
        "nearest": _nearest(away, place, stock) if exact else "",
    }


def _inside_words(count: int) -> str:
    return (
        _("{count} in the area").format(count=format_count(count))
        if count
        else _("none in the area")
    )


def _near_words(count: int, reach: int, *, more: bool) -> str:
    words = {
        (True, True): _("{count} more within {metres}\u202fm"),
        (True, False): _("no more within {metres}\u202fm"),
        (False, True): _("{count} within {metres}\u202fm"),
        (False, False): _("none within {metres}\u202fm"),
    }[more, count > 0]
    return words.format(count=format_count(count), metres=format_count(reach))


def _distances(
    middle: tuple[float, float] | None, facilities: Sequence[Facility]
) -> list[tuple[float, Facility]]:
    """Metres from the middle, the nearest first."""
    if middle is None:
        return []
    found = [(math.dist(middle, one.point), one) for one in facilities if one.point is not None]
    return sorted(found, key=lambda pair: (pair[0], str(pair[1].row["name"])))


def _nearest(away: Sequence[tuple[float, Facility]], place: Place, stock: Stock) -> str:
    if not away:
        return ""
    metres, one = away[0]
    length = _length(metres)
    words = _("nearest: {name}, about {length}") if one.rough else _("nearest: {name}, {length}")
    if one.area == place.key:
        return words.format(name=one.row["name"], length=length)
    where = _where(stock, place, one.area)
    name = f"{one.row['name']} ({where})" if where else str(one.row["name"])
    return words.format(name=name, length=length)


def _where(stock: Stock, place: Place, area: str) -> str:
    """The area's name; in another municipality with the municipality's, where it lacks that."""
    name, town = stock.outlines.names.get(area, ""), stock.ground.towns.get(area, "")
    told = not town or town == place.municipality_name or town in name
    return name if told else f"{name}, {town}"


def _told_metres(metres: float) -> int:
    """In hundreds: a middle is no more exact than that."""
    return max(1, math.floor(metres / METRE_STEPS + 0.5)) * METRE_STEPS


def _length(metres: float) -> str:
    told = _told_metres(metres)
    if told >= KILOMETRE:
        return _("{number}\u202fkm").format(number=format_decimal(told / KILOMETRE, 1))
    return _("{number}\u202fm").format(number=format_count(told))


def _item(row: Mapping[str, Any]) -> dict[str, str]:
    places = row.get("places")
    street = " ".join(str(row[name]) for name in ("street", "number") if row.get(name))
    return {
        "name": str(row["name"]),
        "kind": str(row.get("kind") or ""),
        "provider": str(row.get("provider") or ""),
        "address": street,
        "places": count_words(round(places), "places") if places else "",
    }
