"""Whether who opens a link's page is the reader it was made for, by WeChat's web login.

The login must end in the browser it began in: its state is made from a word that only this browser
keeps. Else somebody could send on the address that a login of his own comes back to, and whoever
opened it would pass for him. Where the login tells nothing, the page ends in a code for the chat.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from chalicelib.errors import WeiguanError
from chalicelib.logs import fields, logger
from chalicelib.readers.login_model import Mark, Opened, Step, Who, proof, proves
from chalicelib.sealing import IV_BYTES
from chalicelib.wechat.platform_model import Visitor

log = logger("web_login")
_NONCE_BYTES = 16


class Platform(Protocol):
    def visitor(self, code: str) -> Visitor:
        """Raises an error of ours for a code that tells nothing."""


class WebLogin:
    """`at` is where the platform's login stands; `key` seals proofs and makes states."""

    def __init__(
        self,
        at: str,
        app_id: str,
        platform: Platform,
        key: bytes,
        make_bytes: Callable[[int], bytes],
    ) -> None:
        self._at = at.rstrip("/")
        self._app_id = app_id
        self._platform = platform
        self._key = key
        self._make_bytes = make_bytes

    def step(self, opened: Opened, now: datetime) -> Step:
        """What comes next for a page that is opened. Nothing is stored, no link used up; a browser
        that keeps nothing is never sent in circles."""
        if opened.code or opened.state:
            return self._returned(opened, now)
        who = self.who(opened, now)
        if who is not Who.UNKNOWN:
            return Step(who, keep="" if who is Who.SNAPSHOT else None)
        if opened.kept.startswith((Mark.AWAY, Mark.CODE)):
            return Step(keep=Mark.CODE.value)
        nonce = self._make_bytes(_NONCE_BYTES).hex()
        return Step(go=self._login(opened, nonce), keep=Mark.AWAY + nonce)

    def who(self, opened: Opened, now: datetime) -> Who:
        """By what the browser kept, and by nothing a page or an address says."""
        if proves(self._key, opened.kept, opened.word, opened.reader, now):
            return Who.READER
        if opened.kept == Mark.OTHER:
            return Who.OTHER
        return Who.SNAPSHOT if opened.kept == Mark.SNAPSHOT else Who.UNKNOWN

    def _returned(self, opened: Opened, now: datetime) -> Step:
        """From the login, on to the page's own address, so that no code stays in it."""
        if not opened.kept:
            return Step()
        if opened.code and self._is_ours(opened):
            return Step(go=opened.page, keep=self._told(opened, now))
        return Step(go=opened.page)

    def _is_ours(self, opened: Opened) -> bool:
        if not opened.kept.startswith(Mark.AWAY):
            return False
        wanted = self._state(opened.word, opened.kept[1:])
        return hmac.compare_digest(wanted.encode(), opened.state.encode("utf-8", "replace"))

    def _told(self, opened: Opened, now: datetime) -> str:
        """What the browser is to keep of what the platform says."""
        try:
            visitor = self._platform.visitor(opened.code)
        except WeiguanError as problem:
            log.warning("web login told nothing", extra=fields(why=str(problem)))
            return Mark.CODE.value
        if visitor.is_snapshot:
            return Mark.SNAPSHOT.value
        if visitor.reader != opened.reader:
            return Mark.OTHER.value
        return proof(self._key, opened.word, opened.reader, now, self._make_bytes(IV_BYTES))

    def _login(self, opened: Opened, nonce: str) -> str:
        """The platform takes letters and digits alone as a state, at most 128."""
        asked = {
            "appid": self._app_id,
            "redirect_uri": opened.page,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": self._state(opened.word, nonce),
        }
        return f"{self._at}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"

    def _state(self, word: str, nonce: str) -> str:
        said = f"{word} {nonce}".encode()
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()
