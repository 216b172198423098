"""The citizens' pages: finding an agency, filing a complaint without an account, following it."""

from __future__ import annotations

from portal.pages.features import Pages

bp = Pages("citizen")
