"""Which of the kernel's pages are served: each module adds its own to the group of its audience."""
# ruff: noqa: F401  # imported for the pages that they add

from __future__ import annotations

from portal.pages.citizen import (
    agencies,
    date_pages,
    draft,
    draft_pages,
    follow,
    follow_actions,
    home,
    sending,
)
from portal.pages.citizen import bp as citizen_pages
from portal.pages.office import bp as office_pages
from portal.pages.office import posting, registering
from portal.pages.office.actions import answering, closing, handling
from portal.pages.office.case import outgoing
from portal.pages.office.case import pages as case
from portal.pages.office.entrance import entrance as entrance_pages
from portal.pages.office.work_list import bulk_actions, direction
from portal.pages.office.work_list import pages as work_list

__all__ = ["citizen_pages", "entrance_pages", "office_pages"]
