"""What a handler gives back: a page, a redirect, JSON, a file, or an error said kindly."""

from collections.abc import Mapping
from urllib.parse import quote

import msgspec

from chalicelib.staff.model import Action
from chalicelib.staff.route import Call, Refusal, Reply
from chalicelib.texts import staff as texts

JSON = "application/json"


def show(call: Call, template: str, refusal: Refusal | None = None, **facts: object) -> Reply:
    """A console page. Templates read `typed` first, so that a refused form keeps its words."""
    shared: dict[str, object] = {
        "base": call.base,
        "here": call.path,
        "me": call.visitor,
        "may": lambda action: call.visitor is not None and call.visitor.may(Action(action)),
        "csrf": call.csrf,
        "lends": call.services.lending is not None,
        "reminds": call.services.reminding is not None,
        "queues": call.services.waiting is not None,
        "now": call.now,
        "notice": texts.NOTICES.get(call.query.get("done", ""), ""),
        "refusal": refusal,
        "typed": _Typed(refusal.typed if refusal else {}),
    }
    return Reply(call.services.render(template, {**shared, **facts}))


class _Typed:
    """`typed.get(name, otherwise)`: what was typed into a refused form."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]]) -> None:
        self._fields = fields

    def get(self, name: str, otherwise: object = "") -> object:
        return self._fields[name][-1] if name in self._fields else otherwise

    def all(self, name: str, otherwise: object = (), beside: str = "") -> object:
        """Every value; an unticked box is as much an answer as a ticked one. `beside` is a field
        always sent with it: another form of the page says nothing about these boxes."""
        is_of_the_form = beside in self._fields if beside else bool(self._fields)
        return self._fields.get(name, ()) if is_of_the_form else otherwise


def to(call: Call, path: str, done: str = "", subject: str = "", **query: str) -> Reply:
    """After a change: 303, so that reloading does not send the form again."""
    asked = {**({"done": done} if done else {}), **query}
    tail = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    joined = f"{path}{'&' if '?' in path else '?'}{tail}" if tail else path
    return Reply("", status=303, headers={"Location": call.base + joined}, subject=subject)


def json(value: object, status: int = 200, subject: str = "") -> Reply:
    body = msgspec.json.encode(value).decode("utf-8")
    return Reply(body, status=status, content_type=JSON, subject=subject)


def file(content: bytes, content_type: str, name: str = "") -> Reply:
    """With a name it is saved, without one it is shown; never run as a page of ours."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}" if name else "inline"
    return Reply(content, content_type=content_type, headers={"Content-Disposition": disposition})


def problem_page(call: Call, status: int, words: str) -> Reply:
    title = texts.TITLES.get(status, texts.TITLES[500])
    reply = show(call, "problem.html", title=title, words=words, number=call.request_id)
    return Reply(reply.body, status=status)


def json_problem(call: Call, status: int, words: str) -> Reply:
    problem = {"status": status, "message": words, "request": call.request_id}
    return json({"error": problem}, status=status)
