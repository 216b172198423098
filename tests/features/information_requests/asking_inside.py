"""What tests of information requests do: ask, answer, and look at what became of it."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.time.promise import Allowance
from portal.features.information_requests import actions as information_requests
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord
from portal.features.information_requests.rules import BY_DEFAULT, Asked, Released
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act
from tests.support import FixedClock

QUESTION = "Qui a fermé le sentier zibeline?"
DIRECTOR = Asked(post="director")


def ask(
    runtime: Runtime,
    number: str,
    asked: Asked = DIRECTOR,
    by: Actor | None = None,
    question: str = QUESTION,
    within: str = "5 working days",
    released: Collection[Released] = BY_DEFAULT,
    is_naming_meant: bool = False,
) -> int:
    """Let the complaints service ask; return the id of the request."""
    request = {"question": question, "within": Allowance.parse(within), "released": released}
    told = {"asked": asked, "is_naming_meant": is_naming_meant, **request}
    act(runtime, number, information_requests.ask, by, **told)
    return requests(runtime, number)[-1].id


def give(runtime: Runtime, number: str, request_id: int, by: Actor, body: str = "Moi.") -> None:
    """Let somebody answer, as their page does."""
    answer = partial(information_requests.give, request_id=request_id, body=body, by=by)
    runtime.change(PORTAL, number, answer)


def withdraw(runtime: Runtime, number: str, request_id: int, reason: str = "Trouvé.") -> None:
    """Let the complaints service take a request back."""
    act(runtime, number, information_requests.withdraw, request_id=request_id, reason=reason)


def be_silent(runtime: Runtime, number: str, clock: FixedClock) -> None:
    """Let the date of the latest request pass."""
    clock.moment = requests(runtime, number)[-1].due_at
    run_clocks(runtime, clock.moment)


def requests(runtime: Runtime, number: str) -> list[InformationRequestRecord]:
    """Return what was asked about a complaint, in order."""
    record = InformationRequestRecord
    with runtime.reading(PORTAL) as session:
        chosen = select(record).where(record.number == number).order_by(record.id)
        return list(session.scalars(chosen))


def put_to(runtime: Runtime, number: str) -> list[str]:
    """Return to whom the requests about a complaint were put, in turn."""
    step = RequestStepRecord
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(
            select(step)
            .join(ComplaintRecord, ComplaintRecord.id == step.complaint_id)
            .where(ComplaintRecord.number == number)
            .order_by(step.id)
        )
        return [str(row.asked) for row in rows]
