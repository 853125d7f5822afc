"""Lineage: what was made from what, from the delivery to the published figure.

A record is a set of steps. A step's key names its verb and subject (``count residents
2024-12-31``); its inputs are keys of earlier steps. It holds fingerprints and parameters, never
rows, small counts or times, so the same round leaves the same record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["Lineage", "Step", "UnknownStepError"]


class UnknownStepError(KreisblickError):
    """A step names an input that nobody recorded."""

    def __init__(self, key: str) -> None:
        super().__init__(_("The lineage has no step '{key}'. Run the round again.").format(key=key))


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that was done.

    Attributes:
        verb: the room's verb: ``accept``, ``count``, ``protect``, ``compute``, ``seal`` ...
        subject: what it was done to, e.g. ``residents 2024-12-31``.
        inputs: keys of the steps it was made from.
        output: fingerprint of what came out.
        parameters: the definitions and choices used, by name.
    """

    verb: str
    subject: str
    output: str
    inputs: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The step's name in the record."""
        return f"{self.verb} {self.subject}"


class Lineage:
    """The record of one round."""

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self._steps = {step.key: step for step in steps}

    def record(self, step: Step) -> Step:
        """Add a step whose inputs are already known.

        Raises:
            UnknownStepError: when an input was never recorded.
        """
        for key in step.inputs:
            self[key]
        self._steps[step.key] = step
        return step

    def __getitem__(self, key: str) -> Step:
        if key not in self._steps:
            raise UnknownStepError(key)
        return self._steps[key]

    def back_from(self, key: str) -> list[Step]:
        """A step and everything it was made from, the step first, each once."""
        found: dict[str, Step] = {}
        waiting = [key]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = self[name]
                waiting.extend(found[name].inputs)
        return list(found.values())

    def as_json(self) -> list[dict[str, Any]]:
        """All steps as plain values, in order of their keys."""
        return [
            {
                "verb": step.verb,
                "subject": step.subject,
                "inputs": list(step.inputs),
                "output": step.output,
                "parameters": dict(step.parameters),
            }
            for _key, step in sorted(self._steps.items())
        ]

    @classmethod
    def from_json(cls, content: Sequence[Mapping[str, Any]]) -> "Lineage":
        """The record that ``as_json`` wrote."""
        return cls(
            Step(
                verb=item["verb"],
                subject=item["subject"],
                inputs=tuple(item["inputs"]),
                output=item["output"],
                parameters=item["parameters"],
            )
            for item in content
        )
