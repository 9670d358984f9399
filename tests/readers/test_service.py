import pytest

from chalicelib.errors import BadRequest, NotAllowed, NotFound, TryLater
from chalicelib.ils.model import CardNumber
from chalicelib.readers.model import MOST_CARDS, TooManyCards, Waits
from tests.readers.desk import READER, Counter


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_card_is_bound_in_two_steps(counter: Counter) -> None:
    card = counter.binds(name="妈妈的证")
    assert (card.number, card.name) == (CardNumber("A1001"), "妈妈的证")
    assert counter.cards() == ["A1001"]


def test_nothing_is_bound_before_the_code_is_said(counter: Counter) -> None:
    counter.fills_in(counter.invites())
    assert counter.cards() == []


def test_a_forwarded_link_binds_to_nobody_who_did_not_fill_it_in(counter: Counter) -> None:
    """The attacker's link, filled in by the victim: each of them says what he can."""
    word = counter.invites("o-attacker")
    code = counter.fills_in(word)
    with pytest.raises(NotFound):
        counter.says(code, "o-victim")
    with pytest.raises(NotAllowed):
        counter.says("000000", "o-attacker")
    assert counter.cards("o-attacker") == counter.cards("o-victim") == []


def test_looking_at_the_page_uses_nothing_up(counter: Counter) -> None:
    word = counter.invites()
    counter.desk.look(word, counter.now)
    counter.desk.look(word, counter.now)
    assert counter.fills_in(word)


def test_a_link_that_proved_a_card_proves_no_other(counter: Counter) -> None:
    word = counter.invites()
    counter.fills_in(word)
    with pytest.raises(NotFound):
        counter.fills_in(word, "A1002", "113355")


def test_a_wrong_pin_does_not_use_up_the_link(counter: Counter) -> None:
    word = counter.invites()
    with pytest.raises(BadRequest):
        counter.fills_in(word, pin="000000")
    assert counter.fills_in(word)


def test_a_link_lives_ten_minutes(counter: Counter) -> None:
    word = counter.invites()
    counter.pass_(minutes=10)
    with pytest.raises(NotFound):
        counter.fills_in(word)


def test_a_code_lives_ten_minutes(counter: Counter) -> None:
    code = counter.fills_in(counter.invites())
    counter.pass_(minutes=10)
    with pytest.raises(NotFound):
        counter.says(code)


def test_a_code_is_guessed_five_times_at_most(counter: Counter) -> None:
    code = counter.fills_in(counter.invites())
    left = []
    for guess in range(5):
        with pytest.raises(NotAllowed) as wrong:
            counter.says(f"{guess:06d}")
        left.append(str(wrong.value))
    assert left == ["4", "3", "2", "1", "0"]
    with pytest.raises(NotFound):
        counter.says(code)


def test_a_wrong_card_and_a_wrong_pin_are_refused_alike(counter: Counter) -> None:
    said = []
    for card, pin in (("A1001", "000000"), ("Z9999", "224466")):
        with pytest.raises(BadRequest) as refused:
            counter.fills_in(counter.invites(), card, pin)
        said.append(str(refused.value))
    assert said[0] == said[1]
    assert counter.library.asked == 2


def test_after_five_wrong_pins_a_reader_waits_and_the_system_is_not_asked(counter: Counter) -> None:
    for number in range(5):
        with pytest.raises(BadRequest):
            counter.fills_in(counter.invites(), f"Z{number}", "000000")
    with pytest.raises(Waits) as waits:
        counter.fills_in(counter.invites())
    assert counter.library.asked == 5
    assert (waits.value.until - counter.now).total_seconds() == 30
    counter.pass_(seconds=31)
    assert counter.fills_in(counter.invites())


def test_a_card_is_tried_by_many_readers_as_often_as_by_one(counter: Counter) -> None:
    for number in range(5):
        with pytest.raises(BadRequest):
            counter.fills_in(counter.invites(f"o-{number}"), pin="000000")
    with pytest.raises(Waits):
        counter.fills_in(counter.invites("o-9"))


def test_an_attempt_the_system_did_not_judge_does_not_count(counter: Counter) -> None:
    counter.library.is_down = True
    for _ in range(10):
        with pytest.raises(TryLater):
            counter.fills_in(counter.invites())
    counter.library.is_down = False
    assert counter.fills_in(counter.invites())


def test_right_cards_from_one_address_do_not_make_the_next_wait(counter: Counter) -> None:
    for number in range(60):
        counter.binds(f"o-{number}")
    assert counter.binds("o-last").number == CardNumber("A1001")


def test_the_same_card_twice_is_one_card_with_the_new_name(counter: Counter) -> None:
    counter.binds()
    counter.binds(name="我的")
    assert [one.name for one in counter.desk.of(READER).cards] == ["我的"]


def test_a_card_can_be_on_several_readers(counter: Counter) -> None:
    counter.binds("o-mother")
    counter.binds("o-child")
    assert counter.cards("o-mother") == counter.cards("o-child") == ["A1001"]


def test_a_reader_has_eight_cards_at_most(counter: Counter) -> None:
    counter.library.pins |= {f"B{n}": "1" for n in range(MOST_CARDS + 1)}
    for n in range(MOST_CARDS):
        counter.binds(card=f"B{n}")
    with pytest.raises(BadRequest):
        counter.binds(card=f"B{MOST_CARDS}")


def test_cards_are_chosen_renamed_and_unbound_by_their_place(counter: Counter) -> None:
    counter.binds()
    counter.binds(card="A1002")
    counter.desk.choose(READER, 2)
    assert counter.cards() == ["A1002", "A1001"]
    assert counter.desk.rename(READER, 1, "孩子的证").name == "孩子的证"
    assert counter.desk.unbind(READER, 2).number == CardNumber("A1001")
    assert [one.name for one in counter.desk.of(READER).cards] == ["孩子的证"]
    with pytest.raises(NotFound):
        counter.desk.unbind(READER, 2)


def test_the_reader_web_login_has_shown_needs_no_code(counter: Counter) -> None:
    card = counter.fills_in_as_the_reader(counter.invites(), name="妈妈的证")
    assert (card.number, card.name) == (CardNumber("A1001"), "妈妈的证")
    assert counter.cards() == ["A1001"]
    assert counter.chats.told == [(READER, "A1001")]


def test_a_link_that_bound_at_once_binds_no_other_card(counter: Counter) -> None:
    word = counter.invites()
    counter.fills_in_as_the_reader(word)
    with pytest.raises(NotFound):
        counter.fills_in_as_the_reader(word, "A1002", "113355")
    assert counter.cards() == ["A1001"]


def test_guesses_on_a_page_without_a_code_are_counted_like_others(counter: Counter) -> None:
    for _ in range(5):
        with pytest.raises(BadRequest):
            counter.fills_in_as_the_reader(counter.invites(), pin="000000")
    with pytest.raises(Waits):
        counter.fills_in_as_the_reader(counter.invites())
    assert counter.cards() == []


def test_one_card_too_many_uses_neither_the_link_nor_an_attempt_up(counter: Counter) -> None:
    counter.library.pins |= {f"B{n}": "1" for n in range(MOST_CARDS)}
    for n in range(MOST_CARDS):
        counter.binds(card=f"B{n}")
    word, asked = counter.invites(), counter.library.asked
    with pytest.raises(TooManyCards):
        counter.fills_in_as_the_reader(word)
    assert counter.library.asked == asked
    counter.desk.unbind(READER, 1)
    assert counter.fills_in_as_the_reader(word)


def test_who_left_after_asking_for_the_link_is_given_no_card(counter: Counter) -> None:
    word = counter.invites()
    counter.chats.left.add(READER)
    with pytest.raises(NotFound):
        counter.fills_in_as_the_reader(word)
    assert counter.cards() == []


def test_cards_that_change_in_between_are_read_again(counter: Counter) -> None:
    counter.chats.conflicts = 2
    counter.fills_in_as_the_reader(counter.invites())
    assert counter.cards() == ["A1001"]


def test_cards_that_keep_changing_end_in_another_try_later(counter: Counter) -> None:
    counter.chats.conflicts = 100
    with pytest.raises(TryLater):
        counter.fills_in_as_the_reader(counter.invites())


def test_a_save_whose_answer_was_lost_is_not_made_twice(counter: Counter) -> None:
    counter.chats.loses_an_answer = True
    counter.fills_in_as_the_reader(counter.invites())
    assert counter.chats.told == [(READER, "A1001")]


def test_a_code_that_is_still_awaited_ends_with_the_card_bound_at_once(counter: Counter) -> None:
    code = counter.fills_in(counter.invites())
    counter.fills_in_as_the_reader(counter.invites(), "A1002", "113355")
    with pytest.raises(NotFound):
        counter.says(code)
