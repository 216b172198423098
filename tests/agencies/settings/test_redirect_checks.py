from __future__ import annotations

import pytest

from portal.agencies.configured import Configured
from portal.agencies.settings.reader import read_portal
from portal.domain.complaint import Draft
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Confidence, Unit
from tests.agencies.settings.settings_files import PORTAL_TEXT, changed, mistakes_after, parks

FINE = "    text: {fr: Contestez, en: Contest}\n"
BODY = "body: {fr: La cour, en: The court}"
FROM = "from: {fr: le constat, en: the ticket}"


def redirect(rest: str) -> tuple[str, str]:
    return FINE, f"{FINE}    redirects:\n      - {{{BODY}{rest}}}\n"


def test_a_redirect_is_read_with_its_time_and_what_it_runs_from():
    settings = parks(redirect(f", within: 30 calendar days, {FROM}, question: since"))
    [one] = settings.notices[1].redirects
    assert (one.within, one.since.fr) == (Allowance(30, Unit.CALENDAR_DAYS), "le constat")
    assert one.confidence is Confidence.ASSUMED


def test_the_agency_answers_it_with_its_notice():
    settings = parks(redirect(f", within: 30 calendar days, {FROM}"))
    notices = Configured(settings).complaint_notices(Draft("camping", ""))
    [one] = next(notice.redirects for notice in notices if notice.code == "fine")
    assert one.body == Text("La cour", "The court")
    assert one.since == Text("le constat", "the ticket")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (
            ", within: 30 calendar days",
            "redirects[0].from: is missing: say what the time runs from",
        ),
        (f", {FROM}", "redirects[0].from: there is no time that would run from it"),
        (", question: since", "redirects[0].question: there is no time that would run from it"),
        (
            f", within: 1 month, {FROM}, question: place",
            'redirects[0].question: there is no question of kind date "place"',
        ),
        (f", within: soon, {FROM}", 'redirects[0].within: "soon" is not a length of time'),
        (", form: ici", 'redirects[0].form: "ici" is not a link'),
    ],
)
def test_each_mistake_stands_at_its_place(rest: str, expected: str):
    [mistake] = mistakes_after(redirect(rest))
    assert f"notices[0].{expected}" in mistake


def test_what_is_told_for_every_agency_cannot_count_from_an_answer():
    text = "    text: {fr: Appelez le 911, en: Call 911}\n"
    said = f"{text}    redirects:\n      - {{{BODY}, within: 1 month, {FROM}, question: since}}\n"
    _, mistakes = read_portal(changed((text, said), text=PORTAL_TEXT))
    assert [each.text.in_("en") for each in mistakes] == [
        'there is no question of kind date "since"'
    ]
