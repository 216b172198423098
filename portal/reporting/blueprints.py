"""The two groups of pages: the portrait for those who compare agencies, and the public figures."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("overview", "portal.reporting")
statistics = Blueprint("statistics", "portal.reporting")
