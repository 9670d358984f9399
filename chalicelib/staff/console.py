"""Everything under /staff: collects the routes of every feature and serves them."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.catalogue import staff as catalogue
from chalicelib.circulation import staff as waiting
from chalicelib.conversation import staff as conversation
from chalicelib.feedback import staff as feedback
from chalicelib.ils import staff as lending
from chalicelib.ils import staff_cards as lending_cards
from chalicelib.ils import staff_lists as lending_lists
from chalicelib.knowledge import staff as knowledge
from chalicelib.knowledge import staff_files as knowledge_files
from chalicelib.knowledge import staff_gaps as knowledge_gaps
from chalicelib.knowledge import staff_starter as knowledge_starter
from chalicelib.library import staff as library
from chalicelib.library import staff_forms as library_forms
from chalicelib.privacy import staff as privacy
from chalicelib.reminders import staff as reminders
from chalicelib.reminders import staff_templates as reminder_templates
from chalicelib.staff import (
    console_entry,
    console_home,
    console_people,
    console_second,
    console_static,
    http,
)
from chalicelib.staff.model import Action
from chalicelib.staff.openapi import document
from chalicelib.staff.ports import StaffServices
from chalicelib.staff.replies import json
from chalicelib.staff.route import Call, Kind, Reply, Route


def answer(
    services: StaffServices, method: str, path: str, request: Any, params: Mapping[str, str]
) -> Response:
    """`path` is the route's own, with its parts in braces."""
    return http.answer(_LISTED[method, path], services, request, params)


def openapi(call: Call) -> Reply:
    return json(document(ROUTES, call.base))


ROUTES: tuple[Route, ...] = (
    *console_static.ROUTES,
    *console_entry.ROUTES,
    *console_home.ROUTES,
    *feedback.ROUTES,
    *privacy.ROUTES,
    *lending.ROUTES,
    *lending_lists.ROUTES,
    *lending_cards.ROUTES,
    *waiting.ROUTES,
    *catalogue.ROUTES,
    *conversation.ROUTES,
    *knowledge.ROUTES,
    *knowledge_gaps.ROUTES,
    *knowledge_files.ROUTES,
    *knowledge_starter.ROUTES,
    *library.ROUTES,
    *library_forms.ROUTES,
    *reminders.ROUTES,
    *reminder_templates.ROUTES,
    *console_people.ROUTES,
    *console_second.ROUTES,
    Route(
        "GET",
        "/staff/openapi.json",
        Kind.API,
        Action.USE_CONSOLE,
        openapi,
        "This document",
    ),
)
_LISTED = {(route.method, route.path): route for route in ROUTES}
