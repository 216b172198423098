"""What the plugins of agencies add to a filing, each in its own process, and what those take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from portal.agencies.agency import Agency
from portal.agencies.plugins.hosted import load_hosted
from portal.agencies.settings.reader import read_folder
from portal.agencies.settings.schema import AgencySettings
from portal.complaints.planning import plan_filing
from portal.domain.complaint import Draft

TIMES, WARM = 300, 30
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
STORY = "Le médecin ne répond pas depuis trois semaines. " * 30
FOLDER = Path("agency_configs")
_HOSTS = "portal.agencies.plugins.host"


def plugins() -> Iterator[str]:
    """Ask all that a filing asks, with the settings alone and with the plugin; then the memory."""
    for code, settings in read_folder(FOLDER).agencies.items():
        if settings.agency.plugin is not None:
            alone = _seconds(Agency(settings, 1))
            both = _seconds(Agency(settings, 1, load_hosted(settings.agency.plugin)))
            added = 1000 * (both - alone)
            yield f"{code}: {1000 * both:.2f} ms, of which the plugin {added:.2f}"
    yield f"memory of all processes that host plugins: {_memory_mb():.0f} MB"


def _seconds(agency: Agency) -> float:
    """Return the median of what asking takes, in all that a filing asks."""
    draft = _draft(agency.settings)
    taken = []
    for _ in range(WARM + TIMES):
        began = perf_counter()
        _ask(agency, draft)
        taken.append(perf_counter() - began)
    return median(taken[WARM:])


def _draft(settings: AgencySettings) -> Draft:
    return Draft(settings.categories[0].code, STORY, received_at=NOW)


def _ask(agency: Agency, draft: Draft) -> None:
    asked = agency.consult()
    asked.questions(asked.category(draft.category))
    asked.problems(draft)
    asked.notices(draft)
    assert not plan_filing(agency, draft, NOW, asked).failures


def _memory_mb() -> float:
    """Return what the hosts begun here take, what they share counted once."""
    hosts = [
        each
        for each in Path("/proc").glob("[0-9]*")
        if _HOSTS in _command(each) and os.getpgid(int(each.name)) == os.getpgid(0)
    ]
    kilobytes = [
        int(line.split()[1])
        for host in hosts
        for line in (host / "smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return sum(kilobytes) / 1024


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text()
    except OSError:
        return ""
