"""Opening the portal for a command, or saying every reason why it cannot be opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from portal.app import open_portal
from portal.config import Config, ConfigError, load_config
from portal.db.schema import is_current
from portal.logs import configure_logs
from portal.runtime import Runtime


def config() -> Config:
    """Read the installation's settings; print every mistake and end the command otherwise."""
    with _mistakes_told():
        loaded = load_config()
    configure_logs(loaded.log_level)
    return loaded


@contextmanager
def portal_opened(*, migrated: bool = True) -> Iterator[Runtime]:
    """Open the portal for one command; `migrated` refuses an older database structure."""
    configured = config()
    with _mistakes_told():
        runtime = open_portal(configured)
    try:
        if migrated and not is_current(runtime.database):
            raise click.ClickException("The database is not migrated. Run: portal db upgrade")
        yield runtime
    finally:
        runtime.database.close()


@contextmanager
def _mistakes_told() -> Iterator[None]:
    """Print every mistake in the installation's settings and end the command."""
    try:
        yield
    except ConfigError as error:
        for mistake in error.mistakes:
            click.echo(mistake, err=True)
        sys.exit(2)


def read_moment(typed: str) -> datetime:
    """Read a moment such as 2026-12-24T09:00:00Z, in UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise click.BadParameter(f"{typed} is not a moment, such as 2026-12-24T09:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
