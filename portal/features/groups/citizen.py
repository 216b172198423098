"""« It happened to me too »: one complains of it, or is only counted, and told of it if one agrees.

No account: a signed cookie keeps a browser from counting twice, and an e-mail address is used only
once its owner confirmed it. On the way to a complaint, what others reported is there to read, and
may be said to be the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import (
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from portal.auth.access import public
from portal.auth.tries import FOLLOWER_LINKS, trying
from portal.complaints.kept_drafts import DraftContent, start_draft
from portal.complaints.queries.accounts import email_hash
from portal.domain.actor import PORTAL
from portal.features.groups import actions_followers
from portal.features.groups.queries_in_part import (
    PublishedGroup,
    led_to,
    published_group,
    published_groups,
)
from portal.features.groups.queries_similar import telling_stems
from portal.features.groups.rules import ChosenGroup
from portal.pages.citizen.contributions import (
    CONFIRMED,
    FOUND,
    REPORTED,
    DraftForm,
    DraftPage,
    OnceSent,
    PagePart,
)
from portal.pages.citizen.journey import Journey
from portal.pages.citizen.known_drafts import remember_draft
from portal.pages.cookies import COUNTED, read_cookie, write_cookie
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.flood_limits import CROWD, heed_new_draft, limited_by_tries, may_write, paced
from portal.pages.forms import Problems, typed_line
from portal.pages.kept import not_kept
from portal.pages.languages import localized

pages = Pages("citizen")

_REMEMBERED = timedelta(days=365)
FIELDS = ("courriel", "accord")

MOST_REPORTED = 3
_SALT, _BEGINNING = "happened too", 4


def _known_browser() -> str:
    try:
        return str(_signer().loads(read_cookie(COUNTED) or ""))
    except BadSignature:
        return ""


@localized(pages, fr="/organismes/<code>/aussi/<int:group>", en="/agencies/<code>/too/<int:group>")
@public
def also_affected(code: str, group: int) -> ResponseReturnValue:
    """Show what others reported, and the two ways to say that it happened to oneself too."""
    return _page(_published_group(code, group))


@localized(
    pages,
    fr="/organismes/<code>/aussi/<int:group>",
    en="/agencies/<code>/too/<int:group>",
    methods=("POST",),
    endpoint="count_me",
)
@public
@paced(CROWD, "group", known=_known_browser)
def count_me(code: str, group: int) -> ResponseReturnValue:
    """Count the person once, and ask to confirm the address that they want to be told at."""
    shown, problems = _published_group(code, group), Problems(FIELDS)
    email = typed_line("courriel")
    if email:
        problems.check_email("courriel", email)
    agreed = "accord" in request.form
    if email and not agreed:
        problems.add("accord", gettext("Cochez la case, ou effacez l’adresse"))
    if agreed and not email:
        problems.add("courriel", gettext("Écrivez votre adresse, ou décochez la case"))
    if problems:
        return _page(shown, problems, email), 422
    browser, to = _browser(), email_hash(runtime().keyring, email)
    told_at = email if email and may_write(to, f"group {group}") else ""
    with runtime().acting(PORTAL) as work:
        is_new = actions_followers.count_in(work, shown.id, browser, current_language(), told_at)
    page = render_template(
        "groups/counted.html", group=_published_group(code, group), is_new=is_new, email=email
    )
    return _remember(make_response(page), browser)


@localized(
    pages,
    fr="/organismes/<code>/aussi/<int:group>/plainte",
    en="/agencies/<code>/too/<int:group>/complaint",
    methods=("POST",),
)
@public
def complain_too(code: str, group: int) -> ResponseReturnValue:
    """Begin a complaint of one's own about what others reported."""
    shown, portal = _published_group(code, group), runtime()
    now, language = portal.now(), current_language()
    offered = {category.code for category in portal.agencies.agency(code).consult().categories()}
    place = {"agency": code, "category": shown.category if shown.category in offered else None}
    content = DraftContent().having(ChosenGroup(shown.id))
    heed_new_draft()
    draft_id, secret = start_draft(portal.database, language, now, content, place)
    response = make_response(redirect(url_for(".story", draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


@localized(pages, fr="/confirmer-adresse/<token>", en="/confirm-address/<token>")
@public
def confirm_address(token: str) -> ResponseReturnValue:
    """Ask for a button to be pressed: programs that look at links in mail confirm nothing."""
    return render_template("groups/confirm_address.html", token=token, done=None)


@localized(
    pages,
    fr="/confirmer-adresse/<token>",
    en="/confirm-address/<token>",
    methods=("POST",),
    endpoint="confirm_my_address",
)
@public
@limited_by_tries
def confirm_my_address(token: str) -> ResponseReturnValue:
    """Take up that the address is its owner's; a link that was used or is old says so."""
    tried = trying(FOLLOWER_LINKS, token[:_BEGINNING], runtime().now().timestamp())
    with tried as one_try, runtime().acting(PORTAL) as work:
        one_try.was_right = done = actions_followers.confirm(work, token)
    page = render_template("groups/confirm_address.html", token=token, done=done)
    return page, 200 if done else 410


@localized(
    pages, fr="/ne-plus-avertir/<int:follower>/<key>", en="/stop-telling/<int:follower>/<key>"
)
@public
def stop_telling(follower: int, key: str) -> ResponseReturnValue:
    """Ask whether the person no longer wants to be told."""
    return render_template("groups/stop_telling.html", done=None)


@localized(
    pages,
    fr="/ne-plus-avertir/<int:follower>/<key>",
    en="/stop-telling/<int:follower>/<key>",
    methods=("POST",),
    endpoint="tell_me_no_more",
)
@public
@limited_by_tries
def tell_me_no_more(follower: int, key: str) -> ResponseReturnValue:
    """Forget the address of somebody who no longer wants to be told."""
    tried = trying(FOLLOWER_LINKS, str(follower), runtime().now().timestamp())
    with tried as one_try, runtime().acting(PORTAL) as work:
        one_try.was_right = done = actions_followers.stop_telling(work, follower, key)
    return render_template("groups/stop_telling.html", done=done), 200 if done else 404


def _published_group(code: str, group: int) -> PublishedGroup:
    shown = runtime().glance(published_group, code, group)
    if shown is None:
        abort(404)
    return shown


def _page(shown: PublishedGroup, problems: Problems | None = None, email: str = "") -> str:
    return render_template(
        "groups/also_affected.html",
        group=shown,
        agency=runtime().agencies.agency(shown.agency),
        problems=problems or Problems(FIELDS),
        email=email,
        agreed="accord" in request.form,
    )


def _browser() -> str:
    return _known_browser() or secrets.token_urlsafe(18)


def _remember(response: Response, browser: str) -> Response:
    write_cookie(response, COUNTED, str(_signer().dumps(browser)), _REMEMBERED)
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)


def _listed(groups: list[PublishedGroup]) -> Mapping[str, Any] | None:
    if not groups:
        return None
    # Whoever says that it happened to them too is counted at once.
    not_kept()
    return {"groups": groups}


def _ticked(journey: Journey) -> ChosenGroup:
    """Return the group that the person ticked, if it is one that was shown, or none.

    Most tick none, and nothing is read for them.
    """
    ticked = request.form.get("aussi", "")
    shown = {str(group.id): group.id for group in _reported(journey)} if ticked else {}
    return ChosenGroup(shown.get(ticked, 0))


def _asked(journey: Journey) -> Mapping[str, Any] | None:
    groups = _reported(journey)
    chosen = journey.content.part(ChosenGroup).group
    return {"groups": groups, "chosen": chosen} if groups else None


def _reported(journey: Journey) -> list[PublishedGroup]:
    code, category = journey.agency.code, journey.category.code
    reported = _reported_like({code: category}, journey.content.story)
    chosen = journey.content.part(ChosenGroup).group
    if not chosen or chosen in {group.id for group in reported}:
        return reported
    known = runtime().glance(published_group, code, chosen)
    return [known, *reported] if known else reported


def _reported_like(categories: Mapping[str, str | None], words: str) -> list[PublishedGroup]:
    """Return what agencies published that a person's words or their subject lead to."""
    if not words:
        return []
    portal, language = runtime(), current_language()
    groups = portal.glance(published_groups, categories)
    if not groups:
        return []
    own = telling_stems(portal.keyring, language, words)
    shared = {
        group.id: len(own & telling_stems(portal.keyring, language, group.title.in_(language)))
        for group in groups
    }
    return led_to(groups, shared, categories)[:MOST_REPORTED]


def _note_filed(content: DraftContent) -> None:
    group = content.part(ChosenGroup).group
    if not group:
        return
    browser = _browser()
    with runtime().acting(PORTAL) as work:
        actions_followers.count_by_complaint(work, group, browser, current_language())
    g.also_affected = browser


@pages.after_app_request
def _keep_browser(response: Response) -> Response:
    return _remember(response, g.also_affected) if "also_affected" in g else response


ADDS = (
    PagePart(
        FOUND,
        "groups/_reported.html",
        lambda search: _listed(_reported_like(search.categories, search.words)),
    ),
    PagePart(
        REPORTED,
        "groups/_reported.html",
        lambda agency: _listed(runtime().glance(published_groups, [agency.code])),
    ),
    PagePart(CONFIRMED, "groups/_also_affected.html", _asked),
    DraftForm(DraftPage.CHECK, _ticked),
    OnceSent(_note_filed),
)
