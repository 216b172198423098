"""Each journey walked in both languages and at both widths: one of the four in the ordinary run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest
from playwright.sync_api import Browser

from tests.browser.front_door.person import Person
from tests.browser.front_door.walks import HEIGHTS, OFFICE


@pytest.fixture
def at_a_browser(
    chromium: Browser, served: str, language: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[int], Person]]:
    """Put somebody at a browser of their own, which knows nothing yet, with a screen so wide."""
    with ExitStack() as stack:

        def opened(width: int) -> Person:
            context = chromium.new_context(
                viewport={"width": width, "height": HEIGHTS[width]}, java_script_enabled=False
            )
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            name = request.node.name.removeprefix("test_").replace("/", "-")
            return Person(context.new_page(), served, language, f"{name}-{width}")

        yield opened


@pytest.fixture
def person(at_a_browser: Callable[[int], Person], width: int) -> Person:
    """Somebody who comes to the portal for the first time."""
    return at_a_browser(width)


@pytest.fixture
def another_device(at_a_browser: Callable[[int], Person], width: int) -> Callable[[], Person]:
    """Let the person go on elsewhere, where the portal knows nothing of them."""
    return partial(at_a_browser, width)


@pytest.fixture
def employee(at_a_browser: Callable[[int], Person]) -> Callable[[str], Person]:
    """Let an employee sign in at a desk."""
    return lambda email: at_a_browser(OFFICE).signs_in(email)
