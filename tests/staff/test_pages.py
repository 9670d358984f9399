"""Every page: usable without a mouse or eyes, and keeping to its own security policy."""

import re
from html.parser import HTMLParser

import pytest

from chalicelib.catalogue.model import Encoding, Format, ImportJob
from chalicelib.library.documents import Document
from chalicelib.staff.console import ROUTES
from chalicelib.staff.model import Role
from chalicelib.staff.route import Kind
from chalicelib.texts.words import Language
from tests.factories_staff import NOON, Desk, text
from tests.feedback.test_staff import a_case
from tests.knowledge.factories import an_entry
from tests.library.factories import DEMO

PLACES = {"number": "1121-4827", "name": "lin", "id": "wifi", "key": "k1"}
PATHS = [
    re.sub(r"{(\w+)}", lambda part: PLACES[part[1]], route.path)
    for route in ROUTES
    if route.kind is Kind.PAGE
    and not route.path.endswith(
        ("{place}", "/export", "/sign-in", "{name}/text", "imports/{id}", "/square")
    )
]
PATHS += ["/staff/settings/facts/text", "/staff/catalogue/imports/i1", "/staff/faq/try?q=wifi"]


class Page(HTMLParser):
    """What a screen reader and a browser's policy would stumble over."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._inside_label = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        self.ids += [held["id"]] if held.get("id") else []  # type: ignore[list-item]
        self._inside_label += tag == "label"
        self.labels |= {held["for"] or ""} if tag == "label" and "for" in held else set()
        shown = tag in ("input", "select", "textarea") and held.get("type") != "hidden"
        if shown and not self._inside_label and "hidden" not in held:
            self.controls.append(held)

    def handle_endtag(self, tag: str) -> None:
        self._inside_label -= tag == "label"

    def unlabelled(self) -> list[dict[str, str | None]]:
        return [
            c for c in self.controls if c.get("id") not in self.labels and "aria-label" not in c
        ]

    def repeated_ids(self) -> set[str]:
        return {one for one in self.ids if self.ids.count(one) > 1}

    def pictures_without_words(self) -> list[dict[str, str | None]]:
        return [held for tag, held in self.tags if tag == "img" and not held.get("alt")]

    def forms_without_token(self) -> int:
        posts = [held for tag, held in self.tags if tag == "form" and held.get("method") == "post"]
        tokens = [held for _, held in self.tags if held.get("name") == "csrf" and held["value"]]
        return len(posts) - len(tokens)

    def forbidden(self) -> list[tuple[str, dict[str, str | None]]]:
        return [(tag, held) for tag, held in self.tags if _is_forbidden(tag, held)]


def _is_forbidden(tag: str, held: dict[str, str | None]) -> bool:
    inline = "style" in held or any(name.startswith("on") for name in held)
    foreign = any(str(held.get(name) or "").startswith(("http", "//")) for name in ("src", "href"))
    return (
        inline or foreign or tag in ("style", "iframe") or (tag == "script" and "src" not in held)
    )


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.cases.rows["1121-4827"] = a_case()
    desk.documents.save(Document("facts", (DEMO / "library.yaml").read_text("utf-8")), NOON)
    desk.mind.behind.entries.put(an_entry(), NOON)
    desk.mind.gaps.count("k1", "能带狗吗", Language.SIMPLIFIED, NOON)
    desk.imports.rows["i1"] = ImportJob(
        "i1", "k", "馆藏.mrc", 9, Format.ISO2709, Encoding.UTF8, NOON, "lin"
    )
    return desk


@pytest.mark.parametrize("path", PATHS)
def test_every_page_can_be_used_by_everybody_and_keeps_its_policy(desk: Desk, path: str) -> None:
    answer = desk.signed_in(*Role).get(path)
    page = Page(text(answer))
    assert answer.status_code == 200
    assert page.unlabelled() == []
    assert page.repeated_ids() == set()
    assert page.pictures_without_words() == []
    assert page.forbidden() == []
    assert page.forms_without_token() == 0
    assert ("html", {"lang": "zh-Hans"}) in page.tags
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_the_door_can_be_used_by_everybody() -> None:
    page = Page(text(Desk().browser().get("/staff/sign-in")))
    assert page.unlabelled() == []
    assert page.forbidden() == []
