"""Messages per CPU-second, beside a plain handler with the same storage calls, in one run.

The wire alone (open, parse, render, seal) stands beside WeRoBot's and wechatpy's.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from werobot.crypto import MessageCrypt
from werobot.parser import parse_user_msg
from werobot.replies import TextReply as RobotText

from bench.peers import PlainHandler
from bench.sealing import AES_KEY, APP_ID, TOKEN, Sealed, sealed, text
from bench.service import a_service
from chalicelib.wechat.envelope import Credentials, open_envelope, seal
from chalicelib.wechat.outbound import TextReply, render
from chalicelib.wechat.parsing import parse
from local import engine
from local.wechat_platform import wire

MESSAGES = 1500
ROUNDS = 3
ANSWER = "您好，请问有什么可以帮您？"


def messages(first: int, count: int, words: str) -> list[Sealed]:
    """Made before anything is timed."""
    return [sealed(text(words), first + n, f"oreader{(first + n) % 500}") for n in range(count)]


def cpu_of(act: Callable[[dict[str, str], bytes], object], load: list[Sealed]) -> float:
    """CPU seconds of this process for one message."""
    started = time.process_time()
    for query, body in load:
        act(query, body)
    return (time.process_time() - started) / len(load)


def run() -> None:
    running = engine.start(None)
    try:
        _whole(running.endpoint)
    finally:
        running.stop()
    _wire_alone()


def _whole(endpoint: str) -> None:
    services = a_service(endpoint, APP_ID, TOKEN, AES_KEY)
    plain = PlainHandler(endpoint, TOKEN, AES_KEY, APP_ID)
    plain.create_tables()
    webhook = services.webhook

    def ours(query: dict[str, str], body: bytes) -> object:
        return webhook.receive(query, body, datetime.now(UTC))

    ratios = []
    for turn in range(ROUNDS):
        base = 1_000_000 * (turn + 1)
        floor = cpu_of(plain.receive, messages(base, MESSAGES, "您好"))
        hello = cpu_of(ours, messages(base + 300_000, MESSAGES, "您好"))
        faq = cpu_of(ours, messages(base + 600_000, MESSAGES, "办证要带什么材料"))
        ratios.append((floor, hello, faq))
    floor, hello, faq = (min(row[n] for row in ratios) for n in range(3))
    print("CPU a message, whole path (best of 3 rounds):")
    rows = (("plain wechatpy + boto3", floor), ("a greeting", hello), ("a question (FAQ)", faq))
    for name, cost in rows:
        print(f"  {name:24} {cost * 1e3:5.2f} ms {1 / cost:5.0f} a CPU-second x {cost / floor:.2f}")


def _wire_alone() -> None:
    load = messages(1, 3000, "办证要带什么材料")
    ours, robot, plain = (min(cpu_of(act, load) for _ in range(3)) for act in _wires())
    print("CPU a message, the wire alone (open, parse, render, seal):")
    for name, cost in (("Weiguan", ours), ("WeRoBot", robot), ("wechatpy", plain)):
        print(f"  {name:12} {cost * 1e6:6.0f} us   x {cost / ours:.2f}")


def _wires() -> tuple[Callable[[dict[str, str], bytes], object], ...]:
    credentials = Credentials(APP_ID, TOKEN, AES_KEY)
    robot = MessageCrypt(TOKEN, AES_KEY, APP_ID)
    plain = WeChatCrypto(TOKEN, AES_KEY, APP_ID)

    def our_wire(query: dict[str, str], body: bytes) -> object:
        now = datetime.now(UTC)
        message = parse(open_envelope(credentials, query, body, now))
        xml = render(TextReply(ANSWER), message.reader, message.account, now)
        return seal(credentials, xml, now, "nonce")

    def robot_wire(query: dict[str, str], body: bytes) -> object:
        inner = robot.decrypt_message(
            query["timestamp"],
            query["nonce"],
            query["msg_signature"],
            wire.read(body.decode())["Encrypt"],
        )
        message = parse_user_msg(inner)
        reply = RobotText(message=message, content=ANSWER)
        return robot.encrypt_message(reply.render())

    def plain_wire(query: dict[str, str], body: bytes) -> object:
        stamp = (query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(plain.decrypt_message(body, *stamp))
        reply = create_reply(ANSWER, message)
        return plain.encrypt_message(reply.render(), "nonce", query["timestamp"])

    return our_wire, robot_wire, plain_wire
