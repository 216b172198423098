"""Sessions are signed with what is made once, and are the cookies that Flask's own would be."""

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from portal.auth.signing import SignedSessions

OWN, FLASKS = SignedSessions, SecureCookieSessionInterface


def client_with(sessions: type[SecureCookieSessionInterface]) -> FlaskClient:
    app = Flask(__name__)
    app.secret_key = "only for tests"
    app.session_interface = sessions()

    @app.get("/<word>")
    def say(word: str) -> str:
        before, session["word"] = session.get("word", ""), word
        return str(before)

    return app.test_client(use_cookies=False)


@pytest.mark.parametrize(("writes", "reads"), [(OWN, FLASKS), (FLASKS, OWN), (OWN, OWN)])
def test_a_cookie_means_the_same_to_both(
    writes: type[SecureCookieSessionInterface], reads: type[SecureCookieSessionInterface]
):
    written = client_with(writes).get("/é").headers["Set-Cookie"].partition(";")[0]
    assert client_with(reads).get("/x", headers={"Cookie": written}).text == "é"


@pytest.mark.parametrize("sessions", [OWN, FLASKS])
def test_a_cookie_that_was_changed_means_nothing(sessions: type[SecureCookieSessionInterface]):
    client = client_with(sessions)
    written = client.get("/é").headers["Set-Cookie"].partition(";")[0]
    changed = written[:-4] + ("AAAA" if written[-4:] != "AAAA" else "BBBB")
    assert client.get("/x", headers={"Cookie": changed}).text == ""
