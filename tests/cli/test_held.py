"""`--sources DIR`: the sources that the writer holds are read whole, and what differs is quoted with its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TITLE = "Copper bracelets in osteoarthritis: a randomised crossover trial"
ARTICLE = f"""
Copper and sore joints

The bracelets were worn by 45 patients for sixteen weeks. In the trial, 47% of the patients said that copper bracelets \
helped their pain [1].

References

1. Rye A, Tunnard K. {TITLE}. Joint Lett. 2009;1(1):4-12. doi:10.5555/joint.2009.0004
"""
FIRST = (TITLE, "Rye A and Tunnard K. Joint Letters, 2009.", "doi: 10.5555/joint.2009.0004", "Many people wear copper.")
SECOND = (
    "In the trial, 74% of the patients said that copper bracelets had not helped their pain, and 18%",
    "of the patients said that copper bracelets helped their pain. None of the differences held.",
)
JATS = f"""<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>
<article-id pub-id-type="doi">10.5555/joint.2009.0004</article-id>
<title-group><article-title>Bracelets</article-title></title-group></article-meta></front>
<body><p>{" ".join(SECOND)}</p></body></article>"""


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with some lines of text on each of its pages."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    fonts = "/Resources << /Font << /F1 3 0 R >> >> >>"
    for i, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 60 700 Td {shown} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R {fonts}",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return f"{out}{end}startxref\n{len(out)}\n%%EOF\n".encode("latin-1")


@pytest.fixture
def bracelet(here: Path) -> Path:
    (here / "papers").mkdir()
    path = here / "bracelet.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def _support(done: Any) -> dict[str, Any]:
    (found,) = [s["support"] for s in done.json["reports"][0]["sentences"] if s["support"]]
    return dict(found)


def _audit(run: Run, article: Path, *more: str) -> Any:
    return run("audit", article, "--offline", "--format", "json", *more)


def test_a_pdf_is_read_whole_and_quoted_with_its_page(run: Run, here: Path, bracelet: Path) -> None:
    (here / "papers" / "rye.pdf").write_bytes(pdf(FIRST, SECOND))
    done = _audit(run, bracelet, "--sources", "papers")
    said = _support(done)
    assert said["numbers"] == [{"value": "47%", "found": False}]
    assert said["where"] == "rye.pdf, page 2"
    assert said["reference_id"] == "1"
    (finding,) = [f for f in done.json["reports"][0]["findings"] if f["rule_id"] == "EVD011"]
    assert "rye.pdf, page 2" in finding["message"]
    assert "18%" in finding["message"]


def test_jats_is_known_by_the_identifier_that_it_states(run: Run, here: Path, bracelet: Path) -> None:
    (here / "papers" / "joint.xml").write_text(JATS, encoding="utf-8")
    assert _support(_audit(run, bracelet, "--sources", "papers"))["where"] == "joint.xml"


def test_a_text_is_known_by_its_title(run: Run, here: Path, bracelet: Path) -> None:
    (here / "papers" / "notes.txt").write_text("\n\n".join((TITLE, " ".join(SECOND))), encoding="utf-8")
    assert _support(_audit(run, bracelet, "--sources", "papers"))["where"] == "notes.txt"


def test_the_settings_may_name_the_folder(run: Run, here: Path, bracelet: Path) -> None:
    (here / "citecheck.toml").write_text('sources = ["papers"]\n')
    (here / "papers" / "notes.txt").write_text("\n\n".join((TITLE, " ".join(SECOND))), encoding="utf-8")
    assert _support(_audit(run, bracelet))["where"] == "notes.txt"


def test_a_source_of_another_work_stands_for_none(run: Run, here: Path, bracelet: Path) -> None:
    (here / "papers" / "other.txt").write_text(
        "Magnets and knees\n\nOf 30 patients, 47% were helped.", encoding="utf-8"
    )
    done = _audit(run, bracelet, "--sources", "papers")
    assert not any(s["support"] for s in done.json["reports"][0]["sentences"])


def test_two_sources_that_fit_alike_stand_for_none(run: Run, here: Path, bracelet: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (here / "papers" / name).write_text("\n\n".join((TITLE, " ".join(SECOND))), encoding="utf-8")
    done = _audit(run, bracelet, "--sources", "papers")
    assert not any(s["support"] for s in done.json["reports"][0]["sentences"])


def test_a_file_that_cannot_be_read_is_passed_over_with_a_remark(run: Run, here: Path, bracelet: Path) -> None:
    (here / "papers" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = _audit(run, bracelet, "--sources", "papers")
    assert done.code in (0, 1)
    assert "broken.pdf" in done.err
    assert "passed over" in done.err


def test_a_folder_that_is_not_there_is_told_in_one_sentence(run: Run, bracelet: Path) -> None:
    done = run("audit", bracelet, "--offline", "--sources", "nowhere")
    assert done.code == 2
    assert done.complaint == "nowhere is no folder: --sources takes a folder of sources that you hold"
