"""Pages, entries, leaflets and theses: labels that cannot be are put right, and those that can stay."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.parse.fields.labels import LETTERS, relabelled

from citecheck.parse.fields import parse_reference
from citecheck.parse.fields.apart import put_apart
from citecheck.parse.fields.stretches import Stretches
from citecheck.parse.fields.tokens import Label, tokenize
from citecheck.parse.fields.unnumbered import put_right

_LETTERS: Mapping[str, Label] = {**LETTERS, "b": "publisher", "g": "genre", "v": "volume", "m": "medium", "r": "number"}


def repaired(text: str, labels: str) -> str:
    return relabelled(put_right, _LETTERS, text, labels)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Nap Dictionary, s.v. “siesta,” accessed", "ccoooo", "ccooto"),
        ("Naps are good. Press release. Northern Academy of Naps. 2018", "tttgggaaad", "tttggbbbbd"),
        ("Nap 20 mg Tabletten. Fachinformation. Northby.", "ttttgl", "ttttgl"),
        ("Nap 20 mg Tabletten. Fachinformation. Northby.", "ttttgg", "ttttgl"),
        ("Nap Pharma. (2019). Napalin for naps", "bbdttt", "aadttt"),
        ("Nap Pharma GmbH & Co. KG \ue007: Napalin 5 mg", "aaaattttt", "aaaaadttt"),
        ("Der Nachtkampf. Nap Magazine [Internet]. 2011", "aaccmd", "ttccmd"),
        ("Nappa (Napalin) Tablets. Nap Pharma Inc., 2022.", "eeebbbd", "tttbbbd"),
        ("Valerian Root Prevention Trial in Nurses. 2018", "aattttd", "ttttttd"),
        ("Lund K, Osei B, editors. Marsh, Birch, and Fell's naps. Nap Press", "eeeeoattttbb", "eeeeotttttbb"),
        ("‘Napping’ \ue007 Encyclopaedia Boreana. Available", "toaao", "tocco"),
        ("Naps. Nap Index [Internet]. Northby: Nap House, Inc. 2011", "tccmlaaad", "tccmlbbbd"),
        ("Nap Index [Internet]. Northby: Nap House. Long naps; 2011", "ccmlbbbbd", "ccmlbbttd"),
        ("Long naps [Internet]. Northby: U.S. Nap Service; 2011", "ttmlbtttd", "ttmlbbbbd"),
        ("Long naps. Nap Index [Internet]. Northby: Nap House", "ccccmlbb", "ttccmlbb"),
        ("Napalin 5 mg [leaflet]. Medicines compendium", "tttgtt", "tttgcc"),
        ("Lund, Karin. “Naps.” In the Dormitory (blog)", "aatoccg", "aatcccg"),
        ("“Long naps.” Northern Trials Registry, ACTRN00000067774, 2022", "ttccccd", "ttcccrd"),
        ("Lund, Ed. “Naps that failed.” Nap Magazine, 2020", "aotttccd", "aatttccd"),
    ],
)
def test_what_is_printed_of_no_journal(text: str, before: str, after: str) -> None:
    assert repaired(text, before) == after


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("World Nap Organization Long naps. 2018", "aaattd"),  # a body is no part of a title
        ("Lund K Long naps. 2018", "aattd"),
        ("Lund, Ed. Long naps. 2018", "aottd"),
        ("Lund, Karin. Nap Magazine [Internet]. 2011", "aaccmd"),
        ("“Long naps”, by Karin Lund, Nap Index", "ttoaacc"),
        ("“Long naps”, K. Lund, 2011", "ttaad"),
        ("Lund K. Naps. PhD diss. University of Naps. 2011", "aatggbbbd"),
        ("Der Nachtkampf. Nap Magazine 2011;4", "aaccdv"),  # in a journal nothing is touched
        ("Nap Index [Internet]. Northby: U.S. Nap Service; 2011", "ccmlbbbbd"),
    ],
)
def test_what_can_be_stays(text: str, labels: str) -> None:
    assert repaired(text, labels) == labels


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Northern Health Council. Naps at Work. Northern Health Council, 2018, naps.example.org/work.", "report"),
        ("Northern Health Council. “Naps at Work.” Northern Health Council, 2018, naps.example.org/work.", "webpage"),
        ("Lund K, Osei B. Rest for all: ten years on. London: The Lund Review; 2010.", "report"),
        ("World Health Organization. The Classification of Naps: A Manual. Geneva: WHO, 1994. Print.", "book"),
        ("Lund, Karin. “Against the Alarm Clock.” Slow Mornings, May 3, 2019. https://slow.org.", "post-weblog"),
        ("Lund, Karin. “Against the Alarm Clock.” Slow Mornings, May 3, 2019. https://slow.org/alarm.", "webpage"),
        (
            "Lund, K. (2004). Naps of night nurses [Doctoral dissertation, Duke University]. ProQuest Dissertations.",
            "thesis",
        ),
        (
            'Lund, K. "Naps at Work." The Cochrane Database of Systematic Reviews, no. 2, 2012, CD9. Web. 6 May 2014.',
            "article-journal",
        ),
    ],
)  # fmt: skip
def test_the_kinds_of_what_no_journal_holds(raw: str, kind: str) -> None:
    assert parse_reference(raw)["type"] == kind


def test_the_acronym_of_an_author_is_who_publishes() -> None:
    read = parse_reference(
        "Northern Health Council. Naps at Work. NHC, 2018, naps.example.org/work. Accessed 3 May 2020."
    )
    assert read["publisher"] == "NHC"
    assert "container-title" not in read


def test_what_a_report_says_of_itself_is_no_collection() -> None:
    csl = {"title": "Naps: an update", "container-title": "A report commissioned by the Nap Council", "publisher": "NC"}
    put_apart(csl, Stretches("", tokenize(""), []))
    assert csl == {"title": "Naps: an update. A report commissioned by the Nap Council", "publisher": "NC"}
