"""What the browser is told with every page, and that nothing typed gets into it."""

import pytest

from tests.attacks.conftest import Target, routes_with
from tests.attacks.fields import names

pytestmark = pytest.mark.django_db
BROKEN_LINE = "x\r\nSet-Cookie: intruder=1\r\n\r\n<script>alert(1)</script>"


@pytest.mark.parametrize("route", routes_with("GET"))
def test_every_page_comes_with_a_strict_policy(route: str, target: Target) -> None:
    answer = target.administrator.ask(target.address(route), "GET")

    assert "public" not in answer.headers.get("Cache-Control", "") or route.startswith(
        "ui:"
    )  # no cache on the way keeps it
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # None at all where the address itself opens something.
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert b"<script>" not in answer.content
    assert b" style=" not in answer.content
    assert b" onclick=" not in answer.content


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_argument_gets_into_the_headers(method: str, target: Target) -> None:
    data = dict.fromkeys(names(), BROKEN_LINE)
    wrong = []
    for route in routes_with(method):
        answer = target.administrator.ask(target.address(route), method, data)
        if "intruder" in answer.cookies or any("\n" in value for value in answer.headers.values()):
            wrong.append(route)

    assert wrong == []
