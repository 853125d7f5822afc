"""Renew: the products of the last bundle anew, where only texts or choices of products changed.

Who writes texts goes the round many times. Its figures are those of the last bundle then, so
nothing is counted or protected again; products are built and judged as in every round.
"""

from dataclasses import replace

from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.editorial import own_key
from kreisblick.pipeline.explain_sealed import remembered_targets
from kreisblick.pipeline.finish import Draft, finish
from kreisblick.pipeline.last import RoundState, last_figures
from kreisblick.pipeline.summary import Summary
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.bundle import Bundle, verify_bundle
from kreisblick.sealed.store import SealedStore

__all__ = ["renew"]


def renew(workspace: Workspace, state: RoundState, progress: Progress = silent) -> Summary | None:
    """The summary of the round; None where its figures have to be computed.

    Raises:
        AuditFailedError: when something withheld can be narrowed down too far.
    """
    last = last_figures(workspace, state)
    if last is None or verify_bundle(last.bundle, trusted_key=own_key(workspace)):
        return None
    store = SealedStore(workspace.sealed)
    targets = remembered_targets(store, bundle=last.bundle.name, figures=state.figures)
    if targets is None:
        return None
    draft = Draft(
        bundle=Bundle(last.bundle),
        summary=replace(last, renewed=True),
        targets=targets,
        store=store,
    )
    return finish(workspace, state, draft, progress)
