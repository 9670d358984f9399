"""A parameter store in memory."""

from typing import Any

from botocore.exceptions import ClientError


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "GetParameters")


class FakeParameters:
    def __init__(self, held: dict[str, str], refuses: ClientError | None = None) -> None:
        self._held = held
        self._refuses = refuses
        self.asked = 0

    def get_parameters(self, Names: list[str], WithDecryption: bool) -> dict[str, Any]:
        self.asked += 1
        if self._refuses is not None:
            raise self._refuses
        found = [{"Name": n, "Value": self._held[n]} for n in Names if n in self._held]
        return {"Parameters": found}
