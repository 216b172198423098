"""What is signed is read in few steps, and means what it means to itsdangerous."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from itsdangerous import (
    BadPayload,
    BadSignature,
    SignatureExpired,
    URLSafeSerializer,
    URLSafeTimedSerializer,
)

from portal.auth.signing import Signatures, TimedSignatures

KEY, SALT = "only for tests", "a salt"
KINDS = [(Signatures, URLSafeSerializer), (TimedSignatures, URLSafeTimedSerializer)]
OWN = [own for own, _ in KINDS]
AN_HOUR = 3600


@pytest.mark.parametrize(("own", "theirs"), KINDS)
@pytest.mark.parametrize("manner", [{}, {"signer_kwargs": {"key_derivation": "hmac"}}])
@pytest.mark.parametrize("value", [["é", 1], "x" * 2000, None, ""])
def test_each_reads_what_the_other_writes(
    own: Any, theirs: Any, manner: dict[str, Any], value: object
):
    ours, itsdangerous = own(KEY, salt=SALT, **manner), theirs(KEY, salt=SALT, **manner)
    assert ours.loads(itsdangerous.dumps(value)) == value
    assert itsdangerous.loads(ours.dumps(value)) == value


def test_what_is_right_is_read_without_making_a_signer(monkeypatch: pytest.MonkeyPatch):
    signed = [own(KEY, salt=SALT) for own in OWN]
    written = [each.dumps("Bonjour") for each in signed]
    assert [each.loads(value) for each, value in zip(signed, written, strict=True)]
    for own in OWN:
        monkeypatch.setattr(own, "make_signer", lambda *_: pytest.fail("a signer was made"))
    read = [each.loads(value) for each, value in zip(signed, written, strict=True)]
    assert read == ["Bonjour", "Bonjour"]


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda written: "A" + written[1:], id="another value"),
        pytest.param(lambda written: written[:-4] + "AAAA", id="another signature"),
        pytest.param(lambda written: written.rpartition(".")[0], id="no signature"),
        pytest.param(lambda written: written.rpartition(".")[2], id="a signature alone"),
        pytest.param(lambda written: "." + written.rpartition(".")[2], id="of nothing"),
        pytest.param(lambda written: "é.é", id="no such letters"),
        pytest.param(lambda written: "", id="nothing"),
    ],
)
def test_what_was_changed_is_refused(own: Any, wrong: Callable[[str], str]):
    signed = own(KEY, salt=SALT)
    with pytest.raises(BadSignature):
        signed.loads(wrong(signed.dumps(["Bonjour"])))


@pytest.mark.parametrize("own", OWN)
def test_what_another_key_or_salt_signed_is_refused(own: Any):
    signed = own(KEY, salt=SALT)
    for other in (own("another", salt=SALT), own(KEY, salt="another")):
        with pytest.raises(BadSignature):
            signed.loads(other.dumps(1))
    of_another_salt = signed.dumps(1, salt="another")
    with pytest.raises(BadSignature):
        signed.loads(of_another_salt)
    assert signed.loads(of_another_salt, salt="another") == 1


def test_a_signed_value_without_its_moment_is_refused():
    with pytest.raises(BadSignature):
        TimedSignatures(KEY, salt=SALT).loads(Signatures(KEY, salt=SALT).dumps(1))


def test_what_is_signed_and_no_json_is_refused_as_such():
    signed = Signatures(KEY, salt=SALT)
    with pytest.raises(BadPayload):
        signed.loads(signed.make_signer().sign(b"AAAA"))


@pytest.mark.parametrize(("later", "is_read"), [(0, True), (AN_HOUR, True), (AN_HOUR + 1, False)])
def test_a_value_is_read_for_so_many_seconds(
    monkeypatch: pytest.MonkeyPatch, later: int, is_read: bool
):
    signed, moment = TimedSignatures(KEY, salt=SALT), 1_900_000_000
    monkeypatch.setattr("time.time", lambda: moment)
    written = signed.dumps(1)
    monkeypatch.setattr("time.time", lambda: moment + later)
    assert signed.loads(written) == 1
    if is_read:
        assert signed.loads(written, max_age=AN_HOUR) == 1
    else:
        with pytest.raises(SignatureExpired):
            signed.loads(written, max_age=AN_HOUR)


def test_a_value_of_a_clock_that_ran_ahead_is_refused_where_its_age_counts(
    monkeypatch: pytest.MonkeyPatch,
):
    signed = TimedSignatures(KEY, salt=SALT)
    written = signed.dumps(1)
    monkeypatch.setattr("time.time", lambda: 1_000_000_000)
    with pytest.raises(SignatureExpired):
        signed.loads(written, max_age=AN_HOUR)
    assert signed.loads(written) == 1
    _, moment = signed.loads(written, return_timestamp=True)
    assert moment.year > 2020
