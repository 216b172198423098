"""`portal clients …`: other systems that use the API for an agency."""

from __future__ import annotations

import json
from datetime import datetime

import click

from portal.app import description
from portal.commands.opened import portal_opened
from portal.complaints.api_clients import LONGEST_NAME, make_client, revoke_client
from portal.complaints.queries.api_clients import ListedClient, clients_of
from portal.domain.actor import PORTAL
from portal.domain.api_scopes import Scope
from portal.runtime import Runtime

_AGENCY = click.argument("agency")
_SCOPES = click.option(
    *("--scope", "scopes"),
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it may do; given once for each thing.",
)


@click.group()
def clients() -> None:
    """Look after the systems that use the API for an agency."""


@clients.command()
@_AGENCY
@click.option("--name", required=True, help="What histories call it, such as the system's name.")
@_SCOPES
def make(agency: str, name: str, scopes: tuple[str, ...]) -> None:
    """Let a system use the API for AGENCY; its secret is shown this once."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise click.ClickException(f"A name has from 1 to {LONGEST_NAME} characters.")
    with portal_opened() as runtime:
        _ensure_known(runtime, agency)
        held = [Scope(scope) for scope in scopes]
        with runtime.transaction() as session:
            now = runtime.now()
            made = make_client(session, runtime.keyring, agency, name.strip(), held, now)
    click.echo(f"client_id: {made.client_id}\nclient_secret: {made.secret}")
    click.echo("The secret is kept by nobody: copy it now.", err=True)


@clients.command("list")
@_AGENCY
def list_(agency: str) -> None:
    """List the systems that use the API for AGENCY, or did."""
    with portal_opened() as runtime:
        _ensure_known(runtime, agency)
        for client in runtime.read(PORTAL, clients_of, agency):
            click.echo(_line(client))


@clients.command()
@_AGENCY
@click.argument("client_id")
def revoke(agency: str, client_id: str) -> None:
    """Let CLIENT_ID use the API no more, from this moment on; its tokens end."""
    with portal_opened() as runtime:
        _ensure_known(runtime, agency)
        with runtime.transaction() as session:
            is_there = revoke_client(session, agency, client_id, runtime.now())
    if not is_there:
        raise click.ClickException(f"{client_id} is no client of {agency}.")
    click.echo(f"{client_id} can use the API no more.")


@clients.command()
@click.option("--language", type=click.Choice(["fr", "en"]), default="en")
def describe(language: str) -> None:
    """Print the description of the API, as OpenAPI has it: programs make clients from it."""
    click.echo(json.dumps(description("fr" if language == "fr" else "en"), ensure_ascii=False))


def _ensure_known(runtime: Runtime, agency: str) -> None:
    """End the command if nothing is in force of such an agency."""
    known = sorted(runtime.agencies.in_force.agencies)
    if agency not in known:
        raise click.ClickException(f"{agency} is not an agency: {', '.join(known)}.")


def _line(client: ListedClient) -> str:
    used = f"last used {_day(client.last_used_at)}" if client.last_used_at else "never used"
    state = f"revoked {_day(client.revoked_at)}" if client.revoked_at else used
    return f"{client.client_id} · {client.name} · {' '.join(client.scopes)} · {state}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
