"""The kit as its users meet it: on the command line, in pytest, and far from any installation."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.conformance import every_check, outcomes, subject_of
from portal.conformance.kit.code import Code
from portal.conformance.opening import SAMPLE, NothingToExamineError
from portal.conformance.outcome import CHECKS
from portal.conformance.report import junit, lines_of
from portal.plugin_api import hookimpl

SHIPPED = Path(__file__).parents[2] / "agency_configs"
PLUGIN = Path(__file__).parent / "canals.py"


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an author: settings, what they share with others, and a plugin."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_LOG_LEVEL", "error")
    monkeypatch.delenv("PORTAL_AGENCIES", raising=False)
    settings = SAMPLE.read_text("utf-8").replace(
        "  sample: true", "  sample: true\n  plugin: canaux"
    )
    (tmp_path / "exemple.yaml").write_text(settings, encoding="utf-8")
    shutil.copy(SAMPLE.with_name("_portal.yaml"), tmp_path)
    shutil.copy(PLUGIN, tmp_path / "canaux.py")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["agencies", "test", *words])


def test_an_author_without_an_installation_tests_settings_and_the_plugin_beside_them(outside: Path):
    result = run("exemple.yaml")
    assert result.exit_code == 0, result.output
    assert f"{len(CHECKS)} checks: {len(CHECKS)} kept, 0 broken, 0 not made." in result.output


@pytest.mark.parametrize("words", [("canaux.py",), ("exemple.yaml", "--plugin", "canaux.py")])
def test_a_plugin_is_tested_with_settings_or_with_a_sample_agency(outside: Path, words: tuple[str]):
    assert run(*words).exit_code == 0


def test_what_is_broken_is_told_with_the_remedy_and_ends_with_one(outside: Path):
    settings = (outside / "exemple.yaml").read_text("utf-8")
    (outside / "exemple.yaml").write_text(settings.replace("30 calendar", "30 calender"), "utf-8")
    result = run("exemple.yaml", "--junit", "report.xml")
    assert result.exit_code == 1
    assert "every-length-of-time-can-be-read: Every length of time is" in result.output
    assert 'exemple.yaml:22:13: deadlines.answer.within: "30 calender days" is not' in result.output
    assert "protects citizens" in result.output
    assert "to put it right: Write a number and a unit" in result.output
    suite = Xml.parse(outside / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(CHECKS)), "1")
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
    [failure] = suite.findall("testcase/failure")
    assert "30 calender days" in (failure.text or "")


def test_checks_that_cannot_be_made_are_not_called_broken(outside: Path):
    (outside / "exemple.yaml").write_text("schema: 2\n", encoding="utf-8")
    lines = run("exemple.yaml").output.splitlines()
    assert "categories: not made: needs settings without mistakes" in " ".join(lines)
    assert not any(": 0 of" in line for line in lines)


@pytest.mark.parametrize("target", ["nothing.yaml", "nothing.py", "no_such_agency"])
def test_what_is_not_there_is_said_in_one_line(outside: Path, target: str):
    result = run(target)
    assert result.exit_code == 1
    assert result.output.startswith("Error: There is no ")
    assert target in result.output


def test_an_agency_of_the_installation_is_tested_by_its_code(
    outside: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORTAL_AGENCIES", str(outside))
    assert run("exemple").exit_code == 0
    assert run("canaux.py").exit_code == 0


def test_a_plugin_is_found_by_its_file_or_its_module_with_the_settings_that_name_it():
    by_file = subject_of(SHIPPED.parent / "plugins" / "ramq.py", folder=SHIPPED)
    by_module = subject_of("plugins.ramq", folder=SHIPPED)
    assert by_file.file == by_module.file == "ramq.yaml"
    assert by_module.agency is not None
    assert by_module.agency.answered_by_plugin == {"complaint_problems"}


@pytest.mark.parametrize("text", ["", "\ttab", "schema: [", "ÿ".encode("latin-1")])
def test_a_hopeless_file_breaks_checks_and_raises_nothing(tmp_path: Path, text: str | bytes):
    file = tmp_path / "exemple.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    found = list(outcomes(subject_of(file)))
    assert any(each.is_broken for each in found)
    assert junit(found, "exemple")
    assert list(lines_of(found))


def test_a_report_may_quote_what_xml_cannot_hold(tmp_path: Path):
    class Plugin:
        """A plugin that answers strange words."""

        @hookimpl
        def receiving_unit(self, draft):
            return "\x00\ud800"

    found = list(outcomes(subject_of(SAMPLE, Plugin())))
    broken = {each.check.name for each in found if each.is_broken}
    assert "each-complaint-goes-to-a-unit-that-exists" in broken
    assert Xml.fromstring(junit(found, "exemple")) is not None
    assert "\n".join(lines_of(found)).encode()


def test_a_plugin_that_is_no_plugin_is_refused():
    with pytest.raises(NothingToExamineError):
        subject_of("no_such_module_anywhere")


@every_check(SAMPLE, plugin=PLUGIN)
def test_the_sample_in_the_form_of_pytest(check):
    check()


def test_in_pytest_a_broken_check_fails_and_one_that_cannot_be_made_is_skipped(tmp_path: Path):
    file = tmp_path / "exemple.yaml"
    file.write_text("schema: 2\n", encoding="utf-8")
    tests = dict(zip([check.name for check in CHECKS], every_check(file).args[1], strict=True))
    with pytest.raises(pytest.fail.Exception, match="to put it right"):
        tests["every-setting-is-there-and-of-its-kind"]()
    with pytest.raises(pytest.skip.Exception, match="settings without mistakes"):
        tests["there-is-a-category"]()
    tests["the-file-can-be-read"]()


def test_what_a_hook_of_events_imports_is_its_own_and_of_no_other():
    inside = "class P:\n    def complaint_filed(self):\n        import socket\n\n\nimport json\n"
    code = Code(inside)
    assert code.imports_beside({"complaint_filed"}) == ["json"]
    assert set(code.imports_beside({"message_added"})) == {"json", "socket"}
