"""How a complaint can reach the agency, beside the card that citizens read."""

from __future__ import annotations

from portal.agencies.settings.schema import AgencySettings
from portal.pages.current import gettext
from portal.pages.forms import Problems, is_dialled, is_email
from portal.pages.settings.drafting.fields import Line, Tick, Words
from portal.pages.settings.drafting.forms import READ, Edit, Entry, SectionForm
from portal.words.catalogue import to_translate

NAME = to_translate("Façons de porter plainte")


def _wrong_email(typed: str) -> str | None:
    told = gettext("Écrivez une adresse courriel complète, avec le signe @")
    return None if is_email(typed) else told


def _wrong_number(typed: str) -> str | None:
    told = gettext("Écrivez un numéro qui se compose, par exemple 514 555-0110")
    return None if is_dialled(typed) else told


def _keep_one(edit: Edit, problems: Problems) -> None:
    if not any(edit.form[name] for name in ("web", "email", "phone", "post_fr", "counter_fr")):
        problems.add("web", gettext("Gardez au moins une façon de porter plainte"))


def _now(settings: AgencySettings) -> str:
    ways = settings.channels
    names = {
        gettext("sur ce portail"): ways.web,
        gettext("courriel"): ways.email,
        gettext("téléphone"): ways.phone,
        gettext("télécopieur"): ways.fax,
        gettext("poste"): ways.post,
        gettext("sur place"): ways.counter,
    }
    return ", ".join(name for name, is_there in names.items() if is_there)


CHANNELS = SectionForm(
    "channels",
    fr="canaux",
    en="channels",
    section=("channels",),
    template="settings/forms/channels.html",
    fields=(
        # Open where nothing is said.
        Tick("web", unsaid=True),
        Line("email", _wrong_email),
        Line("phone", _wrong_number),
        Line("relay", _wrong_number),
        Line("fax", _wrong_number),
        Words("post"),
        Words("counter"),
        Words("hours"),
    ),
    says=lambda settings: settings.channels,
    rules=_keep_one,
    shows=lambda edit: {"seen": edit.drafted.settings if edit.drafted else edit.settings},
    entry=Entry(READ, NAME, _now),
    names={"channels": NAME},
)
