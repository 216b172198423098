from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from portal.complaints import accounts
from portal.complaints.accounts import EmailTakenError, ShortPasswordError
from portal.complaints.queries.accounts import user_by_email
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.support import add_user, on_both


def user(runtime: Runtime, email: str = "claire@parcs.example") -> UserRecord:
    with runtime.reading(PORTAL) as session:
        found = user_by_email(session, runtime.keyring, email)
    assert found is not None
    return found


def actor_of(runtime: Runtime) -> Actor:
    with runtime.reading(PORTAL) as session:
        return accounts.actor_of(session, user(runtime), runtime.now())


@on_both
def test_an_account_is_found_whatever_the_case_and_spaces_typed(runtime: Runtime):
    user_id = add_user(runtime, "claire@parcs.example")
    assert user(runtime, " Claire@PARCS.example ").id == user_id


def test_two_people_cannot_sign_in_with_the_same_address(runtime: Runtime):
    add_user(runtime, "claire@parcs.example")
    with pytest.raises(EmailTakenError):
        add_user(runtime, "CLAIRE@parcs.example")


def test_a_short_password_is_refused(runtime: Runtime):
    with pytest.raises(ShortPasswordError):
        add_user(runtime, "claire@parcs.example", password="court")


def test_the_right_password_is_recognized_and_only_that_one(runtime: Runtime):
    add_user(runtime, "claire@parcs.example", password="correct horse battery")
    kept = user(runtime).password_hash
    assert accounts.is_password(kept, "correct horse battery")
    assert not accounts.is_password(kept, "correct horse batterie")
    assert not accounts.is_password(None, "nobody has this password")


def test_a_password_is_stored_as_argon2_with_19_mebibytes(
    runtime: Runtime, earnest_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(accounts, "_HASHER", earnest_hasher)
    add_user(runtime, "claire@parcs.example")
    assert str(user(runtime).password_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_new_password_ends_every_open_session(runtime: Runtime):
    add_user(runtime, "claire@parcs.example")
    claire = user(runtime)
    before = claire.session_version
    accounts.set_password(claire, "another long password")
    assert claire.session_version > before


def test_a_deactivated_account_ends_its_sessions_too(runtime: Runtime):
    add_user(runtime, "claire@parcs.example")
    claire = user(runtime)
    before = claire.session_version
    accounts.deactivate(claire)
    assert not claire.is_active
    assert claire.session_version > before


@on_both
def test_an_actor_may_do_what_the_memberships_say(runtime: Runtime):
    user_id = add_user(runtime, "claire@parcs.example", Role.OFFICER, "parks")
    with runtime.transaction() as session:
        accounts.add_membership(session, user_id, Role.MANAGER, "water")
    actor = actor_of(runtime)
    assert may(actor, Permission.CLOSE, "parks")
    assert not may(actor, Permission.CLOSE, "water")
    assert may(actor, Permission.NOTE, "water")


def test_a_role_that_was_taken_away_opens_nothing(runtime: Runtime):
    add_user(runtime, "claire@parcs.example", Role.OFFICER, "parks")
    with runtime.transaction() as session:
        found = user_by_email(session, runtime.keyring, "claire@parcs.example")
        assert found is not None
        accounts.remove_memberships(found, Role.OFFICER, "parks")
    assert not may(actor_of(runtime), Permission.SEE_COMPLAINTS, "parks")
