"""`portal …`: every command of the portal."""

from __future__ import annotations

import click

from portal.commands.agencies import agencies
from portal.commands.agency_changes import call_off, changes, merge, rename, split
from portal.commands.agency_files import export, new
from portal.commands.clocks import clocks, move_dates
from portal.commands.database import db, dump, history, reports
from portal.commands.demo import demo
from portal.commands.serving import serve, worker
from portal.commands.users import users


@click.group()
def main() -> None:
    """Run and look after a complaints portal."""


for command in (serve, worker, db, agencies, clocks, history, dump, demo, reports, users):
    main.add_command(command)

for command in (new, export, merge, split, rename, changes, call_off, move_dates):
    agencies.add_command(command)

if __name__ == "__main__":
    main()
