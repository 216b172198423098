"""Incoming e-mail: kept before anything else, read, added to a complaint or set before somebody."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.incoming_mail import office
from portal.features.incoming_mail.actions import JOB
from portal.features.incoming_mail.letters import LETTERS
from portal.features.incoming_mail.queries import take_over
from portal.features.incoming_mail.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="incoming_mail",
    letters=LETTERS,
    row_rules=ROW_RULES,
    jobs=(JOB,),
    takes_over=take_over,
)
PAGES = FeaturePages(pages=(office.pages,), adds=office.ADDS)
FIGURES: tuple[Figure, ...] = ()
