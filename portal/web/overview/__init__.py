"""The portrait of all agencies, and what the public sees of it."""

from __future__ import annotations

from portal.web.overview import alarms, definitions, portrait, public
from portal.web.overview.blueprints import bp, statistics

__all__ = ["alarms", "bp", "definitions", "portrait", "public", "statistics"]
