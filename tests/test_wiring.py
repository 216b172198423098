"""The application that all tests share is to each of them as if it had just been made."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.support.wiring import carrying


def test_nothing_of_a_portal_nor_of_what_a_test_set_is_left(app_of_all: Flask, runtime: Runtime):
    config, extensions = dict(app_of_all.config), dict(app_of_all.extensions)
    with carrying(app_of_all, runtime) as app:
        app.config.update(TESTING=True, OF_THIS_TEST=True)
        app.extensions["of this test"] = object()
        assert app.extensions["portal"] is runtime
    assert (app_of_all.config, app_of_all.extensions) == (config, extensions)


def test_wrong_tries_are_counted_anew(app_of_all: Flask, runtime: Runtime):
    with carrying(app_of_all, runtime) as app:
        counted = app.extensions["tries"]
    with carrying(app_of_all, runtime) as app:
        assert app.extensions["tries"] is not counted


def test_a_page_added_for_one_test_is_refused_whatever_ran_before(app_of_all: Flask):
    with pytest.raises(AssertionError, match="can no longer be called"):
        app_of_all.add_url_rule("/added", view_func=lambda: "")
