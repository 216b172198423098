"""The first page of an agency's settings: what is in force, the draft, what is missing or fails.

It leads to every form, with what stands there now. Words in French alone lead to the form on which
their English is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.files.places import Place
from portal.agencies.files.tree import read_tree
from portal.agencies.plugins.hosted import HostedPlugin
from portal.agencies.plugins.noted import KEPT_DATES, KEPT_TEXTS
from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.checks import french_alone
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.proof.signed_releases import forged_releases
from portal.complaints.queries.health import complaints_of_nobody
from portal.complaints.queries.plugin_failures import COUNTED_AT_MOST, plugin_failures
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, may, may_everywhere
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Contribution, added
from portal.pages.languages import localized
from portal.pages.settings.drafting.forms import GROUPS, SettingsForm
from portal.pages.settings.drafting.lists import ItemForm
from portal.pages.settings.drafting.state import (
    SettingsState,
    bp,
    settings_page,
    state_of,
)
from portal.pages.settings.forms import every_form, section_name
from portal.pages.settings.second_person import second_person
from portal.releases.calendar_moves import MovedDate, offered_dates
from portal.words.catalogue import to_translate

DAYS = 30

ASKED: dict[str, str] = {
    "complaint_categories": to_translate("Sujets proposés"),
    "complaint_questions": to_translate("Questions de l’organisme"),
    "complaint_problems": to_translate("Réponses à corriger"),
    "complaint_notices": to_translate("Avis avant de porter plainte"),
    "receiving_unit": to_translate("Unité qui reçoit la plainte"),
    "working_calendar": to_translate("Jours et heures ouvrables"),
    "allowance": to_translate("Délais"),
    "escalation_path": to_translate("Paliers"),
    "recourses": to_translate("Autres recours"),
}


class Warned(Struct, frozen=True):
    """What the first page warns of: a heading, and the page that tells more, with its name."""

    heading: str
    words: str
    address: str


class SettingsWarning(Contribution):
    """What a feature may have to warn the administrators of an agency of, by the agency's code."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[str], Warned | None]) -> None:
        self.read = read


# How a reason that a history keeps begins, and what that means for people who know no code.
CAUSES: dict[str, str] = {
    "took too long": to_translate("Il a pris trop de temps"),
    "ended its process": to_translate("Il s’est terminé au lieu de répondre"),
    "was not asked": to_translate(
        "Trop lent ou terminé plusieurs fois de suite, il n’a pas été consulté pendant un moment"
    ),
    "plugin ": to_translate("Il ne se charge plus"),
    "raised": to_translate("Il s’est arrêté sur une erreur"),
    "did not answer": to_translate("Sa réponse n’a pas la forme promise"),
}


@localized(bp, fr="/reglages/<agency>", en="/settings/<agency>")
@requires(Permission.CONFIGURE, agency_from="agency")
def index(agency: str) -> ResponseReturnValue:
    """Show what is in force, what is being prepared, and what was in force before."""
    state = state_of(agency)
    in_force = runtime().agencies.in_force
    of_nobody = runtime().read(PORTAL, complaints_of_nobody, agency, runtime().now())
    return settings_page(
        "settings/index.html",
        state,
        forged=_forged(agency),
        plugin_problem=in_force.plugin_problems.get(agency),
        is_plugin_outdated=_is_outdated(agency),
        advice=advice(state),
        groups=contents(state),
        failures=recent_failures(agency),
        french_alone=words_in_french_alone(state),
        later=later_in_force(state),
        may_begin=may_everywhere(current_actor(), Permission.CONFIGURE),
        may_set_alarms=may_everywhere(current_actor(), Permission.SET_ALARM_RULES),
        of_nobody=of_nobody,
        second=second_person(state),
        scans_documents=runtime().plugins.scan_files,
        warnings=list(filter(None, (warning.read(agency) for warning in added(SettingsWarning)))),
    )


def later_in_force(state: SettingsState) -> list[MovedDate]:
    """Return the open complaints whose date comes later by what is in force.

    Those whose dates are being put off already are no longer offered.
    """
    if state.current is None or state.current.dates_to_move:
        return []
    portal = runtime()
    return portal.read(PORTAL, offered_dates, state.agency, portal.now())


class ShownEntry(Struct, frozen=True):
    """A page of settings as the first page leads to it: its address, its name, what it says now."""

    address: str
    name: str
    now: str


def contents(state: SettingsState) -> dict[str, list[ShownEntry]]:
    """Return every form of the settings under its heading, with what stands there now."""
    shown: dict[str, list[ShownEntry]] = {gettext(group): [] for group in GROUPS}
    listed = [(form, form.entry) for form in every_form() if form.entry]
    for form, entry in sorted(listed, key=lambda pair: pair[1].rank):
        view = form.listing.name if isinstance(form, ItemForm) else form.name
        address = url_for(f".{view}", agency=state.agency.code)
        shown[gettext(entry.group)].append(
            ShownEntry(address, gettext(entry.name), entry.now(state.settings))
        )
    return shown


class Advice(Struct, frozen=True):
    """Something that is still to say, and the page on which it is said."""

    text: str
    address: str


def advice(state: SettingsState) -> list[Advice]:
    """Return what is still to say of an agency that nothing is in force of yet."""
    if state.current is not None:
        return []
    settings, language, code = state.settings, current_language(), state.agency.code
    channels = settings.channels
    parts = {
        "recourses": (
            settings.recourses,
            gettext("Aucun autre recours : dites où se tourner après la réponse."),
        ),
        "channels": (
            channels.phone or channels.post or channels.counter,
            gettext("Ni téléphone, ni adresse, ni comptoir pour qui n’a pas Internet."),
        ),
        "public_page": (
            settings.agency.aliases,
            gettext("Aucun autre nom : dites comment les gens appellent l’organisme."),
        ),
    }
    missing = [
        Advice(sentence, url_for(f".{page}", agency=code))
        for page, (is_said, sentence) in parts.items()
        if not is_said
    ]
    without_words = [
        Advice(
            gettext(
                "Aucun mot ne mène à « %(name)s » dans la recherche.",
                name=category.name.text.in_(language),
            ),
            url_for(".category", agency=code, code=category.code),
        )
        for category in settings.categories
        if not category.words and category.code != settings.default_category
    ]
    return missing + without_words


def _forged(agency: str) -> list[str]:
    """Return the releases that are not as they were signed, by their names."""
    portal = runtime()
    forged = portal.read(PORTAL, forged_releases, agency, portal.keyring.public_key)
    return [
        gettext("version %(rank)s, commune à tous les organismes", rank=release.rank)
        if release.agency == PORTAL_CODE
        else gettext("version %(rank)s", rank=release.rank)
        for release in forged
    ]


def _is_outdated(agency: str) -> bool:
    """Tell whether the plugin's code changed on the disk since it was loaded."""
    in_force = runtime().agencies.in_force.agencies.get(agency)
    return (
        in_force is not None
        and isinstance(in_force.plugin, HostedPlugin)
        and in_force.plugin.is_outdated
    )


def recent_failures(agency: str) -> Mapping[str, Any]:
    """Return how an agency's plugin fared lately, hook by hook, worded for people who know no code.

    `has_more` tells that not all were counted; complaints open for those who may see them.
    `unreadable` is when dates of complaints could not be read again, if any were, and `unopened`
    the last text that did not open.
    """
    portal = runtime()
    portal.keep_plugin_failures()
    counted = portal.read(PORTAL, plugin_failures, agency, portal.now() - timedelta(days=DAYS))
    by_hook = {failed.hook: failed for failed in counted}
    dates, texts = by_hook.pop(KEPT_DATES, None), by_hook.pop(KEPT_TEXTS, None)
    hooks = list(by_hook.values())
    total = sum(failed.count for failed in hooks)
    return {
        "unreadable": dates,
        "unopened": texts,
        "hooks": [(failed, _asked(failed.hook), _cause(failed.reason)) for failed in hooks],
        "total": total,
        "has_more": total >= COUNTED_AT_MOST,
        "days": DAYS,
        "may_open": may(current_actor(), Permission.SEE_COMPLAINTS, agency),
    }


def _asked(hook: str) -> str:
    return gettext(ASKED[hook]) if hook in ASKED else ""


def _cause(reason: str) -> str:
    causes = (cause for beginning, cause in CAUSES.items() if reason.startswith(beginning))
    return next(map(gettext, causes), "")


class FrenchAlone(Struct, frozen=True):
    """Words without English: in which part of the settings, what they say, where to add it.

    `line` is the line of the text, for words that have no form.
    """

    section: str
    french: str
    address: str
    line: int | None


def words_in_french_alone(state: SettingsState) -> list[FrenchAlone]:
    """Return the words without English of the draft, or of what is in force."""
    code = state.agency.code
    node, _ = read_tree(state.text, f"{code}.yaml")
    if node is None:
        return []
    root = Place(f"{code}.yaml", node)
    forms = {words: form for form in every_form() for words in form.words()}
    return [_described(root, words, forms, code) for words in french_alone(root)]


def _described(
    root: Place, words: Place, forms: Mapping[tuple[str, ...], SettingsForm], agency: str
) -> FrenchAlone:
    section, french = section_name(str(words.steps[0])), str(words.at("fr").value)
    form = forms.get(tuple(step for step in words.steps if isinstance(step, str)))
    if form is None:
        address = url_for(".edit", agency=agency, _anchor="text")
        return FrenchAlone(section, french, address, words.node.line)
    parts: dict[str, Any] = dict(_address_parts(root, words, form))
    return FrenchAlone(section, french, url_for(f".{form.name}", agency=agency, **parts), None)


def _address_parts(root: Place, words: Place, form: SettingsForm) -> Iterable[tuple[str, str]]:
    """Yield what the address of a form names: the codes of the lists in which some words stand."""
    if not isinstance(form, ItemForm):
        return
    steps = words.steps
    for rank, step in enumerate(form.section):
        is_last = rank == len(form.section) - 1
        named = form.part if is_last else form.section[rank + 1].strip("<>")
        if is_last or form.section[rank + 1].startswith("<"):
            entry = root.at(*steps[: steps.index(step) + 2])
            yield named, str(entry.at(form.key if is_last else "code").value)
