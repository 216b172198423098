"""The group of settings pages."""

from __future__ import annotations

from portal.pages.groups import Pages

bp = Pages("settings")
