"""What was confirmed reads from the database as any version of the portal stored it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.app import FEATURES
from portal.complaints.events import (
    AnswerContent,
    ClosingContent,
    Content,
    ExtensionContent,
    QuestionContent,
)
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.contact import Contact
from portal.domain.handling.held_messages import Outgoing
from portal.features.settling.actions import Settlement

FINDING = {
    "issue_id": 7,
    "finding": "founded",
    "reasons": "Brisée.",
    "measure": "",
    "criteria": ["access"],
}
FOUND = (IssueFinding(7, Finding.FOUNDED, "Brisée.", criteria=("access",)),)
STORED: dict[Outgoing, tuple[dict[str, Any], Content]] = {
    Outgoing.ANSWER: ({"body": "Oui.", "tells": True}, AnswerContent("Oui.", tells=True)),
    Outgoing.QUESTION: ({"body": "Quand?", "pause": None}, QuestionContent("Quand?", None)),
    Outgoing.SETTLEMENT: (
        {"body": "Réglé.", "contact": "phone", "findings": [FINDING]},
        Settlement("Réglé.", Contact.PHONE, FOUND),
    ),
    Outgoing.EXTENSION: (
        {"by": "5 working days", "reason": "Un avis.", "last_day": "2026-12-04"},
        ExtensionContent("5 working days", "Un avis.", date(2026, 12, 4)),
    ),
    Outgoing.CLOSING: (
        {"findings": [FINDING], "language_shown": False},
        ClosingContent(FOUND, language_shown=False),
    ),
}


@pytest.mark.parametrize("kind", Outgoing)
def test_it_reads_as_it_was_stored_before_it_had_a_version(kind: Outgoing):
    stored, content = STORED[kind]
    assert FEATURES.content_of(kind, stored) == content
    assert FEATURES.content_of(kind, stored | {"unknown": 1}) == content


@pytest.mark.parametrize("kind", Outgoing)
def test_it_reads_as_it_is_stored_now(kind: Outgoing):
    content = STORED[kind][1]
    assert FEATURES.content_of(kind, content.stored()) == content


def test_without_one_of_its_fields_it_does_not_read():
    with pytest.raises(ValueError, match="tells"):
        AnswerContent.read({"body": "Oui."})
