"""Administrators read on each settings page that the keys in use are not in their file any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.keyring import load_keyring
from portal.keys_file import KeysFile
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words

TOLD = {
    "/fr/reglages/parks": "Le fichier des clés n’est plus là. Le portail continue",
    "/en/settings/parks": "The file of the keys is not there any more. The portal goes on",
}


@pytest.mark.parametrize("page", TOLD)
def test_it_is_said_while_it_is_so(app: Flask, runtime: Runtime, tmp_path: Path, page: str):
    path = tmp_path / "keys.json"
    runtime.keys_file = KeysFile(path, load_keyring(path))
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    assert TOLD[page] not in words(client.get(page).text)
    path.unlink()
    assert TOLD[page] in words(client.get(page).text)
