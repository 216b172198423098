"""create_app(): the one place where everything is wired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import releases
from portal.agencies.plugins.loading import PluginError
from portal.agencies.portal_plugins import load_portal_plugins
from portal.api import guide as api_guide
from portal.api.mounted import MOUNTED, Mounted
from portal.auth.access import install_access
from portal.auth.sign_in import install_sign_in
from portal.auth.tries import install_tries
from portal.complaints.every_feature import Features
from portal.complaints.features import Feature
from portal.complaints.handling import KERNEL
from portal.config import Config, ConfigError
from portal.db.counts_in_database import CountsInDatabase
from portal.db.installation import holds_sealed_rows
from portal.db.log_beside import ensure_own_log_of
from portal.db.shared_counts import SharedCounts
from portal.domain.text import Language
from portal.domain.troubles import WrongKeysError
from portal.features import (
    absences,
    access_links,
    accommodations,
    alarms,
    conflicts_of_interest,
    consents,
    contact_limits,
    ease,
    finder_evidence,
    first_contact,
    groups,
    hidden_names,
    identity_releases,
    incoming_mail,
    information_requests,
    joint_answers,
    lessons,
    linking,
    long_exports,
    nature,
    open_texts,
    organisation_changes,
    outgoing_events,
    outside_outcomes,
    own_deadlines,
    own_motion,
    ready_file,
    recommendations,
    recurrence,
    referrals,
    representatives,
    reprisals,
    reviews,
    satisfaction,
    second_reading,
    self_assessment,
    settling,
    transfers,
    urgency,
    withdrawals,
)
from portal.gateways.file_store import FolderStore
from portal.gateways.mailer import build_mailer
from portal.keyring import UnreadableKeysError, load_keyring
from portal.keys_file import KeysFile
from portal.pages.current import runtime as running_portal
from portal.pages.features import ADDED, Contributions, FeaturePages, serve
from portal.pages.health import bp as health_pages
from portal.pages.installing import SERVED, install, install_templates
from portal.pages.installing.application import Application, UnbelievedProxies
from portal.pages.installing.kept_templates import KeptTemplates
from portal.pages.oversized import LARGEST_REQUEST, LONGEST_FIELD
from portal.private import private_folder
from portal.reporting import counting
from portal.reporting.annual import explaining
from portal.reporting.annual import office as annual_office
from portal.reporting.annual import pages as annual_pages
from portal.reporting.deidentified import page as lines_page
from portal.reporting.deidentified import publishing as lines_publishing
from portal.reporting.exports import page as export_page
from portal.reporting.open_data import page as open_data_page
from portal.reporting.pages import (
    as_file,
    definitions_page,
    one_figure,
    portrait,
    public_figures,
    revising,
    wording_breaks,
)
from portal.reporting.tables.blocks import SHOWN, Figure
from portal.reporting.vintages import freezing
from portal.runtime import Runtime, build_runtime

if TYPE_CHECKING:
    from portal.api.application import ApiApplication

EVERY = (
    urgency,
    contact_limits,
    conflicts_of_interest,
    identity_releases,
    information_requests,
    joint_answers,
    transfers,
    reprisals,
    representatives,
    groups,
    reviews,
    access_links,
    recommendations,
    second_reading,
    self_assessment,
    settling,
    first_contact,
    satisfaction,
    lessons,
    alarms,
    linking,
    long_exports,
    nature,
    open_texts,
    own_motion,
    ready_file,
    recurrence,
    referrals,
    finder_evidence,
    own_deadlines,
    absences,
    organisation_changes,
    outgoing_events,
    outside_outcomes,
    accommodations,
    consents,
    ease,
    hidden_names,
    withdrawals,
    incoming_mail,
)
"""What this portal can do, in the order in which the features are told what happens."""

KERNEL_PAGES = (
    *SERVED,
    portrait.pages,
    export_page.pages,
    definitions_page.pages,
    one_figure.pages,
    one_figure.public_pages,
    public_figures.pages,
    revising.pages,
    wording_breaks.pages,
    as_file.pages,
    as_file.public_pages,
    open_data_page.pages,
    lines_page.pages,
    annual_pages.pages,
    annual_office.pages,
    annual_office.overview_pages,
    api_guide.pages,
    health_pages,
)

KERNEL_FEATURES = (
    KERNEL,
    releases.FEATURE,
    counting.FEATURE,
    freezing.FEATURE,
    lines_publishing.FEATURE,
    explaining.FEATURE,
)

FEATURES = Features((*KERNEL_FEATURES, *(feature.FEATURE for feature in EVERY)))


def open_portal(config: Config) -> Runtime:
    """Open the portal that `config` describes, its keys made for a database that holds nothing.

    Raise WrongKeysError if there are none for one that does, ForeignLogError if the log of another
    file would be read over it, and ConfigError if a plugin that it names does not load: what such
    a plugin guards must not stand open.
    """
    try:
        plugins = load_portal_plugins(config.plugin_names)
    except PluginError as error:
        raise ConfigError([f"PORTAL_PLUGINS: {error}"]) from error
    private_folder(config.data)
    ensure_own_log_of(config.database_url)
    if not config.keys.exists() and holds_sealed_rows(config.database_url):
        raise WrongKeysError(f"it is sealed, and its keys are not in {config.keys}")
    try:
        keyring = load_keyring(config.keys)
    except UnreadableKeysError:
        raise WrongKeysError(f"what is in {config.keys} are no keys") from None
    files = FolderStore(config.data / "files", keyring)
    mailer = build_mailer(config)
    runtime = build_runtime(config, keyring, mailer, files, FEATURES, plugins=plugins)
    runtime.keys_file = KeysFile(config.keys, keyring)
    runtime.remember_last_kept(config.last_kept)
    return runtime


class DeclaredFeature(Protocol):
    """A module that declares a feature: what the kernel knows of it, and what it shows."""

    FEATURE: Feature
    PAGES: FeaturePages
    FIGURES: tuple[Figure, ...]


def create_app(
    runtime: Runtime,
    features: Sequence[DeclaredFeature] = EVERY,
    counts: SharedCounts | None = None,
) -> Flask:
    """Return the web application of an open portal, with the pages of these features.

    What is tried too often is counted in `counts`, in this process alone if none are given.
    """
    config, counts = runtime.config, counts or SharedCounts()
    app = Application(config.public_url)
    app.config.update(
        PORTAL=config,
        SECRET_KEY=runtime.keyring.secret("cookies"),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_FIELD,
        # The cookie's own limit; staff are signed out after 30 minutes without a request.
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        # No session is longer than its first cookie: it is sent again only when it says more.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    mounted = Mounted(app.wsgi_app, partial(_api_of, app.extensions))
    app.extensions[MOUNTED] = mounted
    hops, within = config.behind_proxies, mounted
    app.wsgi_app = (  # type: ignore[method-assign]
        ProxyFix(within, hops, hops, hops) if hops else UnbelievedProxies(within)
    )
    app.extensions["portal"] = runtime
    shown = (public_figures.SHOWN, *(feature.PAGES for feature in features))
    app.extensions[ADDED] = Contributions(addition for pages in shown for addition in pages.adds)
    app.extensions[SHOWN] = tuple(figure for feature in features for figure in feature.FIGURES)
    app.before_request(_notice_releases)
    app.teardown_request(_keep_plugin_failures)
    install_templates(
        app, {feature.FEATURE.name: _templates_of(feature.FEATURE.name) for feature in features}
    )
    install(app, counts)
    app.jinja_env.bytecode_cache = KeptTemplates(config.data / "templates")
    install_sign_in(app)
    # Several machines on one database count together what is tried; floods, each its own.
    shared = runtime.database
    install_tries(app, counts if shared.is_sqlite else CountsInDatabase(shared))
    # Before the check: who may not see a page may be led on to another one.
    for feature in features:
        if feature.PAGES.leads_on is not None:
            app.before_request(feature.PAGES.leads_on)
    install_access(app)
    serve(app, (*KERNEL_PAGES, *(group for feature in features for group in feature.PAGES.pages)))
    return app


def description(language: Language) -> dict[str, Any]:
    """Return the description of the API in a language; no portal has to be open."""
    from portal.api.document import described_in

    return described_in(_api_of({}), language)


def _api_of(extensions: dict[str, Any]) -> ApiApplication:
    """Return the API beside the pages that have these extensions: made when first asked for."""
    from portal.api import agencies, bulk, complaints, filing, handling, transferring
    from portal.api.application import create_api
    from portal.reporting.open_data import api as indicators

    groups = (agencies, indicators, complaints, filing, bulk, handling, transferring)
    operations = [group.operations for group in groups]
    return create_api(extensions, operations, _notice_in_force, _keep_plugin_failures)


def _templates_of(name: str) -> Path:
    """Return the folder of a feature's templates, beside what declares it."""
    return Path(__file__).parent / "features" / name / "templates"


def _keep_plugin_failures(_error: BaseException | None) -> None:
    """Write down what plugins failed at while a page was made."""
    running_portal().keep_plugin_failures(at_once=False)


def _notice_releases() -> None:
    """See what other processes put in force; machines, and pages' colours, need no database."""
    if request.blueprint != health_pages.audience and request.endpoint != "static":
        _notice_in_force()


def _notice_in_force() -> None:
    running_portal().notice_releases()
