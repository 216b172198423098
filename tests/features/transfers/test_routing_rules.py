"""What the desk decides between agencies becomes a rule: followed, not bounced, revocable."""

from __future__ import annotations

import pytest

from portal.config import Config
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.routing import NewRule
from portal.features.transfers.actions_desk import revoke_rule
from portal.gateways.file_store import FolderStore
from portal.runtime import Runtime, build_runtime
from tests.complaints.cases import complaint
from tests.features.transfers.routing_rules import RULE, STORY, decide, decided, rules
from tests.features.transfers.transferred import DESK, propose
from tests.support import RecordingMailer, file, officer, on_both


@on_both
def test_the_next_complaint_is_led_there_and_it_is_said_why(runtime: Runtime):
    assert runtime.suggested(STORY, "fr")[0].agency == "parks"
    number = decided(runtime)
    first, second, *_ = runtime.suggested(STORY, "fr")
    assert (first.agency, first.decided_at) == ("water", runtime.now())
    assert set(first.matched) == {"conduite", "piste"}
    assert second.agency == "parks"
    (kept,) = rules(runtime)
    assert (kept.number, kept.reason) == (number, "La conduite est en cause.")


def test_without_a_rule_nothing_changes_for_others(runtime: Runtime):
    decided(runtime, None)
    assert rules(runtime) == []
    assert runtime.suggested(STORY, "fr")[0].agency == "parks"


@on_both
def test_what_a_rule_decides_goes_back_to_the_desk_alone(runtime: Runtime):
    decided(runtime)
    number = file(runtime, "water", story=STORY).number
    with pytest.raises(IncompleteError, match="receiving"):
        propose(runtime, number, "parks")
    propose(runtime, number, "desk")
    other = file(runtime, "water", story="Ma facture est fausse.").number
    propose(runtime, other, "parks")


@on_both
def test_a_revoked_rule_decides_nothing_any_more(runtime: Runtime):
    decided(runtime)
    (kept,) = rules(runtime)
    for expected in (True, False):
        with runtime.transaction(DESK) as session:
            told = (session, DESK, "desk", kept.id, "Les réseaux ont changé.", runtime.now())
            assert revoke_rule(*told) is expected
    runtime.take_up_changes()
    assert runtime.suggested(STORY, "fr")[0].agency == "parks"
    propose(runtime, file(runtime, "water", story=STORY).number, "parks")


def test_only_the_desk_revokes_and_says_why(runtime: Runtime):
    decided(runtime)
    (kept,) = rules(runtime)
    with runtime.transaction(DESK) as session:
        with pytest.raises(NotAllowedError):
            revoke_rule(session, officer("water"), "desk", kept.id, "Non.", runtime.now())
        with pytest.raises(IncompleteError):
            revoke_rule(session, DESK, "desk", kept.id, " ", runtime.now())


def test_a_rule_is_made_of_a_decision_between_agencies_alone(runtime: Runtime):
    number = file(runtime, "desk", story=STORY).number
    with pytest.raises(TransitionNotAllowedError):
        decide(runtime, number, RULE)
    assert complaint(runtime, number).agency == "desk"


def test_words_that_tell_of_a_person_make_no_rule(runtime: Runtime):
    with pytest.raises(IncompleteError, match="phrases"):
        decided(runtime, NewRule(("514 555-0199",)))
    assert rules(runtime) == []


def test_another_process_follows_a_rule_within_a_second(runtime: Runtime, tmp_path):
    config: Config = runtime.config
    files = FolderStore(tmp_path / "files", runtime.keyring)
    other = build_runtime(
        config, runtime.keyring, RecordingMailer(), files, runtime.features, runtime.now
    )
    try:
        other.notice_releases()
        assert other.suggested(STORY, "fr")[0].agency == "parks"
        decided(runtime)
        other._noticing._looked_at = 0.0  # half a second later
        other.notice_releases()
        assert other.suggested(STORY, "fr")[0].agency == "water"
    finally:
        other.database.close()
