import subprocess
import sys

from chalicelib.staff.console import ROUTES
from chalicelib.staff.entrance import LISTING


def test_the_listing_holds_what_the_console_answers() -> None:
    """After a change of routes: write the left side into `chalicelib/staff/routes.txt`."""
    held = "".join(f"{route.method} {route.path} {route.kind.value}\n" for route in ROUTES)
    assert held == LISTING.read_text("utf-8")


def test_a_readers_cold_start_loads_no_console() -> None:
    code = "import sys, app; print([m for m in sys.modules if m.startswith('chalicelib.staff')])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "['chalicelib.staff', 'chalicelib.staff.entrance']"
