"""Holds: the queue, the hold shelf, and what happens when nobody comes."""

from dataclasses import replace
from datetime import date

from chalicelib.ils.embedded.rules import TypeRules
from chalicelib.ils.model import CardNumber, Fate, Hold, HoldOutcome, HoldState, Reason, Wanted
from tests.ils.desk import RULES, Library


def a_library(**rules: object) -> Library:
    """Three readers; t1 has one copy, B1, which `C1` has on loan; t2 has two on the shelf."""
    library = Library(rules=replace(RULES, **rules))  # type: ignore[arg-type]
    library.a_card("C1")
    library.a_card("C2")
    library.a_card("C3")
    library.a_title("t1", "B1")
    library.a_title("t2", "B2", "B3")
    library.desk.lend("C1", "B1", library.now)
    return library


def place(library: Library, card: str, title: str = "t1", pickup: str = "main") -> HoldOutcome:
    key = f"{card}-{title}"
    return library.circulation.place_hold(
        CardNumber(card), Wanted(title), pickup, key, library.call()
    )


def the_hold(library: Library, card: str) -> Hold:
    return library.circulation.holds(CardNumber(card), library.call()).items[0]


def test_the_first_come_is_the_first_served() -> None:
    library = a_library()
    place(library, "C2")
    place(library, "C3")
    assert [the_hold(library, "C2").place, the_hold(library, "C3").place] == [1, 2]
    library.desk.take_back("B1", "main", library.now)
    assert the_hold(library, "C2").state is HoldState.READY
    assert the_hold(library, "C3").place == 1


def test_a_hold_stops_the_renewal_of_what_is_out() -> None:
    library = a_library()
    place(library, "C2")
    done = library.desk.renew("C1", "B1", date(2026, 12, 23), library.now)
    assert done.reason is Reason.RESERVED_BY_OTHER


def test_a_copy_kept_for_somebody_is_lent_to_nobody_else() -> None:
    library = a_library()
    place(library, "C2")
    library.desk.take_back("B1", "main", library.now)
    assert library.desk.lend("C3", "B1", library.now).reason is Reason.RESERVED_BY_OTHER
    assert library.desk.lend("C2", "B1", library.now).reason is None
    assert library.books.open().title("t1").queue == ()


def test_a_hold_to_be_collected_elsewhere_travels_first() -> None:
    library = a_library()
    place(library, "C2", pickup="east")
    done = library.desk.take_back("B1", "main", library.now)
    assert (done.send_to, the_hold(library, "C2").state) == ("east", HoldState.IN_TRANSIT)
    assert [one.copy.barcode for one in library.desk.hold_shelf("east", "", 20)[0]] == ["B1"]
    library.desk.take_back("B1", "east", library.now)
    assert the_hold(library, "C2").state is HoldState.READY


def test_what_is_on_its_way_never_lapses() -> None:
    library = a_library()
    place(library, "C2", pickup="east")
    library.desk.take_back("B1", "main", library.now)
    library.later(400)
    assert library.desk.lapse(library.now) == 0


def test_a_ready_hold_has_its_last_day_on_an_open_day() -> None:
    library = a_library()
    library.closed = frozenset({date(2026, 11, 28)})
    place(library, "C2")
    library.desk.take_back("B1", "main", library.now)
    until = the_hold(library, "C2").ready_until
    assert until is not None
    assert until.day == date(2026, 11, 29)


def test_a_hold_nobody_came_for_passes_to_the_next() -> None:
    library = a_library()
    place(library, "C2")
    place(library, "C3")
    library.desk.take_back("B1", "main", library.now)
    library.later(5)
    assert library.desk.lapse(library.now) == 0
    library.later(1)
    assert library.desk.lapse(library.now) == 1
    assert library.circulation.holds(CardNumber("C2"), library.call()).items == ()
    assert the_hold(library, "C3").state is HoldState.READY


def test_what_nobody_waits_for_any_more_is_put_back() -> None:
    library = a_library()
    place(library, "C2")
    library.desk.take_back("B1", "main", library.now)
    library.desk.cancel_hold("C2", the_hold(library, "C2").id, library.now)
    shelf = library.desk.hold_shelf("main", "", 20)[0]
    assert [(one.copy.barcode, one.hold) for one in shelf] == [("B1", None)]
    library.desk.take_back("B1", "main", library.now)
    assert library.desk.hold_shelf("main", "", 20)[0] == []


def test_a_cancelled_ready_hold_passes_to_the_next() -> None:
    library = a_library()
    place(library, "C2")
    place(library, "C3")
    library.desk.take_back("B1", "main", library.now)
    library.desk.cancel_hold("C2", the_hold(library, "C2").id, library.now)
    assert the_hold(library, "C3").state is HoldState.READY


def test_what_stands_on_the_shelf_is_promised_to_the_first_who_wait() -> None:
    library = a_library()
    place(library, "C1", "t2")
    place(library, "C2", "t2")
    assert library.desk.lend("C3", "B2", library.now).reason is Reason.RESERVED_BY_OTHER
    assert library.desk.lend("C2", "B2", library.now).reason is None


def test_a_spare_copy_can_be_lent_past_a_hold() -> None:
    library = a_library()
    place(library, "C1", "t2")
    assert library.desk.lend("C3", "B2", library.now).reason is None
    assert library.desk.lend("C2", "B3", library.now).reason is Reason.RESERVED_BY_OTHER


def test_the_pick_list_names_what_to_fetch() -> None:
    library = a_library()
    place(library, "C1", "t2")
    listed, more = library.desk.to_fetch("main", "", 20)
    assert ([one.title.id for one in listed], more) == (["t2"], "")
    assert {copy.barcode for copy in listed[0].copies} == {"B2", "B3"}
    assert library.desk.to_fetch("east", "", 20) == ([], "")


def test_what_was_fetched_leaves_the_pick_list_for_the_hold_shelf() -> None:
    library = a_library()
    place(library, "C1", "t2")
    library.desk.take_back("B2", "main", library.now)
    assert library.desk.to_fetch("", "", 20)[0] == []
    assert [one.copy.barcode for one in library.desk.hold_shelf("main", "", 20)[0]] == ["B2"]


def test_a_library_may_refuse_holds_on_what_is_there() -> None:
    library = a_library(holds_on_shelf=False)
    assert place(library, "C1", "t2").reason is Reason.ON_THE_SHELF


def test_nobody_holds_what_they_have() -> None:
    library = a_library()
    assert place(library, "C1").reason is Reason.ALREADY_BORROWED


def test_holds_are_limited() -> None:
    library = a_library(common=TypeRules(max_holds=1))
    place(library, "C2")
    assert place(library, "C2", "t2").reason is Reason.LIMIT_REACHED


def test_a_place_to_collect_has_to_exist() -> None:
    library = a_library()
    assert place(library, "C2", pickup="moon").reason is Reason.NO_SUCH_PICKUP


def test_a_refusal_is_told_again_for_the_same_message() -> None:
    library = a_library(holds_on_shelf=False)
    first = place(library, "C2", "t2")
    library.desk.lend("C1", "B2", library.now)
    library.desk.lend("C3", "B3", library.now)
    assert place(library, "C2", "t2") == first
    assert first.fate is Fate.REFUSED


def test_a_withdrawn_copy_gives_its_hold_back_to_the_queue() -> None:
    library = a_library()
    place(library, "C2")
    place(library, "C3")
    library.desk.take_back("B1", "main", library.now)
    library.copies.mark_gone("B1", True)
    assert the_hold(library, "C2").place == 1


def test_who_borrows_another_copy_waits_no_more() -> None:
    library = a_library()
    place(library, "C1", "t2")
    library.desk.take_back("B2", "main", library.now)
    place(library, "C2", "t2")
    library.desk.take_back("B3", "main", library.now)
    library.desk.lend("C1", "B2", library.now)
    title = library.books.open().title("t2")
    assert [hold.card for hold in title.queue] == ["C2"]
    assert library.books.open().card("C1").holds == {}
