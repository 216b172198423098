"""One place names the portal's cookies; over TLS no other host sets or reads them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from werkzeug.test import Cookie

import portal
from portal.app import create_app
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.groups import actions
from portal.pages.cookies import COUNTED, DEVICE, DRAFTS, LANGUAGE, SESSION
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.groups.grouped import numbers, opened
from tests.pages.citizen.journeys import begin
from tests.pages.office.people import sign_in
from tests.support import add_user

CODE = Path(portal.__file__).parent
_TOUCHES_COOKIES = re.compile(r"\.set_cookie\(|\.delete_cookie\(|\.cookies\.get\(|\.cookies\[")
ALL = {SESSION, DRAFTS, LANGUAGE, COUNTED, DEVICE}


def test_cookies_are_read_and_written_in_one_place():
    touching = {
        str(file.relative_to(CODE))
        for file in CODE.rglob("*.py")
        if _TOUCHES_COOKIES.search(file.read_text("utf-8"))
    }
    assert touching == {"pages/cookies.py"}


def published_group(runtime: Runtime) -> int:
    """Gather complaints whose title the public sees."""
    group = opened(runtime, member(runtime), *numbers(runtime))
    with runtime.acting(member(runtime, Role.HEAD, "parks", None)) as work:
        title = Text("Passerelle brisée", "Broken footbridge")
        partial(actions.publish, title=title, is_read=True)(work, "parks", group)
    return group


def cookies_set(runtime: Runtime, public_url: str) -> dict[str, Cookie]:
    """Let an installation set every cookie that it has; return each by its name."""
    group = published_group(runtime)
    add_user(runtime, "odile@parcs.example")
    runtime.config = runtime.config.model_copy(update={"public_url": public_url})
    app = create_app(runtime)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    begin(client)
    client.post(f"/fr/organismes/parks/aussi/{group}")
    sign_in(client, "odile@parcs.example")
    assert client.get("/fr/gestion").status_code in (200, 303)
    return {name: cookie for (_, _, name), cookie in client._cookies.items()}


@pytest.mark.parametrize(
    ("public_url", "prefix"),
    [("https://plaintes.example", "__Host-"), ("http://plaintes.example", ""), ("", "")],
)
def test_over_tls_every_cookie_is_of_this_host_alone(
    runtime: Runtime, public_url: str, prefix: str
):
    kept = cookies_set(runtime, public_url)
    assert set(kept) == {f"{prefix}{name}" for name in ALL}
    for cookie in kept.values():
        assert (cookie.path, cookie.origin_only, cookie.same_site) == ("/", True, "Lax")
        assert cookie.http_only
        assert bool(cookie.secure) is bool(prefix)
