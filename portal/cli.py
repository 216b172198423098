"""`portal …`: every command of the portal."""

from __future__ import annotations

import gc
from importlib import import_module

import click

COMMANDS = {
    "agencies": "agencies",
    "clients": "clients",
    "clocks": "clocks",
    "db": "database",
    "demo": "demo",
    "drill": "drill",
    "dump": "database",
    "finder": "finder",
    "history": "history",
    "mail": "mail",
    "reports": "reports",
    "search": "search",
    "serve": "serving",
    "users": "users",
    "worker": "serving",
}
"""Each command and its module in `portal.commands`, where it has the same name."""

# Most of what is imported and opened lives as long as the process: with Python's own numbers a
# fifth of the time until the first page goes into looking whether it is still used.
_COLLECT_AFTER = (20_000, 20, 50)


class LateCommands(click.Group):
    """A group whose commands are imported when they are called: each waits for its own alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, if there is one of this name."""
        if cmd_name not in COMMANDS:
            return None
        gc.set_threshold(*_COLLECT_AFTER)
        module = import_module(f"portal.commands.{COMMANDS[cmd_name]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LateCommands)
def main() -> None:
    """Run and look after a complaints portal."""


if __name__ == "__main__":
    main()
