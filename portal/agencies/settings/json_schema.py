"""The JSON Schema of settings files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from portal.agencies.settings.schema import AgencyFile
from portal.agencies.settings.shared import PortalSettings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an agency's file."""
    return {"$schema": DIALECT, **AgencyFile.model_json_schema(), "title": "Settings of an agency"}


def portal_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of _portal.yaml."""
    schema = PortalSettings.model_json_schema()
    return {"$schema": DIALECT, **schema, "title": "Settings that all agencies share"}
