"""What the processor does in the templates of the office's pages, apart from all else."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import process_time

from flask import Flask, before_render_template, template_rendered
from flask.testing import FlaskClient

from tests.benchmarks.in_process import LIST, cases, opened, signed_in

COMPLAINTS, TIMES = 2_000, 200


def templates() -> Iterator[tuple[str, float, float]]:
    """Render a list of 50 and pages of complaints, warm; yield the median and the least in ms."""
    with opened(COMPLAINTS) as (_, app):
        officer = signed_in(app)
        for name, pages in (
            ("work list", [f"{LIST}?vue=equipe"]),
            ("complaint page", cases(officer)),
        ):
            each = [_took(app, officer, pages[n % len(pages)]) for n in range(len(pages) + TIMES)]
            warm = sorted(each[len(pages) :])
            yield name, 1000 * median(warm), 1000 * warm[0]


def _took(app: Flask, officer: FlaskClient, page: str) -> float:
    moments: list[float] = []

    def note(*_: object, **__: object) -> None:
        moments.append(process_time())

    with before_render_template.connected_to(note, app), template_rendered.connected_to(note, app):
        assert officer.get(page).status_code == 200
    began, ended = moments
    return ended - began
