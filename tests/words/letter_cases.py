"""Every letter with the facts that it may be told, and what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.app import FEATURES
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Unit
from portal.features.alarms.rules import Rule
from portal.features.information_requests.rules import Ending
from portal.features.recommendations.letters import LETTERS as OF_RECOMMENDATIONS
from portal.features.recommendations.rules import State
from portal.words.letters.letter import LetterKind, Names

LETTERS = FEATURES.letters
"""What words every letter of the portal."""

TEMPLATES = LETTERS.every


def codes(kinds: Iterable[LetterKind]) -> set[str]:
    """The codes of some letters."""
    return {kind.code for kind in kinds}


NUMBER = "2026-0041829"
SEVEN = Allowance(7, Unit.WORKING_DAYS)
NAMES = Names(
    portal=Text("Plaintes", "Complaints"),
    agency=Text("Régie des parcs & sentiers", "Parks & trails board"),
    base_url="https://plaintes.example",
    zone=ZoneInfo("America/Toronto"),
    phone="514 555-0110",
    path=(
        EscalationStep("office", Text("Bureau des plaintes", "Complaints office")),
        EscalationStep("president", Text("Présidente", "President"), SEVEN, top_authority=True),
    ),
    recourses=(
        Recourse(
            "review",
            Text("Révision par la Régie", "Review by the Board"),
            Text("Demandez-la", "Ask for it"),
            Text("Dans les 30 jours", "Within 30 days"),
        ),
        Recourse(
            "ombuds",
            Text("Ombudsman des exemples", "Examples ombudsman"),
            Text("Écrivez-lui", "Write"),
            Text("Dans l’année", "Within a year"),
            link="https://ombuds.example/",
            phone="1 800 555-0199",
        ),
    ),
    agencies={
        "parks": Text("Régie des parcs & sentiers", "Parks & trails board"),
        "water": Text("Service des eaux", "Water board"),
    },
)
ABOUT_RECOMMENDATIONS = codes(OF_RECOMMENDATIONS.to_others)
TO_ADMINISTRATORS = {"nobody_in_charge", "nobody_leads", "nobody_releases"}
ABOUT_NO_COMPLAINT = {"lesson_to_read", "lesson_moved", "systemic_alarm", "history_anchored"}
ABOUT_NO_COMPLAINT |= {"systemic_alarm_reminder"}
ABOUT_NO_COMPLAINT |= {"annual_words_asked", "annual_report_made"}
ABOUT_NO_COMPLAINT |= {"export_ready", "export_failed"}
ABOUT_NO_COMPLAINT |= {"draft_link", "drafts_link"}
TO_THANKED = {"praise_for_you", "suggestion_for_you"}
ABOUT_NO_COMPLAINT |= TO_THANKED
ABOUT_NO_COMPLAINT |= {"confidential_waits", "confidential_missed", "nobody_leads"}
TO_ASKED = {"request_for_you", "request_passed_to_you", "request_ended"}
FOLLOWED: dict[str, Any] = {
    "group": 12,
    "title": {"fr": "Sentier du lac fermé", "en": "Lake trail closed"},
    "follower": 7,
    "stop": "5t0p",
}
BASE: dict[str, Any] = {"number": NUMBER, "agency": "parks"}
_PASSED = {**BASE, "kind": "passed_to_you", "missed": True, "last_day": "2027-09-22"}
_MISSED = {**BASE, "kind": "date_missed", "clock": "first_contact"}
_VACANT = {**BASE, "kind": "post_vacant"}
_STARTED = {**BASE, "kind": "started_by_itself", "last_day": "2027-09-22"}
_NEAR = {**BASE, "kind": "warning", "clock": "answer", "percent": 80, "last_day": "2027-09-22"}
_NO_DAY = {**BASE, "kind": "warning", "clock": "intake", "percent": 50, "last_day": None}
_ALONE = {**BASE, "kind": "nobody_in_charge"}
_ASKED = {**BASE, "kind": "request_passed_to_you", "last_day": "2027-09-22"}
_ASKED_NEAR = {**_NEAR, "clock": "information_request"}
ONE_AGENCY = {
    "count": 53,
    "agencies": {"parks": 53},
    "listed": [_PASSED, {**_PASSED, "last_day": None}, _MISSED, {**_MISSED, "clock": "intake"}],
}
TWO_AGENCIES = {
    "count": 5,
    "agencies": {"parks": 3, "water": 2},
    "listed": [_VACANT, _STARTED, _NEAR, *({**one, "agency": "water"} for one in (_NEAR, _NO_DAY))],
}
ASKED = {"count": 2, "agencies": {"parks": 2}, "listed": [_ASKED, _ASKED_NEAR]}
NOBODY = {"count": 3, "agencies": {"parks": 3}, "listed": [_ALONE, _ALONE]}
LESSON = {"agencies": ["parks"], "lesson": 3}
ACKNOWLEDGED = {
    "received_at": "2026-11-24T19:20:00+00:00",
    "first_contact_day": "2026-11-26",
    "answer_day": "2027-09-22",
}
# Each way in which a template is posted; templates without facts of their own need none.
PARAMS: dict[str, list[dict[str, Any]]] = {
    "thanks": [
        {"answer_day": "2026-12-22"},
        {},
        {"are_the_answer": True},
        {"are_the_answer": True, "reopening_day": "2027-01-22", "reopening_is_sample": True},
    ],
    "taken_as_complaint": [{"last_day": "2026-12-22"}, {}],
    "acknowledgement": [
        ACKNOWLEDGED,
        {**ACKNOWLEDGED, "first_contact_day": None, "answer_day": None},
        {**ACKNOWLEDGED, "first_contact_day": None, "is_taken": True},
        {**ACKNOWLEDGED, "first_contact_day": None, "is_taken": True, "asks": True},
        {**ACKNOWLEDGED, "intake_day": "2026-11-25", "intake_is_sample": True},
        {**ACKNOWLEDGED, "counted_from": "2026-11-25"},
        {**ACKNOWLEDGED, "own_days": ["2027-01-23", "2027-05-24"]},
    ],
    "taken_in_charge": [{}, {"asks": True}],
    "withdrawal_waits": [
        {"last_day": "2027-09-22"},
        {"last_day": "2027-09-22", "by_staff": True},
        {"last_day": "2027-09-22", "are_several": True},
    ],
    "withdrawn": [{}, {"are_several": True}],
    "withdrawal_kept": [{}, {"by_staff": True}],
    "withdrawal_for_staff": [{"last_day": "2027-09-22"}],
    "question": [
        {},
        {
            "paused_at": "2026-11-24T19:20:00+00:00",
            "paused_until": "2026-12-08",
            "pause_is_sample": True,
        },
    ],
    "resumed": [
        {"last_day": "2027-09-22", "by_itself": True},
        {"last_day": "2027-09-22", "by_itself": False},
    ],
    "extended": [{"last_day": "2027-09-22"}],
    "file_completed": [{"last_day": "2027-09-22", "by_itself": False}],
    "review_asked": [{"level": 2, "last_day": "2027-09-22"}],
    "own_deadline_near": [
        {"days": ["2027-09-22"], "as_of": "2027-09-12"},
        {"days": ["2027-09-22", "2027-09-29"], "as_of": "2027-09-21"},
        {"days": ["2027-09-22"]},
    ],
    "reopened": [{"last_day": "2027-09-22"}],
    "closed": [{}, {"reopening_day": "2027-09-22", "reopening_is_sample": True}],
    "late": [
        {"level": 2, "last_day": "2027-09-22"},
        {"level": 2, "last_day": None},
        {"level": 2, "last_day": "2027-09-22", "is_part": True},
    ],
    "passed_up": [{"level": 2}],
    "recourse_opened": [
        {"recourse": "ombuds", "why": "conflict"},
        {"recourse": "ombuds"},
        {"recourse": "a code of an older release"},
    ],
    "answered": [
        {"seq": 4, "full": False},
        {"seq": 4, "full": True, "answer": "Le sentier est ouvert.\n\n- <b>Ombudsman</b> & co"},
        {"seq": 4, "full": False, "own_days": ["2027-01-23"]},
        {"seq": 4, "full": False, "closed": True, "reopening_day": "2027-09-22"},
        {
            "seq": 4,
            "full": False,
            "closed": True,
            "answer": "C’est remboursé.",
            "conclusion": "Conclusion : réglée.",
        },
    ],
    "routed": [
        {"answer_day": "2027-09-22", "first_day": "2027-09-15"},
        {"answer_day": None},
    ],
    "first_promise_missed": [{"first_day": "2027-09-15", "last_day": "2027-09-22"}],
    "transfer_proposed": [
        {
            "last_day": "2027-09-22",
            "to_name": {"fr": "Régie des parcs", "en": "Parks board"},
            "contact_goes": goes,
            "is_by_yes_alone": by_yes,
        }
        for goes, by_yes in ((False, False), (True, False), (False, True))
    ],
    "led_to_desk": [
        {"first_day": "2027-09-15", "is_held": True, "intake_day": "2027-09-03"},
        {"first_day": None, "is_held": False, "intake_day": "2027-09-03", "intake_is_sample": True},
        {},
    ],
    "transfer_refusal_noted": [{"to_name": {"fr": "Régie des parcs", "en": "Parks board"}}],
    "transfer_taken_back": [{"to_name": {"fr": "Régie des parcs", "en": "Parks board"}}],
    "part_asked": [
        {
            "last_day": "2027-09-22",
            "to_name": {"fr": "Régie des parcs", "en": "Parks board"},
            "contact_goes": goes,
        }
        for goes in (False, True)
    ],
    "part_begun": [
        {"part_day": day, "to_name": {"fr": "Régie des parcs", "en": "Parks board"}}
        for day in ("2027-09-22", None)
    ],
    "part_called_off": [{"to_name": {"fr": "Régie des parcs", "en": "Parks board"}}],
    "succeeded": [
        {
            "on": "2027-04-01",
            "before_name": {"fr": "Office des sentiers", "en": "Trails office"},
            "agency_name": {"fr": "Régie des parcs & sentiers", "en": "Parks & trails board"},
        }
    ],
    "date_missed": [{"clock": "answer"}, {"clock": "first_contact"}, {"clock": "intake"}],
    "passed_to_you": [
        {"missed": True, "last_day": "2027-09-22"},
        {"missed": False},
        {"why": "conflict"},
        {"why": "urgent"},
    ],
    "urgent": [{"last_day": "2027-09-22", "is_sample": True}, {"last_day": None}],
    "accommodation_answered": [
        {"decision": "grant", "last_day": "2027-09-22"},
        {"decision": "grant"},
        {"decision": "refuse", "recourses": ["ombuds"]},
        {"decision": "question"},
    ],
    "accommodation_wanted": [{"last_day": "2027-09-22"}, {"last_day": None}],
    "urgent_confirmed": [{"last_day": "2027-09-22"}, {"last_day": None}],
    "representation_dated": [{"last_day": "2027-02-24"}, {}],
    "representation_over": [
        *({"by": by, "may_read": False} for by in ("day", "filed", "agency")),
        *({"by": "person", "may_read": may_read} for may_read in (True, False)),
    ],
    "code_to_take_over": [
        {"one_time_code": "K7PM2X9QW4TR", "last_day": "2027-02-24"},
        {"one_time_code": "K7PM2X9QW4TR", "last_day": "2027-02-24", "asks_agreement": True},
        *(
            {
                "one_time_code": "K7PM2X9QW4TR",
                "last_day": "2027-02-24",
                "asks_agreement": asks,
                "awaits_check": True,
            }
            for asks in (True, False)
        ),
    ],
    "contact_limited": [
        {
            "means": ["one_person", "written", "weekly"],
            "last_day": "2027-02-24",
            "recourses": ["ombuds"],
        }
    ],
    "limit_reviewed": [
        {"goes_on": True, "recourses": ["ombuds"]},
        {"goes_on": False, "recourses": ["ombuds"]},
    ],
    "limit_review_outside": [{"recourses": ["ombuds"]}],
    "messages_grouped": [{"count": 1}, {"count": 12}],
    "warning": [
        {"clock": "answer", "percent": 80, "last_day": "2027-09-22"},
        {"clock": "intake", "percent": 50, "last_day": None},
        {"clock": "information_request", "percent": 80, "last_day": "2027-09-22"},
    ],
    "confidential_waits": [{"last_day": "2027-09-22"}, {}],
    "confidential_missed": [{"last_day": "2027-09-22"}],
    "request_for_you": [{"last_day": "2027-09-22"}],
    "request_passed_to_you": [{"last_day": "2027-09-22"}],
    "request_missed": [{"is_at_top": False}, {"is_at_top": True}],
    "request_ended": [{"why": ending.value} for ending in Ending],
    **{name: [{"recommendation": 7}] for name in ABOUT_RECOMMENDATIONS},
    "recommendation_for_you": [{"recommendation": 7, "last_day": "2027-09-22"}],
    "recommendation_climbed": [
        {"recommendation": 7, "last_day": "2027-09-22"},
        {"recommendation": 7, "last_day": None},
    ],
    "recommendation_missed": [
        {"recommendation": 7, "clock": "recommendation_reply"},
        {"recommendation": 7, "clock": "recommendation_execution"},
        {"recommendation": 7, "clock": "recommendation_reply", "passed_on": True},
    ],
    "recommendation_moved": [
        {"recommendation": 7, "state": state.value} for state in State if state is not State.SENT
    ],
    "lesson_to_read": [LESSON],
    "lesson_moved": [
        {**LESSON, "state": state} for state in ("published", "sent_back", "withdrawn")
    ],
    "systemic_alarm": [
        {"agencies": ["parks"], "alarm": 4, "across": False, "rule": rule.value} for rule in Rule
    ]
    + [{"agencies": ["parks", "water"], "alarm": 4, "across": True, "rule": "rising_everywhere"}],
    "systemic_alarm_reminder": [
        {"agencies": ["parks"], "alarm": 4, "across": False, "rule": "silence"},
        {"agencies": ["parks", "water"], "alarm": 4, "across": True, "rule": "rising_everywhere"},
    ],
    "annual_words_asked": [
        {"agencies": ["parks"], "year": 2026, "due_on": "2027-02-20", "across": False},
        {"agencies": ["parks", "water"], "year": 2026, "due_on": "2027-02-20", "across": True},
    ],
    "annual_report_made": [
        {
            "agencies": ["parks"],
            "year": 2026,
            "said_fr": ["Aucune plainte n’a été reçue."],
            "said_en": ["No complaint was received."],
        }
    ],
    "export_ready": [{"agencies": ["parks", "water"], "export": 7, "until": "2026-12-01"}],
    "export_failed": [{"agencies": ["parks", "water"], "export": 7}],
    "history_anchored": [
        {
            "agencies": ["parks"],
            "as_of": "2026-11-24T15:00:00Z",
            "root": "portal history root 1\nentries: 12\n",
        }
    ],
    "group_proposed": [{"group": 12, "count": 5}],
    "group_sent": [
        {"group": 12, "answer": 3, "sent": 1, "left_out": 0},
        {"group": 12, "answer": 3, "sent": 40, "left_out": 2},
    ],
    "group_confirm": [{**FOLLOWED, "token": "t0k3n"}],
    "access_link": [{"link": 7, "key": "k3y", "until": "2026-11-24T19:50:00+00:00"}],
    "one_time_code": [
        {"key": "KM7T4QXR8PDN", "last_day": "2026-12-09"},
        {"key": "KM7T4QXR8PDN", "last_day": "2026-12-09", "on_paper": True},
    ],
    "draft_link": [{"link": 7, "key": "k3y", "agencies": []}],
    "drafts_link": [{"link": 7, "key": "k3y", "agencies": []}],
    "group_answered": [FOLLOWED],
    "group_corrected": [FOLLOWED],
    "digest": [ONE_AGENCY, TWO_AGENCIES, ASKED, NOBODY],
}
CASES = [
    pytest.param(name, language, {**BASE, **params}, id=f"{name}-{language}-{place}")
    for name in TEMPLATES
    for language in ("fr", "en")
    for place, params in enumerate(PARAMS.get(name, [{}]))
]
every_letter = pytest.mark.parametrize(("template", "language", "params"), CASES)
