"""`python -m portal.drill.earlier`: serve a copy as of yesterday.

Only the portal's own clock is another: whoever runs a drill need not be allowed to set the
machine's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from portal.app import open_portal
from portal.config import load_config
from portal.logs import configure_logs
from portal.server import run_server

_BACK = timedelta(days=1)


def main() -> None:
    """Serve until told to stop."""
    config = load_config()
    configure_logs(config.log_level)
    runtime = replace(open_portal(config), now=lambda: datetime.now(UTC) - _BACK)
    runtime.take_up_changes()
    run_server(runtime, worker=True)


if __name__ == "__main__":
    main()
