"""Carries pushes to the service and its replies to the reader (wechat.md §1.2).

Three attempts, 5 s apart, with the same MsgId; a reply that cannot be used is not asked for
again; after many failures in a row nothing is pushed for a minute (MarkFail).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Condition, Event, Lock
from typing import Any

from local.wechat_platform import wire
from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.config import PlatformConfig
from local.wechat_platform.diary import Diary, Source
from local.wechat_platform.faults import FaultKind, Faults
from local.wechat_platform.journal import Journal
from local.wechat_platform.pushes import Push
from local.wechat_platform.replies import NO_REPLY, Judge, Shown
from local.wechat_platform.sealing import BadReply, Sealer, Stamp, new_stamp
from local.wechat_platform.webhook import Answer, Webhook

FAILURE_LINE = "该公众号暂时无法提供服务，请稍后再试"


class MarkFail:
    """Counts failures in a row; closed for a while once there are too many."""

    def __init__(self, after: int, for_s: float, now: Callable[[], datetime]) -> None:
        self._after = after
        self._for = timedelta(seconds=for_s)
        self._now = now
        self._lock = Lock()
        self._failures = 0
        self._until: datetime | None = None

    @property
    def is_closed(self) -> bool:
        with self._lock:
            return self._until is not None and self._now() < self._until

    def note(self, *, went_well: bool) -> None:
        with self._lock:
            self._failures = 0 if went_well else self._failures + 1
            if self._failures >= self._after:
                self._until = self._now() + self._for
                self._failures = 0

    def change(self, after: int) -> None:
        """Another threshold, for drills that make failures on purpose."""
        with self._lock:
            self._after = after
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._failures = 0
            self._until = None

    def told(self) -> dict[str, Any]:
        until = self._until.isoformat() if self._until else None
        return {"is_closed": self.is_closed, "failures": self._failures, "until": until}


@dataclass(frozen=True)
class Verdict:
    """What one attempt came to. Without `is_final` the same push is sent again."""

    outcome: str
    reason: str = ""
    reply_xml: str = ""
    shown: Shown | None = None
    is_final: bool = True
    went_well: bool = True


class Courier:
    def __init__(
        self,
        config: PlatformConfig,
        clock: SteeredClock,
        diary: Diary,
        faults: Faults,
        judge: Judge,
    ) -> None:
        self._config = config
        self._clock = clock
        self._diary = diary
        self._faults = faults
        self._judge = judge
        self._sealer = Sealer(config)
        self._webhook = Webhook(config.webhook, config.reply_timeout_s)
        self._pool = ThreadPoolExecutor(config.courier_threads, "courier")
        self._stopped = Event()
        self._idle = Condition()
        self._under_way = 0
        self.log = Journal()
        self.mark_fail = MarkFail(config.mark_fail_after, config.mark_fail_s, clock.now)

    def verify(self) -> Answer:
        """The GET with echostr that the console makes before it accepts an address."""
        echo = str(self._clock.now().microsecond + 10**12)
        answer = self._webhook.get(self._sealer.greeting(self._stamp(), echo))
        if answer.is_ok and answer.body.decode(errors="replace").strip() != echo:
            return Answer(answer.status, answer.body, "echostr was not returned", answer.seconds)
        return answer

    def send_all(self, pushes: Sequence[Push]) -> Future[None]:
        """In the background, one after the other."""
        with self._idle:
            self._under_way += 1
        return self._pool.submit(self._deliver_all, pushes)

    def finish(self, wait_s: float) -> bool:
        """Waits until nothing is on its way; False when there still is after wait_s."""
        with self._idle:
            return self._idle.wait_for(lambda: self._under_way == 0, wait_s)

    def deliver(self, push: Push) -> None:
        """Returns when the exchange is over, retries included."""
        if self.mark_fail.is_closed:
            self._write_down(push, 0, None, Verdict("withheld", "MarkFail", went_well=False))
            self._show_failure(push, "MarkFail")
            return
        self._try_all(push)

    def _deliver_all(self, pushes: Sequence[Push]) -> None:
        try:
            for push in pushes:
                self.deliver(push)
        finally:
            with self._idle:
                self._under_way -= 1
                self._idle.notify_all()

    def stop(self) -> None:
        self._stopped.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _try_all(self, push: Push) -> None:
        stamp = self._stamp()
        verdict = Verdict("not tried")
        for number in range(1, self._config.attempts + 1):
            answer, verdict = self._attempt(push, stamp)
            self._write_down(push, number, answer, verdict)
            self.mark_fail.note(went_well=verdict.went_well)
            if verdict.is_final or self._stopped.is_set():
                break
            stamp = self._next_stamp(stamp)
            if number < self._config.attempts:
                self._stopped.wait(max(0.0, self._config.retry_gap_s - answer.seconds))
        self._show(push, verdict)

    def _attempt(self, push: Push, stamp: Stamp) -> tuple[Answer, Verdict]:
        is_forged = self._faults.take(FaultKind.WRONG_SIGNATURE) is not None
        wrapped = self._sealer.wrap(push.fields, stamp, push.reader.openid, is_forged=is_forged)
        if self._faults.take(FaultKind.TORN_PUSH):
            answer = self._webhook.post_torn(wrapped.query, wrapped.body)
        else:
            cut = self._faults.take(FaultKind.WEBHOOK_CUT)
            cut_after_s = cut.seconds if cut else None
            answer = self._webhook.post(wrapped.query, wrapped.body, cut_after_s)
        return answer, self._verdict(push, answer)

    def _verdict(self, push: Push, answer: Answer) -> Verdict:
        if not answer.is_ok:
            reason = answer.trouble or f"HTTP {answer.status}"
            return Verdict("failed", reason, is_final=False, went_well=False)
        if self._faults.take(FaultKind.DROP_REPLY):
            return Verdict("dropped", "drop_reply", is_final=False, went_well=False)
        if answer.body.strip() in NO_REPLY:
            return Verdict("silent")
        return self._judged(push, answer)

    def _judged(self, push: Push, answer: Answer) -> Verdict:
        xml = ""
        try:
            xml = self._sealer.unwrap(answer.body)
            shown = self._judge.judge(xml, push)
        except BadReply as error:
            return Verdict("malformed", str(error), xml, went_well=False)
        return Verdict("replied", shown.note, xml, shown)

    def _show(self, push: Push, verdict: Verdict) -> None:
        if not verdict.went_well:
            self._show_failure(push, verdict.reason)
        elif verdict.shown is not None and not push.is_silent and verdict.shown.kind != "transfer":
            shown = verdict.shown
            self._diary.add(push.reader.id, shown.kind, Source.PASSIVE, **shown.content)

    def _show_failure(self, push: Push, reason: str) -> None:
        if not push.is_silent:
            words = {"text": FAILURE_LINE, "reason": reason}
            self._diary.add(push.reader.id, "failure", Source.FAILURE, **words)

    def _write_down(self, push: Push, number: int, answer: Answer | None, verdict: Verdict) -> None:
        self.log.add(
            at=self._clock.now().isoformat(),
            reader=push.reader.id,
            label=push.label,
            is_event=push.is_event,
            msg_id=push.fields.get("MsgId"),
            attempt=number,
            outcome=verdict.outcome,
            reason=verdict.reason,
            status=answer.status if answer else None,
            latency_ms=round(answer.seconds * 1000, 1) if answer else 0.0,
            xml=wire.write(push.fields),
            reply_xml=verdict.reply_xml,
        )

    def _stamp(self) -> Stamp:
        return new_stamp(int(self._clock.now().timestamp()))

    def _next_stamp(self, stamp: Stamp) -> Stamp:
        return stamp if self._config.retry_keeps_nonce else self._stamp()
