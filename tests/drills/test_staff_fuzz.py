"""Whatever staff send, the real service over the real engine does not break.

Short form: two hundred requests; `DRILLS=long`: twenty thousand.
"""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.staff.auth import csrf_token
from chalicelib.staff.console import ROUTES
from chalicelib.staff.model import Role
from chalicelib.staff.route import Kind, Route
from chalicelib.wiring import Services
from tests.factories_staff import a_user, serve
from tests.scenarios.conftest import clock, services  # noqa: F401 - fixtures
from tests.staff.test_fuzz import KINDS, AlwaysIn, bodies, fields, parts, path_of, well_formed

pytestmark = pytest.mark.drill
EXAMPLES = 20_000 if os.environ.get("DRILLS") == "long" else 200
SLOW = ("publish", "publication", "/try")
"""Teaching the matcher takes seconds; it is tried elsewhere."""
QUICK = [route for route in ROUTES if not any(part in route.path for part in SLOW)]


def test_nothing_staff_send_breaks_the_real_service(services: Services) -> None:  # noqa: F811
    user = a_user("lin", *Role)
    client = serve(replace(services.staff, door=AlwaysIn(user)))
    token = csrf_token("s")

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(QUICK), parts, fields, bodies, st.sampled_from(KINDS))
    def knock(route: Route, part: str, query: dict[str, str], body: bytes, kind: str) -> None:
        headers = {"Content-Type": kind, "Cookie": "weiguan=s", "X-Weiguan-Csrf": token}
        path = path_of(route, part, query)
        answer = client.http.request(
            route.method, path, headers={**headers, "Accept": "*/*"}, body=body
        )
        assert answer.status_code < 500

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(well_formed(QUICK), parts)
    def fill_in(sent: tuple[Route, bytes], part: str) -> None:
        route, body = sent
        kind = "application/json" if route.kind is Kind.API else KINDS[0]
        headers = {"Content-Type": kind, "Cookie": "weiguan=s", "X-Weiguan-Csrf": token}
        answer = client.http.request(
            route.method, path_of(route, part, {}), headers=headers, body=body
        )
        assert answer.status_code < 500

    knock()
    fill_in()
