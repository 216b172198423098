"""The group of settings pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("settings", "portal.pages.settings")
