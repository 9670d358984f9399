"""The control API under /_control/: steers readers, clock and faults, and tells what happened."""

from local.wechat_platform.acts import Acts, seen
from local.wechat_platform.asked import fault_kind, instant, number, query_number, text
from local.wechat_platform.faults import MEANING
from local.wechat_platform.http import Handler, Request, Response, json_response
from local.wechat_platform.platform import Platform
from local.wechat_platform.readers import Person, Reader

LONGEST_WAIT_S = 25.0
PAGE_SHOWS = 6


class Control:
    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._acts = Acts(platform)

    def routes(self) -> dict[tuple[str, str], Handler]:
        return {(method, f"/_control/{path}"): call for method, path, call, _ in self._table()}

    def _table(self) -> list[tuple[str, str, Handler, str]]:
        return [
            ("GET", "", self.contents, "this list"),
            ("GET", "health", self.health, "200 once the platform is up"),
            ("POST", "verify", self.verify, "GET the webhook with echostr, as the console does"),
            ("GET", "account", self.account, "name, kind, mode and ids of the account"),
            ("GET", "readers", self.readers, "all readers and their windows"),
            ("POST", "readers", self.create_reader, "{id, name?, about?, large_type?}"),
            *self._acts.table(),
            ("GET", "seen", self.seen, "?reader=&after=&wait_s=: what the reader has seen"),
            ("GET", "idle", self.idle, "?wait_s=: whether all pushes are over"),
            ("GET", "pushes", self.pushes, "?after=: every attempt on the webhook"),
            ("POST", "mark_fail", self.mark_fail, "{after}: failures until pushes stop; opens too"),
            ("GET", "requests", self.requests, "?after=: every call of the service to the API"),
            ("GET", "clock", self.clock, "the box's time"),
            ("POST", "clock", self.steer, "{advance_s | set | frozen | real}"),
            ("GET", "console", self.console, "what was set up by hand"),
            ("POST", "console", self.set_up, "{server_mode?, menu?, replies?}"),
            ("GET", "faults", self.faults, "active faults and the kinds there are"),
            ("POST", "faults", self.add_fault, "{kind, count?, seconds?, errcode?, path?}"),
            ("POST", "faults/remove", self.remove_fault, "{id} or {} for all"),
            ("POST", "reset", self.reset, "forget all but the clock"),
            ("GET", "page", self.page, "?reader=&after=: all that the phone page polls"),
        ]

    def contents(self, request: Request) -> Response:
        told = {f"{method} /_control/{path}": words for method, path, _, words in self._table()}
        return json_response({"calls": told})

    def health(self, request: Request) -> Response:
        return json_response({"ok": True, "now": self._platform.clock.now().isoformat()})

    def verify(self, request: Request) -> Response:
        answer = self._platform.courier.verify()
        is_verified = answer.is_ok and not answer.trouble
        told = {"verified": is_verified, "status": answer.status, "trouble": answer.trouble}
        return json_response(told)

    def account(self, request: Request) -> Response:
        config = self._platform.config
        return json_response(
            {
                "name": config.account_name,
                "kind": config.account_kind.value,
                "mode": config.mode.value,
                "app_id": config.app_id,
                "original_id": config.original_id,
                "webhook": config.webhook,
                "staff_url": config.staff_url,
            }
        )

    def readers(self, request: Request) -> Response:
        windows = self._platform.windows
        told = [one.told() | {"windows": windows.told(one.openid)} for one in self._all_readers()]
        return json_response({"readers": told})

    def create_reader(self, request: Request) -> Response:
        body = request.json()
        person = Person(
            id=text(body, "id"),
            name=str(body.get("name") or body["id"]),
            about=str(body.get("about", "")),
            large_type=bool(body.get("large_type", False)),
        )
        return json_response(self._platform.readers.create(person).told(), 201)

    def seen(self, request: Request) -> Response:
        reader = self._platform.readers.get(request.query.get("reader", ""))
        wait_s = min(query_number(request, "wait_s"), LONGEST_WAIT_S)
        return json_response(
            seen(self._platform, reader, int(query_number(request, "after")), wait_s)
        )

    def idle(self, request: Request) -> Response:
        wait_s = min(query_number(request, "wait_s"), LONGEST_WAIT_S)
        return json_response({"idle": self._platform.courier.finish(wait_s)})

    def pushes(self, request: Request) -> Response:
        log = self._platform.courier.log
        mark_fail = self._platform.courier.mark_fail.told()
        told = log.after(int(query_number(request, "after")))
        return json_response({"pushes": told, "mark_fail": mark_fail})

    def mark_fail(self, request: Request) -> Response:
        mark_fail = self._platform.courier.mark_fail
        mark_fail.change(after=int(number(request.json(), "after", 10)))
        return json_response(mark_fail.told())

    def requests(self, request: Request) -> Response:
        told = self._platform.api_log.after(int(query_number(request, "after")))
        return json_response({"requests": told})

    def clock(self, request: Request) -> Response:
        return json_response(self._platform.clock.told())

    def steer(self, request: Request) -> Response:
        body, clock = request.json(), self._platform.clock
        if body.get("real"):
            clock.back_to_real()
        if "frozen" in body:
            (clock.freeze if body["frozen"] else clock.resume)()
        if "set" in body:
            clock.set(instant(body["set"]))
        if "advance_s" in body:
            clock.advance(number(body, "advance_s", 0))
        return json_response(clock.told())

    def console(self, request: Request) -> Response:
        return json_response(self._platform.console.told())

    def set_up(self, request: Request) -> Response:
        self._platform.console.change(request.json())
        return self.console(request)

    def faults(self, request: Request) -> Response:
        kinds = {kind.value: words for kind, words in MEANING.items()}
        return json_response({"faults": self._platform.faults.told(), "kinds": kinds})

    def add_fault(self, request: Request) -> Response:
        body = request.json()
        count = body.get("count")
        fault = self._platform.faults.add(
            fault_kind(body),
            count=None if count is None else int(number(body, "count", 1)),
            path=str(body.get("path", "")),
            seconds=number(body, "seconds", 0),
            errcode=int(number(body, "errcode", -1)),
        )
        return json_response({"id": fault.id}, 201)

    def remove_fault(self, request: Request) -> Response:
        body = request.json()
        if "id" not in body:
            self._platform.faults.clear()
            return json_response({"removed": True})
        return json_response({"removed": self._platform.faults.remove(int(body["id"]))})

    def reset(self, request: Request) -> Response:
        self._platform.reset()
        return json_response({"ok": True})

    def page(self, request: Request) -> Response:
        """One poll of the phone page."""
        platform = self._platform
        reader = self._platform.readers.get(request.query.get("reader", ""))
        so_far = seen(platform, reader, int(query_number(request, "after")))
        return json_response(
            so_far
            | {
                "readers": [one.told() for one in self._all_readers()],
                "menu": platform.menus.current(),
                "is_typing": platform.windows.is_typing(reader.openid),
                "windows": platform.windows.told(reader.openid),
                "clock": platform.clock.told(),
                "faults": platform.faults.told(),
                "scenes": platform.codes.told(),
                "last_pushes": platform.courier.log.newest(PAGE_SHOWS),
                "last_requests": platform.api_log.newest(PAGE_SHOWS),
                "epoch": platform.diary.epoch,
            }
        )

    def _all_readers(self) -> list[Reader]:
        return self._platform.readers.all()
