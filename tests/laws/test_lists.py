"""A page past the end of a list never says that the list has nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.laws.browsers import Browsers

EMPTY = 'class="c-empty'


@pytest.fixture
def browsers(app: Flask, runtime: Runtime) -> Browsers:
    # What stands in no state to be opened answers as it would to anybody, and is passed over.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Browsers(app, runtime)


def test_a_page_past_the_end_says_what_the_last_says(browsers: Browsers):
    wrong, lists = [], 0
    for page, client, says in browsers.pages():
        asked = page + ("&" if "?" in page else "?") + "page=17"
        past = client.get(asked, follow_redirects=True)
        lists += "page=17" not in past.request.url
        if past.status_code != 200 or past.text.count(EMPTY) != says.count(EMPTY):
            wrong.append(page)
    assert wrong == []
    assert lists >= 2
