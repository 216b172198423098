"""The portrait of all agencies, and what the public sees of it."""

from __future__ import annotations

from portal.reporting import definitions, portrait, public_figures
from portal.reporting.blueprints import bp, statistics

__all__ = ["bp", "definitions", "portrait", "public_figures", "statistics"]
