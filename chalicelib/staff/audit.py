"""Writes down every change and every read of what a reader wrote, before it is shown."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from chalicelib.clock import epoch_ms, library_day
from chalicelib.errors import NotAllowed, WeiguanError
from chalicelib.staff.model import AuditEntry, Outcome
from chalicelib.staff.route import Call, Reply, Route

NOBODY = "-"


def audited(route: Route, call: Call, answer: Callable[[Call], Reply]) -> Reply:
    """Answers; a change is on record before it is made, a read before it is seen."""
    if not route.deed:
        return answer(call)
    entry = _entry(route, call)
    return _change(entry, call, answer) if route.changes else _read(entry, call, answer)


def _read(entry: AuditEntry, call: Call, answer: Callable[[Call], Reply]) -> Reply:
    reply = answer(call)
    call.services.audit.add(replace(entry, outcome=Outcome.DONE))
    return reply


def _change(entry: AuditEntry, call: Call, answer: Callable[[Call], Reply]) -> Reply:
    trail = call.services.audit
    trail.add(entry)
    try:
        reply = answer(call)
    except WeiguanError:
        trail.finish(replace(entry, outcome=Outcome.REFUSED))
        raise
    except Exception:
        trail.finish(replace(entry, outcome=Outcome.FAILED))
        raise
    subject, who = reply.subject or entry.subject, reply.who or entry.who
    trail.finish(replace(entry, outcome=Outcome.DONE, subject=subject, who=who))
    return reply


def note_refused(route: Route, call: Call, problem: WeiguanError) -> None:
    """Somebody signed in tried what the role does not allow."""
    if isinstance(problem, NotAllowed) and call.visitor is not None:
        entry = _entry(route, call)
        call.services.audit.add(
            replace(entry, deed=route.deed or "refused", outcome=Outcome.REFUSED)
        )


def _entry(route: Route, call: Call) -> AuditEntry:
    return AuditEntry(
        day=library_day(call.now, call.services.timezone).isoformat(),
        key=f"{epoch_ms(call.now):013d}-{secrets.token_hex(6)}",
        at=call.now,
        who=call.visitor.name if call.visitor else NOBODY,
        deed=route.deed,
        subject_kind=route.deed.split(".")[0],
        subject=call.params.get(route.subject, ""),
        outcome=Outcome.BEGUN,
        address=call.address,
    )
