"""DOIs, PMIDs, PMCIDs and addresses as they stand in text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.parse.identifiers import clean_doi, find_identifiers, host, link_identifier


def found(text: str) -> list[tuple[str, str]]:
    """Kind and value of each identifier."""
    return [(one.kind, one.value) for one in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("doi:10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("doi: 10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("DOI 10.5555/NAP.2019.12", "10.5555/nap.2019.12"),
        ("https://doi.org/10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("http://dx.doi.org/10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("doi.org/10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("doi: https://doi.org/10.5555/nap.2019.12", "10.5555/nap.2019.12"),
        ("https://doi.org/10.5555%2Fnap.2019.12", "10.5555/nap.2019.12"),
        ("10.5555/nap_12-3;b", "10.5555/nap_12-3;b"),
        ("10.5555/S0140-6736(20)30183-5", "10.5555/s0140-6736(20)30183-5"),
        (
            "10.5555/(SICI)1097-0142(19980101)82:1<15::AID-NAP2>3.0.CO;2-X",
            "10.5555/(sici)1097-0142(19980101)82:1<15::aid-nap2>3.0.co;2-x",
        ),
        ("https://journal.example/doi/full/10.5555/nap.12", "10.5555/nap.12"),
        ("https://journal.example/doi/10.5555/nap.12/full", "10.5555/nap.12"),
        ("https://journal.example/doi/pdf/10.5555/nap.12?download=true#p2", "10.5555/nap.12"),
        ("https://preprints.example/content/10.1101/2020.01.02.123456v1.full.pdf", "10.1101/2020.01.02.123456"),
    ],
)
def test_a_doi_is_the_same_however_it_is_written(text: str, doi: str) -> None:
    assert found(text) == [("DOI", doi)]


@pytest.mark.parametrize(
    "around",
    [
        "See {}.",
        "See {}, page 3",
        "See {}; and",
        "(see {})",
        "[{}]",
        "“{}”",
        "*{}*",
        "{}\u00a0Accessed",
        "{}\u200b now",
        "<{}>",
        "{}… and",
        "{}?",
    ],
)
@pytest.mark.parametrize(
    "doi", ["10.5555/nap.2019.12", "10.5555/nap(19)12", "10.5555/nap(19)", "https://doi.org/10.5555/nap_2019"]
)
def test_what_closes_the_sentence_is_no_part_of_a_doi(around: str, doi: str) -> None:
    text = around.format(doi)
    (one,) = find_identifiers(text)
    assert text[one.start : one.end] == doi
    assert one.value == doi.removeprefix("https://doi.org/")


@pytest.mark.parametrize("text", ["10.1/nap", "10.5555/", "10.5555 /nap", "version 10.5555", "1.10.5555", "0.10.5"])
def test_numbers_that_look_like_a_doi_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("PMID: 12345678.", "PMID", "12345678"),
        ("PMID 123;", "PMID", "123"),
        ("pmid:99", "PMID", "99"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "PMID", "12345678"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/12345678", "PMID", "12345678"),
        ("PMCID: PMC7654321", "PMCID", "PMC7654321"),
        ("(pmc7654321)", "PMCID", "PMC7654321"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/", "PMCID", "PMC7654321"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/", "PMCID", "PMC7654321"),
        ("https://europepmc.org/articles/PMC7654321", "PMCID", "PMC7654321"),
        ("https://naps.example/a_(b)?c=d,e", "URL", "https://naps.example/a_(b)?c=d,e"),
        ("www.naps.example/why.", "URL", "www.naps.example/why"),
        ("(https://naps.example/why), and", "URL", "https://naps.example/why"),
    ],
)
def test_other_identifiers_and_addresses(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "address",
    [
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/",
        "https://journal.example/doi/full/10.5555/nap.12?x=1",
    ],
)
def test_an_address_that_holds_an_identifier_is_that_identifier_as_a_whole(address: str) -> None:
    text = f"Read it ({address}) today."
    (one,) = find_identifiers(text)
    assert text[one.start : one.end] == address
    assert one.kind != "URL"


def test_several_identifiers_come_in_the_order_of_the_text() -> None:
    text = "Varga T. Naps. PMID: 31; PMCID: PMC7654321. https://naps.example doi:10.5555/nap.12"
    assert found(text) == [
        ("PMID", "31"),
        ("PMCID", "PMC7654321"),
        ("URL", "https://naps.example"),
        ("DOI", "10.5555/nap.12"),
    ]


@given(st.text(alphabet="10.5/abdoi: htps/PMIDC()<>[]wx,;\u00a0\n", max_size=60) | st.text(max_size=60))
def test_in_any_text_identifiers_lie_apart_and_in_order(text: str) -> None:
    reached = 0
    for one in find_identifiers(text):
        assert reached <= one.start < one.end <= len(text)
        assert one.value == one.value.strip() != ""
        reached = one.end


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://doi.org/10.5555/NAP.12", ("DOI", "10.5555/nap.12")),
        ("HTTPS://DOI.ORG/10.5555/NAP.12", ("DOI", "10.5555/nap.12")),
        ("//doi.org/10.5555/nap.12", ("DOI", "10.5555/nap.12")),
        ("https://out.example/?to=https%3A%2F%2Fdoi.org%2F10.5555%2Fnap.12", ("DOI", "10.5555/nap.12")),
        ("https://pubmed.ncbi.nlm.nih.gov/31/", ("PMID", "31")),
        ("https://naps.example/why", ("URL", "https://naps.example/why")),
        ("www.naps.example", ("URL", "www.naps.example")),
        ("#ref-3", None),
        ("/about", None),
        ("mailto:desk@naps.example", None),
        ("javascript:void(0)", None),
        ("", None),
    ],
)
def test_a_link_points_at_a_work_a_page_or_nothing_outside(href: str, target: tuple[str, str] | None) -> None:
    assert link_identifier(href) == target


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.naps.example/why", "naps.example"),
        ("http://Naps.Example:8080/", "naps.example"),
        ("www.naps.example/why", "naps.example"),
        ("//naps.example", "naps.example"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, name: str) -> None:
    assert host(url) == name


@pytest.mark.parametrize("text", ["", "nap", "10.5555", "10.5555/", "doi:10.5555/nap"])
def test_what_is_no_doi_cleans_to_nothing(text: str) -> None:
    assert clean_doi(text) is None
