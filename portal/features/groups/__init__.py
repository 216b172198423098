"""Groups: several complaints about one cause, answered together and each by itself."""

from __future__ import annotations

from portal.complaints.events import CauseCorrected, HandedOn, Succeeded
from portal.complaints.features import Feature, Reaction
from portal.features.groups import citizen, settings
from portal.features.groups.actions import following
from portal.features.groups.actions.links import go_along, leave_as_handed_on
from portal.features.groups.citizen_parts import CITIZEN_PARTS
from portal.features.groups.filing import join_at_filing
from portal.features.groups.letters import TO_FOLLOWERS, TO_GROUP_STAFF
from portal.features.groups.office import answering as office_answering
from portal.features.groups.office import closing as office_closing
from portal.features.groups.office import gathering as office_gathering
from portal.features.groups.office import page as office_page
from portal.features.groups.office import publishing as office_publishing
from portal.features.groups.office import register as office_register
from portal.features.groups.office import sending as office_sending
from portal.features.groups.office import similar
from portal.features.groups.queries import GROUPS
from portal.features.groups.row_rule import ROW_RULES
from portal.features.groups.sending_queries import sent_with_groups
from portal.features.groups.worker import JOBS
from portal.pages.features import FeaturePages
from portal.pages.office.list_parts import RowTag
from portal.reporting.blocks import Figure
from portal.words.letters.writing import Wordings

FEATURE = Feature(
    name="groups",
    letters=Wordings(to_others={**TO_GROUP_STAFF, **TO_FOLLOWERS}),
    row_rules=ROW_RULES,
    reactions=(
        Reaction(HandedOn, lambda event: leave_as_handed_on(event.work, event.complaint)),
        Reaction(Succeeded, go_along),
        Reaction(CauseCorrected, following.tell_corrected),
    ),
    at_filing=join_at_filing,
    answers_sent=sent_with_groups,
    jobs=JOBS,
    row_reads=(GROUPS,),
)

PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office_answering.pages,
        office_closing.pages,
        office_gathering.pages,
        office_page.pages,
        office_publishing.pages,
        office_register.pages,
        office_sending.pages,
        settings.pages,
    ),
    adds=(
        *similar.PARTS,
        *similar.HISTORY,
        RowTag(similar.row_tag),
        similar.BY_GROUP,
        *CITIZEN_PARTS,
    ),
)

FIGURES: tuple[Figure, ...] = ()
