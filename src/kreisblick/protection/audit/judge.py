"""Judge: from proofs to intervals and breaches."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kreisblick.base.language import format_decimal
from kreisblick.base.language import translate as _
from kreisblick.protection.audit.model import Breach, Interval, Need
from kreisblick.protection.audit.parts import Part
from kreisblick.protection.audit.program import NEAR, TIME_OVER
from kreisblick.protection.audit.proof import NO_TABLE, Proof
from kreisblick.protection.audit.questions import Question

__all__ = ["Findings"]


@dataclass(kw_only=True)
class Findings:
    """What the attack has reached so far."""

    reached: dict[str, tuple[float, float, Need | None]] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    programs: int = 0
    remembered: int = 0

    def judge(self, question: Question, least: float, most: float, *, enough: bool) -> None:
        """Write down what was reached, and whether it is a way in."""
        self.reached[question.name] = (least, most, question.need)
        if not enough:
            self.breaches.append(_narrow(question.name, least, most, question.need))

    def judge_known(self, question: Question, value: float, minimum: int) -> None:
        """A quantity that the published figures give away by simple subtraction."""
        need = question.need
        if need is None:
            self.judge(question, value, value, enough=value >= minimum - NEAR or value < 1 - NEAR)
        else:
            enough = value <= need[0] + NEAR and value >= need[1] - NEAR
            self.judge(question, value, value, enough=enough)

    def judge_part(self, part: Part, proof: Proof, questions: Sequence[Question]) -> None:
        """The questions of a part; none of them may be without its tables."""
        self.programs += proof.programs
        names = [questions[number] for number in part.asked]
        if proof.base is None:
            self.breaches.append(_unjudged(proof.state, len(names), _name(names)))
            return
        low, high = proof.low != NO_TABLE, proof.high != NO_TABLE
        good = np.where(part.either, low | high, low & high)
        unsure = 0
        for i, question in enumerate(names):
            least, most = proof.least[i] / part.unit, proof.most[i] / part.unit
            if good[i] or proof.state == "ok":
                self.judge(question, least, most, enough=bool(good[i]))
            else:
                unsure += 1
        if unsure:
            self.breaches.append(_unjudged(proof.state, unsure, _name(names)))

    def intervals(self) -> tuple[Interval, ...]:
        """One per judged quantity, by name."""
        return tuple(
            Interval(
                quantity=name,
                lower=least,
                upper=most,
                required_lower=need[0] if need else None,
                required_upper=need[1] if need else None,
            )
            for name, (least, most, need) in sorted(self.reached.items())
        )


def _name(questions: list[Question]) -> str:
    return questions[0].name if questions else _("figures that are not asked for")


def _unjudged(state: str, count: int, name: str) -> Breach:
    if state == "infeasible":
        words = _("{count} quantities could not be judged: the figures do not add up.")
        return Breach(kind="not_additive", quantity=name, detail=words.format(count=count))
    words = _("{count} quantities could not be judged: {state}.")
    told = _("the time allowed was over") if state == TIME_OVER else state
    return Breach(kind="unsolved", quantity=name, detail=words.format(count=count, state=told))


def _narrow(name: str, least: float, most: float, need: Need | None) -> Breach:
    exact = most - least < 1 - NEAR
    ends = {"least": format_decimal(least, 1), "most": format_decimal(most, 1)}
    detail = _("possible: {least} to {most}").format(**ends)
    if need is not None:
        detail += _("; had to stay possible: {lower} to {upper}").format(
            lower=need[0], upper=need[1]
        )
    return Breach(kind="exact" if exact else "narrowed", quantity=name, detail=detail)
