"""Takes a live account over without losing what it had, and gives it back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from chalicelib.doctor.menus import differences
from chalicelib.errors import NotFound
from chalicelib.library.documents import Document, Documents
from chalicelib.takeover.model import Before, before_from
from chalicelib.takeover.way_back import WayBack, way_back

NAME = "before"
BY = "takeover"


class Account(Protocol):
    def current_self_menu(self) -> Mapping[str, Any]: ...

    def current_replies(self) -> Mapping[str, Any]: ...

    def create_menu(self, menu: Mapping[str, Any]) -> None: ...

    def delete_menu(self) -> None: ...


class Takeover:
    """`kept` is a shelf of its own: nothing staff edit touches it. `ours` is the library's own
    menu, as WeChat writes it: where that is in force already, it is not taken for an older one."""

    def __init__(
        self, account: Account, kept: Documents, ours: Callable[[], Mapping[str, Any]]
    ) -> None:
        self._account = account
        self._kept = kept
        self._ours = ours

    def look(self, now: datetime, again: bool = False) -> tuple[Before, bool]:
        """What the account had, and whether it was read now. What was kept first stays, for later
        our own menu is in force; `again` reads anew, and the old is kept beside. Raises TryLater,
        Misconfigured."""
        held = self._held()
        if held.version and not again:
            return before_from(held.body), False
        before = Before(self._older_menu(), self._account.current_replies(), now)
        self._kept.save(Document(NAME, before.written(), held.version, now, BY), now)
        return before, True

    def _older_menu(self) -> Mapping[str, Any]:
        found, ours = self._account.current_self_menu(), self._ours()
        if ours.get("button") and not differences(found.get("selfmenu_info") or {}, ours):
            return {}
        return found

    def hand_back(self) -> WayBack:
        """Publishes the menu the account had; where it had none, ours is taken away. Raises
        NotFound where nothing was kept."""
        held = self._held()
        if not held.version:
            raise NotFound("nothing was kept of this account: make takeover was never run")
        back = way_back(before_from(held.body))
        if back.menu["button"]:
            self._account.create_menu(back.menu)
        else:
            self._account.delete_menu()
        return back

    def _held(self) -> Document:
        return self._kept.all().get(NAME, Document(NAME))
