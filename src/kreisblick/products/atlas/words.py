"""The words that scripts say; all of them come from here, none stands in a script."""

from typing import Any

from kreisblick.base.language import translate as _

__all__ = ["explorer_words", "page_words"]


def page_words() -> dict[str, Any]:
    """What the script of the plain pages says."""
    return {"found": _("{count} found")}


def explorer_words() -> dict[str, Any]:
    """What the explorer says beside the figures."""
    return {
        "columns": {
            "area": _("Area"),
            "municipality": _("Municipality"),
            "value": _("Value"),
            "interval": _("Interval (95 %)"),
            "town": _("Compared with the municipality"),
            "district": _("Compared with the district"),
            "change": _("Change"),
            "since": _("Change since {day}"),
            "note": _("Note"),
            "key": _("Key of the area"),
            "indicator": _("Indicator"),
            "places": _("Place (span)"),
        },
        "levels": {"planning_area": _("Planning areas"), "municipality": _("Municipalities")},
        "list": _list_words(),
        "chart": _chart_words(),
        "lost": _lost_words(),
        "save": _save_words(),
        "map": _map_words(),
    }


def _list_words() -> dict[str, str]:
    return {
        "found": _("{count} found"),
        "choose": _("Choose {area}"),
        "chosen": _("{area} is chosen: {words}."),
        "left": _("{area} is no longer chosen."),
        "most": _("At most {count} areas can be chosen. Please take one away first."),
        "none": _("No area is chosen yet. Choose one in the table, on the map or in the list."),
        "remove": _("Take {area} away"),
        "unstable": _("The value swings widely because of few cases."),
        "no_figure": _("no figure"),
        "failed": _("The figures could not be loaded. Please load the page once more."),
        "shown": _("{title}, {day}, {level}."),
        "whole": _("Whole district"),
        "sorted_up": _("Sorted upwards by {column}, inside each municipality."),
        "sorted_down": _("Sorted downwards by {column}, inside each municipality."),
        "page": _("All figures of {area}"),
        "profile": _("Profile of {area}"),
        "method": _("How this figure is made"),
        "town_of": _("{area}, {town}"),
    }


def _chart_words() -> dict[str, str]:
    return {
        "position": _("{area}: {value}, interval {interval}"),
        "position_plain": _("{area}: {value}"),
        "dots": _("Each dot is an area."),
        "district_line": _("The line marks the district."),
        "classes": _("Areas by class"),
        "class": _("Class"),
        "count": _("Number of areas"),
        "time_none": _("Choose areas to see their course."),
        "scatter": _("Each dot is an area, further right: more of {x}, further up: more of {y}."),
        "scatter_limit": _(
            "Two figures that go together need not have to do with each other: a picture like "
            "this shows no cause."
        ),
        "scatter_pick": _("Choose a second indicator."),
        "scatter_none": _("No area has both figures: {x}; {y} ({level})."),
        "scatter_instead": _(
            "Please choose another second indicator, another reference date or another level."
        ),
        "scatter_left": _("Without one of the two figures: {count} areas."),
        "compare_none": _("Choose two or more areas to set them side by side."),
        "latest": _("Each figure at its latest date."),
        "line": _("thin line: 95 % interval"),
    }


def _lost_words() -> dict[str, str]:
    """What a link or a choice names and the atlas does not have, by its letter in the address."""
    return {
        "i": _("The indicator “{name}” is not in this atlas."),
        "d": _("There is no figure of {name} for “{title}”."),
        "l": _("“{title}” is not given for “{name}”."),
        "v": _("There is no view “{name}”."),
        "t": _("The part “{name}” is not in this district."),
        "x": _("The second indicator “{name}” is not in this atlas."),
        "a": _("Not among the areas of this atlas: {name}. They may have been drawn anew."),
        "most": _("More than {count} areas do not fit beside each other: the first are shown."),
        "shown": _("Shown instead: {what}"),
    }


def _save_words() -> dict[str, str]:
    return {
        "copied": _("The link is in the clipboard."),
        "copy_by_hand": _("Please copy this link:"),
        "saved": _("Saved as {file}."),
        "failed": _("This could not be saved. Please try another format."),
        "source": _("Source: {sources}."),
        "made": _("{title}, {district}, edition {edition}"),
    }


def _map_words() -> dict[str, Any]:
    return {
        "name": _("Map: {title}, {day}. Arrow keys move from area to area, Enter chooses."),
        "count": _("In brackets: number of areas."),
        "loading": _("The map is being loaded."),
        "ready": _("The map is ready."),
        "no_map": _(
            "The map for moving and zooming could not be loaded. It needs a web server and a "
            "current browser. The map above and the table show the same figures."
        ),
        "locale": {
            "Map.Title": _("Map for moving and zooming"),
            "NavigationControl.ZoomIn": _("Zoom in"),
            "NavigationControl.ZoomOut": _("Zoom out"),
            "CooperativeGesturesHandler.WindowsHelpText": _("Zoom with Ctrl and the mouse wheel"),
            "CooperativeGesturesHandler.MacHelpText": _("Zoom with ⌘ and the mouse wheel"),
            "CooperativeGesturesHandler.MobileHelpText": _("Move the map with two fingers"),
        },
    }
