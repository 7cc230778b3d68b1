"""Which sentence is held against which source: what is cited, all of it known, and of several the best."""

from __future__ import annotations

import json

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Support, Verdict
from citecheck.pipeline import Auditor
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks

ABSTRACTS = {
    "10.5555/joint.2009.0004": "We gave 45 patients copper bracelets. Pain was unchanged with copper bracelets.",
    "10.5555/joint.2012.0003": "Magnets were worn by 60 patients. Pain was lower with magnets in 62% of the patients.",
}
REFERENCES = """
References

1. Rye A. Copper bracelets in osteoarthritis: a randomised crossover trial. Joint Lett. 2009;1(1):4-12. \
doi:10.5555/joint.2009.0004
2. Voss T. Magnets and knees: a pilot trial. Joint Lett. 2012;4(1):3-9. doi:10.5555/joint.2012.0003
3. Lark B. Bracelets through the ages. Joint Lett. 1999;1(1):1-3.
"""


def _audit(text: str) -> list[tuple[Verdict, Support | None]]:
    titles = ("Copper bracelets in osteoarthritis: a randomised crossover trial", "Magnets and knees: a pilot trial")
    records = [
        {"DOI": doi, "title": [title], "abstract": abstract}
        for (doi, abstract), title in zip(ABSTRACTS.items(), titles, strict=True)
    ]
    works = [work for record in records if (work := work_from_record(json.loads(json.dumps(record))))]
    document = read_bytes(f"Sore joints\n\n{text}\n{REFERENCES}".encode(), "joints.txt", ".txt")
    assessed = Auditor(Config(network="off"), [LocalWorks(works)]).audit_document(document).audited.assessment
    return list(zip(assessed.verdicts, assessed.support, strict=True))


def test_a_sentence_is_held_against_what_it_cites() -> None:
    ((verdict, support),) = _audit("Copper bracelets relieve pain in patients with sore joints [1].")
    assert support is not None
    assert support.verdict == "contradicts"
    assert support.reference_id == "1"
    assert verdict.kind == "contradicted"
    assert "unchanged" in verdict.reason


def test_what_one_source_says_need_not_be_in_the_other() -> None:
    ((verdict, support),) = _audit("In 62% of patients, pain was lower with magnets [1,2].")
    assert support is not None
    assert (support.reference_id, support.contrasts, verdict.kind) == ("2", (), "supported")


def test_a_sentence_with_a_source_of_which_nothing_is_known_is_left_alone() -> None:
    ((verdict, support),) = _audit("Copper bracelets relieve pain in patients with sore joints [1,3].")
    assert (verdict.kind, support) == ("cited", None)


def test_each_clause_is_held_against_its_own_marker() -> None:
    text = "Copper bracelets left the pain unchanged [1], and pain was lower with magnets in 62% of the patients [2]."
    ((_, support),) = _audit(text)
    assert support is not None
    assert not support.contrasts


def test_without_a_citation_nothing_is_compared() -> None:
    ((_, support),) = _audit("Copper bracelets relieve pain in patients with sore joints.")
    assert support is None
