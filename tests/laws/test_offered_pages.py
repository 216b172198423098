"""Whatever the page of a complaint leads to, or sends, is offered only where it is not refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.pages.citizen.contributions import ON_FOLLOWED, PagePart
from portal.pages.features import added

ALWAYS = frozenset({"download", "leave", "proof"})
"""What whoever may read the page may open too, whatever they do for another person."""
PORTAL = Path(__file__).parents[2] / "portal"
OWN = ("followed.html", "_followed_actions.html")
LEADS = re.compile(r"url_for\(\s*['\"](?:citizen)?\.(\w+)['\"],\s*number=")


def templates(app: Flask) -> dict[str, str]:
    """Return the source of every template of the page, by its name."""
    own = {name: (PORTAL / "pages/templates/citizen" / name).read_text("utf-8") for name in OWN}
    with app.test_request_context():
        names = {part.template for part in added(PagePart) if part.place in ON_FOLLOWED}
    for name in names:
        folder, file = name.split("/")
        own[name] = (PORTAL / "features" / folder / "templates" / file).read_text("utf-8")
    return own


def unasked(source: str) -> set[str]:
    """Return what a template leads to without asking whether it may be opened."""
    leads = set(LEADS.findall(source)) - ALWAYS
    if "reply_form(" in source:
        leads.add("send_message")
    if "verdict_form(" in source:
        leads.add("send_verdict")
    return {page for page in leads if f'may_open("{page}")' not in source}


def test_every_template_of_the_page_asks_before_it_leads_anywhere(app: Flask):
    sources = templates(app)
    assert len(sources) > len(OWN)
    assert {name: pages for name, source in sources.items() if (pages := unasked(source))} == {}


@pytest.mark.parametrize(
    "source", ["{{ url_for('.withdraw', number=1) }}", '{{ url_for(".rate", number=n) }}']
)
def test_one_that_does_not_ask_is_found(source: str):
    assert unasked(source)
