"""The second step at sign-in, as staff set it up for themselves."""

import msgspec

from chalicelib.errors import BadRequest, NotFound
from chalicelib.staff.console_entry import insist
from chalicelib.staff.model import Action
from chalicelib.staff.replies import show, to
from chalicelib.staff.route import Call, Nothing, Refusal, Reply, Route, form, page
from chalicelib.texts import staff as texts

PATH = "/staff/second-step"


class PasswordOnly(msgspec.Struct):
    password: str = ""


class CodeOnly(msgspec.Struct):
    code: str = ""


def second_page(call: Call, refusal: Refusal | None = None) -> Reply:
    enrolment = call.services.second.enrolment(call.user)
    return show(call, "second_step.html", refusal, enrolment=enrolment, second=call.user.second)


def square(call: Call) -> Reply:
    """A picture of its own, so that the page needs no picture inside it."""
    enrolment = call.services.second.enrolment(call.user)
    if enrolment is None:
        raise NotFound(texts.NO_SUCH_PAGE)
    return Reply(call.services.square(enrolment.address).decode(), content_type="image/svg+xml")


def begin(call: Call, sent: PasswordOnly) -> Reply:
    insist(call, sent.password, texts.PASSWORD_WRONG)
    call.services.second.begin(call.user.name)
    return to(call, PATH)


def confirm(call: Call, sent: CodeOnly) -> Reply:
    """The page is the answer itself: a redirect would have to carry the codes."""
    codes = call.services.second.confirm(call.user.name, sent.code, call.now)
    return show(call, "backup_codes.html", codes=codes)


def end(call: Call, sent: PasswordOnly) -> Reply:
    insist(call, sent.password, texts.PASSWORD_WRONG)
    call.services.second.take_away(call.user.name)
    return to(call, PATH, done="second-off")


def take_away(call: Call, _: Nothing) -> Reply:
    """Signed out everywhere too: whoever found the telephone may have signed in with it."""
    name = call.params["name"]
    if name == call.user.name:
        raise BadRequest(texts.NOT_YOUR_OWN_SECOND)
    call.services.second.take_away(name)
    call.services.people.revoke_sessions(name, call.now)
    return to(call, f"/staff/people/{name}", done="second-off")


OWN = Action.USE_CONSOLE
ROUTES: tuple[Route, ...] = (
    page(PATH, OWN, "The second step at sign-in", second_page),
    page(f"{PATH}/square", OWN, "The square code for an authenticator", square),
    form(
        f"{PATH}/begin",
        OWN,
        "Begin to set up the second step",
        PasswordOnly,
        begin,
        deed="second.begin",
        again=second_page,
    ),
    form(
        f"{PATH}/confirm",
        OWN,
        "Confirm the second step by a first code",
        CodeOnly,
        confirm,
        deed="second.on",
        again=second_page,
    ),
    form(
        f"{PATH}/end",
        OWN,
        "Do without the second step again",
        PasswordOnly,
        end,
        deed="second.off",
        again=second_page,
    ),
    form(
        "/staff/people/{name}/second-step",
        Action.MANAGE_STAFF,
        "Take the second step away from somebody who lost the telephone",
        Nothing,
        take_away,
        deed="people.second_off",
        subject="name",
    ),
)
