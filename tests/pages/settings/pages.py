"""What an administrator does on the pages of the settings, those of the parks by default."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.office.people import words
from tests.support.agencies import TEN_DAYS

HOME = "/fr/reglages/parks"


def hidden(page: str, name: str) -> str:
    """Return the number that a form carries unseen, such as the version it was made from."""
    match = re.search(rf'name="{name}" value="(\d+)"', page)
    assert match is not None
    return match[1]


def save(admin: FlaskClient, text: str = TEN_DAYS) -> None:
    """Keep a text as the draft, from whatever stands there."""
    version = hidden(admin.get(f"{HOME}/texte").text, "version")
    admin.post(f"{HOME}/texte", data={"text": text, "version": version})


def publish(admin: FlaskClient, home: str = HOME) -> str:
    """Publish the draft as it was shown; return what the page after it says."""
    page = admin.get(f"{home}/publication").text
    seen = {name: hidden(page, name) for name in ("version", "release")}
    return words(admin.post(f"{home}/publication", data=seen, follow_redirects=True).text)


def said(admin: FlaskClient, home: str = HOME) -> dict[str, str]:
    """Return what the first page says beside each link, by the end of the link's address."""
    entries = re.findall(
        r'<a href="[^"]*/([^/"]+)">[^<]*</a> <span class="c-meta">(.*?)</span>',
        admin.get(home).text,
    )
    return {address: words(now) for address, now in entries}


def leads_to_the_text(answer: TestResponse) -> bool:
    """Tell whether a draft with mistakes is corrected first, and a form that was sent is kept."""
    if answer.request.method == "POST":
        return answer.status_code == 409 and "Envoyer de nouveau" in answer.text
    return answer.location is not None and answer.location.endswith("/texte")
