"""Somebody reports reprisals: who protects them is told at once, and has dates to keep."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.complaints.handling import following
from portal.complaints.letters.outbox import send_due
from portal.complaints.records.people import UserRecord
from portal.demo.complaints import make_complaints
from portal.demo.exceptions import report_some
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.reprisals.actions import act as protect
from portal.features.reprisals.actions import apart, note_report
from portal.features.reprisals.actions_dates import keep_dates
from portal.features.reprisals.queries import files_seen, waiting_files
from portal.features.reprisals.records import ProtectionFileRecord
from portal.features.reprisals.rules import CHECK_IN, Against, NobodyInsideError, Reader
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, member, ruled_by
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.reprisals.reported import WORDS, acted, kept, kept_files, reported, told
from tests.features.transfers.transferred import route
from tests.support import FixedClock, RecordingMailer, file, officer, on_both
from tests.support.searching import ids_matching

HEAD, TOP = "head.nothing.parks@exemple.org", "top_authority.president.parks@exemple.org"


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def head(runtime: Runtime) -> Actor:
    return member(runtime, Role.HEAD, "parks", None)


@pytest.fixture
def top(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, "parks", "president")


def pass_next(runtime: Runtime, number: str, clock: FixedClock) -> None:
    clock.moment = kept(runtime, number).owed[0].due_at
    keep_dates(runtime, clock.moment)


def known(runtime: Runtime, number: str, actor: Actor) -> bool:
    seen = files_seen(kept_files(runtime, number), actor, "parks")
    listed = runtime.read(actor, waiting_files, runtime.keyring, actor, "parks")
    assert [one.file for one in listed] == seen
    return bool(seen)


@on_both
def test_a_report_promises_three_dates(runtime: Runtime, number: str, head: Actor):
    assert reported(runtime, number).told is Reader.HEAD
    days = [one.last_day for one in kept(runtime, number).dates]
    # The 30th day is the 24th of December, when the parks are closed for some days.
    assert days == [date(2026, 11, 25), date(2026, 12, 29), date(2027, 2, 22)]


def test_the_head_is_written_to_at_once_and_nobody_else(
    runtime: Runtime, number: str, head: Actor, top: Actor
):
    member(runtime)
    member(runtime, Role.MANAGER, "parks", "director")
    reported(runtime, number)
    assert told(runtime) == [("confidential_waits", head.name)]


def test_a_report_about_the_head_goes_to_the_top_authority_alone(
    runtime: Runtime, number: str, head: Actor, top: Actor
):
    assert reported(runtime, number, against=Against.HEAD).told is Reader.TOP
    assert told(runtime) == [("confidential_waits", TOP)]
    assert not known(runtime, number, head)
    assert known(runtime, number, top)
    with pytest.raises(TransitionNotAllowedError):
        acted(runtime, number, head)


def test_a_report_that_names_the_head_is_about_the_head(runtime: Runtime, number: str, top: Actor):
    zoe = somebody(runtime, "Zoé Roy", Role.HEAD, None)
    reported(runtime, number, "Zoé Roy me menace.")
    assert told(runtime) == [("confidential_waits", TOP)]
    assert not known(runtime, number, zoe)


def test_another_head_is_told_nothing_of_one_that_names_their_colleague(
    runtime: Runtime, number: str, head: Actor, top: Actor
):
    somebody(runtime, "Zoé Roy", Role.HEAD, None)
    reported(runtime, number, "Zoé Roy me menace.")
    assert not known(runtime, number, head)


@pytest.mark.parametrize("body", [WORDS, "Ada Top me menace."])
def test_a_report_about_the_top_authority_is_kept_by_nobody(
    runtime: Runtime, number: str, head: Actor, body: str
):
    somebody(runtime, "Ada Top", Role.TOP_AUTHORITY, "president")
    against = Against.TOP if body == WORDS else Against.OTHERS
    with pytest.raises(NobodyInsideError):
        reported(runtime, number, body, against)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(ProtectionFileRecord)).all() == []
    assert told(runtime) == []


def test_without_a_head_the_top_authority_is_told(runtime: Runtime, number: str, top: Actor):
    assert reported(runtime, number).told is Reader.TOP
    assert told(runtime) == [("confidential_waits", TOP)]


def test_with_nobody_at_all_the_administrators_learn_that_alone(
    runtime: Runtime, mailbox: RecordingMailer, number: str
):
    administrator = member(runtime, Role.ADMINISTRATOR, "parks", None)
    assert reported(runtime, number).told is None
    assert told(runtime) == [("nobody_leads", administrator.name)]
    send_due(runtime, runtime.now())
    [letter] = [one for one in mailbox.sent if administrator.name in str(one["To"])]
    said = str(letter.get_body(("plain",)).get_content())
    assert "Personne n’est là pour agir comme plus haute autorité" in said
    assert not [word for word in ("signal", "présaille", number) if word in said]


def test_the_same_report_sent_twice_is_kept_once(runtime: Runtime, number: str, head: Actor):
    reported(runtime, number, once="a"), reported(runtime, number, once="a")
    assert len(kept(runtime, number).reports) == 1
    assert len(told(runtime)) == 1


def test_a_report_before_the_first_act_joins_the_one_before(
    runtime: Runtime, number: str, head: Actor
):
    reported(runtime, number), reported(runtime, number)
    assert len(kept(runtime, number).dates) == 3
    acted(runtime, number, head)
    reported(runtime, number)
    assert len(kept(runtime, number).dates) == 6


def test_an_officer_notes_what_was_said_on_the_telephone(runtime: Runtime, number: str):
    claire = officer(user_id=None)
    apart(runtime, claire, number, partial(note_report, body=WORDS))
    assert [one.body for one in kept(runtime, number).reports] == [WORDS]
    with pytest.raises(NotAllowedError):
        apart(
            runtime,
            officer(role=Role.AUDITOR),
            number,
            partial(note_report, body=WORDS),
        )


def test_nothing_told_is_nothing_reported(runtime: Runtime, number: str):
    with pytest.raises(IncompleteError):
        reported(runtime, number, " ")


@on_both
def test_the_head_notes_the_first_act_then_each_time_of_asking(
    runtime: Runtime, number: str, head: Actor
):
    reported(runtime, number)
    for at in (0, 1):
        acted(runtime, number, head, f"Geste {at}")
        file_ = kept(runtime, number)
        assert file_.owed[0] == file_.dates[at + 1]
    acted(runtime, number, head, "Geste 2")
    assert [one.body for one in kept(runtime, number).acts] == ["Geste 0", "Geste 1", "Geste 2"]
    assert kept(runtime, number).owed == []
    with pytest.raises(TransitionNotAllowedError):
        acted(runtime, number, head, "Geste 3")


def test_an_act_says_what_was_done(runtime: Runtime, number: str, head: Actor):
    reported(runtime, number)
    with pytest.raises(IncompleteError):
        acted(runtime, number, head, "")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.INTAKE, Role.AUDITOR])
def test_only_the_head_and_the_top_authority_act_and_know(
    runtime: Runtime, number: str, role: Role
):
    reported(runtime, number)
    with pytest.raises(NotAllowedError):
        apart(runtime, officer(role=role), number, partial(protect, body="Geste"))
    assert not known(runtime, number, officer(role=role))
    with runtime.reading(officer(role=role)) as session:
        assert session.scalars(select(ProtectionFileRecord)).all() == []


@on_both
def test_a_missed_first_act_is_told_to_the_top_once_and_the_complaint_does_not_climb(
    runtime: Runtime, number: str, clock: FixedClock, head: Actor, top: Actor
):
    reported(runtime, number)
    before = complaint(runtime, number).version
    pass_next(runtime, number, clock)
    keep_dates(runtime, clock.moment)
    assert told(runtime, "confidential_missed") == [
        ("confidential_missed", HEAD),
        ("confidential_missed", TOP),
    ]
    assert complaint(runtime, number).version == before


def test_what_was_missed_is_still_owed_and_may_be_done_late(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock
):
    reported(runtime, number)
    pass_next(runtime, number, clock)
    assert kept(runtime, number).owed[0].missed_at == clock.moment
    acted(runtime, number, head)
    [done] = kept(runtime, number).acts
    assert done.is_late


@on_both
def test_what_is_owed_outlasts_the_complaint(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock
):
    reported(runtime, number)
    act(runtime, number, following.withdraw)
    acted(runtime, number, head)
    pass_next(runtime, number, clock)
    assert told(runtime, "confidential_missed") == [("confidential_missed", HEAD)]


def test_somebody_whose_complaint_is_over_may_report(runtime: Runtime, number: str, head: Actor):
    act(runtime, number, following.withdraw)
    reported(runtime, number)
    assert not complaint(runtime, number).is_open
    assert known(runtime, number, head)


def test_the_head_alone_is_reminded_of_a_check_in_and_once(
    runtime: Runtime, number: str, head: Actor, top: Actor, clock: FixedClock
):
    reported(runtime, number)
    acted(runtime, number, head)
    clock.moment = kept(runtime, number).owed[0].due_at - timedelta(days=2)
    keep_dates(runtime, clock.moment), keep_dates(runtime, clock.moment)
    assert told(runtime) == [("confidential_waits", HEAD)] * 2
    assert kept(runtime, number).owed[0].kind == CHECK_IN


def test_after_a_head_is_gone_the_top_authority_is_reminded(
    runtime: Runtime, number: str, head: Actor, top: Actor, clock: FixedClock
):
    reported(runtime, number)
    acted(runtime, number, head)
    with runtime.transaction() as session:
        session.get_one(UserRecord, head.user_id).is_active = False
    clock.moment = kept(runtime, number).owed[0].due_at - timedelta(days=2)
    keep_dates(runtime, clock.moment)
    assert told(runtime)[-1] == ("confidential_waits", TOP)


def test_a_complaint_that_is_handed_on_takes_it_along_and_the_new_head_is_told(runtime: Runtime):
    there = member(runtime, Role.HEAD, "parks", None)
    number = file(runtime, "desk").number
    reported(runtime, number)
    assert not known(runtime, number, there)
    route(runtime, number)
    keep_dates(runtime, runtime.now())
    assert told(runtime, "confidential_waits") == [("confidential_waits", there.name)]
    assert known(runtime, number, there)


def test_whom_the_complaint_concerns_is_not_told_of_a_report_about_it(runtime: Runtime, top: Actor):
    zoe = somebody(runtime, "Zoé Roy", Role.HEAD, None)
    number = file(runtime, story="Zoé Roy ne répond jamais.").number
    reported(runtime, number)
    assert told(runtime) == [("confidential_waits", TOP)]
    listed = runtime.read(zoe, waiting_files, runtime.keyring, zoe, "parks")
    assert listed == []


def said_within(length: str) -> dict[str, object]:
    return {"reprisal": {"within": length, "basis": "Loi", "confidence": "sourced"}}


def test_the_settings_of_a_category_then_of_the_agency_say_how_soon(runtime: Runtime):
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    first, *others = settings["categories"]
    first["deadlines"] |= said_within("2 hours")
    ruled_by(
        runtime,
        deadlines={**settings["deadlines"], **said_within("4 hours")},
        categories=[first, *others],
    )
    promise = partial(runtime.agencies.agency("parks").configured.promise, "reprisal")
    assert str(promise(first["code"]).allowance) == "2 hours"
    assert str(promise(others[0]["code"]).allowance) == "4 hours"
    other = runtime.agencies.agency("water").configured.promise("reprisal", "leak")
    assert str(other.allowance) == "1 working day"


def test_a_head_elsewhere_knows_nothing_of_it(runtime: Runtime, number: str):
    reported(runtime, number)
    assert not known(runtime, number, officer("water", role=Role.HEAD))


def test_no_search_finds_what_was_reported(runtime: Runtime, number: str):
    reported(runtime, number)
    with runtime.reading(PORTAL) as session:
        assert ids_matching(session, runtime.keyring, "zouave") == []
        assert ids_matching(session, runtime.keyring, "sentier") != []


def test_no_letter_says_what_it_is_about(
    runtime: Runtime, number: str, head: Actor, clock: FixedClock, mailbox: RecordingMailer
):
    reported(runtime, number)
    pass_next(runtime, number, clock)
    send_due(runtime, clock.moment)
    ours = [one for one in mailbox.sent if HEAD in str(one["To"])]
    assert len(ours) == 2
    for one in ours:
        said = str(one.get_body(("plain",)).get_content())
        assert "/fr/gestion/parks/confidentiel" in said
        for word in (number, "présaille", "signal", "zouave"):
            assert word not in said + str(one["Subject"])


def test_demonstrations_have_reports_that_verify(runtime: Runtime):
    make_complaints(runtime, 40, seed=7)
    assert report_some(runtime) > 0
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(ProtectionFileRecord.id)).all() != []
    assert history_holds(runtime)
