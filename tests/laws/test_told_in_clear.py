"""Which columns tell in clear who of the staff it was: each is written down here, with a reason."""

from __future__ import annotations

import portal.app
from portal.db.base import Base

assert portal.app, "it describes the tables of every feature"

DID = "who did something is what the history proves, and signs"
HAS = "lists are narrowed and sorted by whose work it is"
IS = "who holds which post says nothing of a complaint"
OPENED = "who looked at a complaint, or tried to, is what openings prove"
OWN = "what is somebody's own is found by them"

WHY = {
    "absence.recorded_by": IS,
    "absence.substitute_id": IS,
    "absence.user_id": IS,
    "access_log.user_id": OPENED,
    "alarm.responded_by": DID,
    "complaint.assignee_id": HAS,
    "complaint_group.owner_id": HAS,
    "complaint_group_answer.user_id": DID,
    "complaint_group_step.user_id": DID,
    "conflict.declared_by": DID,
    "conflict.lifted_by": DID,
    "contact_limit.contact_id": HAS,
    "contact_limit.decided_by": DID,
    "contact_limit.proposed_by": DID,
    "contact_limit.reviewed_by": DID,
    "held_message.author_id": OWN,
    "held_message.read_by": DID,
    "history_entry.user_id": DID,
    "identity_release.released_by": DID,
    "identity_release.user_id": HAS,
    "information_request.answered_by": DID,
    "information_request.asked_by": DID,
    "lesson.author_id": DID,
    "lesson.reader_id": DID,
    "membership.user_id": IS,
    "message.author_id": DID,
    "notice.user_id": OWN,
    "recommendation.addressee_id": HAS,
    "recommendation.author_id": DID,
    "recommendation.owner_id": HAS,
    "recommendation_step.user_id": DID,
    "refused_opening.user_id": OPENED,
    "request_step.user_id": DID,
    "saved_search.user_id": OWN,
}
"""Columns that lead to an account. That somebody is kept out of a complaint is in none of them."""


def test_every_column_that_leads_to_somebody_of_the_staff_has_a_reason():
    leads = {
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "user_account" for key in column.foreign_keys)
    }
    assert leads == set(WHY)
