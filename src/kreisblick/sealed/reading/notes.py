"""Sentences on what was read otherwise than a person would expect."""

from kreisblick.base.language import translate as _

__all__ = ["ending_note", "hidden_note", "link_note", "macro_note"]

KINDS = {"csv": "CSV", "tsv": "TSV", "html": "HTML"}


def macro_note() -> str:
    """Programmes in the workbook were left alone."""
    return _("The workbook holds macros. They were not run; only the cells were read.")


def link_note() -> str:
    """Cells that point to other files keep the value that was stored last."""
    return _(
        "The workbook points to other files or programmes. They were not opened; the values "
        "stored last were read."
    )


def hidden_note(sheet: str, state: str) -> str:
    """A sheet that people do not see was read."""
    if state == "veryHidden":
        message = _(
            "The sheet '{sheet}' is hidden so that it cannot be shown by hand. It was read."
        )
    else:
        message = _("The sheet '{sheet}' is hidden. It was read.")
    return message.format(sheet=sheet)


def ending_note(name: str, kind: str) -> str:
    """The file is something else than its ending or its definition says."""
    message = _("'{name}' is really a file of the kind {kind}; it was read as such.")
    return message.format(name=name, kind=KINDS.get(kind, kind.upper()))
