"""First contact: by which way and when it was made, and what its complainant says of it."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.first_contact import citizen, office
from portal.features.first_contact.figures import contacts
from portal.features.first_contact.letters import LETTERS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="first_contact", letters=LETTERS)
PAGES = FeaturePages(pages=(office.pages, citizen.pages), adds=(*office.ADDS, *citizen.ADDS))
FIGURES: tuple[Figure, ...] = (Figure("contacts", contacts, narrows=True),)
