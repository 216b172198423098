"""The settings of an installation, from the environment or a `.env` file of `PORTAL_…` values."""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PREFIX = "PORTAL_"


class ConfigError(Exception):
    """The installation cannot start; `mistakes` names every setting that is wrong."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def usable_cores(share: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """Return how many cores the portal may use: those of the machine, or a container's `share`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota, _, period = share.read_text().partition(" ") if share.is_file() else ("max", "", "")
    of_share = cores if quota == "max" else math.ceil(int(quota) / int(period))
    return min(cores or 1, of_share or 1)


class Config(BaseSettings):
    """How this installation runs; every value has a default that works on one machine."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=".env", extra="ignore")

    data: Path = Path(".portal")
    agencies: Path = Path("agency_configs")
    keys_file: Path | None = None
    database: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""
    processes: int = Field(default_factory=usable_cores, ge=1, le=256)
    threads: int = Field(default=8, ge=1, le=256)
    mail: Literal["console", "file", "smtp"] = "file"
    mail_from: str = "plaintes@plaintes.example"
    inbox: str = ""
    lmtp: str = ""
    smtp_host: str = Field(default="", validate_default=True)
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    flood_limits: bool = True
    drafts_percent: int = Field(default=50, ge=1, le=100)
    behind_proxies: int = Field(default=0, ge=0, le=5)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    plugins: str = ""
    worker_seconds: float = Field(default=5.0, gt=0, le=3600)
    hold_seconds: int = Field(default=60, ge=0, le=3600)

    # One field at a time, so that every mistake is found although another field is wrong.
    @field_validator("smtp_host")
    @classmethod
    def _host_for_smtp(cls, host: str, others: ValidationInfo) -> str:
        if others.data.get("mail") == "smtp" and not host:
            raise ValueError('is needed when PORTAL_MAIL is "smtp"')
        return host

    @field_validator("inbox")
    @classmethod
    def _plain_address(cls, address: str) -> str:
        mailbox, _, domain = address.rpartition("@")
        if address and ("+" in mailbox or not mailbox or "." not in domain or " " in address):
            raise ValueError(
                "must be an e-mail address without a +, such as plaintes@ville.example"
            )
        return address

    @field_validator("lmtp")
    @classmethod
    def _of_this_machine(cls, place: str) -> str:
        is_here = re.fullmatch(r"(127\.0\.0\.1|\[::1\]|localhost):[0-9]{1,5}", place)
        if place and "/" not in place and not is_here:
            raise ValueError("must be a path, or a port of this machine, such as 127.0.0.1:8024")
        return place

    @field_validator("database")
    @classmethod
    def _known_database(cls, address: str) -> str:
        if address and not address.startswith(("sqlite:", "postgresql:")):
            raise ValueError("must start with sqlite: or postgresql:")
        return address

    @field_validator("public_url")
    @classmethod
    def _whole_address(cls, address: str) -> str:
        if address and not address.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return address

    @property
    def database_url(self) -> str:
        """The database's address; a SQLite file in the data folder unless said otherwise."""
        return self.database or f"sqlite:///{(self.data / 'portal.sqlite').absolute()}"

    @property
    def keys(self) -> Path:
        """The file of the installation's keys; in the data folder unless said otherwise."""
        return self.keys_file or self.data / "keys.json"

    @property
    def last_kept(self) -> Path:
        """The file that remembers how far what is kept went, in the data folder."""
        return self.data / "last-kept.json"

    @property
    def plugin_names(self) -> tuple[str, ...]:
        """The plugins that serve every agency, in the order in which they are asked."""
        return tuple(self.plugins.replace(",", " ").split())

    @property
    def hold(self) -> timedelta:
        """How long what was confirmed may still be taken back before it leaves."""
        return timedelta(seconds=self.hold_seconds)

    @property
    def base_url(self) -> str:
        """The address that people are sent to, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def sends_mail(self) -> bool:
        """Tell whether letters leave; elsewhere they are kept in a folder, or printed."""
        return self.mail == "smtp"

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach the portal over TLS."""
        return self.base_url.startswith("https://")


def load_config(**overrides: object) -> Config:
    """Read the settings; raise ConfigError with every mistake at once."""
    try:
        return Config(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigError([_mistake(detail) for detail in error.errors()]) from None


def unknown_settings(config: Config, given: Mapping[str, str | None] | None = None) -> list[str]:
    """Return a sentence for each `PORTAL_…` name that is given and that nothing reads.

    Names that begin with a plugin's own, such as PORTAL_TEXTO_URL, are that plugin's. `given` is
    the environment and the `.env` file unless said otherwise.
    """
    names = {**dotenv_values(".env"), **os.environ} if given is None else given
    known = [f"{_PREFIX}{name.upper()}" for name in Config.model_fields]
    of_plugins = tuple(f"{_PREFIX}{name.upper()}" for name in config.plugin_names)
    unread = sorted(
        name
        for name in names
        if name.startswith(_PREFIX) and name not in known and not name.startswith(of_plugins)
    )
    return [_nothing_reads(name, known) for name in unread]


def _nothing_reads(name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0)
    return f"{name}: nothing reads this setting. The nearest name is {nearest[0]}."


def _mistake(detail: object) -> str:
    assert isinstance(detail, dict)
    name = "_".join(str(part).upper() for part in detail["loc"])
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{_PREFIX}{name}: {message}"
