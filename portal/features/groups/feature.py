"""Groups: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.events import CauseCorrected, HandedOn, Succeeded
from portal.complaints.features import Feature, Reaction
from portal.features.groups import citizen, settings
from portal.features.groups.actions import following
from portal.features.groups.actions.links import go_along, leave_as_handed_on
from portal.features.groups.citizen_parts import CITIZEN_PARTS
from portal.features.groups.office import answering as office_answering
from portal.features.groups.office import closing as office_closing
from portal.features.groups.office import gathering as office_gathering
from portal.features.groups.office import page as office_page
from portal.features.groups.office import publishing as office_publishing
from portal.features.groups.office import register as office_register
from portal.features.groups.office import sending as office_sending
from portal.pages.features import FeaturePages

FEATURE = Feature(
    name="groups",
    reactions=(
        Reaction(HandedOn, lambda event: leave_as_handed_on(event.work, event.complaint)),
        Reaction(Succeeded, go_along),
        Reaction(CauseCorrected, following.tell_corrected),
    ),
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
    adds=CITIZEN_PARTS,
)
