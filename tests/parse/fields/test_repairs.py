"""Labels that no style can mean are put right, and those that one can stay as the tagger gave them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.parse.fields.labels import LETTERS, relabelled

from citecheck.parse.fields import parse_reference
from citecheck.parse.fields.repairs import put_right
from citecheck.parse.fields.tokens import Label

_LETTERS: Mapping[str, Label] = {
    **LETTERS,
    "v": "volume",
    "i": "issue",
    "p": "page",
    "n": "note",
    "m": "event",
    "r": "number",
}


def repaired(text: str, labels: str) -> str:
    return relabelled(put_right, _LETTERS, text, labels)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2020 vision of sleep. Lund K.", "dtttaa", "ttttaa"),
        ("Lund KA, Osei BC. Naps, a cure. Nap J", "aaaaattcc", "aaaatttcc"),
        ("Lund K. Naps and the law: a view. Nap J", "aaaaaattcc", "aattttttcc"),
        ("WHO (2007) Fever in Kenya, December 2006–April 2007. Nap J 20: 1", "adtttddddccvp", "adtttttttccvp"),
        ("Lund K (2004) Naps at Lake Vo, North Lund: a survey. Nap J 2:3", "aadttttllttccvp", "aadttttttttccvp"),
        ("Lund K (2004) Naps of nurses in the west. Nap J 2:3", "aadtttocc ccvp", "aadttttttccvp"),
        ("Lund K. Naps. Nap J (2008) 2008: 513701", "aatccddp", "aatccddp"),
        ("Lund K (2008) Naps. Nap J 2008: 513701", "aadtccop", "aadtccvp"),
        ("Lund K. Naps. Nap J. 2014;5:11. 24478776", "aatccdooo", "aatccdvpo"),
        ("Lund K (2013) Naps. Nap J 3, 1950.", "aadtccvd", "aadtccvp"),
        ("Lund K. Naps. Nap J. 2000;9 Suppl 2:II15", "aatccdnnvp", "aatccdviip"),
        ("Lund K. Naps. Nap J. 2000;11(6 Pt 1):805", "aatccdvinnp", "aatccdviiip"),
        ("Lund K. Naps. Nap J 86 (Suppl 2) 28", "aatccvoip", "aatccviip"),
        ("Lund K. Naps. Northby: Nap Press; 2010. 648 p.", "aatlccdpp", "aatlccdoo"),
        ("Lund K. Naps of nurses In: Osei B. Sleep at work. 2010", "aatttttttttd", "aatttoeecccd"),
        ("Lund K. Naps. In: Osei B, editor. Naps at work. 2010", "aatoeeotttd", "aatoeeocccd"),
        ("“Naps at work”. Northby School of Sleep. 2010", "tttttttd", "tttccccd"),
        ("Lund K. Naps. Paper presented at: Nap Days 2019; November 16, 2019", "aatooommdddd", "aatooommmddd"),
        (
            "Lund K (2009) Naps. In: Osei B, editor, Advances in Napping 22. Nap Press",
            "aadtoeeocccvoo",
            "aadtoeeoccccoo",
        ),
        ("Lund K (1959) Naps. Actas de la Siesta (La Plata, 1959) 4: 133", "aadtccccccvvp", "aadtcccccccvp"),
        ("« Naps ». Nap House, 2010", "cccd", "tccd"),
        ("Mind \ue007 Naps at work. Available", "toppp o", "aottto"),
        ("Lund K (2003). Naps. Nap J, 123, Article 103484", "aadtccvpo", "aadtccvop"),
        ("Lund K (2010) ‘Naps of nurses’, Nap J, 5", "aadtttttv", "aadtttccv"),
        ("Lund K. Naps. Nap J, Vol. 9, No. 15", "aatccovor", "aatccovoi"),
        ("Lund K; Task Force on Naps. Sleep now. Nap J", "aattttttcc", "aaaaaattcc"),
        ("Lund K. Naps, in Osei, B. (eds) Health and Society. Nap Press", "aatoeeoeoeto", "aatoeeocccto"),
    ],
)
def test_what_no_style_prints(text: str, before: str, after: str) -> None:
    assert repaired(text, before) == after.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Lund K and the Nap Study Group. Naps at work. Nap J", "aaaaaaatttcc"),
        ("Lund K. Naps at work. Nap J, 2019", "aatttccd"),
        ("Lund K (2019) Naps at work, Northby Herald, 5 May", "aadtttccdd"),
        ("Lund K. Naps. Nap J 2008; 12(3): 4", "aatccdvip"),
        ("Lund K. Naps. Nap J 11 (2010): 805", "aatccvdp"),
        ("Lund K. Naps at work. Northby, Sweden: Nap Press", "aatttllcc"),
        ("Lund K. Naps. Nap J. 2010. p. 648-50", "aatccdopp"),
        ("“Naps” at work. Nap J", "tttcc"),
        ("Lund K, Osei BC. 2015. Naps at work. Nap J", "aaaadtttcc"),
        ("Lund K. et al., Nap J, 6(5): 573-81", "aaaaccvipp"),
        ("Lund K. Naps. In: Osei B, editor. Sleep. 2010", "aatoeeocd"),
        ("Lund K; Naps at work, Nap J", "aatttcc"),
        ("Lund K (2010) ‘The nurses’ naps’ rule’. Nap J, 5", "aadttttccv"),
        ("Karin K. Lund and Ben Osei. Naps at work. Nap J", "aaaaaatttcc"),
    ],
)
def test_what_a_style_prints_stays(text: str, labels: str) -> None:
    assert repaired(text, labels) == labels


@pytest.mark.parametrize(
    ("text", "title", "container"),
    [
        ("Nkemelu A. Asthma. BMJ. 2015;350:h1.", "Asthma", "BMJ"),
        ("Nkemelu A (2015) SleepFinder. BMJ 350: 1.", "SleepFinder", "BMJ"),
        ("Nkemelu A, Ruiz B. Tea. Sleep Lett. 2019;4:1.", "Tea", "Sleep Lett"),
        ("Nkemelu A. Cell. Mol. Life Sci. 2015;72:99.", None, "Cell. Mol. Life Sci"),
        ("Nkemelu A. J. Asthma. 2015;52:99.", None, "J. Asthma"),
        ("Nkemelu A. Eur. Heart J. 2015;36:99.", None, "Eur. Heart J"),
    ],
)
def test_a_word_before_a_stop_and_a_journal_is_the_title(text: str, title: str | None, container: str) -> None:
    csl = parse_reference(text)
    assert (csl.get("title"), csl.get("container-title")) == (title, container)
