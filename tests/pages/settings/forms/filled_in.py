"""What is typed into each form of the settings where a test does not say otherwise."""

from __future__ import annotations

import html
import re

CAMP = {
    "name_fr": "Camping fermé",
    "name_en": "Campground closed",
    "theme": "delay",
    "words": "camping\r\ntente\r\n",
    "amount": "10",
    "counted": "working days",
    "version": "0",
}
CHANNELS = {"web": "yes", "phone": "514 555-0110", "version": "0"}
ERROR = {
    "name_fr": "Le personnel a fait une erreur",
    "name_en": "Staff made an error",
    "finding": "founded",
    "version": "0",
}
LEVEL = {
    "title_fr": "Direction régionale",
    "title_en": "Regional office",
    "amount": "3",
    "counted": "working days",
    "version": "0",
}
BEARS = {
    "kind": "danger",
    "categories": ["trail"],
    "words": "ours\r\nbear\r\n\r\nours",
    "title_fr": "Si vous voyez un ours, reculez",
    "title_en": "If you see a bear, step back",
    "text_fr": "Appelez les gardes au 555-0111.",
    "text_en": "Call the wardens at 555-0111.",
    "link": "https://ours.example/",
}
BILLS = {
    "name_fr": "Vos factures",
    "name_en": "Your bills",
    "amount": "5",
    "counted": "working days",
    "times": "2",
    "version": "0",
}
IDENTITY = {
    "name_fr": "Régie des parcs",
    "name_en": "Parks board",
    "short_name": "RDP",
    "service_fr": "Bureau des plaintes",
    "service_en": "Complaints office",
    "mandate_fr": "Parcs, sentiers et campings.",
    "mandate_en": "Parks, trails and campgrounds.",
    "aliases": "parcs nationaux",
    "sample": "yes",
    "verified_on-day": "24",
    "verified_on-month": "11",
    "verified_on-year": "2026",
    "version": "0",
}
CAUSE = {
    "label_fr": "Qu’est-ce qui bloque?",
    "label_en": "What blocks it?",
    "hint_fr": "Ce que vous avez vu.",
    "hint_en": "What you saw.",
    "kind": "choice",
    "choice_code": ["", "", ""],
    "choice_fr": ["Un arbre", "De la boue", ""],
    "choice_en": ["A tree", "Mud", ""],
    "version": "0",
}
COURT = {
    "body_fr": "Tribunal des sentiers",
    "body_en": "Trails tribunal",
    "how_fr": "Par une demande écrite.",
    "how_en": "By a written application.",
    "deadline_fr": "60 jours suivant la réponse",
    "deadline_en": "60 days from the answer",
    "link": "https://tribunal.example/",
    "phone": "514 555-0123",
    "version": "0",
}
SIXTY = {
    "amount": "60",
    "counted": "calendar days",
    "basis_fr": "Déclaration de services",
    "basis_en": "Service statement",
    "source": "",
    "version": "0",
}
UNIT = {"name_fr": "Équipes de terrain", "name_en": "Field teams", "version": "0"}


def typed(page: str) -> dict[str, str]:
    """Return the form of a page as a browser would send it untouched."""
    fields = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)
    chosen = re.findall(r'<select[^>]* name="([^"]+)">.*?value="([^"]+)" selected', page)
    return {name: html.unescape(value) for name, value in [*fields, *chosen]}
