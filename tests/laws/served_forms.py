"""The forms that the application serves, whoever they are for, and an address of each."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

VALUES = {"agency": "parks", "code": "parks", "number": "2026-000001", "draft": "abc", "token": "x"}


def forms_served(app: Flask) -> list[Rule]:
    """Return one address of each form that is sent: those in French, and those in no language."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and (rule.defaults or {}).get("language") != "en"
    ]


def address_of(app: Flask, rule: Rule) -> str:
    """Return an address of the form; whether what it names is there, troubles do not ask."""
    values: dict[str, Any] = {}
    for name in rule.arguments - {"language"}:
        is_number = "<int:" in rule.rule and f"<int:{name}>" in rule.rule
        values[name] = 1 if is_number else VALUES.get(name, "x")
    built = rule.build({**values, **(rule.defaults or {})})
    assert built is not None, rule
    return built[1]
