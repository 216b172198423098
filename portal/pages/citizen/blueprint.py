"""The blueprint of the citizens' pages; each module of this package adds its own."""

from __future__ import annotations

from portal.pages.groups import Pages

bp = Pages("citizen")
