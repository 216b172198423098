"""Notices wait for answers that somebody can give, and the mistakes say which cannot."""

from __future__ import annotations

import pytest

from portal.agencies.configured import Configured
from portal.agencies.settings.reader import read_portal
from portal.domain.complaint import Draft
from tests.agencies.settings.settings_files import PORTAL_TEXT, changed, mistakes_after, parks

SINCE = "      - {code: since, label: {fr: Depuis quand, en: Since when}, kind: date}\n"
SAFE = "      - {code: safe, label: {fr: En sécurité?, en: Safe?}, kind: yes/no}\n"
HOW = (
    "      - {code: how, label: {fr: Comment?, en: How?}, kind: several choices, choices: "
    "[{code: slip, label: {fr: Glace, en: Ice}}, {code: fall, label: {fr: Arbre, en: Tree}}]}\n"
)
ASKED = (SINCE, SINCE + SAFE + HOW)


def waiting(answer: str) -> tuple[str, str]:
    """Return the change by which the first notice is shown for an answer alone."""
    return (
        "code: open\n    kind: information",
        f"code: open\n    kind: danger\n    when: {{answers: [{answer}]}}",
    )


@pytest.mark.parametrize(
    ("wanted", "given", "is_told"),
    [
        ('{question: safe, answer: "no"}', {"safe": False}, True),
        ('{question: safe, answer: "no"}', {"safe": True}, False),
        ('{question: safe, answer: "no"}', {}, False),
        ("{question: how, answer: fall}", {"how": ["slip", "fall"]}, True),
        ("{question: how, answer: fall}", {"how": ["slip"]}, False),
    ],
)
def test_an_answer_calls_for_its_notice(wanted: str, given: dict, is_told: bool):
    configured = Configured(parks(ASKED, waiting(wanted)))
    draft = Draft("trail", "Bonjour.", answers=given)
    told = [notice.code for notice in configured.complaint_notices(draft)]
    assert ("open" in told) is is_told
    assert [notice.code for notice in configured.dangers_in([], given)] == ["open"] * is_told


def test_the_answers_that_tell_a_danger_are_named_as_they_were_asked():
    configured = Configured(parks(ASKED, waiting("{question: how, answer: fall}")))
    draft = Draft("trail", "Hello.", "en", {"how": ["fall"], "safe": False})
    assert configured.urgent_answers(draft) == ["How? Tree"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("{question: saef, answer: x}", "question: there is no yes or no question, nor one with"),
        ("{question: since, answer: x}", "question: there is no yes or no question, nor one with"),
        ("{question: safe, answer: perhaps}", 'answer: this question has no answer "perhaps"'),
        ("{question: how, answer: rain}", 'answer: this question has no answer "rain"'),
    ],
)
def test_each_mistake_stands_at_its_place(wanted: str, expected: str):
    [mistake] = mistakes_after(ASKED, waiting(wanted))
    assert f"when.answers[0].{expected}" in mistake


def test_what_is_told_for_every_agency_waits_for_no_answer():
    said = ("words: [en danger]", "words: [en danger], answers: [{question: a, answer: b}]")
    _, mistakes = read_portal(changed(said, text=PORTAL_TEXT))
    assert [each.text.in_("en") for each in mistakes] == [
        "each agency has questions of its own; use words here"
    ]
