"""How often each journey is walked, and how many clicks it may take."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.front_door.person import Person

PHONE, OFFICE = 390, 1280
HEIGHTS = {PHONE: 844, OFFICE: 900}
ORDINARY, FOR_ANOTHER = 9, 12
"""The most clicks from the home page to the number, and those for somebody else."""
ROUNDS = (("fr", PHONE), ("en", OFFICE), ("fr", OFFICE), ("en", PHONE))


def walked(ordinarily: int) -> Any:
    """Walk a journey in each round: in one of the four always, in the others by the slow run."""
    rounds = [
        pytest.param(*one, marks=() if rank == ordinarily else pytest.mark.slow)
        for rank, one in enumerate(ROUNDS)
    ]
    return pytest.mark.parametrize(("language", "width"), rounds)


def is_ordinary(person: Person) -> None:
    """Fail if it took more than an ordinary complaint may, whatever was ticked counted too."""
    assert person.clicks + person.choices <= ORDINARY, _counted(person)


def within(clicks: int, choices: int, person: Person) -> None:
    """Fail if it took more clicks, or more choices besides, than it does today."""
    assert person.clicks <= clicks, _counted(person)
    assert person.choices <= choices, _counted(person)


def _counted(person: Person) -> str:
    return f"{person.clicks} clicks and {person.choices} choices"
