"""Somebody of the desk, and how they hand a complaint over."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in


def desk(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "aline@guichet.example", Role.INTAKE, "desk", None)


def hand_over(client: FlaskClient, number: str, **form: str):
    data = {"receiving": "water", "reason": "C’est une facture d’eau.", "version": "1", **form}
    return client.post(case_path(number, "remettre", "desk"), data=data)
