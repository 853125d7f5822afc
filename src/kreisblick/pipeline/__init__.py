"""The round through the house: deliveries in, report out.

The only place that knows both the sealed rooms and the gate; it joins rooms and computes nothing.
In: a workspace. Out: a draft bundle, the products made from it, an audit, one page that says what
was made, what is missing, what needs a person.
"""

from kreisblick.pipeline.workspace import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
