"""A fresh home's tables in a fifth of the time.

Before each step Django draws the models anew as they are after it, and with a new model all that
are joined to its neighbours. Here nearly every table names a person, so that each of two hundred
new models had all others drawn again: 44 of the 56 CPU seconds of a first start's migrations.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState

in_full = ProjectState.add_model


@contextmanager
def quickly() -> Iterator[None]:
    """Within it, a new model is drawn alone, on the way forward.

    Nothing refers to a model before it is there, so no other has to be drawn again for its sake.
    What a migration's own Python code is given is drawn in full before it runs: such a state
    counts as delayed, which is Django's word for it.
    """
    setattr(ProjectState, "add_model", add_alone)  # noqa: B010 - a method, put in another's place
    try:
        yield
    finally:
        setattr(ProjectState, "add_model", in_full)  # noqa: B010


def add_alone(state: ProjectState, model: ModelState) -> None:
    drawn = state.__dict__.pop("apps", None)
    in_full(state, model)  # with nothing drawn it has nothing to draw again
    if drawn is not None:
        state.__dict__["apps"] = drawn
        drawn.render_multiple([model])
        state.is_delayed = True
