"""What the complaints of a drill are about: something that any agency's person can type."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.plugins.answering import dismiss_helpers
from portal.config import Config
from portal.drill.findings import opened
from portal.drill.visitors import Subject
from portal.runtime import Runtime


class NoSubjectError(Exception):
    """There is no category in force that a complaint can be filed in without asked answers."""


def subject_of(copy: Config) -> Subject:
    """Return a category that asks nothing that has to be answered; raise NoSubjectError."""
    try:
        with opened(copy) as portal:
            subject = next(_subjects(portal), None)
    finally:
        dismiss_helpers()
    if subject is None:
        raise NoSubjectError
    return subject


def _subjects(portal: Runtime) -> Iterator[Subject]:
    """Yield what can be filed without answers, of agencies that have no plugin first."""
    for agency in sorted(portal.agencies, key=lambda each: (each.plugin is not None, each.code)):
        consultation = agency.consult()
        for category in consultation.categories():
            if not any(question.required for question in consultation.questions(category)):
                yield Subject(agency.code, category.code)
