"""An administrator sees what the agency's plugin failed at, and where."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from flask import Flask

from portal.agencies.plugins.hosted import load_hosted
from portal.complaints import accounts
from portal.domain.role import Role
from portal.pages.settings.home import CAUSES
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from tests.agencies.plugins.installed import Install, install
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.support import file
from tests.support.plugins import Failing, Mistaken, filed_with

__all__ = ["install"]

HOME = "/fr/reglages/parks"


class Slow:
    """A plugin that answers when nobody waits any more."""

    @hookimpl
    def receiving_unit(self, draft: object) -> str:
        time.sleep(2)
        return "trails"


def test_failures_are_on_the_settings_page_with_their_cause(app: Flask, runtime: Runtime):
    filed_with(runtime, Failing())
    number = filed_with(runtime, Failing())
    page = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None).get(HOME).text
    assert "2 échecs du module en 30 jours" in words(page)
    assert "Unité qui reçoit la plainte receiving_unit" in words(page)
    cause = "Il s’est arrêté sur une erreur Détail, pour cette personne : raised ValueError"
    assert f"24 novembre 2026 à 10 h {cause} {number}" in words(page)
    assert case_path(number) not in page  # administrators do not read complaints
    assert "Gagnon" not in page


def test_the_complaint_opens_for_whoever_may_see_it(app: Flask, runtime: Runtime):
    number = filed_with(runtime, Failing())
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    with runtime.transaction() as session:
        accounts.add_membership(session, 1, Role.OFFICER, "parks", post="office")
    sign_in(client, "claire@parcs.example")
    page = client.get(HOME).text
    assert "Un échec du module en 30 jours" in words(page)
    assert case_path(number) in page
    assert client.get(case_path(number)).status_code == 200


def test_without_a_failure_the_page_says_nothing_of_any(app: Flask, runtime: Runtime):
    file(runtime)
    filed_with(runtime, Failing(), agency="water")
    page = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None).get(HOME).text
    assert "échec" not in words(page)


def test_what_fails_while_pages_are_read_is_told_too(app: Flask, runtime: Runtime):
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    client.get(HOME)
    agencies = runtime.agencies.in_force.agencies
    agencies["parks"] = replace(agencies["parks"], plugin=Mistaken())
    assert client.get("/fr/organismes/parks/dates").status_code == 200
    agencies["parks"] = replace(agencies["parks"], plugin=None)
    page = words(client.get(HOME).text)
    assert "échecs du module en 30 jours" in page or "Un échec du module en 30 jours" in page
    assert "Aucune : pendant la consultation de pages" in page.replace("\xa0", " ")


def test_an_english_administrator_reads_it_in_english(app: Flask, runtime: Runtime):
    filed_with(runtime, Failing())
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    page = words(client.get("/en/settings/parks").text)
    assert "One failure of the plugin in 30 days" in page
    assert "Unit that receives" in page or "receiving_unit" in page


@pytest.mark.parametrize("plugin", [Failing(), Mistaken(), Slow()])
def test_every_way_to_fail_has_a_cause_in_the_readers_language(
    app: Flask, runtime: Runtime, plugin: object
):
    filed_with(runtime, plugin)
    page = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None).get(HOME).text
    assert any(cause in words(page) for cause in CAUSES.values())


def test_code_that_changed_since_the_start_is_said_to_answer_only_after_a_restart(
    app: Flask, runtime: Runtime, install: Install
):
    plugin = load_hosted(install("changing", ""))
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    client.get(HOME)
    agency = replace(runtime.agencies.agency("parks"), plugin=plugin)
    runtime.agencies.in_force.agencies["parks"] = agency
    sentence = "Le code du module a changé depuis le démarrage du portail"
    assert sentence not in words(client.get(HOME).text)
    install("changing", "# another")
    assert sentence in words(client.get(HOME).text)
