"""What entries of the history tell, as it is stored: the chain covers every character of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.complaints import entries
from portal.complaints.entries import EntryFacts
from portal.domain.absence import WhyVacant
from portal.domain.handling.escalation import Alarmed
from portal.domain.history import canonical
from portal.domain.nature import Nature
from portal.domain.text import Text
from portal.features.access_links import rules as access_links
from portal.features.accommodations import rules as accommodations
from portal.features.conflicts_of_interest import rules as conflicts_of_interest
from portal.features.consents import rules as consents
from portal.features.contact_limits import rules as contact_limits
from portal.features.first_contact import rules as first_contact
from portal.features.first_contact.rules import ContactJudged
from portal.features.groups import rules as groups
from portal.features.hidden_names import rules as hidden_names
from portal.features.identity_releases import rules as identity_releases
from portal.features.information_requests import rules as information_requests
from portal.features.joint_answers import rules as joint_answers
from portal.features.linking import rules as linking
from portal.features.nature import rules as nature
from portal.features.open_texts import rules as open_texts
from portal.features.open_texts.rules import Reading
from portal.features.outside_outcomes import rules as outside_outcomes
from portal.features.recommendations import rules as recommendations
from portal.features.transfers import rules as transfers
from portal.features.urgency import rules as urgency
from portal.features.withdrawals import rules as withdrawals
from portal.payload import Extensible

NAME, NAMED = Text("Parcs", ""), {"fr": "Parcs", "en": ""}
AT, WRITTEN = datetime(2026, 11, 24, 14, 30, tzinfo=UTC), "2026-11-24T14:30:00+00:00"
DAY = date(2026, 12, 4)

OF_FEATURES = (
    access_links,
    accommodations,
    conflicts_of_interest,
    consents,
    contact_limits,
    first_contact,
    groups,
    hidden_names,
    identity_releases,
    information_requests,
    joint_answers,
    linking,
    nature,
    open_texts,
    outside_outcomes,
    recommendations,
    transfers,
    urgency,
    withdrawals,
)

STORED: list[tuple[EntryFacts, dict[str, Any]]] = [
    (
        entries.Filed(
            agency="a",
            release=2,
            category="a",
            theme="a",
            unit="a",
            channel="a",
            language="a",
            due_at=AT,
            level=2,
        ),
        {
            "agency": "a",
            "release": 2,
            "category": "a",
            "theme": "a",
            "unit": "a",
            "channel": "a",
            "language": "a",
            "due_at": WRITTEN,
            "level": 2,
        },
    ),
    (
        entries.Filed(
            agency="a",
            release=2,
            category="a",
            theme="a",
            unit="a",
            channel="a",
            language="a",
            due_at=AT,
            level=2,
            received_at=AT,
            unacknowledged=True,
            region="06",
            added={"referred_by": "a", "by_leaflet": True},
        ),
        {
            "agency": "a",
            "release": 2,
            "category": "a",
            "theme": "a",
            "unit": "a",
            "channel": "a",
            "language": "a",
            "due_at": WRITTEN,
            "level": 2,
            "received_at": WRITTEN,
            "unacknowledged": True,
            "region": "06",
            "referred_by": "a",
            "by_leaflet": True,
        },
    ),
    (entries.TakenInCharge(in_time=True, working_days=2), {"in_time": True, "working_days": 2}),
    (
        entries.TakenInCharge(in_time=True, working_days=2, confirmed_at=AT),
        {"in_time": True, "working_days": 2, "confirmed_at": WRITTEN},
    ),
    (
        entries.TakenInCharge(in_time=True, working_days=2, contact="phone", contacted_at=AT),
        {"in_time": True, "working_days": 2, "contact": "phone", "contacted_at": WRITTEN},
    ),
    (entries.ContactMade(in_time=False, working_days=3), {"in_time": False, "working_days": 3}),
    (ContactJudged(reached=False), {"reached": False}),
    (
        outside_outcomes.OutsideLinkMade(body="ombudsman", name=NAME, ends_on=DAY),
        {"body": "ombudsman", "name": {"fr": "Parcs"}, "ends_on": "2026-12-04"},
    ),
    (
        outside_outcomes.OutsideOutcomeTold(link=9, name=NAME, outcome="changed"),
        {"link": 9, "name": {"fr": "Parcs"}, "outcome": "changed"},
    ),
    (withdrawals.WithdrawalAsked(last_day=DAY), {"last_day": "2026-12-04"}),
    (
        withdrawals.WithdrawalAsked(last_day=DAY, asked="person", contact="phone"),
        {"last_day": "2026-12-04", "asked": "person", "contact": "phone"},
    ),
    (withdrawals.WithdrawalSuggested(by=""), {"by": ""}),
    (withdrawals.WithdrawalFallen(withdrawals.Fallen.ANSWERED), {"why": "answered"}),
    (
        withdrawals.WithdrawalFallen(withdrawals.Fallen.TAKEN_BACK, "person", "phone"),
        {"why": "taken_back", "asked": "person", "contact": "phone"},
    ),
    (entries.Assigned(to=2), {"to": 2}),
    (
        entries.Reclassified(before="a", category="a", theme="a"),
        {"before": "a", "category": "a", "theme": "a"},
    ),
    (entries.DocumentAdded(sha256="a"), {"sha256": "a"}),
    (
        entries.Answered(
            first=True, in_time=True, level=2, working_days=2, recourses=["a", "b"], hints=2
        ),
        {
            "first": True,
            "in_time": True,
            "level": 2,
            "working_days": 2,
            "recourses": ["a", "b"],
            "hints": 2,
        },
    ),
    (
        entries.Answered(
            first=True,
            in_time=True,
            level=2,
            working_days=2,
            recourses=["a", "b"],
            hints=2,
            first_promise_kept=True,
            confirmed_at=AT,
            read_by=2,
            contact="a",
        ),
        {
            "first": True,
            "in_time": True,
            "level": 2,
            "working_days": 2,
            "recourses": ["a", "b"],
            "hints": 2,
            "first_promise_kept": True,
            "confirmed_at": WRITTEN,
            "read_by": 2,
            "contact": "a",
        },
    ),
    (
        entries.Closed(
            finding="a",
            findings=["a", "b"],
            criteria=["a", "b"],
            measures=2,
            level=2,
            working_days=2,
        ),
        {
            "finding": "a",
            "findings": ["a", "b"],
            "criteria": ["a", "b"],
            "measures": 2,
            "level": 2,
            "working_days": 2,
        },
    ),
    (
        entries.Closed(
            finding="a",
            findings=["a", "b"],
            criteria=["a", "b"],
            measures=2,
            level=2,
            working_days=2,
            confirmed_at=AT,
            read_by=2,
            added={"settled": True, "at_first_contact": True, "group": 2},
        ),
        {
            "finding": "a",
            "findings": ["a", "b"],
            "criteria": ["a", "b"],
            "measures": 2,
            "level": 2,
            "working_days": 2,
            "confirmed_at": WRITTEN,
            "read_by": 2,
            "settled": True,
            "at_first_contact": True,
            "group": 2,
        },
    ),
    (entries.Reopened(level=2, last_day=DAY), {"level": 2, "last_day": "2026-12-04"}),
    (
        entries.ReviewAsked(level=2, last_day=DAY, not_by=[7]),
        {"level": 2, "last_day": "2026-12-04", "not_by": [7]},
    ),
    (entries.LetterPosted(letter="a", day=DAY), {"letter": "a", "day": "2026-12-04"}),
    (entries.PluginFailed(hook="a", reason="a"), {"hook": "a", "reason": "a"}),
    (entries.Extended(last_day=DAY), {"last_day": "2026-12-04"}),
    (
        entries.Extended(last_day=DAY, confirmed_at=AT, read_by=2),
        {"last_day": "2026-12-04", "confirmed_at": WRITTEN, "read_by": 2},
    ),
    (
        entries.Paused(reason="a", reason_name=NAME, until=DAY),
        {"reason": "a", "reason_name": NAMED, "until": "2026-12-04"},
    ),
    (
        entries.Resumed(by_itself=True, due_at=AT, last_day=DAY),
        {"by_itself": True, "due_at": WRITTEN, "last_day": "2026-12-04"},
    ),
    (
        entries.FileCompleted(by_itself=True, due_at=AT, last_day=DAY),
        {"by_itself": True, "due_at": WRITTEN, "last_day": "2026-12-04"},
    ),
    (entries.DateMissed(clock="a", level=2), {"clock": "a", "level": 2}),
    (
        entries.DateMissed("a", 2, [Alarmed.HEAD], WhyVacant.AWAY),
        {"clock": "a", "level": 2, "told": ["head"], "nobody": "away"},
    ),
    (entries.Escalated(level=2, post="a"), {"level": 2, "post": "a"}),
    (
        entries.Escalated(level=3, post="a", over=["b"]),
        {"level": 3, "post": "a", "over": ["b"]},
    ),
    (
        entries.Escalated(level=2, post="a", last_day=DAY, why="a"),
        {"level": 2, "post": "a", "last_day": "2026-12-04", "why": "a"},
    ),
    (entries.PassedToTop(level=2), {"level": 2}),
    (
        entries.PassedToTop(level=3, over=["b"], told=[Alarmed.TOP]),
        {"level": 3, "over": ["b"], "told": ["top"]},
    ),
    (entries.Decided(level=2), {"level": 2}),
    (entries.PostVacant(posts=["a", "b"]), {"posts": ["a", "b"]}),
    (
        entries.PostVacant(posts=["a"], why=[WhyVacant.KEPT_OUT], told=[]),
        {"posts": ["a"], "why": ["kept_out"], "told": []},
    ),
    (entries.RecourseOpened(recourse="a"), {"recourse": "a"}),
    (
        transfers.TransferProposed(before="a", to="a", agency_name=NAME, last_day=DAY),
        {"before": "a", "to": "a", "agency_name": NAMED, "last_day": "2026-12-04"},
    ),
    (transfers.TransferAgreed(fields=["a", "b"]), {"fields": ["a", "b"]}),
    (
        transfers.TransferTakenBack(to="a", agency_name=NAME),
        {"to": "a", "agency_name": NAMED},
    ),
    (
        transfers.TransferTakenBack(to="a", agency_name=NAME, is_unanswered=True),
        {"to": "a", "agency_name": NAMED, "is_unanswered": True},
    ),
    (entries.MessageReceived(), {}),
    (
        identity_releases.ReleaseAsked(fields=["phone"], of="top"),
        {"fields": ["phone"], "of": "top"},
    ),
    (entries.MessageReceived(about="call"), {"about": "call"}),
    (
        transfers.TransferRefused(to="a", agency_name=NAME),
        {"to": "a", "agency_name": NAMED},
    ),
    (
        transfers.TransferRefused(to="a", agency_name=NAME, said_by="phone"),
        {"to": "a", "agency_name": NAMED, "said_by": "phone"},
    ),
    (
        transfers.Routed(
            before="a",
            agency="a",
            agency_name=NAME,
            release=2,
            category="a",
            theme="a",
            unit="a",
            due_at=AT,
            level=2,
        ),
        {
            "before": "a",
            "agency": "a",
            "agency_name": NAMED,
            "release": 2,
            "category": "a",
            "theme": "a",
            "unit": "a",
            "due_at": WRITTEN,
            "level": 2,
        },
    ),
    (
        transfers.Routed(
            before="a",
            agency="a",
            agency_name=NAME,
            release=2,
            category="a",
            theme="a",
            unit="a",
            due_at=AT,
            level=2,
            held=["a", "b"],
            working_days=2,
        ),
        {
            "before": "a",
            "agency": "a",
            "agency_name": NAMED,
            "release": 2,
            "category": "a",
            "theme": "a",
            "unit": "a",
            "due_at": WRITTEN,
            "level": 2,
            "held": ["a", "b"],
            "working_days": 2,
        },
    ),
    (
        entries.Succeeded(
            change=2,
            on=DAY,
            before="a",
            before_name=NAME,
            before_category="a",
            agency="a",
            agency_name=NAME,
            release=2,
            category="a",
            theme="a",
            unit="a",
            level=2,
        ),
        {
            "change": 2,
            "on": "2026-12-04",
            "before": "a",
            "before_name": NAMED,
            "before_category": "a",
            "agency": "a",
            "agency_name": NAMED,
            "release": 2,
            "category": "a",
            "theme": "a",
            "unit": "a",
            "level": 2,
        },
    ),
    (
        joint_answers.PartAsked(to="a", agency_name=NAME, part="a", last_day=DAY),
        {"to": "a", "agency_name": NAMED, "part": "a", "last_day": "2026-12-04"},
    ),
    (joint_answers.PartAgreed(part="a", fields=["a", "b"]), {"part": "a", "fields": ["a", "b"]}),
    (
        joint_answers.PartBegun(part="a", fields=["a", "b"], agency_name=NAME, last_day=DAY),
        {"part": "a", "fields": ["a", "b"], "agency_name": NAMED, "last_day": "2026-12-04"},
    ),
    (
        joint_answers.PartReceived(
            of="a",
            by="a",
            agency="a",
            release=2,
            category="a",
            theme="a",
            channel="a",
            due_at=AT,
            fields=["a", "b"],
        ),
        {
            "of": "a",
            "by": "a",
            "agency": "a",
            "release": 2,
            "category": "a",
            "theme": "a",
            "channel": "a",
            "due_at": WRITTEN,
            "fields": ["a", "b"],
        },
    ),
    (joint_answers.PartDeclined(part="a"), {"part": "a"}),
    (joint_answers.PartCalledOff(part="a"), {"part": "a"}),
    (
        joint_answers.PartCalledOff(part="a", to="a", agency_name=NAME, of="a", by="a"),
        {"part": "a", "to": "a", "agency_name": NAMED, "of": "a", "by": "a"},
    ),
    (joint_answers.PartKept(part="a"), {"part": "a"}),
    (joint_answers.PartUnread(part="a", fields=["story"]), {"part": "a", "fields": ["story"]}),
    (joint_answers.PartKept(part="a", of="a", by="a"), {"part": "a", "of": "a", "by": "a"}),
    (linking.Linked(other="a"), {"other": "a"}),
    (linking.Unlinked(other="a"), {"other": "a"}),
    (nature.NatureSet(Nature.PRAISE), {"nature": "praise"}),
    (
        nature.NatureContested(Nature.COMPLAINT, Nature.PRAISE),
        {"nature": "complaint", "was": "praise"},
    ),
    (
        nature.PassedOn(Nature.PRAISE, [3], ["office"]),
        {"nature": "praise", "people": [3], "posts": ["office"]},
    ),
    (
        nature.PassedOn(Nature.PRAISE, [3], [], are_the_answer=True),
        {"nature": "praise", "people": [3], "posts": [], "are_the_answer": True},
    ),
    (open_texts.TextReviewed(Reading.LEAVE_OUT), {"reading": "leave_out"}),
    (groups.Grouped(group=2), {"group": 2}),
    (
        groups.Grouped(group=2, suggested=True, common=2, by_person=True),
        {"group": 2, "suggested": True, "common": 2, "by_person": True},
    ),
    (groups.Ungrouped(group=2), {"group": 2}),
    (groups.Ungrouped(group=2, handed_on=True), {"group": 2, "handed_on": True}),
    (
        information_requests.InformationRequested(
            to=2, post="a", last_day=DAY, released=["a", "b"]
        ),
        {"to": 2, "post": "a", "last_day": "2026-12-04", "released": ["a", "b"]},
    ),
    (information_requests.InformationMissed(request=2), {"request": 2}),
    (
        information_requests.InformationMissed(request=2, level=2, post="a", last_day=DAY),
        {"request": 2, "level": 2, "post": "a", "last_day": "2026-12-04"},
    ),
    (
        information_requests.InformationGiven(request=2, in_time=True),
        {"request": 2, "in_time": True},
    ),
    (information_requests.InformationEnded(request=2, why="a"), {"request": 2, "why": "a"}),
    (
        recommendations.RecommendationMoved(recommendation=2, step="a"),
        {"recommendation": 2, "step": "a"},
    ),
    (
        recommendations.RecommendationMoved(
            recommendation=2, step="a", level=2, last_day=DAY, in_time=True, by=DAY, on=DAY
        ),
        {
            "recommendation": 2,
            "step": "a",
            "level": 2,
            "last_day": "2026-12-04",
            "in_time": True,
            "by": "2026-12-04",
            "on": "2026-12-04",
        },
    ),
    (
        recommendations.Recommended(recommendation=2, step="a", last_day=DAY, gathered=2),
        {"recommendation": 2, "step": "a", "last_day": "2026-12-04", "gathered": 2},
    ),
    (conflicts_of_interest.ConflictNoted(whom="b", origin="a"), {"origin": "a", "whom": "b"}),
    (conflicts_of_interest.ConflictTold(whom="b"), {"whom": "b"}),
    (
        identity_releases.IdentityReleased(to=2, fields=["a"]),
        {"to": 2, "fields": ["a"]},
    ),
    (conflicts_of_interest.ConflictLifted(whom="b"), {"whom": "b"}),
    (entries.AnswerJudged(verdict="a"), {"verdict": "a"}),
    (entries.Noted(unsent="a", who=3), {"unsent": "a", "who": 3}),
    (recommendations.NewsWished(wishes=True), {"wishes": True}),
    (access_links.LinkSent(means="email"), {"means": "email"}),
    (access_links.LinkUsed(means="post"), {"means": "post"}),
    (access_links.LinksSwitched(off=True), {"off": True}),
    (access_links.CodeRenewed(form="a"), {"form": "a"}),
    (access_links.CodeRenewed(), {}),
    (
        entries.LetterPosted(letter="a", day=DAY, as_asked=False),
        {"letter": "a", "day": "2026-12-04", "as_asked": False},
    ),
    (
        accommodations.AccommodationAsked(count=2, last_day=DAY),
        {"count": 2, "last_day": "2026-12-04"},
    ),
    (
        accommodations.AccommodationAnswered("grant", 2, in_time=True, last_day=DAY),
        {"decision": "grant", "count": 2, "in_time": True, "last_day": "2026-12-04"},
    ),
    (
        accommodations.AccommodationInPlace(count=1, in_time=False),
        {"count": 1, "in_time": False},
    ),
    (consents.ConsentWithdrawn(what="a"), {"what": "a"}),
    (hidden_names.NameShown(asked=True), {"asked": True}),
    (urgency.UrgencyConfirmed(last_day=DAY), {"last_day": "2026-12-04"}),
    (urgency.UrgentActed(in_time=True), {"in_time": True}),
    (
        urgency.UrgentActed(in_time=False, last_day=date(2026, 11, 25)),
        {"in_time": False, "last_day": "2026-11-25"},
    ),
    (
        contact_limits.ContactLimited(means=["a", "b"], last_day=DAY),
        {"means": ["a", "b"], "last_day": "2026-12-04"},
    ),
    (contact_limits.LimitReviewed(goes_on=True), {"goes_on": True}),
    (contact_limits.LimitEnded(why="a"), {"why": "a"}),
]


@pytest.mark.parametrize(("entry", "stored"), STORED)
def test_it_is_stored_as_it_always_was(entry: EntryFacts, stored: dict[str, Any]):
    assert canonical(entry.stored()) == canonical(stored)
    assert list(entry.stored()) == list(stored)


@pytest.mark.parametrize(("entry", "stored"), STORED)
def test_it_is_read_as_it_was_stored(entry: EntryFacts, stored: dict[str, Any]):
    unknown = {"text": "digest", "unknown": 1}
    # What others may add to it is kept as it is.
    added = {"added": {**entry.added, **unknown}} if isinstance(entry, Extensible) else {}
    assert entry.read(stored | unknown) == replace(entry, **added)


def test_every_entry_with_facts_is_looked_at_and_has_a_kind_of_its_own():
    known = [value for module in (entries, *OF_FEATURES) for value in vars(module).values()]
    looked_at = {type(entry) for entry, _ in STORED}
    assert looked_at == {kind for kind in known if is_entry(kind)}
    assert len({kind.kind for kind in looked_at}) == len(looked_at)


def is_entry(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, EntryFacts) and kind is not EntryFacts


def test_what_the_first_entries_did_not_tell_is_read_as_nothing():
    answered = next(stored for entry, stored in STORED if isinstance(entry, entries.Answered))
    closed = next(stored for entry, stored in STORED if isinstance(entry, entries.Closed))
    answered = {name: fact for name, fact in answered.items() if name != "hints"}
    closed = {name: fact for name, fact in closed.items() if name != "criteria"}
    assert entries.Answered.read(answered).hints is None
    assert list(entries.Closed.read(closed).criteria) == []


def test_a_missing_fact_is_refused():
    with pytest.raises(ValueError, match="level"):
        entries.Escalated.read({"post": "head"})
