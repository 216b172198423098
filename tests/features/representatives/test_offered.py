"""What the page of a complaint offers whoever acts for another person is what they may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.contact_limits.actions import Limit, limit_contact
from portal.features.contact_limits.rules import Means
from portal.features.representatives.rules import Scope
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.features.joint_answers import asked_parts
from tests.features.representatives.represented import filed_for, opened
from tests.features.transfers.transferred import propose
from tests.pages.office.people import words
from tests.support import officer

LIMIT = Limit((Means.WEEKLY,), "Quarante appels en trois jours.", Allowance(3, Unit.MONTHS))
REFUSED = {"fr": "Votre rôle ne va pas jusque-là", "en": "Your role does not go that far"}
LEAVING = {"fr": "quitter", "en": "leave"}
FOLLOWED = {"fr": "/fr/suivi/{}", "en": "/en/follow/{}"}


def just_filed(_runtime: Runtime, _number: str) -> None:
    """Nothing happened yet."""


def asked(runtime: Runtime, number: str) -> None:
    act(runtime, number, casework.ask_complainant, officer(), body="Quel jour?")


def with_a_part(runtime: Runtime, number: str) -> None:
    asked_parts.begun(runtime, number, "story")


def with_a_choice(runtime: Runtime, number: str) -> None:
    asked_parts.ask(runtime, number)


def limited(runtime: Runtime, number: str) -> None:
    act(runtime, number, limit_contact, member(runtime, Role.HEAD, post=None), limit=LIMIT)


def proposed(runtime: Runtime, number: str) -> None:
    propose(runtime, number, "water")


def answered(runtime: Runtime, number: str) -> None:
    asked_parts.answer(runtime, number, "Le sentier ouvre en mai.")


def closed(runtime: Runtime, number: str) -> None:
    answered(runtime, number)
    asked_parts.close(runtime, number)


STATES = (just_filed, asked, with_a_part, with_a_choice, limited, proposed, answered, closed)


@pytest.mark.parametrize("scope", [Scope.LETTERS, Scope.ANSWER, Scope.WHOLE])
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_offered_that_is_always_refused(
    app: Flask, runtime: Runtime, scope: Scope, state: Callable[[Runtime, str], None]
):
    receipt = filed_for(runtime, represents_for=scope.value)
    state(runtime, receipt.number)
    language = "en" if STATES.index(state) % 2 else "fr"
    browser = opened(app, receipt.number, receipt.code)
    address = FOLLOWED[language].format(receipt.number)
    leaving = f"{address}/{LEAVING[language]}"
    page = unescape(browser.get(address).text)
    assert ('class="s-acts' in page) is scope.may_write
    for link in set(re.findall(rf'href="({address}/[^"#]+)"', page)):
        assert REFUSED[language] not in words(browser.get(link).text), link
    forms = set(re.findall(rf'action="({address}/[^"]+)"', page))
    for form in forms - {leaving}:
        assert REFUSED[language] not in words(browser.post(form).text), form


def test_whoever_does_all_for_them_is_offered_all(app: Flask, runtime: Runtime):
    for scope, is_offered in ((Scope.WHOLE, True), (Scope.ANSWER, False)):
        receipt = filed_for(runtime, represents_for=scope.value)
        browser = opened(app, receipt.number, receipt.code)
        page = words(browser.get(f"/fr/suivi/{receipt.number}").text)
        assert ("Retirer ma plainte" in page) is is_offered
        assert "Écrire un message" in page
