"""Asks the platform and our own tables, from where the service stands, what is wrong.

Calls to WeChat must leave from the service's own address, for its allow-list: the technician's
machine cannot ask in its place.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from chalicelib.clock import Clock
from chalicelib.doctor.cures import CURES, ELSE
from chalicelib.doctor.menus import differences
from chalicelib.doctor.model import Finding, ok, unasked, wrong
from chalicelib.errors import NotFound, TryLater, WeiguanError
from chalicelib.logs import fields, logger
from chalicelib.wechat.codes import NOT_LISTED, code_of
from chalicelib.wechat.platform_model import Followers, QrCode, Quota, Visitor

log = logger("doctor")
ALIVE = timedelta(minutes=15)
MOST_OFF = timedelta(minutes=1)
"""WeChat's signed times may be ten minutes off; half a minute is already strange."""
COUNTED = ("/cgi-bin/message/custom/send", "/cgi-bin/menu/create", "/cgi-bin/media/get")
LOW = 0.1
LACKS = 48001
SYSTEM = "library system"
LOGIN = "web login"
SCHEDULES = ("sweep", "work_import")


class Account(Protocol):
    """The platform's calls, as `wechat.api.WeChatApi` makes them."""

    @property
    def access_token(self) -> str: ...

    def check_callback(self) -> tuple[str, ...]: ...

    def server_time(self) -> datetime | None: ...

    def get_menu(self) -> Mapping[str, Any]: ...

    def followers(self, page: str = "") -> Followers: ...

    def create_qr(self, scene: str, expire_s: int = 0) -> QrCode: ...

    def quota_get(self, path: str) -> Quota: ...

    def visitor(self, code: str) -> Visitor: ...


@dataclass(frozen=True)
class Doctor:
    """`fit` raises Misconfigured where a key is unfit; `menu` is the library's own, as WeChat
    writes it; `beats` tells when each schedule ran last; `ready`: the library's facts are saved."""

    account: Callable[[], Account]
    account_kind: str
    fit: Callable[[], object]
    ready: Callable[[], bool]
    menu: Callable[[], Mapping[str, Any]]
    beats: Callable[[], Mapping[str, datetime]]
    clock: Clock
    lending: Callable[[], Sequence[str]] | None = None
    """What the library system offers; None where there is none."""
    domain_files: Callable[[], Sequence[str]] | None = None
    """WeChat's files at our root; None where web login is off."""

    def findings(self) -> tuple[Finding, ...]:
        keys = asked("keys", self._keys)
        own = (keys, asked("library", self._library), *self._systems(), *self._schedules())
        return (*own, *self._platform())

    def _keys(self) -> Finding:
        self.fit()
        return ok("keys", "app secret, token and EncodingAESKey are there and well-formed")

    def _library(self) -> Finding:
        if self.ready():
            return ok("library", "its facts are saved")
        return wrong("library", "nobody has saved its facts", "staff console, library settings")

    def _systems(self) -> Iterable[Finding]:
        ask = self.lending
        return [asked(SYSTEM, partial(_system, ask))] if ask else []

    def _schedules(self) -> Iterable[Finding]:
        return [asked(f"schedule {name}", partial(self._schedule, name)) for name in SCHEDULES]

    def _schedule(self, name: str) -> Finding:
        about, last = f"schedule {name}", self.beats().get(name)
        if last is None:
            return wrong(about, "has never run", "wait two minutes; then look into its log")
        if self.clock() - last > ALIVE:
            return wrong(about, f"ran last at {last:%Y-%m-%d %H:%M} UTC", "look into its log")
        return ok(about, f"ran at {last:%H:%M} UTC")

    def _platform(self) -> tuple[Finding, ...]:
        token = asked("access token", self._token)
        if token.verdict != "ok":
            return (token, unasked("WeChat", "nothing more without an access token", ""))
        checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
            ("server mode", self._server_mode),
            ("menu", self._menu),
            ("abilities", self._abilities),
            ("WeChat's clock", self._time),
            ("quotas", self._quotas),
        )
        checks = (*checks, *self._web_login())
        return (token, *(asked(about, check) for about, check in checks))

    def _web_login(self) -> tuple[tuple[str, Callable[[], Finding]], ...]:
        files = self.domain_files
        return ((LOGIN, partial(_login, self.account, files)),) if files else ()

    def _token(self) -> Finding:
        """Asked anew of the platform, for a token held already proves no allow-list."""
        _ = self.account().access_token
        self.account().server_time()
        return ok("access token", "given; our address is on the allow-list, if there is one")

    def _server_mode(self) -> Finding:
        found = self.account().check_callback()
        if not any(found):
            cure = "see that the address in WeChat's console can be looked up in China"
            return wrong("server mode", "WeChat cannot find our address", cure)
        return ok("server mode", f"on; WeChat finds our address at {', '.join(found)}")

    def _menu(self) -> Finding:
        if self.account_kind == "unverified_subscription":
            return ok("menu", "an unverified subscription account has none")
        wanted, cure = self.menu(), CURES[46003]
        if not wanted.get("button"):
            return wrong("menu", "the library has none yet", cure)
        try:
            found = self.account().get_menu()
        except NotFound:
            return wrong("menu", "not published", cure)
        differs = differences(found.get("menu", {}), wanted)
        if differs:
            return wrong("menu", f"published is another: {', '.join(differs)}", cure)
        return ok("menu", "published as the library has it")

    def _abilities(self) -> Finding:
        """Two harmless calls: the list of followers, a scene code that lives a minute."""
        stated = self.account_kind
        has_list = self._may(lambda: self.account().followers())
        has_codes = has_list and self._may(lambda: self.account().create_qr("doctor", 60))
        if stated.startswith("verified") and not has_list:
            return wrong("abilities", f"not those of a {stated} account (48001)", CURES[LACKS])
        if stated == "verified_service" and not has_codes:
            return wrong("abilities", "those of a subscription account (48001)", CURES[LACKS])
        if stated.startswith("unverified") and has_list:
            cure = "set account_kind, then make deploy: readers would be offered more"
            return wrong("abilities", "those of a verified account", cure)
        return ok("abilities", f"those of a {stated} account")

    def _may(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except WeiguanError as refused:
            if code_of(refused) != LACKS:
                raise
            return False
        return True

    def _time(self) -> Finding:
        theirs = self.account().server_time()
        if theirs is None:
            return unasked("WeChat's clock", "WeChat did not tell the time", "")
        off = abs(theirs - self.clock())
        says = f"{off.total_seconds():.0f} s from ours"
        if off > MOST_OFF:
            return wrong("WeChat's clock", says, "set this machine's clock by a time server")
        return ok("WeChat's clock", says)

    def _quotas(self) -> Finding:
        told = {path: self.account().quota_get(path) for path in COUNTED}
        says = ", ".join(f"{path.split('cgi-bin/')[1]} {q.left:,}" for path, q in told.items())
        if any(quota.left < quota.limit * LOW for quota in told.values()):
            return wrong("quotas", f"nearly used up today: {says} left", CURES[45009])
        return ok("quotas", f"{says} calls left today")


def _system(offered: Callable[[], Sequence[str]]) -> Finding:
    try:
        return ok(SYSTEM, f"offers {', '.join(offered())}")
    except TryLater as silent:
        cure = "docs/ils.md: try it from there; behind an agent, look into its log"
        return wrong(SYSTEM, str(silent), cure)
    except WeiguanError as refused:
        return wrong(SYSTEM, str(refused), "circulation_at and circulation_secret, docs/ils.md")


def _login(account: Callable[[], Account], files: Callable[[], Sequence[str]]) -> Finding:
    """A code nobody was given is refused as such where all else is right."""
    with suppress(NotFound):
        account().visitor("doctor")
    if not files():
        cure = "register the domain in WeChat's console, then make domain-file (docs/deploy.md)"
        return unasked(LOGIN, "none of WeChat's files is kept here", cure)
    return ok(LOGIN, "WeChat takes our questions; which domain is registered it does not tell")


def asked(about: str, ask: Callable[[], Finding]) -> Finding:
    """No check takes another down with it."""
    try:
        return ask()
    except TryLater as busy:
        return unasked(about, str(busy))
    except WeiguanError as refused:
        return _refused(about, refused)
    except Exception as problem:
        name = type(problem).__name__
        log.exception("a check failed", extra=fields(about=about, problem=name))
        return unasked(about, f"the check itself failed ({name})", "look into the log")


def _refused(about: str, refused: WeiguanError) -> Finding:
    code = code_of(refused)
    named = "IP allow-list" if code == NOT_LISTED else about
    own = "give the keys again: make secrets, then make deploy" if about == "keys" else ELSE
    return wrong(named, str(refused), CURES.get(code, own))
