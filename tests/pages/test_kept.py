from chalicelib.pages.kept import cookie, cookies_in, kept_for, name_of

LONG = f"{'a' * 300_000}; {'b' * 300_000}=1"


def test_over_https_what_is_kept_is_bound_to_the_host() -> None:
    kept = cookie("word", "pAbc", secure=True)
    assert kept.startswith("__Host-weiguan-link-")
    assert kept.endswith("=pAbc; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure")


def test_on_one_machine_it_works_over_http() -> None:
    assert "Secure" not in cookie("word", "pAbc", secure=False)
    assert "__Host-" not in cookie("word", "pAbc", secure=False)


def test_nothing_kept_takes_the_cookie_away() -> None:
    assert "Max-Age=0" in cookie("word", "", secure=True)


def test_each_link_has_a_cookie_of_its_own_that_does_not_tell_the_link() -> None:
    assert name_of("word-1", secure=True) != name_of("word-2", secure=True)
    assert "word-1" not in name_of("word-1", secure=True)


def test_what_was_kept_comes_back_for_its_link_alone() -> None:
    header = f"x=1; {name_of('word', True)}=pAbc-_1; y=2"
    assert kept_for("word", cookies_in(header), secure=True) == "pAbc-_1"
    assert kept_for("other", cookies_in(header), secure=True) == ""


def test_of_two_of_one_name_the_first_counts_and_what_is_not_ours_is_dropped() -> None:
    assert cookies_in('a=1; a=2; b="x"; c=; d=\x00; e') == {"a": "1"}


def test_a_header_without_end_is_read_all_the_same() -> None:
    assert cookies_in(LONG) == {"b" * 300_000: "1"}
