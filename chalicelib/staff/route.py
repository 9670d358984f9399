"""A staff route as a value: what it needs, what it takes and gives, and who answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from chalicelib.errors import BadRequest, NotAllowed, TryLater
from chalicelib.staff.bodies import Upload, from_fields, from_json
from chalicelib.staff.model import Action, User
from chalicelib.staff.ports import StaffServices
from chalicelib.texts import staff as texts

T = TypeVar("T")


class NotSignedIn(NotAllowed):
    """Pages send to the sign-in page, the API answers 401."""


class TooLarge(BadRequest):
    """More than the route takes: 413."""


class WrongKind(BadRequest):
    """Not the content type the route takes: 415."""


class SlowDown(TryLater):
    """Too many tries by this caller: 429, and when to come again."""

    def __init__(self, words: str, wait_s: int = 60) -> None:
        super().__init__(words)
        self.wait_s = wait_s


class Nothing(msgspec.Struct):
    """A change that needs no more than its path."""


class Kind(StrEnum):
    PAGE = "page"
    FORM = "form"
    UPLOAD = "upload"
    API = "api"
    ASSET = "asset"


TAKEN = {
    Kind.FORM: "application/x-www-form-urlencoded",
    Kind.UPLOAD: "multipart/form-data",
    Kind.API: "application/json",
}
"""What a change must say it sends. A foreign page cannot say it sends JSON."""


@dataclass(frozen=True)
class Call:
    """One request, read and checked. `secret` is the session cookie's value, '' without one.

    `base` is what stands before `/staff` in every link: the stage in the cloud, nothing here.
    """

    services: StaffServices
    now: datetime
    visitor: User | None
    secret: str
    method: str
    path: str
    base: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, Upload]
    csrf: str
    request_id: str
    address: str = ""
    device: str = ""
    session_key: str = ""

    @property
    def user(self) -> User:
        if self.visitor is None:
            raise NotSignedIn(texts.SIGN_IN_FIRST)
        return self.visitor


@dataclass(frozen=True)
class Reply:
    """For the audit: `subject` is what was made, where the path does not say; `who` came in."""

    body: str | bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    subject: str = ""
    who: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a form was not accepted; `typed` is what was filled in, so that nothing is lost."""

    words: str
    status: int
    typed: Mapping[str, tuple[str, ...]]


Answer = Callable[[Call], Reply]
Again = Callable[[Call, Refusal], Reply]


@dataclass(frozen=True)
class Route:
    """`needs` None: open to everybody. `deed` is what the audit calls it; every change has one,
    and so has every read of what a reader wrote. `subject` names the path's part it is about."""

    method: str
    path: str
    kind: Kind
    needs: Action | None
    answer: Answer
    says: str
    takes: type | None = None
    gives: object = None
    deed: str = ""
    subject: str = ""
    again: Again | None = None

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def speaks_json(self) -> bool:
        return self.kind is Kind.API or self.path.startswith("/staff/api/")

    @property
    def largest(self) -> int:
        return LARGEST_UPLOAD if self.kind is Kind.UPLOAD else LARGEST_BODY


LARGEST_BODY = 256 * 1024
LARGEST_UPLOAD = 4 * 1024 * 1024 + 64 * 1024
"""API Gateway and Lambda take 6 MB, of which base64 takes a third."""


def page(
    path: str, needs: Action | None, says: str, answer: Answer, deed: str = "", subject: str = ""
) -> Route:
    return Route("GET", path, Kind.PAGE, needs, answer, says, deed=deed, subject=subject)


def form(
    path: str,
    needs: Action | None,
    says: str,
    takes: type[T],
    answer: Callable[[Call, T], Reply],
    deed: str,
    subject: str = "",
    again: Again | None = None,
) -> Route:
    """`again` shows the form once more with what was typed, when it is refused."""

    def decode_and_answer(call: Call) -> Reply:
        return answer(call, from_fields(call.fields, takes))

    return Route(
        "POST",
        path,
        Kind.FORM,
        needs,
        decode_and_answer,
        says,
        takes=takes,
        deed=deed,
        subject=subject,
        again=again,
    )


def upload(
    path: str,
    needs: Action,
    says: str,
    takes: type[T],
    answer: Callable[[Call, T, Upload], Reply],
    deed: str,
    again: Again | None = None,
    gives: object = None,
) -> Route:
    """The file stands in the field `file`."""

    def decode_and_answer(call: Call) -> Reply:
        if "file" not in call.files or not call.files["file"].content:
            raise BadRequest(texts.NO_FILE)
        return answer(call, from_fields(call.fields, takes), call.files["file"])

    return Route(
        "POST",
        path,
        Kind.UPLOAD,
        needs,
        decode_and_answer,
        says,
        takes=takes,
        gives=gives,
        deed=deed,
        again=again,
    )


def read(
    path: str,
    needs: Action | None,
    says: str,
    gives: object,
    answer: Answer,
    deed: str = "",
    subject: str = "",
) -> Route:
    return Route(
        "GET", path, Kind.API, needs, answer, says, gives=gives, deed=deed, subject=subject
    )


def change(
    path: str,
    needs: Action | None,
    says: str,
    takes: type[T],
    gives: object,
    answer: Callable[[Call, T], Reply],
    deed: str,
    subject: str = "",
) -> Route:
    def decode_and_answer(call: Call) -> Reply:
        return answer(call, from_json(call.body, takes))

    return Route(
        "POST",
        path,
        Kind.API,
        needs,
        decode_and_answer,
        says,
        takes=takes,
        gives=gives,
        deed=deed,
        subject=subject,
    )
