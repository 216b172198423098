"""Who may do what: one table."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.role import Role


class Permission(StrEnum):
    """Something that a route or a service lets only some people do."""

    SEE_COMPLAINTS = "see_complaints"
    SEE_ALL = "see_all"
    REGISTER = "register"
    OPEN_OWN_MOTION = "open_own_motion"
    CONTACT = "contact"
    NOTE = "note"
    ASK = "ask"
    ASSIGN = "assign"
    RECLASSIFY = "reclassify"
    SET_NATURE = "set_nature"
    ANSWER = "answer"
    EXTEND = "extend"
    PAUSE = "pause"
    CLOSE = "close"
    DECIDE_REMEDIES = "decide_remedies"
    PASS_UP = "pass_up"
    DECIDE = "decide"
    ROUTE = "route"
    TRANSFER = "transfer"
    TAKE_TRANSFER_BACK = "take_transfer_back"
    ASK_PART = "ask_part"
    CALL_OFF_PART = "call_off_part"
    DECLINE_PART = "decline_part"
    UNLINK = "unlink"
    SEE_TEAM = "see_team"
    SEE_OVERVIEW = "see_overview"
    REVISE_FIGURES = "revise_figures"
    EXPLAIN_FIGURES = "explain_figures"
    OWN_ABSENCES = "own_absences"
    TEAM_ABSENCES = "team_absences"
    CONFIGURE = "configure"
    REORGANISE = "reorganise"
    AUDIT = "audit"
    PROTECT_ABOVE = "protect_above"
    PROTECT = "protect"
    READY_FILE = "ready_file"
    ASK_OUTCOME = "ask_outcome"
    RELEASE_IDENTITY = "release_identity"
    REQUEST_INFORMATION = "request_information"
    INFORM = "inform"
    SEE_RECOMMENDATIONS = "see_recommendations"
    RECOMMEND = "recommend"
    CARRY_OUT = "carry_out"
    VERIFY = "verify"
    WRITE_LESSONS = "write_lessons"
    PUBLISH_LESSONS = "publish_lessons"
    SEE_ALARMS = "see_alarms"
    RESPOND_TO_ALARMS = "respond_to_alarms"
    SET_ALARM_RULES = "set_alarm_rules"
    DECIDE_URGENCY = "decide_urgency"
    DECLARE_CONFLICT = "declare_conflict"
    STEP_BACK = "step_back"
    LIFT_CONFLICT = "lift_conflict"
    SEE_LIMITS = "see_limits"
    PROPOSE_LIMIT = "propose_limit"
    DECIDE_LIMIT = "decide_limit"
    REVIEW_LIMIT = "review_limit"
    SEE_GROUPS = "see_groups"
    GROUP = "group"
    PUBLISH_GROUP = "publish_group"
    SEE_ASSESSMENTS = "see_assessments"
    ASSESS = "assess"
    DRAW_FILES = "draw_files"
    REVIEW_TEXT = "review_text"
    SORT_EMAILS = "sort_emails"


P = Permission
_HANDLING = frozenset(
    {
        P.SEE_COMPLAINTS,
        P.SEE_ALL,
        P.REGISTER,
        P.CONTACT,
        P.NOTE,
        P.ASK,
        P.ASSIGN,
        P.RECLASSIFY,
        P.SET_NATURE,
        P.ANSWER,
        P.EXTEND,
        *(P.PAUSE, P.CLOSE, P.PASS_UP, P.OWN_ABSENCES),
        *(P.READY_FILE, P.REQUEST_INFORMATION, P.INFORM, P.DECLARE_CONFLICT, P.STEP_BACK),
        P.DECIDE_URGENCY,
        P.SEE_LIMITS,
        P.PROPOSE_LIMIT,
        P.UNLINK,
        P.RELEASE_IDENTITY,
        P.SORT_EMAILS,
    }
)
_LEADING = frozenset(
    {P.SEE_TEAM, P.SEE_OVERVIEW, P.OWN_ABSENCES, P.TEAM_ABSENCES, P.PROTECT}
    | {P.DECLARE_CONFLICT, P.LIFT_CONFLICT, P.STEP_BACK}
)

_RECOMMENDING = frozenset({P.SEE_RECOMMENDATIONS, P.RECOMMEND, P.VERIFY})
# Whoever reads a lesson before it is published is somebody else than whoever wrote it.
_TEACHING = frozenset({P.WRITE_LESSONS, P.PUBLISH_LESSONS})
_ALARMED = frozenset({P.SEE_ALARMS, P.RESPOND_TO_ALARMS})
_RECEIVING = frozenset({P.SEE_RECOMMENDATIONS, P.CARRY_OUT})
# Files that are over are read again by colleagues, and drawn by the head.
_ASSESSING = frozenset({P.SEE_ASSESSMENTS, P.ASSESS})
_DIVIDING = frozenset({P.ASK_PART, P.CALL_OFF_PART})
_GROUPING = frozenset({P.SEE_GROUPS, P.GROUP})

# Whoever works there writes down a complaint that reaches them (practice 1).
# Line managers see and answer what reached their level and nothing else (`AT_LEVEL`), but cannot
# edit, close, reassign or delete (practice 2). That reprisals were reported, the head and the top
# authority alone know, and what is reported about the head, the top authority alone (practice 3).
# They receive recommendations and never make one, nor verify what they say is done.
# Whoever is something to an agency answers what the complaints service asks them.
# Whoever a complaint concerns is let back into it by somebody else: who answers to nobody in the
# agency, by the auditor. What nobody of an agency may open comes to the intake desk, which decides
# who does. Line managers keep nobody out but themselves.
# Published figures are revised by whoever looks after the figures of all agencies, and nobody else.
# Who reads over a text that its person lets be published is who handles the complaint, or the head.
# How to reach who complains is released to them by the service; where that is kept out, by the top
# authority or the auditors, so that somebody always can.
# The rules of alarms are the same for all, so whoever sets them looks after the whole portal.
# Limits on contact are proposed by officers, decided by the head and reviewed by the top authority.
# Officers gather similar complaints and answer them together; the head alone shows a group to the
# public, because its title may not name anybody.
# Beyond what officers give to a person by themselves, the head or the top authority decides.
# A file that nobody's complaint opened is opened by the head, or by whom the service reports to.
# What an annual report says of why comes from the head, and for all together from the analysts.
# The intake desk hands on what it has at once; an agency proposes it, and its complainant is asked.
# Whoever proposed it takes it back, or the head in their place.
# Whoever has a complaint asks other agencies for their parts of it, and the desk does as well; the
# same decide that one is called off. Who handles a part says that the agency is not concerned.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _HANDLING
    | _RECOMMENDING
    | _GROUPING
    | _DIVIDING
    | _ASSESSING
    | {P.TRANSFER, P.DECLINE_PART, P.PUBLISH_LESSONS, P.REVIEW_TEXT},
    Role.HEAD: _HANDLING
    | _LEADING
    | _RECOMMENDING
    | _TEACHING
    | _ALARMED
    | _GROUPING
    | _DIVIDING
    | {P.TRANSFER, P.DECLINE_PART, P.TAKE_TRANSFER_BACK, P.DECIDE_LIMIT, P.PUBLISH_GROUP}
    | {P.OPEN_OWN_MOTION, P.REVIEW_TEXT, P.EXPLAIN_FIGURES, P.DECIDE_REMEDIES, P.ASK_OUTCOME}
    | _ASSESSING
    | {P.DRAW_FILES},
    Role.MANAGER: _RECEIVING
    | {P.SEE_COMPLAINTS, P.REGISTER, P.NOTE, P.ANSWER, P.OWN_ABSENCES, P.INFORM}
    | {P.SEE_GROUPS, P.STEP_BACK},
    Role.TOP_AUTHORITY: _LEADING
    | _RECEIVING
    | {P.SEE_COMPLAINTS, P.SEE_ALL, P.REGISTER, P.NOTE, P.DECIDE, P.ANSWER, P.CLOSE}
    | {P.READY_FILE, P.RELEASE_IDENTITY}
    | {P.INFORM, P.VERIFY, P.PUBLISH_LESSONS, P.SEE_LIMITS, P.REVIEW_LIMIT, P.SEE_GROUPS}
    | {P.PROTECT_ABOVE, P.OPEN_OWN_MOTION, P.DECIDE_REMEDIES, P.ASK_OUTCOME, P.SEE_ASSESSMENTS}
    | _ALARMED,
    Role.ADMINISTRATOR: frozenset({P.CONFIGURE, P.REORGANISE, P.OWN_ABSENCES, P.INFORM})
    | {P.SET_ALARM_RULES},
    Role.INTAKE: _HANDLING | _DIVIDING | {P.ROUTE, P.LIFT_CONFLICT},
    Role.ANALYST: frozenset({P.SEE_OVERVIEW, P.REVISE_FIGURES, P.EXPLAIN_FIGURES, P.INFORM})
    | _ALARMED,
    Role.AUDITOR: frozenset({P.SEE_COMPLAINTS, P.SEE_ALL, P.AUDIT, P.SEE_OVERVIEW})
    | {P.INFORM, P.SEE_RECOMMENDATIONS, P.SEE_ALARMS, P.LIFT_CONFLICT, P.SEE_LIMITS}
    | {P.SEE_GROUPS, P.STEP_BACK, P.RELEASE_IDENTITY, P.SEE_ASSESSMENTS},
}


AT_LEVEL = frozenset({P.SEE_COMPLAINTS, P.NOTE, P.ANSWER, P.STEP_BACK})
"""What roles that do not see all of an agency do only with complaints that reached their level."""

WITH_A_PERSON = frozenset(
    {P.ASK, P.PAUSE, P.SET_NATURE, P.DECIDE_URGENCY, P.PROTECT, P.PROTECT_ABOVE, P.READY_FILE}
    | {P.ROUTE, P.TRANSFER, P.TAKE_TRANSFER_BACK, P.ASK_PART, P.CALL_OFF_PART, P.DECLINE_PART}
    | {P.REVIEW_TEXT, P.RELEASE_IDENTITY, P.PROPOSE_LIMIT, P.DECIDE_LIMIT, P.REVIEW_LIMIT, P.GROUP}
    | {P.ASK_OUTCOME}
)
"""What is done with or for whoever complains: nothing of it is done in a file without them."""

IN_ITS_TURN = frozenset({P.ANSWER, P.CLOSE})
"""What the top authority does only with complaints that are with it: its answer is the last one."""

NEVER_LENT = frozenset({P.PROTECT, P.PROTECT_ABOVE})
"""What nobody does in place of somebody who is away: reports are read by whom the page names."""

EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR})
"""What somebody may be to the whole portal: any other role without an agency gives nothing."""


def may(actor: Actor, permission: Permission, agency: str | None = None) -> bool:
    """Tell whether the actor may do this in `agency`, or in any agency where it is None."""
    if actor.kind is ActorKind.PORTAL:
        return True
    return any(
        permission in _given(membership)
        for membership in actor.memberships
        if _counts_in(membership, agency or membership.agency)
    )


def may_at_level(
    actor: Actor, permission: Permission, agency: str, reached: Collection[str]
) -> bool:
    """Tell whether the actor may do this with what `agency` has and what `reached` these posts."""
    if actor.kind is ActorKind.PORTAL:
        return True
    return any(
        permission in _given(membership)
        and (is_at_any_level(membership.role, permission) or membership.post in reached)
        for membership in actor.memberships
        if _counts_in(membership, agency)
    )


def may_at_any_level(actor: Actor, permission: Permission, agency: str) -> bool:
    """Tell whether the actor may do this in `agency`, whatever level a complaint reached."""
    return may_at_level(actor, permission, agency, ())


def is_at_any_level(role: Role, permission: Permission) -> bool:
    """Tell whether a role that may do this does not have to wait for a complaint to reach it."""
    return permission not in AT_LEVEL or P.SEE_ALL in ROLE_PERMISSIONS[role]


def waits_for_its_turn(actor: Actor, permission: Permission, agency: str) -> bool:
    """Tell whether the actor may do this in `agency` as its top authority alone, in its turn."""
    if permission not in IN_ITS_TURN or actor.kind is ActorKind.PORTAL:
        return False
    held = (m for m in actor.memberships if _counts_in(m, agency))
    giving = {membership.role for membership in held if permission in _given(membership)}
    return giving == {Role.TOP_AUTHORITY}


def permitted(actor: Actor, agency: str) -> frozenset[Permission]:
    """Return all that the actor may do in `agency`, with complaints that reached their level."""
    if actor.kind is ActorKind.PORTAL:
        return frozenset(Permission)
    held = (m for m in actor.memberships if _counts_in(m, agency))
    return frozenset().union(*map(_given, held))


def may_everywhere(actor: Actor, permission: Permission) -> bool:
    """Tell whether the actor may do this in every agency, those to come included."""
    return agencies_where(actor, permission) is None


def may_as_one_of(actor: Actor, permission: Permission, agency: str) -> bool:
    """Tell whether the actor may do this as somebody of `agency`, not of the whole portal."""
    return any(
        membership.agency == agency and permission in _given(membership)
        for membership in actor.memberships
    )


def agencies_where(actor: Actor, permission: Permission) -> frozenset[str] | None:
    """Return the agencies in which the actor may do this; None means in every one."""
    if actor.kind is ActorKind.PORTAL:
        return None
    granting = [m for m in actor.memberships if permission in _given(m)]
    if any(membership.agency is None and membership.role in EVERYWHERE for membership in granting):
        return None
    return frozenset(m.agency for m in granting if m.agency is not None)


def _given(membership: Membership) -> frozenset[Permission]:
    """Return all that a membership lets somebody do."""
    given = ROLE_PERMISSIONS[membership.role]
    return given - NEVER_LENT if membership.is_lent else given


def _counts_in(membership: Membership, agency: str | None) -> bool:
    """Tell whether a membership counts in an agency; in the whole portal where it is None."""
    if membership.agency is None:
        return membership.role in EVERYWHERE
    return membership.agency == agency
