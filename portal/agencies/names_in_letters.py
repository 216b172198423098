"""Who a letter about a complaint speaks of: the portal, its agency, the way up, the recourses."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.agencies.agency import Agency
from portal.agencies.settings.shared import PortalSettings
from portal.config import Config
from portal.domain.complaint import Complaint
from portal.domain.text import Text
from portal.domain.time.promise import Confidence, Stage
from portal.words.letters.writing import Names


def names_for(
    config: Config,
    portal: PortalSettings,
    agency: Agency,
    facts: Complaint,
    now: datetime,
    middle: Text | None,
    received_under: Agency,
) -> Names:
    """Return what a letter about a complaint speaks of; `middle` is what the agency adds to it.

    The way up and what is promised are those of the release that the complaint came under.
    """
    own, asked = agency.settings, agency.consult()
    rules = asked if received_under is agency else received_under.consult()
    return Names(
        portal=portal.portal.name.text,
        agency=agency.name,
        base_url=config.base_url,
        zone=ZoneInfo(own.calendar.timezone),
        phone=own.channels.phone or portal.portal.phone,
        path=rules.escalation_path(facts),
        recourses=(
            asked.recourses(facts, now)
            if rules is asked
            else asked.recourses_kept(facts, now, received_under.release_id)
        ),
        assumed=frozenset(
            stage
            for stage in (Stage.FIRST_CONTACT, Stage.ANSWER)
            if rules.allowance(facts, stage).confidence is Confidence.ASSUMED
        ),
        middle=middle,
    )
