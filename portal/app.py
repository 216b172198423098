"""create_app(): the one place where everything is wired."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.agencies.plugins.loading import PluginError
from portal.agencies.plugins.portal_plugins import load_portal_plugins
from portal.auth.access import install_access
from portal.auth.sign_in import install_sign_in
from portal.config import Config, ConfigError
from portal.gateways.file_store import FolderStore
from portal.gateways.mailer import build_mailer
from portal.keyring import load_keyring
from portal.runtime import Runtime, build_runtime
from portal.web import install
from portal.web.citizen import bp as citizen_pages
from portal.web.current import runtime as running_portal
from portal.web.health import bp as health_pages
from portal.web.office import bp as office_pages
from portal.web.office import entrance as entrance_pages
from portal.web.office.replaced import lead_on
from portal.web.overview import bp as overview_pages
from portal.web.overview import statistics as statistics_pages
from portal.web.settings import bp as settings_pages

_MEGABYTE = 1024 * 1024
_LARGEST_REQUEST = 80 * _MEGABYTE


def open_portal(config: Config) -> Runtime:
    """Open the portal that `config` describes, its keys made the first time.

    Raise ConfigError if a plugin that it names does not load: what such a plugin guards must not
    stand open.
    """
    try:
        plugins = load_portal_plugins(config.plugin_names)
    except PluginError as error:
        raise ConfigError([f"PORTAL_PLUGINS: {error}"]) from error
    keyring = load_keyring(config.data)
    files = FolderStore(config.data / "files", keyring)
    return build_runtime(config, keyring, build_mailer(config), files, plugins=plugins)


def create_app(runtime: Runtime) -> Flask:
    """Return the web application of an open portal."""
    config = runtime.config
    app = Flask("portal.web")
    app.config.update(
        PORTAL=config,
        SECRET_KEY=runtime.keyring.secret("cookies"),
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * _MEGABYTE,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_secure,
        # The cookie's own limit; staff are signed out after 30 minutes without a request.
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
    )
    if config.behind_proxies:
        hops = config.behind_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    app.extensions["portal"] = runtime
    app.before_request(_notice_releases)
    install(app)
    install_sign_in(app)
    # Before the check: who may not see the old organisation's pages may see its successor's.
    app.before_request(lead_on)
    install_access(app)
    for pages in (
        citizen_pages,
        entrance_pages,
        office_pages,
        overview_pages,
        statistics_pages,
        settings_pages,
        health_pages,
    ):
        app.register_blueprint(pages)
    return app


def _notice_releases() -> None:
    """See what other processes put in force; machines are told how it is without a database."""
    if request.blueprint != health_pages.name:
        running_portal().notice_releases()
