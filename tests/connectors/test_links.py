"""The Link header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.connectors.links import next_link

URL = st.from_regex(r"\Ahttps://api\.example/[a-z0-9?=&,;%]{0,30}\Z")
REL = st.sampled_from(["prev", "first", "last", "self", "nextish", "unnext"])


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", ""),
        ('<https://h/?page=2>; rel="next", <https://h/?page=9>; rel="last"', "https://h/?page=2"),
        ('<https://h/?page=9>; rel="last", <https://h/?page=2>; rel="next"', "https://h/?page=2"),
        ("<https://h/?page=2>; rel=next", "https://h/?page=2"),
        ('<https://h/?page=2>;rel="next"', "https://h/?page=2"),
        ('<https://h/?page=2> ; REL = "Next"', "https://h/?page=2"),
        ('<https://h/?a=1,2&page=2>; rel="next"', "https://h/?a=1,2&page=2"),
        ('<https://h/?page=2>; title="a, b; c"; rel="prefetch next"', "https://h/?page=2"),
        ("<https://h/?page=2>; rel='next'", ""),
        ('<https://h/?page=1>; rel="prev"', ""),
        ('<https://h/?page=1>; rel="nextpage"', ""),
        ('<https://h/?page=1>; title="rel=next"', ""),
        ("https://h/?page=2; rel=next", ""),
        ("<https://h/?page=2>", ""),
        ('<>; rel="next"', ""),
        ("<" * 5000, ""),
        ("<a>;" * 5000, ""),
        ("<a>" + "; a=b" * 5000, ""),
    ],
)
def test_the_next_page_is_the_one_with_that_relation(header, found):
    assert next_link(header) == found


@given(URL, st.lists(st.tuples(URL, REL), max_size=4), st.integers(0, 4))
def test_the_next_page_is_found_wherever_it_stands(url, others, place):
    links = [f'<{other}>; rel="{rel}"' for other, rel in others]
    without = ", ".join(links)
    links.insert(min(place, len(links)), f'<{url}>; rel="next"')

    assert next_link(", ".join(links)) == url
    assert next_link(without) == ""


@given(st.text(max_size=300))
def test_any_header_has_an_answer(header):
    assert isinstance(next_link(header), str)
