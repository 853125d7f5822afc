"""What the inventor of Lindenau says when he cannot go on."""

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["TooFewNamesError"]


class TooFewNamesError(WrongUseError):
    """A town has more streets or areas than the list of names can name."""

    def __init__(self, *, wanted: int, known: int) -> None:
        text = _(
            "A town of the example district needs {wanted} names, but names.yaml yields {known}. "
            "Add names there, or ask for a smaller size."
        )
        super().__init__(text.format(wanted=wanted, known=known))
