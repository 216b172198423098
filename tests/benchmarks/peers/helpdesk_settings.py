"""The settings of a django-helpdesk, as few as one has that is in use."""

from __future__ import annotations

import os
from pathlib import Path

_DATA = Path(os.environ["HELPDESK_DATA"])

SECRET_KEY = "of a measurement"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.benchmarks.peers.helpdesk_addresses"
SITE_ID = 1
USE_TZ = True
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "humanize")),
    *(f"django.contrib.{name}" for name in ("messages", "sessions", "sites", "staticfiles")),
    *("rest_framework", "helpdesk"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    }
]
# As durable as the portal, and with its turns for writers.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 15,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _DATA / "helpdesk.sqlite",
        "CONN_MAX_AGE": None,
        "OPTIONS": _SQLITE,
    }
}
STATIC_URL, MEDIA_URL, MEDIA_ROOT = "/static/", "/media/", _DATA / "media"
LOGIN_URL = "/login/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_TEAMS_MODE_ENABLED = False
