"""`portal clients …` makes, lists and revokes the systems that use the API."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.commands.clients import clients
from tests.support.agencies import AGENCIES


def test_a_client_is_made_listed_and_revoked(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    environment = {
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_DATABASE": database_url,
        "PORTAL_AGENCIES": str(AGENCIES),
    }

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(clients, words, env=environment)
        return result.exit_code, result.output

    scopes = ("--scope", "complaints:read", "--scope", "complaints:file")
    status, made = run("make", "parks", "--name", "Registre", *scopes)
    assert status == 0
    client_id = made.split("client_id: ")[1].split()[0]
    assert len(made.split("client_secret: ")[1].split()[0]) > 40
    status, listed = run("list", "parks")
    assert f"{client_id} · Registre · complaints:file complaints:read · never used" in listed
    assert run("revoke", "water", client_id)[0] == 1
    assert run("revoke", "parks", client_id)[0] == 0
    assert "revoked 2" in run("list", "parks")[1]
    assert run("list", "nowhere")[1].startswith("Error: nowhere is not an agency: ")
    assert run("make", "parks", "--name", " ", *scopes)[0] == 1
