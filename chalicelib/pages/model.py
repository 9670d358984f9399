"""What a reader's page is asked and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """`base` is what stands before `/r/` in our own addresses, `host` the one that was asked,
    checked by the gateway; `query` is what the address says, `cookies` what the browser keeps."""

    method: str
    base: str
    params: Mapping[str, str]
    now: datetime
    address: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)

    host: str = ""
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    def told(self, name: str, most: int) -> str:
        return self.query.get(name, "")[:most]

    def field(self, name: str, most: int) -> str:
        return self.fields.get(name, "")[:most]


@dataclass(frozen=True)
class Page:
    """With a `location` the browser is sent there and nothing is shown."""

    template: str
    facts: Mapping[str, object]
    status: int = 200
    location: str = field(default="", repr=False)
    cookie: str = field(default="", repr=False)
