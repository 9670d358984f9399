"""`make release-sample`: a small backup made by this release, for the tests of all later ones.

A demo library with its answers, one case, one member of staff: nobody's personal data. What was
made once is kept for good; each release's own sample is made when its version is set.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chalicelib.feedback.model import Author, CaseKind, Entry
from chalicelib.settings import Settings
from chalicelib.staff.service_people import FIRST_ADMIN, ensure_first_admin
from chalicelib.tables.all import MODELS
from chalicelib.tables.create import create_missing
from chalicelib.texts.words import Language
from chalicelib.wiring import Services
from infra.copies.backup import backup
from infra.copies.place import release
from local import engine, lessons
from local.copies import BoxPlace
from local.demo.seed import seed_knowledge
from local.wechat_platform.png import GREY, png

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "samples" / "releases"
MADE_AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
KEY = "sample"
READER = "osamplereader"
PICTURE = png(8, 8, GREY, [bytes(8)] * 8)


def main() -> int:
    folder = SAMPLES / release()
    if folder.exists():
        print(f"{folder} is there already; samples are never made anew.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True)
    running = engine.start(None)
    try:
        with TemporaryDirectory() as files:
            services = _services(running.endpoint, Path(files))
            facts = _filled(services)
            backup(BoxPlace(services), folder / "backup.zip", MADE_AT, print)
    finally:
        running.stop()
    (folder / "facts.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    (folder / "backup.zip").chmod(0o644)
    print(folder)
    return 0


def _services(endpoint: str, files: Path) -> Services:
    settings = Settings(dynamodb_endpoint=endpoint, files_dir=str(files), pseudonym_key=KEY)
    services = Services(settings, lambda: MADE_AT, lessons.kept)
    _ = services.wire
    create_missing(MODELS)
    return services


def _filled(services: Services) -> dict[str, Any]:
    """What a later release has to find again."""
    seed_knowledge(services)
    desk, hans = services.feedback, Language.SIMPLIFIED
    case = desk.open(CaseKind.COMPLAINT, READER, "m1", "sample words", hans, MADE_AT)
    key = f"cases/{case.number}/m1.png"
    services.files.put(key, PICTURE, "image/png")
    desk.add(case.number, Entry("m2", Author.READER, MADE_AT, "", pictures=(key,)))
    answer = Entry("s1", Author.STAFF, MADE_AT, "sample answer", by=FIRST_ADMIN)
    desk.answer(case.number, answer, MADE_AT)
    password = ensure_first_admin(services.staff_users, MADE_AT)
    return {"reader": READER, "case": case.number, "user": FIRST_ADMIN, "password": password}


if __name__ == "__main__":
    sys.exit(main())
