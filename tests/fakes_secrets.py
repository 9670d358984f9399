"""A parameter store in memory."""

from typing import Any

from botocore.exceptions import ClientError


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "GetParameter")


class FakeParameters:
    """`held` maps a name to (value, version)."""

    def __init__(self, held: dict[str, str], refuses: ClientError | None = None) -> None:
        self.held = {name: (value, 1) for name, value in held.items()}
        self.kinds: dict[str, str] = {}
        self._refuses = refuses

    def get_parameter(self, Name: str, WithDecryption: bool) -> dict[str, Any]:
        if self._refuses is not None:
            raise self._refuses
        if Name not in self.held:
            raise refusal("ParameterNotFound")
        value, version = self.held[Name]
        return {"Parameter": {"Name": Name, "Value": value, "Version": version}}

    def put_parameter(self, Name: str, Value: str, Type: str, Overwrite: bool) -> None:
        assert Overwrite or Name not in self.held
        version = self.held[Name][1] + 1 if Name in self.held else 1
        self.held[Name] = (Value, version)
        self.kinds[Name] = Type
