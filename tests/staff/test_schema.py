"""The API's own document as an independent tester reads it: whatever it makes of it, no route
breaks, none answers a stranger, and what is answered is what the document says.

`DRILLS=long` tries every boundary and hundreds of cases for each operation, others each time; the
short form the same few each time, so that what fails fails again.
"""

import importlib
import os
import pkgutil

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

import chalicelib
from chalicelib.staff.auth import csrf_token
from chalicelib.staff.console import ROUTES
from chalicelib.staff.model import Role
from chalicelib.staff.openapi import document
from local.gateway import wsgi
from tests.factories_staff import Desk, a_user, an_app
from tests.staff.test_fuzz import OPEN, AlwaysIn

pytestmark = pytest.mark.peer
LOADED = [
    importlib.import_module(one.name)
    for one in pkgutil.walk_packages(chalicelib.__path__, "chalicelib.")
]
"""All of it: the tester also tries words it finds in loaded code, whatever tests ran before."""
LONG = os.environ.get("DRILLS") == "long"
EXAMPLES = 300 if LONG else 5
INSIDE = a_user("lin", *Role)
COOKIE = {"weiguan": "s"}
TOKEN = {"X-Weiguan-Csrf": csrf_token("s"), "Accept": "*/*"}
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]
RUN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
APP = wsgi(an_app(Desk().has(INSIDE).services(door=AlwaysIn(INSIDE))), {})
STRANGERS = wsgi(an_app(Desk().services()), {})
DOCUMENT = {**document(ROUTES, ""), "servers": [{"url": "http://desk.example/"}]}
ours = openapi.from_dict(DOCUMENT)
ours.app = APP
for_strangers = openapi.from_dict(DOCUMENT)
for_strangers.app = STRANGERS
ours.config.phases.coverage.enabled = for_strangers.config.phases.coverage.enabled = LONG
for_strangers.config.phases.coverage.unexpected_methods = {"PUT", "PATCH", "DELETE", "TRACE"}
"""Without OPTIONS, to which the server of one machine gives an answer of its own."""


@ours.parametrize()
@RUN
def test_nothing_the_document_allows_breaks_a_route(case: schemathesis.Case) -> None:
    case.call_and_validate(headers=TOKEN, cookies=COOKIE, checks=CHECKS)


@for_strangers.exclude(path=sorted(OPEN)).parametrize()
@RUN
def test_a_stranger_is_never_let_in(case: schemathesis.Case) -> None:
    answer = case.call_and_validate(checks=[not_a_server_error])
    assert 300 <= answer.status_code < 500
