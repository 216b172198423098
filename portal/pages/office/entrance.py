"""Signing in and out, the first page of whoever signed in, and what they chose for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth import sign_in as signing
from portal.auth.access import public, signed_in
from portal.auth.returning import (
    KeptForm,
    SignInNeededError,
    asked_path,
    is_account_known,
    local_path,
    opened_form,
    page_of_form,
    sealed_form,
)
from portal.auth.sign_in import SignedIn, current_actor
from portal.auth.tries import TooOftenError
from portal.complaints import accounts
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, agencies_where, may, may_everywhere
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.pages.devices import device, know_again
from portal.pages.errors import try_again_words
from portal.pages.features import Pages
from portal.pages.flood_limits import limited_by_tries
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.resending import (
    copied_words,
    kept_documents,
    kept_values,
    kept_words,
    resent_of,
)
from portal.pages.shown.agency_order import here_first
from portal.pages.switching import waiting_form
from portal.releases.drafts import agencies_in_preparation

entrance = Pages("entrance")


class PersonToBe(Struct, frozen=True):
    """Somebody whom a visitor of a demonstration may be, and where they begin.

    One of the staff has an address and a password to sign in with; a citizen has none.
    """

    who: Text
    does: Text
    begins: Text
    email: str = ""
    password: str = ""


def offer_people(app: Flask, people: Sequence[PersonToBe]) -> None:
    """Let the sign-in page of a demonstration offer to be one of these `people`."""
    app.extensions[_PEOPLE] = people


_PEOPLE = "people_to_be"
_ENDED = "office/session_ended.html"
_READING = frozenset({"GET", "HEAD"})


class SignInForm(Struct, frozen=True):
    """What somebody typed to sign in, and where they were going."""

    email: str = ""
    password: str = ""
    next: str = ""
    kept: str = ""

    @classmethod
    def read(cls) -> SignInForm:
        """Read the form of the request."""
        return cls(**{name: request.form.get(name, "") for name in cls.__match_args__})

    def problems(self) -> Problems:
        """Return what is missing."""
        problems = Problems(("email", "password"))
        if "@" not in self.email:
            problems.add("email", gettext("Écrivez une adresse courriel complète, avec le signe @"))
        if not self.password:
            problems.add("password", gettext("Écrivez votre mot de passe"))
        return problems

    def waiting(self) -> KeptForm | None:
        """Return the form that waits, if one does."""
        return opened_form(self.kept, runtime().keyring) if self.kept else None


@localized(entrance, fr="/connexion", en="/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for an e-mail address and a password."""
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next")) or url_for(".home"), 303)
    return _page(SignInForm(next=local_path(request.args.get("next")) or "", kept=waiting_form()))


@localized(entrance, fr="/connexion", en="/sign-in", methods=("POST",), endpoint="send_sign_in")
@public
@limited_by_tries
def send_sign_in() -> ResponseReturnValue:
    """Begin a session for whoever has this address and password."""
    form = SignInForm.read()
    problems = form.problems()
    try:
        user = None if problems else _checked(form, problems)
    except TooOftenError as error:
        return _too_often(form, error)
    if user is None:
        return _page(form, problems, 422)
    signing.begin_session(user)
    response = make_response(_begun(form, user))
    know_again(response)
    return response


def _begun(form: SignInForm, user: SignedIn) -> ResponseReturnValue:
    """Return what somebody who signed in reads first: the form that waited, or their page."""
    kept = form.waiting()
    if kept and not kept.may_be_seen_by(user.user_id):
        flash(
            gettext("Le texte gardé est celui d’un autre compte : il ne vous est pas montré."),
            "warn",
        )
    elif kept and kept.is_recent(runtime().now()):
        return render_template(
            "office/send_again.html",
            kept=kept,
            values=kept_values(kept),
            unkept=kept_documents(kept),
            again=resent_of(kept.path),
        )
    return redirect(local_path(form.next) or url_for(".home"), 303)


@localized(entrance, fr="/deconnexion", en="/sign-out", methods=("POST",))
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session on this device and every other one."""
    signing.end_session()
    flash(gettext("Votre séance est terminée sur tous vos appareils."))
    return redirect(url_for(".sign_in"), 303)


@localized(entrance, fr="/reglages", en="/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """Lead to the settings that the person may change, or let them choose an agency."""
    configurable = _agencies_where(Permission.CONFIGURE) + _in_preparation()
    if len(configurable) == 1 and not may_everywhere(current_actor(), Permission.CONFIGURE):
        return redirect(url_for("settings.index", agency=configurable[0].code), 303)
    return redirect(url_for(".home"), 303)


@localized(entrance, fr="/gestion", en="/office")
@signed_in
def home() -> ResponseReturnValue:
    """Lead to the page that fits what the person is, or let them choose an agency."""
    actor = current_actor()
    deciding = _agencies_where(Permission.DECIDE)
    seeing = _agencies_where(Permission.SEE_COMPLAINTS)
    if len(deciding) == len(seeing) == 1:
        return redirect(url_for("office.direction", agency=deciding[0].code), 303)
    if len(seeing) == 1:
        return redirect(url_for("office.worklist", agency=seeing[0].code), 303)
    configuring = _agencies_where(Permission.CONFIGURE)
    preparing = _in_preparation()
    may_begin = may_everywhere(actor, Permission.CONFIGURE)
    settings = configuring + preparing
    if not seeing and len(settings) == 1 and not may_begin:
        return redirect(url_for("settings.index", agency=settings[0].code), 303)
    overseeing = may(actor, Permission.SEE_OVERVIEW)
    if not seeing and overseeing and not may_begin:
        return redirect(url_for("overview.index"), 303)
    return render_template(
        "office/agencies.html",
        agencies=seeing + [agency for agency in configuring if agency not in seeing],
        seeing=seeing,
        deciding=deciding,
        configuring=configuring,
        preparing=preparing,
        may_begin=may_begin,
        overseeing=overseeing,
    )


@entrance.app_errorhandler(SignInNeededError)
def ask_to_sign_in(_error: SignInNeededError) -> ResponseReturnValue:
    """Send a visitor to the sign-in page; what they were sending waits in it for them alone.

    Where it is not known whose session ended, its words stand on the page where they sign in.
    """
    if request.method in _READING:
        return redirect(url_for("entrance.sign_in", next=asked_path()), 303)
    if is_account_known() and (kept := sealed_form()):
        return _page(SignInForm(kept=kept), status=401)
    # What shows no word is no form that whoever signs in next could know again.
    kept = sealed_form(is_shown=True) if copied_words() else ""
    return _page(SignInForm(next=page_of_form(), kept=kept), status=401, unless_kept=_ENDED)


def _checked(form: SignInForm, problems: Problems) -> SignedIn | None:
    user = signing.checked_user(form.email, form.password, device())
    if user is None:
        problems.add(
            "email",
            gettext("Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux"),
        )
    return user


def _too_often(form: SignInForm, error: TooOftenError) -> ResponseReturnValue:
    """Return the page again: a password is never written back into the one that sends again."""
    problems = Problems(("email", "password"))
    too_many = (
        gettext("Trop d’essais de suite à partir de votre réseau.")
        if error.of_address
        else gettext("Trop d’essais de suite pour cette adresse courriel.")
    )
    problems.add("email", f"{too_many} {try_again_words(error)}".removesuffix("."))
    page, _ = _page(form, problems)
    return page, 429, {"Retry-After": str(error.wait)}


def _page(
    form: SignInForm,
    problems: Problems | None = None,
    status: int = 200,
    unless_kept: str = "office/sign_in.html",
) -> tuple[str, int]:
    """Return the page of a form to sign in; what waits in it is read if it may be by anybody."""
    kept = form.waiting()
    template = unless_kept
    if kept:
        template = _ENDED if kept.is_shown else "office/sign_in_again.html"
    shown = kept if kept and kept.is_shown else None
    page = render_template(
        template,
        form=form,
        problems=problems or Problems(),
        people=current_app.extensions.get(_PEOPLE, ()),
        copied=kept_words(shown) if shown else (),
        unkept=kept_documents(shown) if shown else (),
    )
    return page, status


def _agencies_where(permission: Permission) -> list[Agency]:
    codes = agencies_where(current_actor(), permission)
    agencies = runtime().agencies
    seen = (agency for agency in agencies if codes is None or agency.code in codes)
    return here_first(seen, agencies.portal.calendar.country)


def _in_preparation() -> list[Agency]:
    """Return the agencies that nothing is in force of yet, and that the person may change."""
    portal, actor = runtime(), current_actor()
    if not may(actor, Permission.CONFIGURE):
        return []
    begun = portal.read(PORTAL, agencies_in_preparation, portal.agencies.portal)
    return [agency for agency in begun if may(actor, Permission.CONFIGURE, agency.code)]


@localized(entrance, fr="/preferences", en="/preferences")
@signed_in
def preferences() -> ResponseReturnValue:
    """Show what was chosen."""
    return render_template("office/preferences.html", is_on=current_user.shortcuts)


@localized(
    entrance,
    fr="/preferences",
    en="/preferences",
    methods=("POST",),
    endpoint="save_preferences",
)
@signed_in
def save_preferences() -> ResponseReturnValue:
    """Keep what was chosen."""
    is_on = "raccourcis" in request.form
    with runtime().transaction() as session:
        accounts.set_shortcuts(session, current_user.user_id, on=is_on)
    flash(
        gettext("Les raccourcis clavier sont actifs.")
        if is_on
        else gettext("Les raccourcis clavier sont désactivés.")
    )
    return redirect(url_for(".preferences"), 303)
