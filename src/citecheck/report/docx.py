"""A copy of a Word file with the findings as comments at the words they are about; nothing else of it is changed."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from citecheck.model import Document, Finding, Report, Unreadable
from citecheck.report.docx_anchors import Anchors, Target, W
from citecheck.report.results import FormatError, Results, active
from citecheck.report.wording import one_line

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_AUTHOR, _INITIALS = "citecheck", "cc"
_LARGEST = 500_000_000
"""Bytes that a file may unpack to, its pictures included."""
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_MISSING = "--format docx needs python-docx, which is not installed: pip install 'citecheck-audit[docx]'"


def render(results: Results) -> bytes:
    """The copy of the one article that was audited.

    Raises:
        FormatError: the article is no Word file, is not there any more, or python-docx is not installed.
    """
    if len(results.reports) != 1:
        raise FormatError("--format docx makes one file of one article: name a single source")
    report = results.reports[0]
    if isinstance(report, Unreadable):
        raise FormatError(f"no copy is made of an article that cannot be read: {report.error}")
    document = report.audited.article.document
    data = _file(document)
    try:
        import docx
    except ImportError:
        raise FormatError(_MISSING) from None
    saved = BytesIO()
    try:
        file = docx.Document(BytesIO(data))
        _comment(file, report)
        file.save(saved)
        return _merged(data, saved, _touched(file))
    except Exception as problem:  # python-docx raises whatever an odd file leads it to
        raise FormatError(f"{document.uri} takes no comments: save it in Word as .docx and try again") from problem


def _file(document: Document) -> bytes:
    """The bytes of the article's file, which has to be what was audited."""
    name = "standard input" if document.uri == "-" else document.uri
    if document.media_type != MEDIA_TYPE:
        raise FormatError(f"--format docx puts comments into a Word file, and {name} is none: take another format")
    try:
        data = Path(document.uri).read_bytes()
    except (OSError, ValueError):
        raise FormatError(f"--format docx needs the Word file itself, not {name}: save it and name the file") from None
    if sha256(data).hexdigest() != document.sha256:
        raise FormatError(f"{name} was changed while it was audited: audit it again")
    with ZipFile(BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _LARGEST:
            raise FormatError(f"{name} unpacks to more than {_LARGEST // 1_000_000} MB: take the pictures out")
    return data


def _comment(file: Any, report: Report) -> None:
    """Puts the comments in, those about the whole article at its title."""
    anchors = Anchors(file.element.body, _notes(file), report.audited.article.document)
    placed: list[tuple[Finding, Target]] = []
    for finding in active(report):
        whole = finding.start is None or finding.end is None
        target = anchors.first_paragraph() if whole else anchors.at(finding.start or 0, finding.end or 0)
        if target:
            placed.append((finding, target))
    ranges = anchors.cut([target for _, target in placed])
    for (finding, _), (first, last) in zip(placed, ranges, strict=True):
        comment = file.part.comments.add_comment(_told(finding), _AUTHOR, _INITIALS)
        # Without a date, so that the same article gives the same file.
        comment._comment_elm.date = None
        first.insert_comment_range_start_above(comment.comment_id)
        last.insert_comment_range_end_and_reference_below(comment.comment_id)


def _notes(file: Any) -> dict[str, dict[str, Any]]:
    """The footnotes and endnotes by the kind of their references and their ids."""
    from docx.oxml.parser import parse_xml

    notes: dict[str, dict[str, Any]] = {}
    for kind, name in _NOTES.items():
        for relation in file.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{name}"):
                parts = parse_xml(relation.target_part.blob)
                notes[kind] = {part.get(f"{W}id"): part for part in parts}
    return notes


def _touched(file: Any) -> set[str]:
    """The parts of the file that comments change: the text, the comments, and how the two are tied together."""
    parts = [relation.target_part.partname for relation in file.part.rels.values() if not relation.is_external]
    comments = [name for name in parts if name.baseURI == "/word" and name.filename.startswith("comments")]
    names = (file.part.partname, file.part.partname.rels_uri, *comments)
    return {"[Content_Types].xml", *(name.removeprefix("/") for name in names)}


def _merged(original: bytes, saved: BytesIO, touched: set[str]) -> bytes:
    """The original with these parts as they are saved; without the time of making, so that it is always the same."""
    out = BytesIO()
    with ZipFile(BytesIO(original)) as before, ZipFile(saved) as after, ZipFile(out, "w", ZIP_DEFLATED) as merged:
        kept = [name for name in before.namelist() if name not in touched]
        for archive, names in ((after, [n for n in after.namelist() if n in touched]), (before, kept)):
            for name in dict.fromkeys(names):
                part = ZipInfo(name)
                part.compress_type = ZIP_DEFLATED
                part.external_attr = 0o644 << 16
                merged.writestr(part, archive.read(name))
    return out.getvalue()


def _told(finding: Finding) -> str:
    """The text of a comment, its paragraphs as lines."""
    whole = "About the whole article: " if finding.start is None else ""
    lines = [whole + finding.message, finding.remedy]
    for suggestion in finding.suggestions:
        title = suggestion.work.csl.get("title", "untitled")
        doi = f", doi:{suggestion.work.doi}" if suggestion.work.doi else ""
        lines.append(f"Read before citing: {title}{doi} ({suggestion.reason})")
    lines.append(f"{finding.rule_id} {finding.name}, {finding.level}")
    return "\n".join(one_line(line) for line in lines if line)
