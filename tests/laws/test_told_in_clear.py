"""Which columns tell in clear who of the staff it was: each is written down here, with a reason.

Some lead to an account, others outlive it and have no foreign key, or list several: so each whole
number that leads nowhere, and all that is stored as JSON, is either among them or said to be
something else. What is neither is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, Integer

import portal.app
from portal.db.base import Base

assert portal.app, "it describes the tables of every feature"

DID = "who did something is what the history proves, and signs"
HAS = "lists are narrowed and sorted by whose work it is"
IS = "who holds which post says nothing of a complaint"
OPENED = "who looked at a complaint, or tried to, is what openings prove"
OWN = "what is somebody's own is found by them"
RULES = (
    "who decided about rules that hold for all is kept with them, whatever becomes of the account"
)

WHY = {
    "accommodation.answered_by": DID,
    "absence.recorded_by": IS,
    "absence.substitute_id": IS,
    "absence.user_id": IS,
    "access_log.user_id": OPENED,
    "agency_change.asked_by": RULES,
    "agency_release.published_by": RULES,
    "series_break.worded_by": RULES,
    "alarm.responded_by": DID,
    "alarm.responsible_id": HAS,
    "alarm_step.facts": DID,
    "alarm_step.user_id": DID,
    "annual_words.author_id": DID,
    "api_client.account_id": RULES,
    "api_client.made_by": RULES,
    "api_client.revoked_by": RULES,
    "complaint.assignee_id": HAS,
    "complaint_group.owner_id": HAS,
    "complaint_group_answer.user_id": DID,
    "complaint_group_answer.writers": DID,
    "complaint_group_answer_part.writers": DID,
    "complaint_group_step.user_id": DID,
    "conflict.declared_by": DID,
    "assessment_draw.drawn_by": DID,
    "assessment_sheet.reader_id": DID,
    "conflict.lifted_by": DID,
    "contact_limit.contact_id": HAS,
    "contact_limit.decided_by": DID,
    "contact_limit.proposed_by": DID,
    "contact_limit.reviewed_by": DID,
    "open_text.read_by": DID,
    "incoming_email.sorted_by": DID,
    "held_message.author_id": OWN,
    "held_message.read_by": DID,
    "export_job.user_id": OWN,
    "outgoing_event.replayed_by": RULES,
    "history_entry.facts": DID,
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
    "part.asked_by": DID,
    "passed_on.user_id": HAS,
    "recommendation.addressee_id": HAS,
    "recommendation.author_id": DID,
    "recommendation.owner_id": HAS,
    "recommendation_step.user_id": DID,
    "refused_opening.user_id": OPENED,
    "request_step.user_id": DID,
    "routing_rule.made_by": RULES,
    "routing_rule.revoked_by": RULES,
    "saved_search.user_id": OWN,
    "settings_draft.before_by": RULES,
    "settings_draft.edited_by": RULES,
    "transfer.proposed_by": DID,
}
"""Columns that name an account. That somebody is kept out of a complaint is in none of them."""


# What is no account: of every other whole number and JSON value, what it is.

AMOUNT = "how many, or how far"
PLACE = "where it stands in an order, or which version it is"
RECORD = "a record that is no account"
CODES = "codes and words of the portal and its settings"
FACTS = "dates, numbers of complaints, codes, how many"

ELSE = {
    "accommodation.answer_seq": PLACE,
    "agency_change.complaints": AMOUNT,
    "agency_change.plan": CODES,
    "series_break.after": CODES,
    "series_break.before": CODES,
    "agency_change.version": PLACE,
    "agency_release.dates_reason": CODES,
    "agency_release.rank": PLACE,
    "agency_release.settings": CODES,
    "alarm.figures": AMOUNT,
    "alarm.reach": AMOUNT,
    "alarm.standing": PLACE,
    "attachment.size": AMOUNT,
    "clock.explanation": FACTS,
    "clock.extended": AMOUNT,
    "annual_report.number": PLACE,
    "annual_report.until": PLACE,
    "annual_report.year": AMOUNT,
    "annual_words.number": PLACE,
    "annual_words.year": AMOUNT,
    "clock.fired": AMOUNT,
    "clock.level": PLACE,
    "clock.promise": CODES,
    "clock.warned": AMOUNT,
    "commit_count.so_far": AMOUNT,
    "complaint.head_seq": PLACE,
    "outgoing_event.attempts": AMOUNT,
    "outgoing_event.facts": FACTS,
    "outgoing_event.seq": PLACE,
    "complaint.level": PLACE,
    "complaint.needs": CODES,
    "complaint.parent_id": RECORD,
    "complaint.top_level": PLACE,
    "complaint.version": PLACE,
    "complaint_group_answer_part.version": PLACE,
    "complaint_group_mark.complaint_id": RECORD,
    "complaint_group_step.facts": FACTS,
    "contact_limit.means": CODES,
    "incoming_email.attempts": AMOUNT,
    "incoming_email.size": AMOUNT,
    "assessment_draw.population": AMOUNT,
    "assessment_draw.wanted": AMOUNT,
    "assessment_sheet.rank": PLACE,
    "assessment_sheet.reading": PLACE,
    "contact_limit.waiting": AMOUNT,
    "counted.count": AMOUNT,
    "counted_complaint.n": AMOUNT,
    "draft.documents": AMOUNT,
    "draft_count.begun": AMOUNT,
    "draft_count.sent": AMOUNT,
    "escalation.from_level": PLACE,
    "escalation.to_level": PLACE,
    "escalation.vacant": CODES,
    "export_job.done": AMOUNT,
    "export_job.edition": PLACE,
    "export_job.last_id": RECORD,
    "export_job.next_id": RECORD,
    "export_job.parts": AMOUNT,
    "export_job.size": AMOUNT,
    "export_job.spent": AMOUNT,
    "export_job.total": AMOUNT,
    "export_job.tries": AMOUNT,
    "export_part.rank": PLACE,
    "handover.history_seq": PLACE,
    "history_entry.seq": PLACE,
    "history_root.entries": AMOUNT,
    "history_root.last_entry_id": RECORD,
    "history_root.last_opening_id": RECORD,
    "history_root.openings": AMOUNT,
    "information_request.asked_seq": PLACE,
    "information_request.closed_seq": PLACE,
    "issue.criteria": CODES,
    "issue.rank": PLACE,
    "lesson.complaints": AMOUNT,
    "message.history_seq": PLACE,
    "notice.params": FACTS,
    "number_counter.last": PLACE,
    "outbox.attempts": AMOUNT,
    "outbox.params": FACTS,
    "part.agreed": CODES,
    "part.history_seq": PLACE,
    "plugin_failure.times": AMOUNT,
    "recommendation.level": PLACE,
    "recommendation_step.facts": FACTS,
    "report_count.n": AMOUNT,
    "report_mark.entry_id": RECORD,
    "report_record_set.count": AMOUNT,
    "report_record_set.left_out": AMOUNT,
    "report_record_set.reached": RECORD,
    "report_recount.complaints": AMOUNT,
    "report_recount.generation": AMOUNT,
    "report_recount.last": RECORD,
    "report_recount.next": RECORD,
    "report_recount.reached": RECORD,
    "report_step.steps": AMOUNT,
    "report_vintage.changed": AMOUNT,
    "report_vintage.number": PLACE,
    "report_vintage.reached": RECORD,
    "request_step.level": PLACE,
    "routing_rule.phrases": CODES,
    "search_rebuild.last_text": RECORD,
    "search_rebuild.newest": RECORD,
    "search_rebuild.reached": RECORD,
    "search_segment.texts": AMOUNT,
    "search_text.place": PLACE,
    "settings_draft.version": PLACE,
    "settings_replay.reached": RECORD,
    "settings_replay.report": FACTS,
    "settings_replay.total": AMOUNT,
    "ease_count.n": AMOUNT,
    "finder_evidence.texts": AMOUNT,
    "finder_evidence.through": AMOUNT,
    "survey_count.n": AMOUNT,
    "transfer.agreed": CODES,
    "transfer.held": CODES,
    "transfer.history_seq": PLACE,
    "transfer.notes": RECORD,
    "user_account.session_version": PLACE,
}


def _columns() -> Iterator[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        yield from table.c


def _leads_to_an_account(column: Column[Any]) -> bool:
    return any(key.column.table.name == "user_account" for key in column.foreign_keys)


def _may_name_somebody(column: Column[Any]) -> bool:
    """Tell whether a column without a foreign key could hold the ids of accounts, in clear."""
    leads_nowhere = not column.foreign_keys and not column.primary_key
    return leads_nowhere and isinstance(column.type, Integer | JSON)


def test_every_column_that_could_name_somebody_of_the_staff_is_written_down():
    could = {
        str(column)
        for column in _columns()
        if _leads_to_an_account(column) or _may_name_somebody(column)
    }
    assert could == {*WHY, *ELSE}


def test_what_leads_to_an_account_is_never_said_to_be_something_else():
    leads = {str(column) for column in _columns() if _leads_to_an_account(column)}
    assert leads <= WHY.keys()
    assert WHY.keys().isdisjoint(ELSE)
