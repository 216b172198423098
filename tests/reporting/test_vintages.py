"""What is published stands still, is published once, and is revised only for a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.reporting.known import Known
from portal.reporting.vintages import freezing
from portal.reporting.vintages.freezing import (
    NothingToReviseError,
    NotPublishedError,
    Publishing,
    is_as_signed,
    published_on,
    revise,
)
from portal.reporting.vintages.queries import known_in, vintages
from portal.reporting.vintages.records import ReportVintageRecord
from portal.runtime import Runtime
from tests.reporting.figures import HIDDEN, block, count, receive, rows, whole, words
from tests.support import FixedClock, on_both

PAGE = "/fr/statistiques"
QUARTER = Period(2026, 3)
REASON = Text("Un organisme a compté deux fois.", "An agency counted twice.")


def founded(runtime: Runtime, n: int) -> None:
    """Correct how many complaints were founded, without publishing anything."""
    with runtime.transaction() as session:
        measure = ReportCountRecord.measure == "finding_founded"
        session.scalars(select(ReportCountRecord).where(measure)).one().n = n
        move_mark(session, COUNTED)


def counted(runtime: Runtime, n: int = 50) -> None:
    for finding, of_it in (("founded", n), ("unfounded", 70), ("settled", 20)):
        count(runtime, ("parks", "2026-08", f"finding_{finding}", 0, of_it))


def revised(runtime: Runtime) -> dict[str, int]:
    with runtime.transaction() as session:
        return revise(session, runtime, QUARTER, REASON, runtime.now())


def kept(runtime: Runtime) -> list[ReportVintageRecord]:
    with runtime.reading(PORTAL) as session:
        return vintages(session, QUARTER)


def known(runtime: Runtime) -> Known:
    return known_in(kept(runtime)[-1])


def findings(client: FlaskClient) -> list[str]:
    own = (row for row in rows(whole(client, PAGE), "conclusions") if row[0] == "RDP")
    return next(own)[2:9]


@on_both
def test_a_published_quarter_does_not_move_with_what_is_counted(runtime: Runtime):
    counted(runtime)
    before = known(runtime)
    founded(runtime, 80)
    assert Publishing(runtime).run(runtime.now()) == 0
    assert known(runtime) == before
    assert len(kept(runtime)) == 1


def test_no_public_page_moves_with_what_is_counted(client: FlaskClient, runtime: Runtime):
    counted(runtime)
    addresses = (PAGE, f"{PAGE}/parks", "/fr/")
    before = [client.get(address).text for address in addresses]
    founded(runtime, 80)
    assert [words(client.get(address).text) for address in addresses] == list(map(words, before))


def test_a_quarter_is_published_thirty_days_after_its_end(runtime: Runtime, clock: FixedClock):
    assert published_on(QUARTER).isoformat() == "2026-10-30"
    counted(runtime)
    with runtime.transaction() as session:
        for vintage in session.scalars(select(ReportVintageRecord)):
            session.delete(vintage)
    zone = runtime.now().tzinfo
    for day, published in ((29, 0), (30, 1), (31, 0)):
        clock.moment = datetime(2026, 10, day, 16, tzinfo=zone)
        assert Publishing(runtime).run(runtime.now()) == published


@pytest.mark.parametrize(
    ("month", "said"), [(10, "Publié le 31"), (12, "Publié ici pour la première fois le 31")]
)
def test_a_quarter_published_long_after_its_day_says_so(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, month: int, said: str
):
    counted(runtime)
    with runtime.transaction() as session:
        for vintage in session.scalars(select(ReportVintageRecord)):
            session.delete(vintage)
    clock.moment = datetime(2026, month, 31, 16, tzinfo=runtime.now().tzinfo)
    Publishing(runtime).run(runtime.now())
    assert said in words(client.get(PAGE).text)


def test_whoever_dies_while_publishing_published_nothing(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    counted(runtime)
    with runtime.transaction() as session:
        for vintage in session.scalars(select(ReportVintageRecord)):
            session.delete(vintage)

    def dying(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(freezing, "move_mark", dying)
    with pytest.raises(RuntimeError):
        Publishing(runtime).run(runtime.now())
    assert kept(runtime) == []
    monkeypatch.undo()
    assert Publishing(runtime).run(runtime.now()) == 1
    assert len(kept(runtime)) == 1


@on_both
def test_a_revision_says_when_and_why_and_what_changed(runtime: Runtime):
    counted(runtime)
    founded(runtime, 80)
    assert set(revised(runtime)) == {
        *("corrected", "findings", "rated_", "reopened", "settled", "unanswered"),
    }
    first, second = kept(runtime)
    assert (first.number, second.number, second.reason) == (1, 2, REASON.fr)
    assert known_in(second).grids["findings"]["parks"]["founded"] == 80


def test_the_public_page_says_what_was_revised(client: FlaskClient, runtime: Runtime):
    counted(runtime)
    founded(runtime, 80)
    revised(runtime)
    page = words(client.get(PAGE).text)
    assert "Révisé le 24 novembre 2026 : Un organisme a compté deux fois." in page
    assert "A changé : " in page
    assert "Conclusions et mesures correctives (8 chiffres)" in page
    assert "An agency counted twice." in words(client.get("/en/statistics").text)
    assert findings(client)[0] == "80"


def test_a_revision_hides_what_a_few_people_moved(client: FlaskClient, runtime: Runtime):
    counted(runtime)
    founded(runtime, 52)
    revised(runtime)
    assert findings(client)[0] == findings(client)[-1] == HIDDEN
    # What was said before is no secret; by how much it moved is one.
    assert "52" not in words(block(whole(client, PAGE), "conclusions"))


def test_what_was_hidden_stays_hidden(client: FlaskClient, runtime: Runtime):
    counted(runtime, 3)
    assert findings(client)[0] == HIDDEN
    founded(runtime, 60)
    revised(runtime)
    assert findings(client)[0] == HIDDEN


def test_a_quarter_is_revised_only_if_it_is_published_and_another(runtime: Runtime):
    with pytest.raises(NotPublishedError):
        revised(runtime)
    counted(runtime)
    with pytest.raises(NothingToReviseError):
        revised(runtime)
    assert len(kept(runtime)) == 1


@on_both
def test_a_vintage_is_signed_with_all_that_it_says(runtime: Runtime):
    counted(runtime)
    founded(runtime, 80)
    revised(runtime)
    first, second = kept(runtime)
    key = runtime.keyring.public_key
    assert is_as_signed(first, key)
    assert is_as_signed(second, key)
    assert second.previous == first.digest
    for name, other in (("tables", "{}"), ("reason", "Autre."), ("counts", "{}"), ("number", 3)):
        was = getattr(second, name)
        setattr(second, name, other)
        assert not is_as_signed(second, key), name
        setattr(second, name, was)


def test_a_quarter_in_progress_moves_once_a_day_by_steps_of_five(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    def said() -> str:
        return words(client.get(f"{PAGE}/parks").text).partition("Pas encore publié")[2]

    receive(runtime, ("parks", "2026-10", "delay", 17))
    assert "15 plaintes ou un peu plus reçues jusqu’au 23 novembre 2026" in said()
    with runtime.transaction() as session:
        for cell in session.scalars(select(ReportCountRecord)):
            cell.n = 20
        move_mark(session, COUNTED)
    Publishing(runtime).run(runtime.now())
    assert "15 plaintes ou un peu plus" in said()
    clock.moment = runtime.now() + timedelta(days=1)
    Publishing(runtime).run(runtime.now())
    assert "20 plaintes ou un peu plus reçues jusqu’au 24 novembre 2026" in said()
    assert "Les chiffres complets paraîtront le 30 janvier 2027" in said()
