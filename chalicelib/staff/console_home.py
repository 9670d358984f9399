"""The front page: what waits for whom."""

from chalicelib.staff.model import Action
from chalicelib.staff.replies import show
from chalicelib.staff.route import Call, Reply, Route, page


def home(call: Call) -> Reply:
    return show(call, "home.html")


ROUTES: tuple[Route, ...] = (page("/staff", Action.USE_CONSOLE, "Front page", home),)
