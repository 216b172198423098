"""The blueprint of the citizens' pages; each module of this package adds its own."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("citizen", __name__)
