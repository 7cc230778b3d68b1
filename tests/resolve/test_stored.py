"""Works as bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from citecheck.resolve.files import fast_parse
from citecheck.resolve.records import KEYS, work_from_record
from citecheck.resolve.stored import pack, unpack

FULL: dict[str, Any] = {
    "DOI": "10.5555/Nap.1",
    "type": "journal-article",
    "title": ["Naps at noon"],
    "subtitle": ["a trial"],
    "author": [{"family": "Łind", "given": "Å"}, {"name": "Nap Group"}],
    "container-title": ["Annals of Rest"],
    "short-container-title": ["Ann Rest"],
    "container-title-short": "Ann Rest",
    "issued": {"date-parts": [[2020, 2]]},
    "published-print": {"date-parts": [[2020, 3]]},
    "published-online": {"date-parts": [[2019]]},
    "published": {"date-parts": [[2019]]},
    "volume": "3",
    "issue": "1",
    "page": "1-9",
    "publisher": "Fjordline",
    "URL": "https://doi.org/10.5555/nap.1",
    "PMID": 7,
    "PMCID": "PMC7",
    "article-number": "e1",
    "abstract": "<jats:p>People napped.</jats:p>",
    "_pubmed": {"publication_types": ["Randomized Controlled Trial"]},
    "publication-types": ["Journal Article"],
    "updated-by": [{"type": "retraction", "DOI": "10.5555/nap.2", "updated": {"date-parts": [[2021, 5, 6]]}}],
    "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/nap.4", "asserted-by": "subject"}]},
    "reference": [{"key": "1", "DOI": "10.5555/nap.3"}],
}


@pytest.mark.parametrize("record", [FULL, {"title": ["Half a pair: \ud835"]}, {"DOI": "10.5555/nap.1"}])
def test_a_work_comes_back_as_it_was_packed(record: dict[str, Any]) -> None:
    work = work_from_record(record)
    assert work is not None
    assert unpack(pack(work, abstract=True)) == work


def test_an_abstract_may_be_left_out() -> None:
    work = work_from_record(FULL)
    assert work is not None
    assert work.abstract == "People napped."
    assert unpack(pack(work, abstract=False)).abstract is None


def test_reading_only_what_is_needed_makes_the_same_works() -> None:
    assert set(KEYS) >= set(FULL) - {"reference"}
    parse = fast_parse()
    assert work_from_record(parse(json.dumps(FULL).encode())) == work_from_record(FULL)
    for shape in ({"items": [FULL]}, {"message": {"items": [FULL]}}, {"message": FULL}):
        assert "reference" not in json.dumps(parse(json.dumps(shape).encode()))


@pytest.mark.parametrize("text", ["[1, 2]", '{"title": NaN}', '{"title": ["\\ud835"]}', '{"items": 5}', "null"])
def test_what_the_fast_way_refuses_is_read_the_plain_way(text: str) -> None:
    assert repr(fast_parse()(text.encode())) == repr(json.loads(text))
