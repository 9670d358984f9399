"""What became of an effect, as text: whoever asks again with its key is told the same."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from chalicelib.ils.model import (
    Due,
    Fate,
    Hold,
    HoldOutcome,
    HoldState,
    Reason,
    RenewOutcome,
)

KEPT_DAYS = 40


def renew_text(outcome: RenewOutcome) -> str:
    due = outcome.due.day.isoformat() if outcome.due else None
    return _text({**asdict(outcome), "due": due})


def renew_of(text: str) -> RenewOutcome:
    held = json.loads(text)
    return RenewOutcome(**{**held, **_verdict(held), "due": _due(held["due"])})


def hold_text(outcome: HoldOutcome) -> str:
    hold = outcome.hold
    held = None if hold is None else {**asdict(hold), **_days(hold)}
    return _text({**asdict(outcome), "hold": held})


def hold_of(text: str) -> HoldOutcome:
    held = json.loads(text)
    return HoldOutcome(**{**held, **_verdict(held), "hold": _hold(held["hold"])})


def _days(hold: Hold) -> dict[str, Any]:
    return {
        "ready_until": hold.ready_until.day.isoformat() if hold.ready_until else None,
        "placed_at": hold.placed_at.isoformat() if hold.placed_at else None,
    }


def _hold(held: Any) -> Hold | None:
    if held is None:
        return None
    placed = datetime.fromisoformat(held["placed_at"]) if held["placed_at"] else None
    known = {"state": HoldState(held["state"]), "ready_until": _due(held["ready_until"])}
    return Hold(**{**held, **known, "placed_at": placed})


def _verdict(held: Any) -> dict[str, Any]:
    reason = Reason(held["reason"]) if held["reason"] else None
    return {"fate": Fate(held["fate"]), "reason": reason}


def _due(text: str | None) -> Due | None:
    return Due(date.fromisoformat(text)) if text else None


def _text(held: dict[str, Any]) -> str:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))
