"""References in a journal's style. The strings are what the style guides ask for, for works made up here."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from citecheck.report.results import FormatError
from citecheck.report.styles import STYLES, Styled

TITLE = "Magnesium and sleep: a randomised trial"
DOI, URL = "10.5555/sl.2019.4", "https://example.org/a?b=1&c=2"
RESOLVER = f"https://doi.org/{DOI}"
ARTICLE = {
    "type": "article-journal",
    "title": f"{TITLE}.",
    "author": [{"family": "Osei", "given": "BK"}, {"family": "O'Leary", "given": "Fin P."}],
    "container-title": "Annals of Sleep Letters",
    "container-title-short": "Ann Sleep Lett",
    "issued": {"date-parts": [[2019, 3]]},
    "volume": "4",
    "issue": "2",
    "page": "101-110",
    "DOI": DOI,
}
PAGE = {
    "type": "webpage",
    "title": "Magnesium",
    "author": [{"literal": "Office of Plain Facts"}],
    "URL": URL,
    "accessed": {"date-parts": [[2020, 1, 2]]},
}
BOOK = {"type": "book", "title": "Sleep", "publisher": "Nord", "issued": {"date-parts": [[2010]]}}


@pytest.mark.parametrize(
    ("style", "csl", "printed"),
    [
        ("ama", ARTICLE, f"Osei BK, O'Leary FP. {TITLE}. Ann Sleep Lett. 2019;4(2):101-110. doi:{DOI}"),
        ("vancouver", ARTICLE, f"Osei BK, O'Leary FP. {TITLE}. Ann Sleep Lett. 2019 Mar;4(2):101–10. doi:{DOI}"),
        (
            "apa",
            ARTICLE,
            f"Osei, B. K., & O'Leary, F. P. (2019). {TITLE}. Annals of Sleep Letters, 4(2), 101–110. {RESOLVER}",
        ),
        ("ama", PAGE, f"Office of Plain Facts. Magnesium. Accessed January 2, 2020. {URL}"),
        ("vancouver", PAGE, f"Office of Plain Facts. Magnesium [Internet]. [cited 2020 Jan 2]. Available from: {URL}"),
        (
            "ama",
            {**ARTICLE, "title": "Is sleep short?"},
            f"Osei BK, O'Leary FP. Is sleep short? Ann Sleep Lett. 2019;4(2):101-110. doi:{DOI}",
        ),
        ("ama", BOOK, "Sleep. Nord; 2010."),
        ("apa", BOOK, "Sleep. (2010). Nord."),
    ],
)
def test_a_reference_in_a_style(style: str, csl: dict[str, Any], printed: str) -> None:
    assert Styled(style).format(csl) == printed


def test_references_of_all_fixtures_can_be_put_into_words(all_json: dict[str, dict[str, Any]]) -> None:
    styled = [Styled(name) for name in STYLES]
    for report in all_json.values():
        for reference in report["references"]:
            for style in styled:
                printed = style.format(reference["csl"], reference["raw"])
                assert printed
                assert "\n" not in printed


def test_without_citeproc_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)
    with pytest.raises(FormatError, match="pip install"):
        Styled("ama")
