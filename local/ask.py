"""`python -m local.ask FILE.jsonl`: what the demo library would answer, one line of JSON each.

Every line's `text` goes the way of a message, each from a reader who never wrote before.
What is told about the set-up goes to standard error.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib import logs, wiring
from chalicelib.dialogue import Answer, Kind
from chalicelib.settings import Settings
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.wechat.inbound import Text
from chalicelib.wechat.outbound import TextReply
from chalicelib.wiring import Services
from local import engine, lessons
from local.demo.seed import seed


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("usage: python -m local.ask FILE.jsonl", file=sys.stderr)
        return 2
    lines = Path(arguments[0]).read_text("utf-8").splitlines()
    with redirect_stdout(sys.stderr):
        running = engine.start_dynoxide(engine.dynoxide(), None, engine.free_port())
    try:
        with tempfile.TemporaryDirectory() as folder:
            with redirect_stdout(sys.stderr):
                demo = _demo(running.endpoint, folder)
            for answered in ask(demo, lines):
                print(json.dumps(answered, ensure_ascii=False), flush=True)
    finally:
        running.stop()
    return 0


def _demo(endpoint: str, folder: str) -> Services:
    logs.start("ERROR")
    settings = Settings(
        dynamodb_endpoint=endpoint,
        table_prefix="weiguan-ask",
        account_kind="unverified_subscription",
        pseudonym_key="ask",
        files_dir=folder,
    )
    services = wiring.use(lambda: datetime.now(UTC), settings, lessons.kept)
    _ = services.wire
    create_missing(MODELS)
    seed(services)
    return services


def ask(services: Services, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines):
        if line.strip():
            text = str(json.loads(line)["text"])
            yield asked(services, text, number)


def asked(services: Services, text: str, number: int) -> dict[str, Any]:
    now = services.clock()
    message = Text(f"m{number}", f"oask{number}", "gh_ask", now, text)
    answer = services.conversation.considered(message, now)
    reply = answer.reply.content if isinstance(answer.reply, TextReply) else ""
    return {
        "text": text,
        "kind": answer.kind.value,
        "faq": _faq(answer),
        "slots": dict(answer.slots),
        "reply": reply,
    }


def _faq(answer: Answer) -> str | list[str] | None:
    if answer.kind not in (Kind.FAQ, Kind.CHOICE) or not answer.topics:
        return None
    return answer.topics[0] if len(answer.topics) == 1 else list(answer.topics[:3])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
