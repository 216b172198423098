"""Everything that the first release stores.

It is numbered from 100 on: 1 to 30 were the migrations of states that were never released, and a
database that stands on one of them is known by its number.

A migration says everything itself, names included: what the portal's own code says of a table or of
a name may change later, and what this one leads to must not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100"
down_revision = None
branch_labels = None
depends_on = None

# SQLite counts rows up by itself only for INTEGER keys.
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INTEGER = sa.Integer()
_FLAG = sa.Boolean()
_MOMENT = sa.DateTime(timezone=True)
_DAY = sa.Date()
_TEXT = sa.Text()
_JSON = sa.JSON()
_BYTES = sa.LargeBinary()
_SEALED = sa.LargeBinary()

_TABLES = (
    "agency_release",
    "settings_draft",
    "settings_replay",
    "agency_change",
    "routing_rule",
    "user_account",
    "membership",
    "absence",
    "saved_search",
    "draft",
    "number_counter",
    "complaint",
    "person",
    "issue",
    "message",
    "attachment",
    "access_log",
    "clock",
    "escalation",
    "notice",
    "history_entry",
    "held_message",
    "outbox",
    "information_request",
    "request_step",
    "transfer",
    "part",
    "complaint_link",
    "conflict",
    "contact_limit",
    "complaint_group",
    "complaint_group_step",
    "complaint_group_complaint",
    "complaint_group_answer",
    "complaint_group_answer_part",
    "complaint_group_follower",
    "complaint_group_mark",
    "recommendation",
    "recommendation_step",
    "recommendation_complaint",
    "lesson",
    "alarm",
    "report_count",
    "report_mark",
    "survey_count",
    "survey_mark",
)


def upgrade() -> None:
    _settings()
    _people()
    _complaints()
    _promises()
    _history()
    _leaving()
    _requests()
    _other_agencies()
    _exceptions()
    _groups()
    _recommendations()
    _figures()
    _search()


def downgrade() -> None:
    op.execute("DROP TABLE complaint_search")
    for name in reversed(_TABLES):
        op.drop_table(name)


def _settings() -> None:
    _table(
        "agency_release",
        _always("id", _INTEGER),
        _always("agency", sa.String(20)),
        _always("rank", _INTEGER),
        _always("settings", _JSON),
        _always("digest", sa.String(64)),
        _sometimes("plugin", sa.String(100)),
        _sometimes("plugin_version", sa.String(40)),
        _always("source", sa.String(200)),
        _always("in_force", _FLAG),
        _always("created_at", _MOMENT),
        _sometimes("text", _TEXT),
        _sometimes("published_by", _INTEGER),
        _sometimes("in_force_from", _MOMENT),
        _always("dates_to_move", _FLAG, server_default=sa.false()),
        _sometimes("dates_reason", _JSON),
        unique=[("agency", "rank")],
    )
    _index("agency_release", "in_force", "agency", name="ix_agency_release_in_force")
    _table(
        "settings_draft",
        _always("agency", sa.String(20)),
        _always("text", _TEXT),
        _sometimes("base_release_id", _INTEGER),
        _sometimes("edited_by", _INTEGER),
        _always("edited_at", _MOMENT),
        _always("version", _INTEGER),
        key=("agency",),
        references={"base_release_id": "agency_release"},
    )
    _table(
        "settings_replay",
        _always("agency", sa.String(20)),
        _always("text", _TEXT),
        _always("release_id", _INTEGER),
        _always("asked_at", _MOMENT),
        _always("total", _INTEGER),
        _always("reached", sa.BigInteger()),
        _always("is_done", _FLAG),
        _always("report", _JSON),
        key=("agency",),
        references={"release_id": "agency_release"},
    )
    _table(
        "agency_change",
        _always("id", _INTEGER),
        _always("kind", sa.String(10)),
        _always("agency", sa.String(20)),
        _always("on_day", _DAY),
        _always("effective_at", _MOMENT),
        _always("plan", _JSON),
        _sometimes("asked_by", _INTEGER),
        _always("created_at", _MOMENT),
        _sometimes("called_off_at", _MOMENT),
        _sometimes("begun_at", _MOMENT),
        _sometimes("done_at", _MOMENT),
        _always("complaints", _INTEGER),
        _always("version", _INTEGER),
    )
    _index("agency_change", "agency")
    _table(
        "routing_rule",
        _always("id", _KEY),
        _always("phrases", _JSON),
        _always("agency", sa.String(20)),
        _sometimes("category", sa.String(60)),
        _always("reason", _TEXT),
        _always("number", sa.String(16)),
        _always("made_at", _MOMENT),
        _sometimes("made_by", _INTEGER),
        _sometimes("revoked_at", _MOMENT),
        _sometimes("revoked_by", _INTEGER),
        _sometimes("revoked_why", _TEXT),
    )


def _people() -> None:
    _table(
        "user_account",
        _always("id", _INTEGER),
        _always("email", _SEALED),
        _always("email_hash", sa.String(32)),
        _always("name", _SEALED),
        _sometimes("phone", _SEALED),
        _sometimes("password_hash", sa.String(200)),
        _always("language", sa.String(2)),
        _always("is_active", _FLAG),
        _always("session_version", _INTEGER),
        _always("failed_count", _INTEGER),
        _sometimes("locked_until", _MOMENT),
        _always("created_at", _MOMENT),
        _sometimes("told_at", _MOMENT),
        _sometimes("warned_at", _MOMENT),
        _always("shortcuts", _FLAG, server_default=sa.true()),
        unique=[("email_hash",)],
    )
    _table(
        "membership",
        _always("id", _INTEGER),
        _always("user_id", _INTEGER),
        _always("role", sa.String(20)),
        _sometimes("agency", sa.String(20)),
        _sometimes("post", sa.String(60)),
        _sometimes("unit", sa.String(60)),
        references={"user_id": "user_account"},
    )
    _index("membership", "agency")
    _index("membership", "user_id")
    _table(
        "absence",
        _always("id", _INTEGER),
        _always("agency", sa.String(20)),
        _always("user_id", _INTEGER),
        _always("begins_at", _MOMENT),
        _always("ends_at", _MOMENT),
        _sometimes("substitute_id", _INTEGER),
        _sometimes("recorded_by", _INTEGER),
        _always("recorded_at", _MOMENT),
        references={
            "user_id": "user_account",
            "substitute_id": "user_account",
            "recorded_by": "user_account",
        },
    )
    _index("absence", "agency")
    _index("absence", "substitute_id")
    _table(
        "saved_search",
        _always("id", _INTEGER),
        _always("user_id", _INTEGER),
        _always("agency", sa.String(20)),
        _always("name", _SEALED),
        _always("query", _SEALED),
        references={"user_id": "user_account"},
    )
    _index("saved_search", "user_id", "agency", name="ix_saved_search_user")


def _complaints() -> None:
    _table(
        "draft",
        _always("id", sa.String(40)),
        _always("secret_hash", sa.String(32)),
        _sometimes("resume_hash", sa.String(32)),
        _always("language", sa.String(2)),
        _sometimes("agency", sa.String(20)),
        _sometimes("category", sa.String(60)),
        _sometimes("content", _SEALED),
        _always("created_at", _MOMENT),
        _always("updated_at", _MOMENT),
        _always("expires_at", _MOMENT),
        _sometimes("sent_at", _MOMENT),
        _always("documents", _INTEGER),
        _sometimes("receipt", _SEALED),
        unique=[("resume_hash",)],
    )
    _index("draft", "expires_at")
    _table(
        "number_counter",
        _always("year", _INTEGER, autoincrement=False),
        _always("last", _INTEGER),
        key=("year",),
    )
    _table(
        "complaint",
        _always("id", _KEY),
        _always("number", sa.String(16)),
        _always("agency", sa.String(20)),
        _always("release_id", _INTEGER),
        _always("category", sa.String(60)),
        _always("theme", sa.String(40)),
        _sometimes("unit", sa.String(60)),
        _always("status", sa.String(20)),
        _always("is_open", _FLAG),
        _always("level", _INTEGER),
        _always("top_level", _INTEGER),
        _always("holder", sa.String(60)),
        _sometimes("assignee_id", _INTEGER),
        _always("channel", sa.String(20)),
        _always("language", sa.String(2)),
        _always("reply_by", sa.String(10)),
        _always("full_answer_by_email", _FLAG),
        _always("filed_for", sa.String(12)),
        _always("may_transfer", _FLAG),
        _always("needs", _JSON),
        _always("received_at", _MOMENT),
        _sometimes("due_at", _MOMENT),
        _sometimes("late_since", _MOMENT),
        _sometimes("taken_in_charge_at", _MOMENT),
        _sometimes("answered_at", _MOMENT),
        _sometimes("closed_at", _MOMENT),
        _sometimes("finding", sa.String(20)),
        _always("last_event", sa.String(40)),
        _always("last_event_at", _MOMENT),
        _always("subject", _SEALED),
        _always("story", _SEALED),
        _always("answers", _SEALED),
        _always("access_code_hash", sa.String(32)),
        _always("version", _INTEGER),
        _always("head_seq", _INTEGER),
        _always("head_hash", sa.String(64)),
        _always("head_signature", _BYTES),
        _sometimes("reprisal_due_at", _MOMENT),
        _always("wishes_news", _FLAG, server_default=sa.false()),
        _sometimes("parent_id", _KEY),
        _sometimes("urgency", sa.String(10)),
        _sometimes("urgency_why", _SEALED),
        _sometimes("urgent_since", _MOMENT),
        references={"release_id": "agency_release", "assignee_id": "user_account"},
        unique=[("number",)],
    )
    _index(
        "complaint",
        "agency",
        "is_open",
        "assignee_id",
        "due_at",
        "id",
        name="ix_complaint_assignee",
    )
    _index(
        "complaint",
        "agency",
        "is_open",
        "late_since",
        name="ix_complaint_late",
        only="late_since IS NOT NULL",
    )
    _index(
        "complaint",
        "agency",
        "is_open",
        "level",
        "due_at",
        name="ix_complaint_level",
        only="level > 1",
    )
    _index("complaint", "parent_id", name="ix_complaint_parent", only="parent_id IS NOT NULL")
    _index("complaint", "agency", "is_open", "received_at", name="ix_complaint_received")
    _index(
        "complaint",
        "agency",
        "reprisal_due_at",
        "id",
        name="ix_complaint_reprisal",
        only="reprisal_due_at IS NOT NULL",
    )
    _index("complaint", "id", name="ix_complaint_urgency_found", only="urgency = 'found'")
    _index(
        "complaint",
        "agency",
        "urgent_since",
        "id",
        name="ix_complaint_urgent",
        only="urgent_since IS NOT NULL",
    )
    _index(
        "complaint",
        "agency",
        "due_at",
        "id",
        name="ix_complaint_waiting",
        only="status = 'waiting'",
    )
    _index("complaint", "agency", "is_open", "due_at", "id", name="ix_complaint_worklist")
    _table(
        "person",
        _always("id", _KEY),
        _always("role", sa.String(20)),
        _sometimes("name", _SEALED),
        _sometimes("email", _SEALED),
        _sometimes("email_hash", sa.String(32)),
        _sometimes("phone", _SEALED),
        _sometimes("address", _SEALED),
        _sometimes("agreement", _SEALED),
        _always("complaint_id", _KEY),
        _sometimes("kept_for", sa.String(20)),
        references={"complaint_id": "complaint"},
    )
    _index("person", "complaint_id")
    _index("person", "email_hash")
    _table(
        "issue",
        _always("id", _KEY),
        _always("rank", _INTEGER),
        _always("text", _SEALED),
        _sometimes("finding", sa.String(20)),
        _sometimes("reasons", _SEALED),
        _sometimes("measure", _SEALED),
        _always("complaint_id", _KEY),
        _sometimes("criteria", _JSON),
        references={"complaint_id": "complaint"},
    )
    _index("issue", "complaint_id")
    _table(
        "message",
        _always("id", _KEY),
        _always("at", _MOMENT),
        _always("kind", sa.String(20)),
        _always("from_citizen", _FLAG),
        _sometimes("author_id", _INTEGER),
        _always("body", _SEALED),
        _always("history_seq", _INTEGER),
        _sometimes("once", sa.String(40)),
        _always("complaint_id", _KEY),
        _sometimes("kept_for", sa.String(20)),
        references={"author_id": "user_account", "complaint_id": "complaint"},
        unique=[("once",)],
    )
    _index("message", "complaint_id")
    _table(
        "attachment",
        _always("id", _KEY),
        _sometimes("complaint_id", _KEY),
        _sometimes("draft_id", sa.String(40)),
        _sometimes("question", sa.String(60)),
        _always("name", _SEALED),
        _always("content_type", sa.String(100)),
        _always("size", _INTEGER),
        _always("file_key", sa.String(64)),
        _always("sha256", sa.String(64)),
        _always("added_at", _MOMENT),
        _always("from_citizen", _FLAG),
        _sometimes("kept_for", sa.String(20)),
        references={"complaint_id": "complaint", "draft_id": "draft"},
    )
    _index("attachment", "complaint_id")
    _index("attachment", "draft_id")
    _table(
        "access_log",
        _always("id", _KEY),
        _always("at", _MOMENT),
        _always("user_id", _INTEGER),
        _always("complaint_id", _KEY),
        _always("what", sa.String(40)),
        references={"user_id": "user_account", "complaint_id": "complaint"},
    )
    _index("access_log", "complaint_id")


def _promises() -> None:
    _table(
        "clock",
        _always("id", _KEY),
        _always("kind", sa.String(30)),
        _always("level", _INTEGER),
        _always("pending", _FLAG),
        _always("started_at", _MOMENT),
        _sometimes("due_at", _MOMENT),
        _sometimes("last_day", _DAY),
        _sometimes("met_at", _MOMENT),
        _sometimes("missed_at", _MOMENT),
        _sometimes("ended_at", _MOMENT),
        _always("fired", _INTEGER),
        _always("extended", _INTEGER),
        _always("allowance", sa.String(40)),
        _always("promise", _JSON),
        _always("explanation", _JSON),
        _always("release_id", _INTEGER),
        _always("complaint_id", _KEY),
        _always("warned", sa.SmallInteger(), server_default="0"),
        _sometimes("warn_at", _MOMENT),
        references={"release_id": "agency_release", "complaint_id": "complaint"},
    )
    _index("clock", "complaint_id")
    _index("clock", "pending", "due_at", "id", name="ix_clock_due")
    _table(
        "escalation",
        _always("id", _KEY),
        _sometimes("clock_id", _KEY),
        _always("at", _MOMENT),
        _always("from_level", _INTEGER),
        _always("to_level", _INTEGER),
        _always("post", sa.String(60)),
        _always("reason", sa.String(30)),
        _always("vacant", _JSON),
        _always("complaint_id", _KEY),
        references={"clock_id": "clock", "complaint_id": "complaint"},
        unique=[("clock_id",)],
    )
    _index("escalation", "complaint_id")
    _table(
        "notice",
        _always("id", _KEY),
        _always("user_id", _INTEGER),
        _sometimes("clock_id", _KEY),
        _always("kind", sa.String(40)),
        _always("params", _JSON),
        _always("at", _MOMENT),
        _always("complaint_id", _KEY),
        references={"user_id": "user_account", "clock_id": "clock", "complaint_id": "complaint"},
    )
    _index("notice", "complaint_id")


def _history() -> None:
    _table(
        "history_entry",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("seq", _INTEGER),
        _always("kind", sa.String(40)),
        _always("at", _MOMENT),
        _always("recorded_at", _MOMENT),
        _always("actor", sa.String(12)),
        _sometimes("user_id", _INTEGER),
        _always("public", _FLAG),
        _always("facts", _JSON),
        _always("salt", _BYTES),
        _always("digest", sa.String(64)),
        _always("prev", sa.String(64)),
        _always("hash", sa.String(64)),
        references={"complaint_id": "complaint", "user_id": "user_account"},
        unique=[("complaint_id", "seq")],
    )
    _index(
        "history_entry",
        "at",
        "complaint_id",
        name="ix_history_entry_plugin_failed",
        only="kind = 'plugin_failed'",
    )


def _leaving() -> None:
    _table(
        "held_message",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("kind", sa.String(20)),
        _always("waiting", sa.String(10)),
        _always("content", _SEALED),
        _always("author_id", _INTEGER),
        _always("confirmed_at", _MOMENT),
        _sometimes("leaves_at", _MOMENT),
        _sometimes("read_by", _INTEGER),
        _sometimes("came_back", sa.String(20)),
        _sometimes("came_back_at", _MOMENT),
        _sometimes("remark", _SEALED),
        references={
            "complaint_id": "complaint",
            "author_id": "user_account",
            "read_by": "user_account",
        },
    )
    _index("held_message", "complaint_id")
    _index("held_message", "leaves_at", name="ix_held_message_leaving", only="waiting = 'hold'")
    _index(
        "held_message",
        "complaint_id",
        name="ix_held_message_on_its_way",
        only="waiting <> 'author'",
        unique=True,
    )
    _table(
        "outbox",
        _always("id", _KEY),
        _always("template", sa.String(40)),
        _sometimes("complaint_id", _KEY),
        _sometimes("recipient", _SEALED),
        _always("language", sa.String(2)),
        _always("params", _JSON),
        _always("message_id", sa.String(120)),
        _always("created_at", _MOMENT),
        _always("not_before", _MOMENT),
        _always("done", _FLAG),
        _always("attempts", _INTEGER),
        _sometimes("sent_at", _MOMENT),
        _sometimes("failed_at", _MOMENT),
        _sometimes("problem", sa.String(200)),
        _always("by_post", _FLAG, server_default=sa.false()),
        _sometimes("posted_on", _DAY),
        references={"complaint_id": "complaint"},
    )
    _index("outbox", "complaint_id", name="ix_outbox_to_post", only="by_post AND posted_on IS NULL")
    _index("outbox", "done", "not_before", "id", name="ix_outbox_waiting")


def _requests() -> None:
    _table(
        "information_request",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("number", sa.String(16)),
        _sometimes("asked_by", _INTEGER),
        _always("asked_at", _MOMENT),
        _always("asked_seq", _INTEGER),
        _always("language", sa.String(2)),
        _always("question", _SEALED),
        _always("shown", _SEALED),
        _always("clock_id", _KEY),
        _always("due_at", _MOMENT),
        _always("last_day", _DAY),
        _sometimes("late_since", _MOMENT),
        _sometimes("answered_at", _MOMENT),
        _sometimes("answered_by", _INTEGER),
        _sometimes("answer", _SEALED),
        _sometimes("ended_at", _MOMENT),
        _sometimes("ending", sa.String(30)),
        _sometimes("reason", _SEALED),
        _sometimes("closed_seq", _INTEGER),
        references={
            "complaint_id": "complaint",
            "asked_by": "user_account",
            "clock_id": "clock",
            "answered_by": "user_account",
        },
        unique=[("clock_id",)],
    )
    _index("information_request", "complaint_id")
    _table(
        "request_step",
        _always("id", _KEY),
        _always("request_id", _KEY),
        _always("complaint_id", _KEY),
        _always("at", _MOMENT),
        _always("level", _INTEGER),
        _sometimes("user_id", _INTEGER),
        _sometimes("post", sa.String(60)),
        _sometimes("clock_id", _KEY),
        references={
            "request_id": "information_request",
            "complaint_id": "complaint",
            "user_id": "user_account",
            "clock_id": "clock",
        },
        unique=[("clock_id",)],
    )
    _index("request_step", "complaint_id")
    _index("request_step", "post")
    _index("request_step", "request_id")
    _index("request_step", "user_id")


def _other_agencies() -> None:
    _table(
        "transfer",
        _always("id", _KEY),
        _always("before", sa.String(20)),
        _always("agency", sa.String(20)),
        _sometimes("category", sa.String(60)),
        _always("proposed_at", _MOMENT),
        _always("history_seq", _INTEGER),
        _always("notes", _JSON),
        _sometimes("agreed", _JSON),
        _always("held", _JSON),
        _sometimes("carried_out_at", _MOMENT),
        _sometimes("proposed_by", _INTEGER),
        _always("is_binding", _FLAG),
        _always("complaint_id", _KEY),
        references={"complaint_id": "complaint"},
    )
    _index("transfer", "complaint_id")
    _table(
        "part",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _sometimes("part_id", _KEY),
        _always("number", sa.String(16)),
        _always("agency", sa.String(20)),
        _sometimes("category", sa.String(60)),
        _always("asked", _SEALED),
        _always("asked_at", _MOMENT),
        _sometimes("asked_by", _INTEGER),
        _always("history_seq", _INTEGER),
        _sometimes("clock_id", _KEY),
        _sometimes("agreed", _JSON),
        _sometimes("begun_at", _MOMENT),
        _sometimes("ended_at", _MOMENT),
        _sometimes("answer", _SEALED),
        _sometimes("answered_at", _MOMENT),
        _sometimes("announced_at", _MOMENT),
        _sometimes("given_at", _MOMENT),
        _sometimes("called_off", _SEALED),
        _sometimes("declined", _SEALED),
        _sometimes("declined_at", _MOMENT),
        references={"complaint_id": "complaint", "part_id": "complaint", "clock_id": "clock"},
        unique=[("clock_id",), ("number",), ("part_id",)],
    )
    _index("part", "complaint_id")
    _table(
        "complaint_link",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("other_id", _KEY),
        _always("at", _MOMENT),
        _sometimes("undone_at", _MOMENT),
        references={"complaint_id": "complaint", "other_id": "complaint"},
        unique=[("complaint_id", "other_id")],
    )


def _exceptions() -> None:
    _table(
        "conflict",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("user_id", _INTEGER),
        _always("origin", sa.String(10)),
        _always("at", _MOMENT),
        _sometimes("declared_by", _INTEGER),
        _sometimes("followed_up_at", _MOMENT),
        _sometimes("lifted_at", _MOMENT),
        _sometimes("lifted_by", _INTEGER),
        references={
            "complaint_id": "complaint",
            "user_id": "user_account",
            "declared_by": "user_account",
            "lifted_by": "user_account",
        },
        unique=[("complaint_id", "user_id")],
    )
    _index("conflict", "complaint_id")
    _index(
        "conflict", "user_id", "complaint_id", name="ix_conflict_in_force", only="lifted_at IS NULL"
    )
    _index(
        "conflict",
        "id",
        name="ix_conflict_waiting",
        only="followed_up_at IS NULL AND lifted_at IS NULL",
    )
    _table(
        "contact_limit",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("agency", sa.String(20)),
        _sometimes("email_hash", sa.String(32)),
        _always("state", sa.String(10)),
        _always("means", _JSON),
        _sometimes("contact_id", _INTEGER),
        _always("facts", _SEALED),
        _always("last_day", _DAY),
        _always("ends_at", _MOMENT),
        _sometimes("proposed_by", _INTEGER),
        _always("proposed_at", _MOMENT),
        _sometimes("decided_by", _INTEGER),
        _sometimes("decided_at", _MOMENT),
        _sometimes("review_asked_at", _MOMENT),
        _sometimes("reviewed_by", _INTEGER),
        _sometimes("reviewed_at", _MOMENT),
        _sometimes("ended_at", _MOMENT),
        _sometimes("told_at", _MOMENT),
        _always("waiting", _INTEGER, server_default=sa.text("0")),
        references={
            "complaint_id": "complaint",
            "contact_id": "user_account",
            "proposed_by": "user_account",
            "decided_by": "user_account",
            "reviewed_by": "user_account",
        },
    )
    _index("contact_limit", "agency")
    _index("contact_limit", "complaint_id")
    _index("contact_limit", "agency", "email_hash", name="ix_contact_limit_email")
    _index("contact_limit", "ends_at", name="ix_contact_limit_ends", only="state = 'in_force'")


def _groups() -> None:
    _table(
        "complaint_group",
        _always("id", _KEY),
        _always("agency", sa.String(20)),
        _always("state", sa.String(20)),
        _always("name", _SEALED),
        _always("description", _SEALED),
        _always("category", sa.String(60)),
        _sometimes("owner_id", _INTEGER),
        _always("made_at", _MOMENT),
        _sometimes("answered_at", _MOMENT),
        _sometimes("title_fr", sa.String(160)),
        _sometimes("title_en", sa.String(160)),
        _sometimes("published_at", _MOMENT),
        references={"owner_id": "user_account"},
    )
    _index("complaint_group", "agency", "state", "id", name="ix_complaint_group_agency_state")
    _index(
        "complaint_group",
        "agency",
        name="ix_complaint_group_published",
        only="published_at IS NOT NULL",
    )
    _table(
        "complaint_group_step",
        _always("id", _KEY),
        _always("group_id", _KEY),
        _always("kind", sa.String(20)),
        _always("at", _MOMENT),
        _sometimes("user_id", _INTEGER),
        _sometimes("body", _SEALED),
        _always("facts", _JSON),
        references={"group_id": "complaint_group", "user_id": "user_account"},
    )
    _index("complaint_group_step", "group_id")
    _table(
        "complaint_group_complaint",
        _always("id", _KEY),
        _always("group_id", _KEY),
        _always("complaint_id", _KEY),
        _always("is_proposed", _FLAG),
        _always("added_at", _MOMENT),
        _sometimes("left_at", _MOMENT),
        references={"group_id": "complaint_group", "complaint_id": "complaint"},
    )
    _index("complaint_group_complaint", "complaint_id")
    _index(
        "complaint_group_complaint",
        "group_id",
        "left_at",
        name="ix_complaint_group_complaint_group_id",
    )
    _index(
        "complaint_group_complaint",
        "complaint_id",
        name="uq_complaint_group_complaint_current",
        only="left_at IS NULL",
        unique=True,
    )
    _table(
        "complaint_group_answer",
        _always("id", _KEY),
        _always("group_id", _KEY),
        _always("state", sa.String(20)),
        _always("text_fr", _SEALED),
        _always("text_en", _SEALED),
        _sometimes("user_id", _INTEGER),
        _always("begun_at", _MOMENT),
        _sometimes("sent_at", _MOMENT),
        _sometimes("done_at", _MOMENT),
        _always("writers", _JSON, server_default="[]"),
        references={"group_id": "complaint_group", "user_id": "user_account"},
    )
    _index("complaint_group_answer", "group_id")
    _index(
        "complaint_group_answer",
        "id",
        name="ix_complaint_group_answer_sending",
        only="state = 'sending'",
    )
    _table(
        "complaint_group_answer_part",
        _always("id", _KEY),
        _always("answer_id", _KEY),
        _always("complaint_id", _KEY),
        _always("own_text", _SEALED),
        _always("state", sa.String(20)),
        _sometimes("why", sa.String(20)),
        _sometimes("version", _INTEGER),
        _always("writers", _JSON, server_default="[]"),
        references={"answer_id": "complaint_group_answer", "complaint_id": "complaint"},
        unique=[("answer_id", "complaint_id")],
    )
    _index(
        "complaint_group_answer_part",
        "answer_id",
        "state",
        "id",
        name="ix_complaint_group_answer_part_answer_id",
    )
    _index("complaint_group_answer_part", "complaint_id")
    _table(
        "complaint_group_follower",
        _always("id", _KEY),
        _always("group_id", _KEY),
        _always("language", sa.String(2)),
        _always("counted_at", _MOMENT),
        _always("is_counted", _FLAG),
        _sometimes("browser_hash", sa.String(32)),
        _sometimes("email_hash", sa.String(32)),
        _sometimes("email", _SEALED),
        _sometimes("token_hash", sa.String(32)),
        _sometimes("asked_at", _MOMENT),
        _sometimes("confirmed_at", _MOMENT),
        _sometimes("told_answered_at", _MOMENT),
        _sometimes("told_corrected_at", _MOMENT),
        references={"group_id": "complaint_group"},
        unique=[("group_id", "browser_hash"), ("group_id", "email_hash"), ("token_hash",)],
    )
    _index(
        "complaint_group_follower",
        "asked_at",
        name="ix_complaint_group_follower_asked",
        only="email IS NOT NULL AND confirmed_at IS NULL",
    )
    _index("complaint_group_follower", "group_id")
    _table(
        "complaint_group_mark",
        _always("id", _INTEGER, autoincrement=False),
        _always("complaint_id", _KEY),
    )
    # The worker looks from here on at what comes; there is one row, which only moves.
    op.execute("INSERT INTO complaint_group_mark (id, complaint_id) VALUES (1, 0)")


def _recommendations() -> None:
    _table(
        "recommendation",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("state", sa.String(20)),
        _always("title", _SEALED),
        _sometimes("author_id", _INTEGER),
        _always("made_at", _MOMENT),
        _always("level", _INTEGER),
        _sometimes("post", sa.String(60)),
        _sometimes("addressee_id", _INTEGER),
        _always("clock_id", _KEY),
        _sometimes("owner_id", _INTEGER),
        references={
            "complaint_id": "complaint",
            "author_id": "user_account",
            "addressee_id": "user_account",
            "clock_id": "clock",
            "owner_id": "user_account",
        },
    )
    _index("recommendation", "clock_id")
    _index("recommendation", "complaint_id")
    _index("recommendation", "state")
    _table(
        "recommendation_step",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("recommendation_id", _KEY),
        _always("kind", sa.String(20)),
        _always("at", _MOMENT),
        _sometimes("user_id", _INTEGER),
        _sometimes("body", _SEALED),
        _always("facts", _JSON),
        references={
            "complaint_id": "complaint",
            "recommendation_id": "recommendation",
            "user_id": "user_account",
        },
    )
    _index("recommendation_step", "at")
    _index("recommendation_step", "complaint_id")
    _index("recommendation_step", "recommendation_id")
    _table(
        "recommendation_complaint",
        _always("id", _KEY),
        _always("complaint_id", _KEY),
        _always("recommendation_id", _KEY),
        _always("told", _FLAG),
        references={"complaint_id": "complaint", "recommendation_id": "recommendation"},
        unique=[("recommendation_id", "complaint_id")],
    )
    _index("recommendation_complaint", "complaint_id")
    _table(
        "lesson",
        _always("id", _KEY),
        _always("agency", sa.String(20)),
        _always("recommendation_id", _KEY),
        _always("theme", sa.String(40)),
        _always("complaints", _INTEGER),
        _always("texts", _SEALED),
        _always("state", sa.String(12)),
        _sometimes("author_id", _INTEGER),
        _always("written_at", _MOMENT),
        _sometimes("reader_id", _INTEGER),
        _sometimes("published_at", _MOMENT),
        _always("changed_at", _MOMENT),
        _sometimes("reason", _SEALED),
        references={
            "recommendation_id": "recommendation",
            "author_id": "user_account",
            "reader_id": "user_account",
        },
    )
    _index("lesson", "agency", "state", "published_at", "id", name="ix_lesson_agency")
    _index("lesson", "state", "published_at", "id", name="ix_lesson_published")
    _index("lesson", "recommendation_id")
    _table(
        "alarm",
        _always("id", _KEY),
        _always("rule", sa.String(30)),
        _always("agency", sa.String(20)),
        _always("theme", sa.String(40)),
        _always("period", sa.String(7)),
        _always("raised_at", _MOMENT),
        _always("figures", _JSON),
        _sometimes("responded_at", _MOMENT),
        _sometimes("responded_by", _INTEGER),
        _sometimes("reason", _SEALED),
        _sometimes("recommendation_id", _KEY),
        references={"responded_by": "user_account", "recommendation_id": "recommendation"},
        unique=[("rule", "agency", "theme", "period")],
    )
    _index("alarm", "agency", "raised_at", "id", name="ix_alarm_agency")


def _figures() -> None:
    _table(
        "report_count",
        _always("agency", sa.String(20)),
        _always("month", sa.String(7)),
        _always("theme", sa.String(40)),
        _always("category", sa.String(60)),
        _always("channel", sa.String(20)),
        _always("measure", sa.String(60)),
        _always("bucket", _INTEGER),
        _always("n", _INTEGER),
        key=("agency", "month", "theme", "category", "channel", "measure", "bucket"),
    )
    _table(
        "report_mark",
        _always("name", sa.String(20)),
        _always("entry_id", _KEY),
        key=("name",),
    )
    _table(
        "survey_count",
        _always("agency", sa.String(20)),
        _always("month", sa.String(7)),
        _always("cut", sa.String(10)),
        _always("value", sa.String(60)),
        _always("question", sa.String(10)),
        _always("answer", _INTEGER),
        _always("n", _INTEGER),
        key=("agency", "month", "cut", "value", "question", "answer"),
        sqlite_with_rowid=False,
    )
    _table(
        "survey_mark",
        _always("complaint_id", _KEY, autoincrement=False),
        key=("complaint_id",),
        references={"complaint_id": "complaint"},
    )


def _search() -> None:
    """Words to search by are keyed hashes: each database keeps them in its own kind of index."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE complaint_search"
            " USING fts5(words, complaint_id UNINDEXED, detail=none)"
        )
        return
    _table(
        "complaint_search",
        _always("id", sa.BigInteger()),
        _sometimes("complaint_id", sa.BigInteger()),
        _sometimes("words", postgresql.TSVECTOR()),
        references={"complaint_id": "complaint"},
    )
    _index("complaint_search", "complaint_id")
    op.create_index(
        "ix_complaint_search_words", "complaint_search", ["words"], postgresql_using="gin"
    )


def _always(name: str, kind: sa.types.TypeEngine[Any], **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **more)


def _sometimes(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _table(
    name: str,
    *columns: sa.Column[Any],
    key: Sequence[str] = ("id",),
    references: Mapping[str, str] | None = None,
    unique: Sequence[Sequence[str]] = (),
    **more: Any,
) -> None:
    op.create_table(
        name,
        *columns,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{name}_{column}")
            for column, other in (references or {}).items()
        ),
        *(sa.UniqueConstraint(*some, name=f"uq_{name}_{'_'.join(some)}") for some in unique),
        **more,
    )


def _index(
    table: str,
    *columns: str,
    name: str | None = None,
    only: str | None = None,
    unique: bool = False,
) -> None:
    """Create an index of the rows that `only` says, of all of them otherwise."""
    few = None if only is None else sa.text(only)
    op.create_index(
        name or f"ix_{table}_{'_'.join(columns)}",
        table,
        columns,
        unique=unique,
        sqlite_where=few,
        postgresql_where=few,
    )
