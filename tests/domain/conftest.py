"""The rules are tested without a stopwatch: the first year of a calendar takes a while to build."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")
