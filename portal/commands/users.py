"""`portal users …`: who signs in, what they are to each agency, and who works in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.commands.opened import portal_opened
from portal.complaints import accounts
from portal.complaints.accounts import EmailTakenError, ShortPasswordError
from portal.complaints.queries.accounts import Account, every_account, user_by_email
from portal.complaints.queries.health import posts_of_running
from portal.complaints.records.people import UserRecord
from portal.domain.absence import AbsenceProblem, AbsenceRefusedError
from portal.domain.actor import PORTAL
from portal.domain.permissions import EVERYWHERE
from portal.domain.role import Role
from portal.features.absences.actions import absence_of_days, end_absences, record_absence
from portal.releases.drafts import agencies_in_preparation
from portal.runtime import Runtime

_PASSWORD = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="PORTAL_NEW_PASSWORD",
    help=f"At least {accounts.PASSWORD_LENGTH} characters; asked for if it is not given.",
)
_ROLES = click.Choice([role.value for role in Role])
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


@click.group()
def users() -> None:
    """Look after the accounts of the staff."""


@users.command()
@click.argument("email")
@click.option("--name", required=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr")
@_PASSWORD
def add(email: str, name: str, language: str, password: str) -> None:
    """Add somebody who signs in with EMAIL; give them a membership next."""
    with portal_opened() as runtime, _refusals(email), runtime.transaction() as session:
        accounts.create_user(
            session,
            runtime.keyring,
            email,
            name=name,
            now=runtime.now(),
            password=password,
            language="en" if language == "en" else "fr",
        )
    click.echo(f"{email} can sign in.")


@users.command("list")
def list_() -> None:
    """List everybody who signs in, with what they are."""
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        for account in every_account(session):
            click.echo(_line(account))


@users.command()
@click.argument("email")
@_PASSWORD
def password(email: str, password: str) -> None:
    """Give EMAIL a new password; every session that was open ends."""
    with portal_opened() as runtime, _refusals(email):
        _change(runtime, email, lambda user, _: accounts.set_password(user, password))
    click.echo(f"{email} has a new password.")


@users.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Let EMAIL sign in no more, from this moment on."""
    with portal_opened() as runtime:
        _change(runtime, email, lambda user, _: accounts.deactivate(user))
    click.echo(f"{email} can sign in no more.")


@users.command()
@click.argument("email")
@click.option("--role", type=_ROLES, required=True)
@click.option("--agency", help="The code of the agency; without it, the role is the portal's.")
@click.option("--post", help="The post held on the way up, as the agency's settings name it.")
@click.option("--unit", help="The unit worked in, as the agency's settings name it.")
@click.option("--remove", is_flag=True, help="Take the role away instead of giving it.")
def memberships(
    email: str, role: str, agency: str | None, post: str | None, unit: str | None, remove: bool
) -> None:
    """Make EMAIL something to an agency, or no longer."""
    with portal_opened() as runtime:
        if not remove:
            _refuse_elsewhere(Role(role), agency, runtime)
        if agency is not None:
            posts = [step.to for step in _known_agency(runtime, agency).settings.escalation]
            posts += sorted(runtime.read(PORTAL, posts_of_running, agency) - {*posts})
            if post is not None and post not in posts:
                raise click.ClickException(f"{post} is not a post of {agency}: {', '.join(posts)}.")

        def change(user: UserRecord, session: Session) -> None:
            if remove:
                accounts.remove_memberships(user, Role(role), agency)
            else:
                accounts.add_membership(session, user.id, Role(role), agency, post=post, unit=unit)

        _change(runtime, email, change)
    click.echo(f"{email} is {'no longer ' if remove else ''}{role} of {agency or 'the portal'}.")


def _refuse_elsewhere(role: Role, agency: str | None, runtime: Runtime) -> None:
    """Refuse a role where it gives nothing, or would give what is another's."""
    desk = runtime.agencies.in_force.portal.portal.intake_desk
    if role is Role.INTAKE and agency not in (None, desk):
        raise click.ClickException(f"The intake desk is {desk}: nobody is intake of {agency}.")
    if agency is None and role not in EVERYWHERE:
        which = desk if role is Role.INTAKE else "CODE"
        message = f"Nobody is {role.value} of the whole portal: add --agency {which}."
        raise click.ClickException(message)


@users.command()
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
        known = _known_agency(runtime, agency)
        try:
            with runtime.transaction() as session:
                user_id = _known_user(runtime, session, email).id
                stands_in = _known_user(runtime, session, substitute).id if substitute else None
                absence = absence_of_days(known, user_id, first.date(), last.date(), stands_in)
                record_absence(session, PORTAL, absence, runtime.now())
        except AbsenceRefusedError as error:
            raise click.ClickException(_REFUSED[error.problem]) from None
    click.echo(
        f"{email} is away from {agency} from {first:%Y-%m-%d} until {last:%Y-%m-%d}, "
        f"replaced by {substitute or 'nobody'}."
    )


@users.command()
@click.argument("email")
@_AGENCY
def back(email: str, agency: str) -> None:
    """End the absence of EMAIL at once, and take back those that have not begun."""
    with portal_opened() as runtime:
        _known_agency(runtime, agency)
        with runtime.transaction() as session:
            user_id = _known_user(runtime, session, email).id
            ended = end_absences(session, PORTAL, agency, user_id, runtime.now())
    click.echo(f"{email} is back." if ended else f"{email} was not away.")


@contextmanager
def _refusals(email: str) -> Iterator[None]:
    """Say why somebody cannot sign in so, and end the command."""
    try:
        yield
    except EmailTakenError:
        raise click.ClickException(f"Somebody already signs in with {email}.") from None
    except ShortPasswordError:
        message = f"A password has at least {accounts.PASSWORD_LENGTH} characters."
        raise click.ClickException(message) from None


def _known_user(runtime: Runtime, session: Session, email: str) -> UserRecord:
    """Return who signs in with this address, or end the command."""
    user = user_by_email(session, runtime.keyring, email)
    if user is None:
        raise click.ClickException(f"Nobody signs in with {email}.")
    return user


def _known_agency(runtime: Runtime, agency: str) -> Agency:
    """Return the agency with this code, in preparation or not, or end the command."""
    # Nothing is in force yet of those in preparation: their people may be named already.
    prepared = runtime.read(PORTAL, agencies_in_preparation, runtime.agencies.portal)
    agencies: dict[str, Agency] = {known.code: known for known in (*runtime.agencies, *prepared)}
    if agency not in agencies:
        raise click.ClickException(f"{agency} is not an agency: {', '.join(sorted(agencies))}.")
    return agencies[agency]


def _change(runtime: Runtime, email: str, change: Callable[[UserRecord, Session], None]) -> None:
    with runtime.transaction() as session:
        change(_known_user(runtime, session, email), session)


def _line(account: Account) -> str:
    roles = [
        " ".join(filter(None, (role, agency or "portal", post)))
        for role, agency, post in account.memberships
    ]
    state = "" if account.is_active else " (deactivated)"
    return f"{account.email} · {account.name}{state} · {', '.join(roles) or 'no membership'}"
