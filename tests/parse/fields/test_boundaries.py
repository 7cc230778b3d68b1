"""A field that ends too early or too late is put right, and others stay as the tagger gave them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.parse.fields.labels import LETTERS, relabelled

from citecheck.parse.fields.boundaries import put_right
from citecheck.parse.fields.tokens import Label

_LETTERS: Mapping[str, Label] = {**LETTERS, "v": "volume", "p": "page", "n": "note", "b": "publisher", "s": "series"}


def repaired(text: str, labels: str) -> str:
    return relabelled(put_right, _LETTERS, text, labels)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (
            "Lund KA Osei B van der Berg M-C 2010 Naps of nurses at work Int J Cancer(accepted)",
            "aaaaaattttttttttto",
            "aaaaaaaadtttttccco",
        ),
        ("Lund K, et al. NapFinder: a suite for naps. Nap J. 2012;5: 9", "aaaao tttt ccdvp", "aaaat tttt ccdvp"),
        ("Lund K. Rules? Ways to naps at work. Nap J. 382: 305", "aatccttt ccvp", "aatttttt ccvp"),
        ("Lund K. Lundia alba, sp. nov., un pez del norte. Nap J 61: 4", "aattoottttccvp", "aattttttttccvp"),
        (
            "Lund K. Naps at sea. Advances in Naps—SEA 2011, Lecture Notes in Sleep Volume 67, 2011, pp. 255",
            "aatttttttt ssssovdop",
            "aatttccccc ccccovdop",
        ),
        (
            "Lund K. Naps at sea. Advances in Naps, Lecture Notes in Sleep Volume 67, 2011, pp. 255",
            "aattttttssooovdop",
            "aatttcccccccovdop",
        ),
        ("Lund K. Naps. Advances—SEA 2011, Lecture Notes Volume 67, 2011, pp. 5", "aatccdssovdop", "aatcccccovdop"),
        ("Lund K, Osei B and Varga C. Naps at work. Nap J", "aatttttttt cc", "aaaaaaattt cc"),
        ("Lund K. Naps. Northman & Sons; 2012", "aaaaad", "aatbbd"),
        ("Lund K. Der Schlaf [Sleep of nurses at night]. Nap J, 5", "aattnnnnnccv", "aatttttttccv"),
        ("Naps of nurses. Northman Trials Register: 5", "tttt ccv", "tttcccv"),
        ("Sleep. N.A.P. Encyclopedia", "ttccc", "tcccc"),
        ("Lund K (2004) Managing Naps. Northman: 84–108.", "aadtttpp", "aadttcpp"),
        ("Lund K (2011) Naps. In: Osei B, editor, Sleep, Northman Science Publishers", "aadtoeeocccb", "aadtoeeocbbb"),
        ("Lund K (2011) Naps. In: Osei B, editor, Sleep, Northman Press, Inc.", "aadtoeeocccc", "aadtoeeocbbb"),
        ("Lund K (2004) Managing Naps. Northman: 84–108.", "aadttbpp", "aadttcpp"),
        ("Lund K (2004) Managing Naps. Northman: 84–108.", "aadttopp", "aadttcpp"),
        (
            "Lund K (1985). Naps. Nap J. 77:822. Lund K (1996). More naps. Nap J. 66:564",
            "aadtccvp aadttccvp",
            "aadtccvp ooooooooo",
        ),
    ],
)
def test_a_field_ends_where_its_marks_say(text: str, before: str, after: str) -> None:
    assert repaired(text, before) == after.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Lund KA Osei B 2010 Naps of nurses Nap J 4", "aaaadtttccv"),
        ("Vitamin D 3 K 2 naps. Nap J. 2010", "ttttttccd"),
        ("Lund K, et al. The night shift at sea: naps. Nap J", "aaaatttttt cc".replace(" ", "")),
        ("Lund K. Naps. In: Osei B. Sleep at work. Naps at sea. 2010", "aatoeecccttt d".replace(" ", "")),
        ("Lund K. Naps. Nap Press, Northby Series 4", "aatbbssv"),
        ("Lund K. Naps at sea. Northby: 84", "aatttlp"),
        ("Lund K. Naps in the U. S.: 84", "aatttttp"),
        ("Lund K. Naps. Nap Science Press J 4", "aatccccv"),
        ("Lund K. Naps. Northby: Northman; 84", "aatlbp"),
        ("Lund K. Naps at sea, pages: 84", "aatttop"),
        ("Lund K. Naps [letter]. Nap J, 5", "aatnccv"),
        ("Lund K. Naps. Why nurses sleep Nap J, 5", "aattttccv"),
        ("Lund K. Sleep. Nap University Press", "aatcbb"),
        ("Lund K, Osei B. HIV and naps in U. Nap J", "aaaattttt cc".replace(" ", "")),
        ("Lund K. Osei B. Varga C; 2012", "aaaaaad"),
        ("Lund K. Naps. Nap J. 77:822. Comment by Osei B", "aatccvpooaa"),
    ],
)
def test_what_has_its_marks_stays(text: str, labels: str) -> None:
    assert repaired(text, labels) == labels
