from chalicelib.wiring_late import Late


class Client:
    made = 0

    def __init__(self) -> None:
        Client.made += 1

    def send(self, what: str) -> str:
        return what


def test_a_late_client_is_made_when_it_is_first_used_and_once() -> None:
    late = Late(Client)
    assert Client.made == 0
    assert [late.send("a"), late.send("b")] == ["a", "b"]
    assert Client.made == 1
