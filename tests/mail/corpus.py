"""The corpus: every message that intake is asked to read, made anew each time and always the same.

Nothing of it was received: no message of a person is kept for it.
"""

from __future__ import annotations

from functools import cache

from tests.mail import broken_headers, broken_parts, machines
from tests.mail.expected import BROKEN, STORIES, Sample
from tests.mail.ordinary import ordinary, replied_otherwise

assert broken_headers, "each lists its kinds"
assert broken_parts
assert machines


@cache
def corpus() -> tuple[Sample, ...]:
    """Return every message with what is expected of it."""
    strange = [
        Sample(f"{name}-{at}", name, *make(story))
        for name, make in BROKEN.items()
        for at, story in enumerate(STORIES)
    ]
    return (*ordinary(), *replied_otherwise(), *strange)
