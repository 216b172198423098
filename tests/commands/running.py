"""How the tests of the commands run one of them."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Portal = Callable[..., Result]
