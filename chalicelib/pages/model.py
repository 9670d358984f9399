"""What a reader's page is asked and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """`base` is what stands before `/r/` in our own addresses."""

    method: str
    base: str
    params: Mapping[str, str]
    now: datetime
    address: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)

    def field(self, name: str, most: int) -> str:
        return self.fields.get(name, "")[:most]


@dataclass(frozen=True)
class Page:
    template: str
    facts: Mapping[str, object]
    status: int = 200
