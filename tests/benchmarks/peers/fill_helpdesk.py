"""Fill a django-helpdesk with so many tickets: `python -m tests.benchmarks.peers.fill_helpdesk`."""

from __future__ import annotations

import sys
from datetime import timedelta

import django

from tests.benchmarks.peers import stories

_AT_ONCE = 1000


def fill(count: int) -> None:
    """Add an officer, a queue for each agency, and the tickets: half are open."""
    from django.contrib.auth.models import User
    from helpdesk.models import FollowUp, Queue, Ticket

    User.objects.create_superuser(stories.OFFICER, "officer@example.org", stories.PASSWORD)
    queues = [_queue(Queue, number) for number in range(stories.AGENCIES)]
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        tickets = [_ticket(Ticket, queues, number) for number in numbers]
        Ticket.objects.bulk_create(tickets)
        FollowUp.objects.bulk_create([_opened(FollowUp, ticket) for ticket in tickets])


def _queue(model, number):
    return model.objects.create(
        slug=f"agency-{number}", title=f"Agency {number}", allow_public_submission=True
    )


def _ticket(model, queues, number):
    from django.utils import timezone

    created = timezone.now() - timedelta(minutes=number)
    return model(
        queue=queues[number % len(queues)],
        title=stories.title(number),
        description=stories.story(number),
        submitter_email=f"person{number}@example.org",
        status=model.OPEN_STATUS if number // len(queues) % 2 else model.CLOSED_STATUS,
        created=created,
        modified=created,
    )


def _opened(model, ticket):
    return model(
        ticket=ticket, title="Opened", date=ticket.created, comment=ticket.description, public=True
    )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
