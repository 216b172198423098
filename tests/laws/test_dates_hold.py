"""Whoever adds something to do with a complaint says whether it may touch a promised date."""

from __future__ import annotations

from flask import Flask

from portal.domain.history import MAY_TOUCH_A_DATE, TOUCHES_NO_DATE, EntryKind
from portal.domain.permissions import Permission

P = Permission

# The pages of the office that change a complaint, by what they may do to its dates.
LIFE = {"first_contact", "complete", "answer", "ask", "resume", "extend", "route", "close"}
LIFE |= {"report_reprisals", "protect", "request_information", "withdraw_request", "recommend"}
LIFE |= {"transfer", "take_transfer_back", "ask_part", "decide", "confirm_urgent", "urgent_act"}
LIFE |= {"second_reading", "settle", "call_off_part", "note_refusal", "pass_on"}
LIFE |= {"answer_accommodation", "note_accommodation", "accommodation_in_place"}
EDITS = {"study", "note", "assign", "reclassify", "pass_up", "case"}
EDITS |= {"make_ready_file", "link", "unlink", "decline_part", "keep_part"}
EDITS |= {"set_nature", "review_text", "outside_link"}
EDITS |= {"cancel_sending", "give_up_text"}
EDITS |= {"decline_urgent", "declare_conflict", "step_back", "let_back"}
EDITS |= {"tell_concerned", "release_identity", "ask_how_to_reach"}
EDITS |= {"open_group", "leave_group"}
EDITS |= {"judge_proof", "move_end", "end_representation", "invite_person"}
EDITS |= {"limit_contact", "decide_limit", "lift_limit", "review_limit"}
# What a complainant sends to a complaint already filed.
LIFE_OF_CITIZENS = {"send_message", "add_document", "withdraw_now"}
LIFE_OF_CITIZENS |= {"send_report", "ask_again", "choose_what_travels", "send_proof"}
LIFE_OF_CITIZENS |= {"choose_what_is_read", "ask_part_review", "ask_accommodation"}
LIFE_OF_CITIZENS |= {"say_contact", "take_back_withdrawal", "say_complaint_now"}
LIFE |= {"note_withdrawal", "note_complaint_kept"}
EDITS_OF_CITIZENS = {"change_contact_details", "leave", "take_ready_file", "wish_for_news"}
EDITS |= {"ask_to_lift"}
EDITS_OF_CITIZENS |= {"say_suggested"}
EDITS_OF_CITIZENS |= {"take_consent_back", "set_hidden_name"}
EDITS_OF_CITIZENS |= {"send_verdict", "send_rating", "ask_limit_review"}
EDITS_OF_CITIZENS |= {"set_former_representative", "keep_own_deadlines"}
EDITS_OF_CITIZENS |= {"make_new_code", "switch_links", "offer_text", "make_outside_link"}
# What people may do, by the same question; what only looks or configures touches none.
MAY = {P.CONTACT, P.ASK, P.ANSWER, P.EXTEND, P.PAUSE, P.CLOSE, P.ROUTE, P.REORGANISE}
MAY |= {P.PROTECT, P.REGISTER, P.OPEN_OWN_MOTION, P.REQUEST_INFORMATION, P.INFORM, P.TRANSFER}
MAY |= {P.RECOMMEND, P.CARRY_OUT, P.VERIFY, P.DECIDE, P.DECIDE_URGENCY}
MAY |= {P.TAKE_TRANSFER_BACK, P.ASK_PART, P.CALL_OFF_PART, P.GROUP, P.SORT_EMAILS}
MAY_NOT = {P.SEE_COMPLAINTS, P.NOTE, P.ASSIGN, P.RECLASSIFY, P.PASS_UP, P.UNLINK, P.DECLINE_PART}
MAY_NOT |= {P.SET_NATURE, P.REVIEW_TEXT, P.EXPLAIN_FIGURES, P.DECIDE_REMEDIES, P.ASK_OUTCOME}
MAY_NOT |= {P.SEE_ASSESSMENTS, P.ASSESS, P.DRAW_FILES}
MAY_NOT |= {P.SEE_TEAM, P.SEE_OVERVIEW, P.OWN_ABSENCES, P.TEAM_ABSENCES, P.CONFIGURE, P.AUDIT}
MAY_NOT |= {P.PROTECT_ABOVE, P.READY_FILE, P.SEE_RECOMMENDATIONS}
MAY_NOT |= {P.DECLARE_CONFLICT, P.STEP_BACK, P.LIFT_CONFLICT}
MAY_NOT |= {P.SEE_LIMITS, P.PROPOSE_LIMIT, P.DECIDE_LIMIT, P.REVIEW_LIMIT}
MAY_NOT |= {P.WRITE_LESSONS, P.PUBLISH_LESSONS, P.REVISE_FIGURES}
MAY_NOT |= {P.SEE_ALARMS, P.RESPOND_TO_ALARMS, P.SET_ALARM_RULES}
MAY_NOT |= {P.SEE_GROUPS, P.PUBLISH_GROUP, P.SEE_ALL, P.RELEASE_IDENTITY}


def sending(app: Flask, blueprint: str, argument: str) -> set[str]:
    """The pages of a blueprint that take a POST about one complaint."""
    return {
        rule.endpoint.removeprefix(f"{blueprint}.").removesuffix("_en")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{blueprint}.")
        and argument in rule.arguments
        and "POST" in (rule.methods or ())
    }


def test_every_kind_of_entry_either_may_touch_a_date_or_touches_none():
    assert not MAY_TOUCH_A_DATE & TOUCHES_NO_DATE
    assert set(EntryKind) == MAY_TOUCH_A_DATE | TOUCHES_NO_DATE


def test_every_permission_either_may_touch_a_date_or_touches_none():
    assert not MAY & MAY_NOT
    assert set(P) == MAY | MAY_NOT


def test_every_page_that_changes_a_complaint_is_life_or_edit(app: Flask):
    assert sending(app, "office", "number") == LIFE | EDITS
    assert sending(app, "citizen", "number") == LIFE_OF_CITIZENS | EDITS_OF_CITIZENS
