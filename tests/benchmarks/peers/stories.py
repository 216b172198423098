"""What the peers are filled with: stories as long as those that the portal invents."""

from __future__ import annotations

AGENCIES = 20
OFFICER, PASSWORD = "officer", "of a measurement"
EVERY = 500
"""How many different rare words there are: with 10 000 stories, twenty of them have each."""
_TROUBLES = ("renewal", "refund", "permit", "inspection", "appointment", "invoice", "licence")
_MONTHS = ("January", "March", "April", "June", "September", "October")


def title(number: int) -> str:
    """Return the first line of a story."""
    return f"My {_TROUBLES[number % len(_TROUBLES)]} has not come, file {number}"


def rare_word(number: int) -> str:
    """Return a word that few stories have."""
    return f"ref{number % EVERY}q"


def story(number: int) -> str:
    """Return what somebody tells."""
    return (
        f"I have been waiting for my {_TROUBLES[number % len(_TROUBLES)]} since"
        f" {_MONTHS[number % len(_MONTHS)]}. I called {number % 7 + 2} times, I was promised a call"
        " each time, and nobody calls back. At the counter they said that my request is complete."
        f" Meanwhile I pay out of my own pocket, about {number % 90 + 10} dollars a week. I would"
        f" like to know where it is and when it comes. Their letter says {rare_word(number)}."
    )
