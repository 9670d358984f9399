"""Coming in and going out: sign-in, sign-out, own sessions, own password."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import msgspec

from chalicelib.errors import BadRequest, TryLater
from chalicelib.staff import auth
from chalicelib.staff.model import Action
from chalicelib.staff.ports import Opened
from chalicelib.staff.replies import json, show, to
from chalicelib.staff.route import (
    Call,
    Nothing,
    Refusal,
    Reply,
    Route,
    SlowDown,
    change,
    form,
    page,
    read,
)
from chalicelib.texts import staff as texts


class SignInForm(msgspec.Struct):
    name: str = ""
    password: str = ""
    code: str = ""
    next: str = ""


class SignInBody(msgspec.Struct):
    """`code`: of the second step, where the user has one."""

    name: str
    password: str
    code: str = ""


class PasswordForm(msgspec.Struct):
    old: str = ""
    new: str = ""
    again: str = ""


class PasswordBody(msgspec.Struct):
    old: str
    new: str


class Me(msgspec.Struct):
    """`csrf` goes into the header `X-Weiguan-Csrf` of every change."""

    name: str
    display: str
    roles: list[str]
    must_change_password: bool
    csrf: str


def sign_in_page(call: Call, refusal: Refusal | None = None) -> Reply:
    if call.visitor is not None:
        return to(call, "/staff")
    onward = auth.safe_next(call.query.get("next", "/staff"))
    if call.csrf:
        return show(call, "sign_in.html", refusal, next=onward)
    visit = secrets.token_urlsafe(32)
    reply = show(call, "sign_in.html", refusal, next=onward, csrf=auth.csrf_token(visit))
    cookie = auth.visit_cookie(visit, call.services.secure_cookies)
    return replace(reply, cookies=(cookie,))


def sign_in(call: Call, sent: SignInForm) -> Reply:
    opened = _opened(call, sent)
    onward = to(call, auth.safe_next(sent.next or "/staff"))
    return _let_in(replace(onward, who=opened.user.name), call, opened.secret)


def sign_in_by_api(call: Call, sent: SignInBody) -> Reply:
    opened = _opened(call, sent)
    me = Me(
        name=opened.user.name,
        display=opened.user.display,
        roles=sorted(opened.user.roles),
        must_change_password=opened.user.must_change,
        csrf=auth.csrf_token(opened.secret),
    )
    return _let_in(replace(json(me), who=me.name), call, opened.secret)


def _opened(call: Call, sent: SignInForm | SignInBody) -> Opened:
    """A session that was open in this browser ends: one browser, one person."""
    with _slowly():
        opened = call.services.door.sign_in(
            sent.name.strip().lower(),
            sent.password,
            call.address,
            call.device,
            call.now,
            sent.code,
        )
    if call.secret:
        call.services.door.sign_out(call.secret)
    return opened


@contextmanager
def _slowly() -> Iterator[None]:
    try:
        yield
    except TryLater as problem:
        raise (SlowDown(str(problem)) if str(problem) == texts.SIGN_IN_WAIT else problem) from None


def insist(call: Call, password: str, otherwise: str) -> None:
    """The password once more. Raises BadRequest with `otherwise`, or SlowDown."""
    with _slowly():
        is_sure = call.services.door.sure(call.user, password, call.now)
    if not is_sure:
        raise BadRequest(otherwise)


def _let_in(reply: Reply, call: Call, secret: str) -> Reply:
    return replace(reply, cookies=(auth.session_cookie(secret, call.services.secure_cookies),))


def sign_out(call: Call, _: Nothing) -> Reply:
    call.services.door.sign_out(call.secret)
    return _let_in(to(call, "/staff/sign-in", done="signed-out"), call, "")


def sign_out_by_api(call: Call, _: Nothing) -> Reply:
    call.services.door.sign_out(call.secret)
    return _let_in(json({}), call, "")


def me_by_api(call: Call) -> Reply:
    user = call.user
    return json(Me(user.name, user.display, sorted(user.roles), user.must_change, call.csrf))


def account_page(call: Call, refusal: Refusal | None = None) -> Reply:
    sessions = call.services.door.sessions_of(call.user, call.now)
    return show(call, "account.html", refusal, sessions=sessions, this=call.session_key)


def change_password(call: Call, sent: PasswordForm) -> Reply:
    if sent.new != sent.again:
        raise BadRequest(texts.PASSWORDS_DIFFER)
    return _changed(call, sent.old, sent.new, to(call, "/staff/account", done="password-changed"))


def change_password_by_api(call: Call, sent: PasswordBody) -> Reply:
    return _changed(call, sent.old, sent.new, json({}))


def _changed(call: Call, old: str, new: str, reply: Reply) -> Reply:
    """Every session ended; the one who changed it goes on in a new one."""
    insist(call, old, texts.OLD_PASSWORD_WRONG)
    call.services.people.change_password(call.user.name, old, new, call.now)
    user = call.services.people.get(call.user.name)
    opened = call.services.door.go_on(user, call.address, call.device, call.now)
    return _let_in(reply, call, opened.secret)


def end_session(call: Call, _: Nothing) -> Reply:
    call.services.door.end_session(call.user, call.params["key"])
    return to(call, "/staff/account", done="session-ended")


OWN = Action.USE_CONSOLE
ROUTES: tuple[Route, ...] = (
    page("/staff/sign-in", None, "Sign-in page", sign_in_page),
    form(
        "/staff/sign-in", None, "Sign in", SignInForm, sign_in, deed="sign_in", again=sign_in_page
    ),
    form("/staff/sign-out", OWN, "Sign out", Nothing, sign_out, deed="sign_out"),
    page("/staff/account", OWN, "Own sessions and password", account_page),
    page("/staff/password", OWN, "Own sessions and password", account_page),
    form(
        "/staff/password",
        OWN,
        "Change the own password",
        PasswordForm,
        change_password,
        deed="password.change",
        again=account_page,
    ),
    form(
        "/staff/sessions/{key}/end",
        OWN,
        "End one of the own sessions",
        Nothing,
        end_session,
        deed="session.end",
    ),
    change("/staff/api/sign-in", None, "Sign in", SignInBody, Me, sign_in_by_api, deed="sign_in"),
    change("/staff/api/sign-out", OWN, "Sign out", Nothing, None, sign_out_by_api, deed="sign_out"),
    read("/staff/api/me", OWN, "Who is signed in", Me, me_by_api),
    change(
        "/staff/api/password",
        OWN,
        "Change the own password",
        PasswordBody,
        None,
        change_password_by_api,
        deed="password.change",
    ),
)
