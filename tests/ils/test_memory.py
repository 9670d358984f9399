"""What one process knows of effects it had in a library system."""

from chalicelib.ils.memory import Memory


def test_an_outcome_is_known_by_its_key() -> None:
    memory = Memory[str]()
    assert memory.keep("m1", "renewed") == "renewed"
    assert (memory.get("m1"), memory.get("m2")) == ("renewed", None)


def test_the_oldest_is_forgotten_where_there_are_too_many() -> None:
    memory = Memory[int](most=2)
    assert [memory.keep(key, place) for place, key in enumerate("abc")] == [0, 1, 2]
    assert [memory.get(key) for key in "abc"] == [None, 1, 2]
