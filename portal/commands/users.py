"""`portal users …`: who signs in, and what they are to each agency."""

from __future__ import annotations

from collections.abc import Callable

import click
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.commands.opened import portal_opened
from portal.complaints import accounts
from portal.complaints.accounts import EmailTakenError, ShortPasswordError
from portal.complaints.queries.accounts import Account, every_account
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Role
from portal.releases.beginnings import agencies_in_preparation
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
    with portal_opened() as runtime:
        try:
            with runtime.transaction() as session:
                accounts.create_user(
                    session,
                    runtime.keyring,
                    email,
                    name=name,
                    now=runtime.now(),
                    password=password,
                    language="en" if language == "en" else "fr",
                )
        except EmailTakenError:
            raise click.ClickException(f"Somebody already signs in with {email}.") from None
        except ShortPasswordError:
            raise _too_short() from None
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
    with portal_opened() as runtime:
        try:
            _change(runtime, email, lambda user, _: accounts.set_password(user, password))
        except ShortPasswordError:
            raise _too_short() from None
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
        if agency is not None:
            _check_post(runtime, agency, post)

        def change(user: UserRecord, session: Session) -> None:
            if remove:
                accounts.remove_memberships(user, Role(role), agency)
            else:
                accounts.add_membership(session, user.id, Role(role), agency, post=post, unit=unit)

        _change(runtime, email, change)
    click.echo(f"{email} is {'no longer ' if remove else ''}{role} of {agency or 'the portal'}.")


def known_user(runtime: Runtime, session: Session, email: str) -> UserRecord:
    """Return who signs in with this address, or end the command."""
    user = accounts.user_by_email(session, runtime.keyring, email)
    if user is None:
        raise click.ClickException(f"Nobody signs in with {email}.")
    return user


def known_agency(runtime: Runtime, agency: str) -> Agency:
    """Return the agency with this code, in preparation or not, or end the command."""
    agencies: dict[str, Agency] = {
        agency.code: agency for agency in (*runtime.agencies, *_in_preparation(runtime))
    }
    if agency not in agencies:
        raise click.ClickException(f"{agency} is not an agency: {', '.join(sorted(agencies))}.")
    return agencies[agency]


def _change(runtime: Runtime, email: str, change: Callable[[UserRecord, Session], None]) -> None:
    with runtime.transaction() as session:
        change(known_user(runtime, session, email), session)


def _check_post(runtime: Runtime, agency: str, post: str | None) -> None:
    posts = [step.to for step in known_agency(runtime, agency).settings.escalation]
    if post is not None and post not in posts:
        raise click.ClickException(f"{post} is not a post of {agency}: {', '.join(posts)}.")


def _in_preparation(runtime: Runtime) -> list[Agency]:
    """Return the agencies that nothing is in force of yet: their people may be named already."""
    with runtime.reading(PORTAL) as session:
        return agencies_in_preparation(session, runtime.agencies.portal)


def _line(account: Account) -> str:
    roles = [
        " ".join(filter(None, (role, agency or "portal", post)))
        for role, agency, post in account.memberships
    ]
    state = "" if account.is_active else " (deactivated)"
    return f"{account.email} · {account.name}{state} · {', '.join(roles) or 'no membership'}"


def _too_short() -> click.ClickException:
    return click.ClickException(f"A password has at least {accounts.PASSWORD_LENGTH} characters.")
