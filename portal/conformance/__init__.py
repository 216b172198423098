"""The conformance kit: what every agency must keep, for authors of settings and plugins anywhere.

On the command line, `portal agencies test FILE-OR-PLUGIN`. In pytest, one test for each check:

    from portal.conformance import every_check

    @every_check("parks.yaml", plugin="parks.py")
    def test_the_parks_conform(check):
        check()

A new check is a function in one of `checks/`, with the one damage in `tests/conformance/` that it
alone notices.
"""

from portal.conformance.opening import subject_of
from portal.conformance.outcome import every_check, outcomes

__all__ = ["every_check", "outcomes", "subject_of"]
