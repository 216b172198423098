"""The two groups of pages: the portrait for those who compare agencies, and the public figures."""

from __future__ import annotations

from portal.pages.groups import Pages

bp = Pages("overview")
statistics = Pages("statistics")
