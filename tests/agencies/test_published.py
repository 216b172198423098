"""What agencies publish of how they are reached."""

from __future__ import annotations

from portal.runtime import Runtime


def test_it_is_all_that_pages_for_everybody_tell(runtime: Runtime):
    assert {"8005550142", "8005550199", "5145550110"} <= runtime.agencies.published
