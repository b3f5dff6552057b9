import pytest
from hypothesis import given
from hypothesis import strategies as st

from slackbot.rules.names import name_parts, named_in, names_in, same_name

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Cara Winter who said it.", "Cara Winter"),
        ("CARA WINTER!", "Cara Winter"),
        ("said cara\nwinter, loudly", "Cara Winter"),
        ("Winter, Cara (MP)", "Cara Winter"),
        ("Dame Cara Winter MP", "Cara Winter"),
        ("Cara Winter", "Rt Hon Dame Cara Winter DBE MP".replace(" DBE", "")),
        ("Cara Winter", "Ms Cara Winter"),
        ("Cara Winter", "Cara Winter (she/her)"),
        ("Cara Winter", "Cara Winter | Press office"),
        ("Cara Winter", "Cara Winter - on leave"),
        ("Cara Winter", "Cara Winter [away"),
        ("José Müller", "Jose Muller"),
        ("Jose Muller", "José Müller"),
        ("Søren Łukasz", "Soren Lukasz"),
        ("Colm O'Brien", f"Colm O{CURLY}Brien"),
        ("Colm O\N{ACUTE ACCENT}Brien", "Colm O'Brien"),
        ("Cara Win\N{SOFT HYPHEN}ter", "Cara Winter"),
        ("\N{RIGHT-TO-LEFT MARK}Cara\N{NO-BREAK SPACE}Winter", "Cara Winter"),
        ("Anna-Maria Vogel", "Anna Maria Vogel"),
        ("אמר לי דוד לוי אתמול", "דוד לוי"),
        ("<@U1> wrote: cara_winter", "Cara Winter"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert names_in(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cara left in winter.", "Cara Winter"),
        ("Carla Winter", "Cara Winter"),
        ("Cara Winters", "Cara Winter"),
        ("Oscara Winter", "Cara Winter"),
        ("Winter. Then spring. Cara.", "Cara Winter"),
        ("Cara", "Cara Winter"),
        ("Winter is coming", "Winter"),
        ("Lord Winter", "Lord Winter"),  # one word alone names nobody
        ("a text", ""),
        ("", "Cara Winter"),
        ("grey lion", "Lionel Grey"),
    ],
)
def test_a_false_friend_is_not(text: str, name: str) -> None:
    assert not names_in(text, name)


def test_who_is_named_is_found_among_many() -> None:
    names = {1: "Cara Winter", 2: "Lena Frost", 3: "Colm O'Brien"}
    assert named_in("Frost, Lena and COLM OBRIEN", names) == {2, 3}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Winter Cara", "Cara Winter"), ("Cara WINTER MP", "Cara Winter (she/her)")],
)
def test_the_same_name_in_another_order_is_the_same(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Cara", "Cara"), ("Cara Winter", "Cara Anne Winter"), ("", "")]
)
def test_another_name_is_not(one: str, other: str) -> None:
    assert not same_name(one, other)


words = st.text(st.characters(categories=["L"]), min_size=2, max_size=8)


@given(st.lists(words, min_size=2, max_size=4), st.text(), st.text())
def test_a_name_put_into_any_text_is_found(name: list[str], before: str, after: str) -> None:
    full = " ".join(name)
    if len(name_parts(full)) >= len(name):
        assert names_in(f"{before}. {full}. {after}", full)


@given(st.text(), st.text())
def test_no_text_and_no_name_is_too_odd(text: str, name: str) -> None:
    names_in(text, name)
    same_name(text, name)
