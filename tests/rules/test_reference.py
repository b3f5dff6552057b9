from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slackbot.rules.reference import (
    ALPHABET,
    ComplaintRef,
    ReferenceError,  # noqa: A004 - our own word
    new_reference,
    read_reference,
)

chances = st.randoms(use_true_random=False)
references = chances.map(lambda chance: new_reference(chance.choice))


def is_read(text: str) -> bool:
    try:
        read_reference(text)
    except ReferenceError:
        return False
    return True


@given(references)
def test_a_reference_is_read_as_itself(ref: ComplaintRef) -> None:
    assert read_reference(ref) == ref


@given(references)
def test_every_single_wrong_character_is_caught(ref: ComplaintRef) -> None:
    for at in range(3, len(ref)):
        for sign in set(ALPHABET) - {ref[at]}:
            assert not is_read(ref[:at] + sign + ref[at + 1 :])


@given(references)
def test_every_swap_of_two_is_caught(ref: ComplaintRef) -> None:
    for one, other in combinations(range(3, len(ref)), 2):
        swapped = list(ref)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        assert "".join(swapped) == ref or not is_read("".join(swapped))


@given(references, st.integers(3, 9))
def test_a_character_too_few_or_too_many_is_caught(ref: ComplaintRef, at: int) -> None:
    assert not is_read(ref[:at] + ref[at + 1 :])
    assert not is_read(ref[:at] + "7" + ref[at:])


@pytest.mark.parametrize(
    "say",
    [
        str.lower,
        lambda ref: ref[3:],
        lambda ref: f"  {ref}\n",
        " ".join,
        lambda ref: f"ra {ref[3:6]} {ref[6:]}",
        lambda ref: f"RA\N{EN DASH}{ref[3:6]}\N{NON-BREAKING HYPHEN}{ref[6:]}",
        lambda ref: f"R.A. {ref[3:]}.",
    ],
    ids=["small", "bare", "spaces around", "spelt", "in threes", "dashes", "dots"],
)
@given(ref=references)
def test_it_is_read_as_people_say_it(say: object, ref: ComplaintRef) -> None:
    assert callable(say)
    assert read_reference(say(ref)) == ref


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    if is_read(text):
        assert is_read(read_reference(text))


@pytest.mark.parametrize("text", ["", "RA-", "RA-0000000", "RA-AEIOUAE", "\0", "<!channel>"])
def test_what_is_none_is_refused(text: str) -> None:
    assert not is_read(text)


def test_nothing_in_it_can_be_misread_or_make_a_word() -> None:
    assert not set(ALPHABET) & set("01AEIOU")
    assert len(set(ALPHABET)) == 29


@given(chances)
def test_references_do_not_follow_one_another(chance: object) -> None:
    first, second = new_reference(), new_reference()
    assume(first != second)
    assert sum(a != b for a, b in zip(first, second, strict=True)) >= 2
