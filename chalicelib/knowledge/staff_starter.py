"""Starter answers: what a library can take over on its first day, and what facts the rest need."""

from chalicelib.knowledge.entries import Entry
from chalicelib.knowledge.starter_answers import Waiting
from chalicelib.staff.model import Action
from chalicelib.staff.ports_knowledge import KnowledgeDesk
from chalicelib.staff.replies import show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, form, page


def starter_page(call: Call, refusal: Refusal | None = None) -> Reply:
    ready, waiting = _not_there_yet(call)
    return show(call, "faq_starter.html", refusal, ready=ready, waiting=waiting)


def _desk(call: Call) -> KnowledgeDesk:
    return call.services.knowledge


def _not_there_yet(call: Call) -> tuple[list[Entry], list[Waiting]]:
    """An entry the library wrote itself is never offered again."""
    held = {one["id"] for one in _desk(call).entries.export()}
    offered = _desk(call).starter()
    ready = [entry for entry in offered.ready if entry.id not in held]
    return ready, [one for one in offered.waiting if one.entry.id not in held]


def take(call: Call, _: Nothing) -> Reply:
    """All that is ready; what is there already stays as it is."""
    ready, _waiting = _not_there_yet(call)
    entries = _desk(call).entries
    mark = entries.preview(ready, keep_others=True).mark
    entries.apply(ready, True, mark, call.user.name, call.now)
    return to(call, "/staff/faq", done="faq-imported")


EDIT = Action.EDIT_KNOWLEDGE
ROUTES: tuple[Route, ...] = (
    page("/staff/faq/starter", EDIT, "Starter answers", starter_page),
    form(
        "/staff/faq/starter",
        EDIT,
        "Take the starter answers over",
        Nothing,
        take,
        deed="faq.starter",
        again=starter_page,
    ),
)
