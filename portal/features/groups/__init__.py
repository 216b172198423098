"""Groups: several complaints about one cause, answered together and each by itself."""

from __future__ import annotations

from portal.complaints.events import CauseCorrected, Excluded, HandedOn, Succeeded
from portal.complaints.features import Feature, Reaction
from portal.features.groups import (
    actions,
    actions_followers,
    actions_gathering,
    actions_sending,
    citizen,
    office,
    office_answering,
    office_gathering,
    office_opened,
    settings,
)
from portal.features.groups.letters import LETTERS
from portal.features.groups.queries import GROUPS, OF_COMPLAINT
from portal.features.groups.queries_answers import SENT_WITH_GROUPS
from portal.features.groups.queries_in_part import PUBLIC_MARKS
from portal.features.groups.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="groups",
    letters=LETTERS,
    row_rules=ROW_RULES,
    reactions=(
        Reaction(HandedOn, actions_gathering.leave_as_handed_on),
        Reaction(Succeeded, actions_gathering.go_along),
        Reaction(Excluded, actions.give_up_group),
        Reaction(CauseCorrected, actions_followers.tell_corrected),
    ),
    at_filing=actions_gathering.join_at_filing,
    answers_sent=SENT_WITH_GROUPS,
    jobs=(*actions_sending.JOBS, *actions_gathering.JOBS, *actions_followers.JOBS),
    row_reads=(GROUPS,),
    public_marks=PUBLIC_MARKS,
    case_reads=(OF_COMPLAINT,),
)
PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office.pages,
        office_answering.pages,
        office_gathering.pages,
        office_opened.pages,
        settings.pages,
    ),
    adds=(settings.GROUPING, *office_opened.ADDS, *office_gathering.ADDS, *citizen.ADDS),
)
FIGURES: tuple[Figure, ...] = ()
