"""What to look at, grouped by paragraph: the sentence with its words marked, then what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from citecheck.model import Finding, Fix, Report, Span, Suggestion
from citecheck.report.places import Places
from citecheck.report.results import RuleText
from citecheck.report.selection import Shown
from citecheck.report.terminal.sources import linked, work_line
from citecheck.report.wording import cut
from citecheck.text import collapse

_LEVEL_STYLE = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_AROUND = 70
"""Characters of a sentence shown on either side of marked words."""
_LONGEST = 230
"""Characters of a sentence shown where the whole of it is meant."""
_HEADING = 60


class Findings:
    """Draws the findings of one article."""

    def __init__(self, report: Report, rules: Mapping[str, RuleText], *, verbose: bool, marks_by_colour: bool) -> None:
        self._article = report.audited.article
        self._document = self._article.document
        self._places = Places(self._document)
        self._rules = rules
        self._verbose = verbose
        self._marks_by_colour = marks_by_colour
        self._told: set[str] = set()
        """The rules whose remedy has been told: once is enough."""
        self._works: tuple[Suggestion, ...] = ()
        """The works proposed last, which several sentences in a row may share."""

    def drawn(self, shown: Shown) -> RenderableType:
        if not shown.first and not shown.more:
            return Text("Nothing to look at.\n", "green")
        rows: list[RenderableType] = [Text("Look at first" if shown.more else "Findings", "bold"), ""]
        for block, findings in self._by_paragraph(shown.first):
            rows += [self._paragraph(block), *self._sentences(findings), ""]
        if shown.more:
            more = ", ".join(f"{n} {name}" for name, n in shown.more.most_common())
            rows += [Text(f"And {shown.more.total()} more ({more}): -v shows them all.", "dim")]
        return Group(*rows, Text("`citecheck rules CIT003` explains a rule.", "dim"), "")

    def _by_paragraph(self, findings: Sequence[Finding]) -> list[tuple[int | None, list[Finding]]]:
        """The whole article first, then the paragraphs with errors, then the others, each in reading order."""

        def paragraph(finding: Finding) -> int | None:
            return None if finding.start is None else self._places.paragraph(finding.start)

        ordered = sorted(findings, key=lambda f: (f.start is not None, f.start or 0))
        groups = [(block, list(found)) for block, found in groupby(ordered, key=paragraph)]
        return sorted(groups, key=lambda one: (one[0] is not None, all(f.level != "error" for f in one[1])))

    def _paragraph(self, block: int | None) -> Text:
        """Where a paragraph is: its line, or its number where there are no lines, and the heading above it."""
        if block is None:
            return Text("The whole article", "bold")
        blocks = self._document.blocks
        start = blocks[block - 1].start if blocks else 0
        line = self._places.line(self._places.at(Span(start, start)).start)[0]
        text = Text(f"Paragraph {block}" if self._places.is_extracted else f"Line {line}", "bold")
        # A byline or a box that the page puts between is no part of the article, and heads nothing of it.
        own = {"main", blocks[block - 1].region} if blocks else set()
        above = next((one for one in reversed(blocks[:block]) if one.kind == "heading" and one.region in own), None)
        if above is not None and above is not blocks[block - 1]:
            text.append(f", under “{cut(self._places.quote(above), _HEADING)}”", "not bold dim")
        return text

    def _sentences(self, findings: Sequence[Finding]) -> Iterator[RenderableType]:
        """Each sentence once, with all that is to be said of it."""
        for span, found in groupby(findings, key=self._sentence):
            of_it = list(found)
            if span is not None:
                yield Padding(self._quote(span, of_it), (0, 0, 0, 2), expand=False)
            for finding in of_it:
                yield self._finding(finding)

    def _sentence(self, finding: Finding) -> Span | None:
        if finding.start is None or finding.end is None:
            return None
        start = finding.start
        sentence = next((s for s in self._article.sentences if s.start <= start < s.end), None)
        return Span(sentence.start, sentence.end) if sentence else Span(start, finding.end)

    def _quote(self, whole: Span, findings: Sequence[Finding]) -> Text:
        """The sentence with the words marked, or as much of it as fits."""
        marked = _merged(
            Span(f.start, min(f.end, whole.end))
            for f in findings
            if f.start is not None and f.end is not None and (f.start, f.end) != (whole.start, whole.end)
        )
        if not marked:
            return Text(f"“{cut(self._places.quote(whole), _LONGEST)}”", "italic")
        before = self._words(whole.start, marked[0].start).lstrip()
        after = self._words(marked[-1].end, whole.end).rstrip()
        if all((f.start, f.end) != (whole.start, whole.end) for f in findings):
            before = before if len(before) <= _AROUND else "…" + before[-_AROUND:].split(" ", 1)[-1]
            after = after if len(after) <= _AROUND else after[:_AROUND].rsplit(" ", 1)[0] + "…"
        quote = Text(f"“{before}", "italic")
        end = marked[0].start
        for span in marked:
            quote.append(self._words(end, span.start))
            opening, closing = ("", "") if self._marks_by_colour else ("»", "«")
            quote.append(f"{opening}{collapse(self._words(span.start, span.end))}{closing}", "bold underline")
            end = span.end
        return quote.append(f"{after}”")

    def _words(self, start: int, end: int) -> str:
        """What stands between two words, blanks at its ends included."""
        return re.sub(r"\s+", " ", self._document.text[start:end])

    def _finding(self, finding: Finding) -> RenderableType:
        begins = self._places.begins(finding)
        head = Text(f"  {begins[0]}:{begins[1]}  " if begins else "  article  ")
        rule = self._rules.get(finding.rule_id)
        head.append(f"{finding.level} ", _LEVEL_STYLE[finding.level])
        head.append(finding.rule_id, linked(rule.help_uri if rule else None)).append(f" {finding.name}", "dim")
        if self._verbose:
            head.append(f", confidence {finding.confidence:.0%}", "dim")
        return Group(head, Padding(Group(*self._body(finding)), (0, 0, 0, 6), expand=False))

    def _body(self, finding: Finding) -> Iterator[RenderableType]:
        yield Text(finding.message)
        if finding.fix:
            yield self._better(finding.fix)
        if finding.remedy and finding.rule_id not in self._told:
            yield Text(f"→ {finding.remedy}", "green")
        self._told.add(finding.rule_id)
        if self._verbose:
            for one in finding.related:
                yield Text(f"{one.message}: “{cut(self._places.quote(one), _LONGEST)}”", "dim")
        if finding.suggestions and finding.suggestions == self._works:
            yield Text("Read before citing: the same works as above.", "cyan")
        elif finding.suggestions:
            self._works = finding.suggestions
            yield Text("Read before citing:", "cyan")
            yield from map(_suggested, finding.suggestions)

    def _better(self, fix: Fix) -> Text:
        """The wording that would mend it."""
        old = cut(self._places.quote(fix), _LONGEST)
        if not fix.replacement.strip():
            return Text(f"Better: leave out “{old}”.", "green")
        return Text(f"Better: “{cut(collapse(fix.replacement), _LONGEST)}” instead of “{old}”.", "green")


def _merged(spans: Iterator[Span]) -> list[Span]:
    """The spans in order, those that touch as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _suggested(suggestion: Suggestion) -> Text:
    known = "; the article knows it already" if suggestion.known else ""
    return Text("• ").append(work_line(suggestion.work)).append(f" ({suggestion.reason}{known})", "dim")
