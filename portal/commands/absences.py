"""`portal users absent` and `back`: who is away from an agency, and who works in their place."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.commands.opened import portal_opened
from portal.commands.users import known_agency, known_user
from portal.domain.absence import AbsenceProblem, AbsenceRefusedError
from portal.domain.actor import PORTAL
from portal.features.absences.actions import absence_of_days, end_absences, record_absence
from portal.runtime import Runtime

_DAY = click.DateTime(["%Y-%m-%d"])
_AGENCY = click.option("--agency", required=True, help="The code of the agency.")
_REFUSED: dict[AbsenceProblem, str] = {
    AbsenceProblem.ENDS_BEFORE: "The last day comes before the first.",
    AbsenceProblem.PAST: "This absence is already over.",
    AbsenceProblem.OVERLAPS: "Another absence is recorded for these days. Run: portal users back",
    AbsenceProblem.NOT_OF_AGENCY: "This person does not work for the agency.",
    AbsenceProblem.NOT_A_SUBSTITUTE: "The substitute may not do this person's work in the agency.",
    AbsenceProblem.CIRCLE: "The substitute is away too, and replaced by this person in the end.",
}


@click.command()
@click.argument("email")
@_AGENCY
@click.option("--from", "first", type=_DAY, required=True, help="The first day of the absence.")
@click.option("--until", "last", type=_DAY, required=True, help="The last day of the absence.")
@click.option("--substitute", help="The e-mail address of whoever works in their place.")
def absent(
    email: str, agency: str, first: datetime, last: datetime, substitute: str | None
) -> None:
    """Record that EMAIL is away, and who works in their place; nobody, unless it is said."""
    with portal_opened() as runtime:
        known = known_agency(runtime, agency)
        try:
            with runtime.transaction() as session:
                _record(runtime, session, known, email, first, last, substitute)
        except AbsenceRefusedError as error:
            raise click.ClickException(_REFUSED[error.problem]) from None
    click.echo(
        f"{email} is away from {agency} from {first:%Y-%m-%d} until {last:%Y-%m-%d}, "
        f"replaced by {substitute or 'nobody'}."
    )


@click.command()
@click.argument("email")
@_AGENCY
def back(email: str, agency: str) -> None:
    """End the absence of EMAIL at once, and take back those that have not begun."""
    with portal_opened() as runtime:
        known_agency(runtime, agency)
        with runtime.transaction() as session:
            user_id = known_user(runtime, session, email).id
            ended = end_absences(session, PORTAL, agency, user_id, runtime.now())
    click.echo(f"{email} is back." if ended else f"{email} was not away.")


def _record(
    runtime: Runtime,
    session: Session,
    agency: Agency,
    email: str,
    first: datetime,
    last: datetime,
    substitute: str | None,
) -> None:
    user_id = known_user(runtime, session, email).id
    substitute_id = known_user(runtime, session, substitute).id if substitute else None
    absence = absence_of_days(agency, user_id, first.date(), last.date(), substitute_id)
    record_absence(session, PORTAL, absence, runtime.now())
