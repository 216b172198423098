"""The settings of an installation: defaults that work, and every mistake named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.config import (
    Config,
    ConfigError,
    load_config,
    unknown_settings,
    usable_cores,
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep away from a `.env` file and from settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in Config.model_fields:
        monkeypatch.delenv(f"PORTAL_{name.upper()}", raising=False)


def test_nothing_has_to_be_set(tmp_path: Path):
    assert load_config().database_url == f"sqlite:///{tmp_path / '.portal' / 'portal.sqlite'}"


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch):
    wrong = {
        "PORTAL_PORT": "0",
        "PORTAL_PROCESSES": "0",
        "PORTAL_THREADS": "many",
        "PORTAL_MAIL": "smtp",
        "PORTAL_DATABASE": "mysql://root@localhost/portal",
        "PORTAL_LOG_LEVEL": "loud",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as raised:
        load_config()
    named = {mistake.partition(":")[0] for mistake in raised.value.mistakes}
    expected = {*wrong} - {"PORTAL_MAIL"} | {"PORTAL_SMTP_HOST"}
    assert named == expected


@pytest.mark.parametrize(
    ("share", "cores"), [("max 100000", 4), ("150000 100000", 2), ("50000 100000", 1)]
)
def test_a_process_serves_for_each_core_of_the_machine_or_of_a_containers_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: str, cores: int
):
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(4)))
    (tmp_path / "cpu.max").write_text(f"{share}\n")
    assert usable_cores(tmp_path / "cpu.max") == cores
    assert usable_cores(tmp_path / "none") == 4


def test_plugins_are_named_in_their_order(monkeypatch: pytest.MonkeyPatch):
    assert load_config().plugin_names == ()
    monkeypatch.setenv("PORTAL_PLUGINS", "clamav, texto other")
    assert load_config().plugin_names == ("clamav", "texto", "other")


def test_mail_by_smtp_needs_a_host():
    with pytest.raises(ConfigError) as raised:
        load_config(mail="smtp")
    assert raised.value.mistakes == ['PORTAL_SMTP_HOST: is needed when PORTAL_MAIL is "smtp"']
    assert load_config(mail="smtp", smtp_host="mail.example").smtp_host == "mail.example"


def test_a_mistake_does_not_quote_what_was_typed():
    with pytest.raises(ConfigError) as raised:
        load_config(database="mysql://root:secret@localhost/portal")
    assert "secret" not in str(raised.value)


def test_people_are_sent_to_the_public_address():
    assert Config(public_url="https://plaintes.example/").base_url == "https://plaintes.example"


def test_a_public_address_says_how_it_is_reached():
    with pytest.raises(ConfigError) as raised:
        load_config(public_url="plaintes.example")
    assert raised.value.mistakes == ["PORTAL_PUBLIC_URL: must start with http:// or https://"]


def test_without_a_public_address_people_are_sent_to_the_host_and_port():
    assert Config(host="10.0.0.5", port=8080).base_url == "http://10.0.0.5:8080"


@pytest.mark.parametrize(
    ("address", "secure"), [("https://a.example", True), ("http://a.example", False)]
)
def test_the_public_address_says_whether_the_portal_is_reached_over_tls(address: str, secure: bool):
    assert Config(public_url=address).is_secure is secure


def test_settings_are_read_from_a_file_too(tmp_path: Path):
    (tmp_path / ".env").write_text("PORTAL_PORT=8123\n", encoding="utf-8")
    assert load_config().port == 8123


def test_keys_may_lie_apart_from_the_data(monkeypatch: pytest.MonkeyPatch):
    assert load_config().keys == Path(".portal/keys.json")
    monkeypatch.setenv("PORTAL_KEYS_FILE", "/run/secrets/portal-keys")
    assert load_config().keys == Path("/run/secrets/portal-keys")


def test_a_name_that_nothing_reads_is_told_with_the_nearest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORTAL_PROCESES", "4")
    Path(".env").write_text("PORTAL_SMTP_PASS=secret\nOTHER=1\n", encoding="utf-8")
    told = unknown_settings(load_config())
    assert told == [
        "PORTAL_PROCESES: nothing reads this setting. The nearest name is PORTAL_PROCESSES.",
        "PORTAL_SMTP_PASS: nothing reads this setting. The nearest name is PORTAL_SMTP_PASSWORD.",
    ]


def test_the_names_of_a_plugin_are_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORTAL_TEXTO_URL", "http://127.0.0.1:9")
    assert len(unknown_settings(load_config())) == 1
    monkeypatch.setenv("PORTAL_PLUGINS", "texto")
    assert unknown_settings(load_config()) == []
