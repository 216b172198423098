"""Groups of pages, made into blueprints anew for each application.

A module declares its pages in a group of its own; which groups an application serves, the
application lists. Whatever is not listed has no address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app

Function = TypeVar("Function", bound=Callable[..., Any])
Step = Callable[[Blueprint], object]


class Pages:
    """Pages of one `audience`, whose name begins the names of their endpoints."""

    def __init__(self, audience: str) -> None:
        self.audience = audience
        self._steps: list[Step] = []

    def add_url_rule(
        self, rule: str, endpoint: str | None, view_func: Callable[..., Any], **options: Any
    ) -> None:
        """Serve a view at an address."""
        self._steps.append(
            lambda blueprint: blueprint.add_url_rule(rule, endpoint, view_func, **options)
        )

    def get(self, rule: str) -> Callable[[Function], Function]:
        """Serve a view at an address that is read only."""

        def register(view: Function) -> Function:
            self.add_url_rule(rule, view.__name__, view, methods=["GET"])
            return view

        return register

    def app_context_processor(self, function: Function) -> Function:
        """Hand what the function returns to every template."""
        self._steps.append(lambda blueprint: blueprint.app_context_processor(function))
        return function

    def after_app_request(self, function: Function) -> Function:
        """Let the function look at every response."""
        self._steps.append(lambda blueprint: blueprint.after_app_request(function))
        return function

    def errorhandler(self, error: type[Exception]) -> Callable[[Function], Function]:
        """Answer with the function where a page of the same audience raises `error`."""

        def register(function: Function) -> Function:
            self._steps.append(lambda blueprint: blueprint.errorhandler(error)(function))
            return function

        return register

    def app_errorhandler(self, error: type[Exception]) -> Callable[[Function], Function]:
        """Answer with the function where any page raises `error`."""

        def register(function: Function) -> Function:
            self._steps.append(lambda blueprint: blueprint.app_errorhandler(error)(function))
            return function

        return register

    def add_to(self, blueprint: Blueprint) -> None:
        """Give the pages to a blueprint."""
        for step in self._steps:
            step(blueprint)


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
    return endpoint in current_app.view_functions
