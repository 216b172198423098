"""A Python client is made from the description, and the example of its page works with it."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partialmethod
from pathlib import Path

import httpx
import pytest
from flask import Flask

import portal
from portal.complaints.queries.by_api import complaints_before
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.api.calling import a_client, token_of

API = Path(portal.__file__).parent / "api"


@pytest.mark.slow
def test_the_example_files_a_complaint_by_the_client_that_is_made(
    app: Flask,
    runtime: Runtime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    described = tmp_path / "openapi.json"
    described.write_text(app.test_client().get("/api/v1/openapi.json").text, encoding="utf-8")
    maker = Path(sys.executable).parent / "openapi-python-client"
    made = subprocess.run(
        [
            *(maker, "generate", "--meta", "none", "--config", API / "client.yaml"),
            *("--path", described, "--output-path", tmp_path / "plaintes"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "WARNING" not in made.stdout
    monkeypatch.syspath_prepend(tmp_path)
    through = httpx.WSGITransport(app=app)
    opened = partialmethod(httpx.Client.__init__, transport=through)
    monkeypatch.setattr(httpx.Client, "__init__", opened)
    example = re.findall(r"```python\n(.*?)```", (API / "README.md").read_text("utf-8"), re.DOTALL)
    token = token_of(app, a_client(runtime))
    for _ in range(2):
        exec(example[0], {"ADDRESS": "http://portal.example", "TOKEN": token})
    first, again = capsys.readouterr().out.splitlines()
    assert first == again
    [filed] = runtime.read(PORTAL, complaints_before, "parks", 10)
    assert first.startswith(f"{filed.number} ")
