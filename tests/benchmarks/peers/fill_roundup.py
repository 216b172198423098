"""Fill a Roundup tracker with so many issues: `python -m tests.benchmarks.peers.fill_roundup`."""

from __future__ import annotations

import sys

from roundup import instance
from roundup.date import Date

from tests.benchmarks.peers import stories

_AT_ONCE = 500
_OPEN, _CLOSED = "chatting", "resolved"


def fill(home: str, count: int) -> None:
    """Add a keyword for each agency, and the issues, each with its story: half are open."""
    database = instance.open(home).open("admin")
    database.conn.execute("PRAGMA synchronous=OFF")  # while it is filled, nobody waits for a disk
    for number in range(stories.AGENCIES):
        database.keyword.create(name=f"Agency {number}")
    for number in range(count):
        _add(database, number)
        if number % _AT_ONCE == 0:
            database.commit()
    database.commit()
    database.close()


def _add(database, number):
    story = stories.story(number)
    message = database.msg.create(author="1", date=Date("."), content=story, summary=story[:60])
    is_open = number // stories.AGENCIES % 2
    database.issue.create(
        title=stories.title(number),
        messages=[message],
        keyword=[str(number % stories.AGENCIES + 1)],
        status=database.status.lookup(_OPEN if is_open else _CLOSED),
    )


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
