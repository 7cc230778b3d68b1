"""Dates as references and pages print them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.dates import find_dates


def dates(text: str) -> list[tuple[str, str]]:
    """Each date as printed and in ISO 8601."""
    return [(text[found.start : found.end], found.iso) for found in find_dates(text)]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("5 March 2021", "2021-03-05"),
        ("05 March 2021", "2021-03-05"),
        ("5th March 2021", "2021-03-05"),
        ("5th of March 2021", "2021-03-05"),
        ("5 March, 2021", "2021-03-05"),
        ("5 Mar. 2021", "2021-03-05"),
        ("March 5, 2021", "2021-03-05"),
        ("March 5 2021", "2021-03-05"),
        ("Mar. 5th, 2021", "2021-03-05"),
        ("MARCH 5, 2021", "2021-03-05"),
        ("Sept. 22, 2020", "2020-09-22"),
        ("September 22, 2020", "2020-09-22"),
        ("5\u00a0March\u00a02021", "2021-03-05"),
        ("2021-03-05", "2021-03-05"),
        ("2021/03/05", "2021-03-05"),
        ("2021 Mar 5", "2021-03-05"),
        ("2021 March 15", "2021-03-15"),
        ("2021 Mar", "2021-03"),
        ("March 2021", "2021-03"),
        ("Mar 2021", "2021-03"),
        ("March, 2021", "2021-03"),
        ("May 2021", "2021-05"),
        ("29 February 2020", "2020-02-29"),
        ("1 January 1899", "1899-01-01"),
    ],
)
def test_a_date_is_read_in_every_printed_form(printed: str, iso: str) -> None:
    assert dates(f"Looked at on {printed}, says the page.") == [(printed, iso)]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2/1/2024", "2024-02-01"),
        ("02/01/2024", "2024-02-01"),
        ("12/25/2024", "2024-12-25"),
        ("25/12/2024", "2024-12-25"),
        ("13/1/2024", "2024-01-13"),
        ("12/12/2024", "2024-12-12"),
        ("1.12.2021", "2021-12-01"),
        ("12.1.2021", "2021-01-12"),
        ("5.3.2021", "2021-03-05"),
        ("31.12.2021", "2021-12-31"),
        ("03.25.2021", "2021-03-25"),
    ],
)
def test_slashes_mean_month_first_and_stops_day_first_unless_only_the_other_can_be(printed: str, iso: str) -> None:
    assert dates(printed) == [(printed, iso)]


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2021",
        "29 February 2021",
        "June 31, 2021",
        "0 March 2021",
        "32 March 2021",
        "13/13/2021",
        "2021-13-05",
        "in 2019 may have slept",
        "20210305",
        "version 1.2.3",
        "5 March",
        "in 2021",
        "marching in 2021",
        "5 March 20211",
        "https://news.example/2021-03-05/naps",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert dates(text) == []


def test_all_dates_of_a_line_come_in_order() -> None:
    assert dates("Posted 5 March 2021, updated April 6, 2022 (seen 2023-01-02)") == [
        ("5 March 2021", "2021-03-05"),
        ("April 6, 2022", "2022-04-06"),
        ("2023-01-02", "2023-01-02"),
    ]


def test_only_the_stretch_asked_for_is_searched() -> None:
    text = "5 March 2021 and 6 April 2022"
    assert [found.iso for found in find_dates(text, 5)] == ["2022-04-06"]
    assert [found.iso for found in find_dates(text, 0, 12)] == ["2021-03-05"]


@given(st.text(alphabet="0123456789/.- MarchyJuneDec,", max_size=40))
def test_what_is_found_is_a_real_date_in_its_place(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        year, month, day = (*found.parts, 1, 1)[:3]
        assert date(year, month, day).year == year
        assert str(year) in text[found.start : found.end]


@given(
    st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_any_day_survives_being_printed(day: date, form: str) -> None:
    found = list(find_dates(day.strftime(form)))
    assert [one.iso for one in found] == [day.isoformat()]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("12. April 2019", "2019-04-12"),
        ("12 de abril de 2019", "2019-04-12"),
        ("12 april de 2019", "2019-04-12"),
        ("3rd août 2019", "2019-08-03"),
        ("5 MÄRZ 2019", "2019-03-05"),
    ],
)
def test_months_of_other_languages_are_known_beside_ours(printed: str, iso: str) -> None:
    assert [found for _, found in dates(f"On 1 May 2018, then {printed}.")] == ["2018-05-01", iso]
