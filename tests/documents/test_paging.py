"""Where pages end."""

from hypothesis import given
from hypothesis import strategies as st

from xlsales.documents.paging import breaks


def test_all_on_one_page() -> None:
    assert breaks([20] * 5, room=100, repeated=0, together=2) == ()


def test_a_further_page_begins_with_the_head() -> None:
    # head of two rows; 100 points: 3 lines on the first page, 3 on the next
    assert breaks([20] * 9, room=100, repeated=40, together=1) == (5, 8)


def test_the_signatures_take_the_last_line_with_them() -> None:
    # six rows would fit, the seventh not; the last three stay together
    assert breaks([20] * 7, room=120, repeated=20, together=3) == (4,)


def test_what_fits_on_no_page_is_broken_like_the_rest() -> None:
    assert breaks([30] * 4, room=60, repeated=0, together=4) == (2,)


@given(
    st.lists(st.integers(5, 60), min_size=1, max_size=40),
    st.integers(0, 40),
    st.integers(1, 5),
)
def test_no_page_overflows(heights: list[int], repeated: int, together: int) -> None:
    room = 120
    found = breaks([float(h) for h in heights], room, repeated, min(together, len(heights)))
    starts = [0, *found]
    for start, end in zip(starts, [*found, len(heights)], strict=True):
        assert end > start
        assert sum(heights[start:end]) + (repeated if start else 0) <= room
