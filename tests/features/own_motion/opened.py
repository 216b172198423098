"""A file that the service of the parks opened by itself: from its page, or at once."""

from __future__ import annotations

from flask.testing import FlaskClient

from portal.features.own_motion.rules import Opening
from portal.runtime import Runtime
from tests.support import file

NEW = "/fr/gestion/parks/initiative"
STORY = "Des bancs brisés attendent dans quatre parcs depuis le printemps."
FILLED = {
    "led_to": "press",
    "led_to_why": "Un article du 20 novembre.",
    "story": STORY,
    "category": "trail",
}


def form(browser: FlaskClient, address: str = NEW) -> str:
    """Return the address of an empty form."""
    return browser.get(address).location


def opened(browser: FlaskClient, **changed: str) -> str:
    """Open a file on its page, and return its number."""
    answer = browser.post(form(browser), data={**FILLED, **changed})
    assert answer.status_code == 303, answer.text
    return answer.location.rsplit("/", 1)[1]


def own_file(runtime: Runtime, category: str = "trail", story: str = STORY) -> str:
    """Open a file without its page, and return its number."""
    nobody = {"filed_for": "service", "channel": "service", "reply_by": "", "email": "", "name": ""}
    opening = Opening("press", "Un article du 20 novembre.")
    return file(runtime, "parks", story, category, [opening], **nobody).number
