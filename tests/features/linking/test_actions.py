"""Complaints that have to do with each other: noted in both, seen by whoever sees both."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.queries.of_complaint import read_of
from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.role import Role
from portal.features.linking.actions import link_complaints, unlink_complaints
from portal.features.linking.queries import LINKS
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, kinds, last, messages
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import signed_in, words
from tests.support import file, officer, on_both

BOTH_AGENCIES = Actor(
    ActorKind.STAFF,
    "Claire Roy",
    None,
    tuple(Membership(Role.OFFICER, agency, "office") for agency in ("parks", "water")),
)


def linked(runtime: Runtime, number: str, actor: Actor | None = None) -> list[str]:
    with runtime.reading(actor or officer(complaint(runtime, number).agency)) as session:
        found = read_of(session, LINKS, complaint(runtime, number).id)
        return [one.number for one in found if not one.is_undone]


@on_both
def test_both_show_it_and_both_histories_tell(runtime: Runtime):
    first, second = file(runtime).number, file(runtime).number
    act(runtime, first, link_complaints, to=second)
    assert linked(runtime, first) == [second]
    assert linked(runtime, second) == [first]
    assert last(runtime, second, "linked").facts == {"other": first}
    assert not last(runtime, first, "linked").public


@on_both
def test_of_another_agency_it_is_shown_to_whoever_sees_both(runtime: Runtime):
    first, second = file(runtime).number, file(runtime, "water").number
    act(runtime, first, link_complaints, BOTH_AGENCIES, to=second)
    assert linked(runtime, first, BOTH_AGENCIES) == [second]
    assert linked(runtime, first) == []
    assert linked(runtime, second) == []


def test_what_one_may_not_see_itself_or_twice_is_not_linked(runtime: Runtime):
    first, second = file(runtime).number, file(runtime).number
    hidden = file(runtime, "water").number
    act(runtime, first, link_complaints, to=second)
    for number in (hidden, first, second, "2026-999999"):
        with pytest.raises(IncompleteError, match="linked"):
            act(runtime, first, link_complaints, to=number)
    assert kinds(runtime, first).count("linked") == 1


def test_a_link_outlasts_a_transfer_and_is_then_hidden(runtime: Runtime):
    first, second = file(runtime).number, file(runtime).number
    act(runtime, first, link_complaints, to=second)
    transferred(runtime, second)
    assert linked(runtime, first) == []
    assert linked(runtime, first, BOTH_AGENCIES) == [second]


@pytest.mark.parametrize("role", [Role.AUDITOR])
def test_who_may_not_write_links_nothing(runtime: Runtime, role: Role):
    first, second = file(runtime).number, file(runtime).number
    with pytest.raises(NotAllowedError):
        act(runtime, first, link_complaints, officer(role=role), to=second)


def test_it_is_done_on_a_page_and_a_wrong_number_is_asked_for_again(app: Flask, runtime: Runtime):
    first, second = file(runtime).number, file(runtime).number
    client = signed_in(app, runtime)
    path = f"/fr/gestion/parks/plaintes/{first}/lier"
    assert client.get(path).status_code == 200
    version = complaint(runtime, first).version
    for typed in ("", "abc", "2026-999999"):
        answer = client.post(path, data={"linked": typed, "version": version})
        assert answer.status_code == 422
        assert 'href="#linked"' in answer.text
    client.post(path, data={"linked": second.replace("-", " "), "version": version})
    page = client.get(f"/fr/gestion/parks/plaintes/{second}")
    assert f"/fr/gestion/parks/plaintes/{first}" in page.text
    assert f"Avec la plainte {first}." in words(page.text)


@on_both
@pytest.mark.parametrize("reason", ["", "Ce n’est pas le même sentier."])
def test_a_link_is_undone_in_both_with_the_reason_and_may_be_made_again(
    runtime: Runtime, reason: str
):
    first, second = file(runtime).number, file(runtime).number
    act(runtime, first, link_complaints, to=second)
    act(runtime, second, unlink_complaints, other=first, reason=reason)
    for one, another in ((first, second), (second, first)):
        assert linked(runtime, one) == []
        told = last(runtime, one, "unlinked")
        assert (told.facts["other"], told.public) == (another, False)
        assert [m.body for m in messages(runtime, one)] == ([reason] if reason else [])
    act(runtime, first, link_complaints, to=second)
    assert (linked(runtime, first), linked(runtime, second)) == ([second], [first])
    assert history_holds(runtime)


def test_only_a_link_that_holds_and_that_one_sees_is_undone(runtime: Runtime):
    first, second, third = (file(runtime).number for _ in range(3))
    act(runtime, first, link_complaints, to=second)
    act(runtime, first, link_complaints, to=third)
    act(runtime, first, unlink_complaints, other=second, reason="")
    transferred(runtime, third)
    for number in (first, second, third, "2026-999999"):
        with pytest.raises(IncompleteError, match="link_to_undo"):
            act(runtime, first, unlink_complaints, other=number, reason="")
    assert kinds(runtime, first).count("unlinked") == 1


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_who_handles_no_complaints_undoes_no_link(runtime: Runtime, role: Role):
    first, second = file(runtime).number, file(runtime).number
    act(runtime, first, link_complaints, to=second)
    with pytest.raises(NotAllowedError):
        act(runtime, first, unlink_complaints, officer(role=role), other=second, reason="")
    assert linked(runtime, first) == [second]


def test_a_link_is_undone_on_its_page_and_its_history_still_tells_of_it(
    app: Flask, runtime: Runtime
):
    first, second = file(runtime).number, file(runtime).number
    act(runtime, first, link_complaints, to=second)
    client, path = signed_in(app, runtime), f"/fr/gestion/parks/plaintes/{first}"
    assert f"{path}/delier?linked={second}" in client.get(path).text
    typed = {"version": complaint(runtime, first).version, "reason": "Autre sentier."}
    refused = client.post(f"{path}/delier", data=typed)
    assert (refused.status_code, "Autre sentier." in refused.text) == (422, True)
    assert 'href="#linked"' in refused.text
    client.post(f"{path}/delier", data={**typed, "linked": second})
    page = words(client.get(path).text)
    assert "/delier" not in client.get(path).text
    assert page.count(f"Avec la plainte {second}.") == 2
    assert "Autre sentier." in page
    assert "Aucun lien à défaire" in words(client.get(f"{path}/delier").text)
