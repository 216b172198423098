"""What a feature shows, and where: its own pages, and what it adds to pages that others declare.

A module declares its pages in a group of its own; which groups an application serves, the
application lists. Whatever is not listed has no address. They are made into blueprints anew for
each application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.pages.current import behind

Function = TypeVar("Function", bound=Callable[..., Any])

ADDED = "contributions"
"""Under which name an application keeps what its features add."""


class Pages:
    """Pages of one `audience`, whose name begins the names of their endpoints."""

    def __init__(self, audience: str) -> None:
        self.audience = audience
        self._steps: list[Callable[[Blueprint], object]] = []

    def add_url_rule(
        self, rule: str, endpoint: str | None, view_func: Callable[..., Any], **options: Any
    ) -> None:
        """Serve a view at an address."""
        self._steps.append(
            lambda blueprint: blueprint.add_url_rule(rule, endpoint, view_func, **options)
        )

    def get(self, rule: str) -> Callable[[Function], Function]:
        """Serve a view at an address that is read only."""
        return self._given_to(lambda blueprint: blueprint.get(rule))

    def before_request(self, function: Function) -> Function:
        """Let the function answer before any page of the same audience does."""
        return self._given_to(lambda blueprint: blueprint.before_request)(function)

    def app_context_processor(self, function: Function) -> Function:
        """Hand what the function returns to every template."""
        return self._given_to(lambda blueprint: blueprint.app_context_processor)(function)

    def after_app_request(self, function: Function) -> Function:
        """Let the function look at every response."""
        return self._given_to(lambda blueprint: blueprint.after_app_request)(function)

    def errorhandler(self, error: type[Exception]) -> Callable[[Function], Function]:
        """Answer with the function where a page of the same audience raises `error`."""
        return self._given_to(lambda blueprint: blueprint.errorhandler(error))

    def app_errorhandler(self, error: type[Exception]) -> Callable[[Function], Function]:
        """Answer with the function where any page raises `error`."""
        return self._given_to(lambda blueprint: blueprint.app_errorhandler(error))

    def add_to(self, blueprint: Blueprint) -> None:
        """Give the pages to a blueprint."""
        for step in self._steps:
            step(blueprint)

    def _given_to(
        self, taker: Callable[[Blueprint], Callable[[Any], object]]
    ) -> Callable[[Function], Function]:
        """Return what keeps a function for the decorator that a blueprint has for it."""

        def keep(function: Function) -> Function:
            self._steps.append(lambda blueprint: taker(blueprint)(function))
            return function

        return keep


def serve(app: Flask, groups: Iterable[Pages]) -> None:
    """Serve the groups in an application, those of one audience as one blueprint."""
    blueprints: dict[str, Blueprint] = {}
    for group in groups:
        blueprint = blueprints.setdefault(group.audience, Blueprint(group.audience, __name__))
        group.add_to(blueprint)
    for blueprint in blueprints.values():
        app.register_blueprint(blueprint)


def serves(endpoint: str) -> bool:
    """Tell whether the running application serves a page: links to others are left out."""
    return endpoint in behind(current_app).view_functions


class Contribution:
    """Something that a feature adds to a page that all share, of a kind that the page declares."""

    __slots__ = ()


Kind = TypeVar("Kind", bound=Contribution)
Value = TypeVar("Value")


class Contributions:
    """All that the features of an application add, in the order in which it lists them."""

    def __init__(self, every: Iterable[Contribution]) -> None:
        self.arranged: dict[Callable[[], Any], Any] = {}
        self._by_kind: dict[type[Contribution], list[Contribution]] = {}
        for contribution in every:
            self._by_kind.setdefault(type(contribution), []).append(contribution)

    def of(self, kind: type[Kind]) -> Sequence[Kind]:
        """Return what is added of one kind."""
        return cast("list[Kind]", self._by_kind.get(kind, []))


def added(kind: type[Kind]) -> Sequence[Kind]:
    """Return what the features of the running application add of one kind."""
    return _contributions().of(kind)


def arranged_once(arrange: Callable[[], Value]) -> Callable[[], Value]:
    """Let an application arrange what its features add once, as nothing else decides about it."""

    @wraps(arrange)
    def arranged() -> Value:
        known = _contributions().arranged
        if arrange not in known:
            known[arrange] = arrange()
        return cast("Value", known[arrange])

    return arranged


def _contributions() -> Contributions:
    return cast("Contributions", behind(current_app).extensions[ADDED])


class FeaturePages(Struct, frozen=True):
    """The pages of one feature, and its parts of shared ones.

    `leads_on` looks at each request before it is known whether the person may see the page; what
    it returns is the response. `adds` is what it shows, words or keeps on the pages of others.
    """

    pages: tuple[Pages, ...] = ()
    leads_on: Callable[[], ResponseReturnValue | None] | None = None
    adds: tuple[Contribution, ...] = ()
