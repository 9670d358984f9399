"""What the client does when a line misbehaves: ask again where that is safe, else tell."""

import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.errors import GiveUp, NotUnderstood, TryLater
from chalicelib.ils.deadline import within
from chalicelib.ils.model import CardNumber
from chalicelib.ils.sip2.client import IDLE, Client
from chalicelib.ils.sip2.dialects import Dialect
from chalicelib.ils.sip2.line import Address, AnswerLost
from chalicelib.ils.sip2.messages import Garbled, Message
from chalicelib.ils.sip2.requests import Requests
from tests.ils.sip2.bench import NOW, TERMINAL, TIMEZONE
from tests.ils.sip2.scripted import UTF8, Answer, ScriptedServer, hang_up, raw, told
from tests.peers.sip2.relay import Relay

CARD = CardNumber("R0001")
REQUESTS = Requests(TERMINAL, UTF8, TIMEZONE)
ITEM = REQUESTS.item("B1", NOW)
RENEW = REQUESTS.renew(CARD, "B1", NOW)
GOOD = told([("AJ", "三体")])
WRONG_SUM = raw(b"18030001" + b" " * 18 + b"AB|AY1AZ0000\r")


class Line:
    """A client and the server it talks to."""

    def __init__(self) -> None:
        self.servers: list[ScriptedServer] = []
        self.clients: list[Client] = []

    def to(self, dialect: Dialect = UTF8, most: int = 4, **answers: list[Answer]) -> Client:
        server = ScriptedServer(**answers)
        self.servers.append(server)
        requests = replace(REQUESTS, dialect=dialect)
        client = Client(Address("127.0.0.1", server.port), requests, most)
        self.clients.append(client)
        return client

    @property
    def codes(self) -> list[str]:
        return self.servers[-1].codes

    def close(self) -> None:
        for client in self.clients:
            client.close()
        for server in self.servers:
            server.close()


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


def test_a_line_is_logged_in_once_and_used_again(line: Line) -> None:
    client = line.to(c17=[GOOD])
    answers = [client.ask(ITEM, NOW, within(3)).first("AJ") for _ in range(12)]
    assert (set(answers), line.servers[0].connections) == ({"三体"}, 1)
    assert [m.code for m in line.servers[0].asked][:3] == ["93", "99", "17"]


def test_sequence_numbers_count_and_wrap(line: Line) -> None:
    client = line.to(c17=[GOOD])
    [client.ask(ITEM, NOW, within(3)) for _ in range(10)]
    digits = [raw.rpartition(b"AY")[2][:1] for raw in line.servers[0].lines]
    assert b"".join(digits) == b"012345678901"


def test_an_unreadable_answer_is_asked_for_again(line: Line) -> None:
    client = line.to(c17=[WRONG_SUM], c97=[told([("AJ", "三体")], code="18")])
    assert client.ask(ITEM, NOW, within(3)).first("AJ") == "三体"
    assert line.codes == ["17", "97"]


def test_an_unreadable_renewal_is_asked_for_again_but_not_sent_again(line: Line) -> None:
    wrong = raw(b"301YNN" + b" " * 18 + b"AY1AZ0000\r")
    client = line.to(c29=[wrong], c97=[told(code="30")])
    assert client.ask(RENEW, NOW, within(3)).fixed["ok"] == "1"
    assert line.codes == ["29", "97"]


def test_what_stays_unreadable_is_garbled(line: Line) -> None:
    client = line.to(c17=[WRONG_SUM], c97=[WRONG_SUM])
    with pytest.raises(Garbled):
        client.ask(ITEM, NOW, within(3))


def test_a_renewal_that_stays_unreadable_may_have_happened(line: Line) -> None:
    client = line.to(c29=[WRONG_SUM], c97=[WRONG_SUM])
    with pytest.raises(AnswerLost):
        client.ask(RENEW, NOW, within(3))


def test_a_system_that_cannot_read_the_97_is_not_sent_the_renewal_again(line: Line) -> None:
    again = told([("AH", "20270105")], code="30")
    client = line.to(c29=[WRONG_SUM], c97=[told(code="96"), again])
    assert client.ask(RENEW, NOW, within(3)).first("AH") == "20270105"
    assert line.codes == ["29", "97", "97"]


def test_a_request_the_system_could_not_read_is_sent_again(line: Line) -> None:
    client = line.to(c29=[told(code="96"), told()])
    assert client.ask(RENEW, NOW, within(3)).fixed["ok"] == "1"
    assert line.codes == ["29", "29"]


def test_a_system_that_reads_nothing_has_done_nothing(line: Line) -> None:
    client = line.to(c29=[told(code="96")])
    with pytest.raises(NotUnderstood) as problem:
        client.ask(RENEW, NOW, within(3))
    assert not isinstance(problem.value, AnswerLost)
    assert line.codes == ["29", "29", "29"]


def test_a_question_is_asked_once_more_on_a_new_line(line: Line) -> None:
    client = line.to(c17=[hang_up, GOOD])
    assert client.ask(ITEM, NOW, within(3)).first("AJ") == "三体"
    assert (line.codes, line.servers[0].connections) == (["17", "17"], 2)


@pytest.mark.parametrize(
    "request_", [RENEW, REQUESTS.hold(CARD, "B1", "", NOW), REQUESTS.renew_all(CARD, NOW)]
)
def test_an_effect_without_answer_is_never_sent_again(line: Line, request_: object) -> None:
    client = line.to(c29=[hang_up], c15=[hang_up], c65=[hang_up])
    with pytest.raises(AnswerLost):
        client.ask(request_, NOW, within(3))  # type: ignore[arg-type]
    assert len(line.codes) == 1


def test_another_messages_answer_is_no_answer(line: Line) -> None:
    client = line.to(c29=[told(code="18")])
    with pytest.raises(AnswerLost):
        client.ask(RENEW, NOW, within(3))


def test_silence_ends_with_the_callers_patience(line: Line) -> None:
    client = line.to(c17=[raw(b"18 no end")])
    with pytest.raises(TryLater):
        client.ask(ITEM, NOW, within(0.3))


def test_a_system_that_hung_up_meanwhile_is_asked_on_a_new_line(line: Line) -> None:
    client = line.to(c29=[told()])
    client.abilities(NOW, within(3))
    line.servers[0].hang_up()
    assert client.ask(RENEW, NOW, within(3)).fixed["ok"] == "1"


def test_a_line_unused_for_long_is_opened_anew(line: Line) -> None:
    client = line.to(c17=[GOOD])
    client.ask(ITEM, NOW, within(3))
    client.ask(ITEM, NOW + IDLE + timedelta(seconds=1), within(3))
    assert line.servers[0].connections == 2


def test_an_answer_left_over_spoils_the_line(line: Line) -> None:
    twice = raw((told([("AJ", "三体")])(ITEM, 2) or b"") * 2)
    client = line.to(c17=[twice, GOOD])
    client.ask(ITEM, NOW, within(3))
    client.ask(ITEM, NOW, within(3))
    assert line.servers[0].connections == 2


def test_a_refused_login_is_for_somebody_to_look_at(line: Line) -> None:
    client = line.to(c93=[told(ok="0")])
    with pytest.raises(GiveUp):
        client.ask(ITEM, NOW, within(3))


def test_a_system_off_line_is_asked_nothing(line: Line) -> None:
    client = line.to(c99=[told(online="N")])
    with pytest.raises(TryLater):
        client.ask(ITEM, NOW, within(3))
    assert line.codes == []


def test_nobody_there_means_nothing_was_done(line: Line) -> None:
    client = line.to()
    line.servers[0].close()
    with pytest.raises(TryLater) as problem:
        client.ask(RENEW, NOW, within(1))
    assert not isinstance(problem.value, AnswerLost)


def test_no_more_lines_than_allowed_are_opened(line: Line) -> None:
    client = line.to(most=1, c17=[GOOD])
    with client._slot(within(1)), pytest.raises(TryLater):
        client.ask(ITEM, NOW, within(0.2))


def test_many_at_once_share_the_lines_and_get_their_own_answers(line: Line) -> None:
    def echo(request: Message, sequence: int) -> bytes | None:
        return told([("AJ", request.first("AB"))])(request, sequence)

    client = line.to(most=3, c17=[echo])
    barcodes = [f"B{n}" for n in range(120)]

    def ask(barcode: str) -> str:
        return client.ask(REQUESTS.item(barcode, NOW), NOW, within(10)).first("AJ")

    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(ask, barcodes)) == barcodes
    assert line.servers[0].connections <= 3


def test_a_system_may_want_no_login_and_know_no_status(line: Line) -> None:
    bare = replace(UTF8, logs_in=False, unsupported=frozenset({"99"}))
    client = line.to(bare, c17=[GOOD])
    client.ask(ITEM, NOW, within(3))
    assert [message.code for message in line.servers[0].asked] == ["17"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine, for one day, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names]
    out = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, *out], check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture
def relay(line: Line, certificate: Path) -> Iterator[Relay]:
    line.to(c17=[GOOD])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    relay = Relay(line.servers[0].port, context)
    yield relay
    relay.go_down()


def _over_tls(line: Line, port: int, ca: str) -> Client:
    client = Client(Address("127.0.0.1", port, tls=True, ca=ca), REQUESTS)
    line.clients.append(client)
    return client


def test_a_safe_line_is_used_again_and_again(line: Line, relay: Relay, certificate: Path) -> None:
    client = _over_tls(line, relay.port, (certificate / "cert.pem").read_text())
    answers = [client.ask(ITEM, NOW, within(3)).first("AJ") for _ in range(3)]
    assert (answers, relay.connections) == (["三体"] * 3, 1)


def test_a_certificate_nobody_vouches_for_is_refused(line: Line, relay: Relay) -> None:
    with pytest.raises(TryLater):
        _over_tls(line, relay.port, "").ask(ITEM, NOW, within(3))
