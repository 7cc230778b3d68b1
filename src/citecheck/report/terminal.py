"""The report for a writer in a terminal: the references, what to look at first, what is good, the grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from citecheck.dates import issued_year
from citecheck.model import Audited, Csl, Evidence, Finding, Report, Run, Suggestion, Unreadable, Work
from citecheck.report.results import active
from citecheck.report.selection import Shown, select
from citecheck.report.wording import count, cut, levels
from citecheck.text import Lines, collapse, source_offset

_STATUS = {
    "matched": ("found", "green"),
    "mismatch": ("DOI of another work", "red"),
    "ambiguous": ("several works fit", "yellow"),
    "not-found": ("no record found", "yellow"),
    "not-indexable": ("web page or press", "dim"),
    "unchecked": ("not looked up", "dim"),
}
_LEVEL_STYLE = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_GRADE_STYLE = {"A": "bold green", "B": "green", "C": "yellow", "D": "red", "F": "bold red"}
_LEVELS = "Level: OCEBM 2011, 1 the strongest, for what the citing sentence asks."
_AROUND = 70
"""Characters of a sentence shown on either side of marked words."""
_LONGEST = 230
"""Characters of a sentence shown where the whole of it is meant."""
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])
"""Taken out by str.translate; tab and newline stay."""


def draw(
    console: Console, reports: Sequence[Report | Unreadable], run: Run, *, verbose: bool = False, quiet: bool = False
) -> None:
    """Prints all reports; several articles end in a table, worst first."""
    for report in reports:
        if isinstance(report, Report):
            _Drawing(console, report, verbose=verbose, quiet=quiet).draw()
    audited = [r for r in reports if isinstance(r, Report)]
    if len(audited) > 1:
        console.print(_Safe(_ranking(audited)))
    if not run.complete:
        console.print(
            Text("Not complete: some works could not be looked up; nothing is concluded from that.", "yellow")
        )


class _Safe:
    """Leaves out the control characters of an article: they could steer the terminal that shows the report."""

    def __init__(self, inner: RenderableType) -> None:
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.inner, options):
            yield segment if segment.control else Segment(segment.text.translate(_CONTROL), segment.style)


class _Drawing:
    def __init__(self, console: Console, report: Report, *, verbose: bool, quiet: bool) -> None:
        self.console = console
        self.report = report
        self.audited: Audited = report.audited
        self.document = report.audited.article.document
        self.verbose, self.quiet = verbose, quiet
        self.lines = Lines(self.document.source if self.document.anchors else self.document.text)
        self.marks_by_colour = console.color_system is not None

    def draw(self) -> None:
        shown = select(self.report.findings, everything=self.verbose)
        parts: list[RenderableType] = [self._head()]
        if not self.quiet:
            if self.audited.article.references:
                parts.append(self._references())
            if self.audited.named:
                parts.append(self._named())
            parts += [self._first(shown), self._good()]
        parts.append(self._grade())
        self.console.print(_Safe(Group(*parts)))

    # --- head ----------------------------------------------------------------------------------------------------

    def _head(self) -> RenderableType:
        facts, article = self.document.facts, self.audited.article
        title = Text(facts.title or "(no headline)", "bold")
        known = [
            "standard input" if self.document.uri == "-" else self.document.uri,
            self.audited.assessment.genre.replace("-", " ") if self.audited.assessment.genre != "unknown" else "",
        ]
        known += [
            ", ".join(facts.author),
            facts.published or "",
            f"{sum(len(s.text.split()) for s in article.sentences)} words",
        ]
        counts = self._counts()
        return Group("", title, Text(" · ".join(k for k in known if k), "dim"), "", Text(counts), "")

    def _counts(self) -> str:
        article = self.audited.article
        listed = f"{count(len(article.references), 'reference')}, {count(len(article.citations), 'citation')}."
        if not self.document.facts.in_english:
            return f"{listed} Claims and wording are judged in English only, and were not judged here."
        kinds = [v.kind for v in self.audited.assessment.verdicts]
        sourced = sum(k in ("supported", "cited", "weak-source") for k in kinds)
        named, wanting = kinds.count("attributed"), kinds.count("missing-citation")
        differing = kinds.count("contradicted") + kinds.count("overstated")
        if not article.references and not article.citations and not any(a.identifiable for a in article.attributions):
            if not wanting:
                return "This article gives no source, and no statement in it was found to need one."
            return f"This article gives no source at all: {count(wanting, 'statement')} in it would need one."
        needing = sourced + named + wanting + differing
        parts = [f"{sourced} cited", f"{wanting} without a source"]
        parts[1:1] = [f"{named} with a named source"] if named else []
        parts[1:1] = [f"{differing} cited and said otherwise there"] if differing else []
        return f"{listed} Of {count(needing, 'statement')} that need a source: {', '.join(parts)}."

    # --- references ----------------------------------------------------------------------------------------------

    def _references(self) -> RenderableType:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
        table.add_column("No.", justify="right")
        table.add_column("Reference", overflow="fold")
        table.add_column("Looked up", max_width=17)
        table.add_column("Evidence", max_width=17)
        for reference in self.audited.article.references:
            resolution = self.audited.resolutions[reference.id]
            word, style = _STATUS[resolution.status]
            evidence = self.audited.assessment.evidence[reference.id]
            if evidence.retracted:
                word, style = "found: retracted", "bold red"
            elif resolution.mixed:
                word = "parts of different works"
            elif resolution.status == "matched" and resolution.differences:
                changed = list(dict.fromkeys(d.field.replace("issued", "year") for d in resolution.differences))
                word += f", {' and '.join(changed)} differ{'s' if len(changed) == 1 else ''}"
            table.add_row(
                reference.label or reference.id,
                _short(reference.csl, reference.raw),
                Text(word, style),
                _evidence(evidence),
            )
        levels = any(self.audited.assessment.evidence[r.id].level for r in self.audited.article.references)
        legend = [Text(_LEVELS, "dim")] if levels else []
        return Group(Text("References", "bold"), table, *legend, "")

    def _named(self) -> RenderableType:
        """The studies that the text names, with what they were found to be; of several names of one the first."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
        table.add_column("Named in the text", max_width=28, overflow="fold")
        table.add_column("Work", overflow="fold")
        table.add_column("Looked up", max_width=17)
        told: set[str | None] = set()
        for i, resolution in self.audited.named.items():
            if resolution.doi and resolution.doi in told:
                continue
            told.add(resolution.doi)
            word, style = _STATUS[resolution.status]
            works = [resolution.work] if resolution.work else [c.work for c in resolution.candidates]
            several = " or " if len(works) > 1 else ""
            word = "may be this work" if resolution.status == "ambiguous" and not several else word
            named = Text(several).join([_work(work) for work in works])
            table.add_row(f"“{self.audited.article.attributions[i].text}”", named, Text(word, style))
        return Group(Text("Named studies", "bold"), table, "")

    # --- findings ------------------------------------------------------------------------------------------------

    def _first(self, shown: Shown) -> RenderableType:
        if not shown.first and not shown.more:
            return Text("Nothing to look at.\n", "green")
        rows: list[RenderableType] = [Text("Look at first" if shown.more else "Findings", "bold"), ""]
        told: set[str] = set()
        before: tuple[Suggestion, ...] = ()
        for finding in shown.first:
            same = finding.suggestions == before
            rows.append(self._finding(finding, with_remedy=finding.rule_id not in told, same_works=same))
            told.add(finding.rule_id)
            before = finding.suggestions or before
        if shown.more:
            more = ", ".join(f"{n} {name}" for name, n in shown.more.most_common())
            rows += [Text(f"And {shown.more.total()} more ({more}): -v shows them all.", "dim"), ""]
        return Group(*rows)

    def _finding(self, finding: Finding, *, with_remedy: bool, same_works: bool) -> RenderableType:
        head = Text()
        head.append(f"{self._where(finding)}  ", "bold")
        head.append(f"{finding.level} ", _LEVEL_STYLE[finding.level])
        head.append(f"{finding.rule_id} {finding.name}", "dim")
        body: list[RenderableType] = []
        if finding.start is not None and finding.end is not None:
            body.append(self._quote(finding.start, finding.end))
        body.append(Text(finding.message))
        if with_remedy and finding.remedy:
            body.append(Text(f"→ {finding.remedy}", "green"))
        if finding.suggestions and same_works:
            body.append(Text("Read before citing: the same works as above.", "cyan"))
        elif finding.suggestions:
            body += [Text("Read before citing:", "cyan"), *map(_suggested, finding.suggestions)]
        return Group(head, Padding(Group(*body), (0, 0, 1, 6), expand=False))

    def _where(self, finding: Finding) -> str:
        if finding.start is None:
            return "article"
        line, column = self.lines.at(source_offset(self.document.anchors, finding.start))
        return f"{line}:{column}"

    def _quote(self, start: int, end: int) -> Text:
        """The sentence with the words marked, or as much of it as fits."""
        sentence = next((s for s in self.audited.article.sentences if s.start <= start < s.end), None)
        if sentence is None or (sentence.start == start and sentence.end == end):
            return Text(f"“{cut(collapse(self.document.text[start:end]), _LONGEST)}”", "italic")
        text = self.document.text
        before, after = collapse(text[sentence.start : start]), collapse(text[end : sentence.end])
        quote = Text("“" + ("…" + before[-_AROUND:].split(" ", 1)[-1] if len(before) > _AROUND else before), "italic")
        words = collapse(text[start:end])
        quote.append((" " if before else "") + ("" if self.marks_by_colour else "»"))
        quote.append(words, "bold underline")
        quote.append("" if self.marks_by_colour else "«")
        gap = " " if after and after[0].isalnum() else ""
        quote.append(gap + (after[:_AROUND].rsplit(" ", 1)[0] + "…" if len(after) > _AROUND else after) + "”")
        return quote

    # --- good, grade ---------------------------------------------------------------------------------------------

    def _good(self) -> RenderableType:
        good = [c.explanation for c in self.report.checklist if c.verdict == "satisfactory"]
        found = sum(r.status == "matched" for r in self.audited.resolutions.values())
        if found:
            good.insert(0, f"{found} of {count(len(self.audited.article.references), 'reference')} found")
        if not good:
            return Text("")
        return Group(Text("Good: ", "bold green").append("; ".join(good[:6]) + ".", "default"), "")

    def _grade(self) -> RenderableType:
        score = self.report.score
        if score.grade is None or score.value is None:
            return Group(Text(f"No grade: {score.reason}; {self._levels()}.", "bold"), "")
        head = Text("Grade ", "bold").append(score.grade, _GRADE_STYLE[score.grade])
        head.append(f" ({int(score.value)} of 100), {self._levels()}")
        if self.quiet:
            return Group(head, "")
        table = Table(box=None, pad_edge=False, show_header=False, expand=False)
        for column in ("", "points", ""):
            table.add_column(column, justify="right" if column else "left", no_wrap=bool(column))
        for name, part in score.components.items():
            table.add_row(
                f"  {name}", f"{part.value * part.weight / 100:.0f} of {part.weight:.0f}", Text(part.explanation, "dim")
            )
        raised = (
            [Text("Would raise it: ", "bold").append("; ".join(score.raise_by) + ".", "default")]
            if score.raise_by
            else []
        )
        return Group(head, table, *raised, "")

    def _levels(self) -> str:
        return levels(active(self.report))


def _short(csl: Csl, raw: str, length: int = 90) -> str:
    """A reference or a work in a line; `raw` is what is printed of it."""
    names = csl.get("author") or ()
    year = str(issued_year(csl) or "")
    title = str(csl.get("title") or raw)
    lead = " ".join(part for part in (_authors(names, raw), year) if part)
    return cut(f"{lead}: {title}" if lead else title, length)


def _work(work: Work) -> Text:
    """A work that is new to the reader, with its address."""
    return Text(_short(work.csl, "", _LONGEST)).append(f" doi:{work.doi}" if work.doi else "", "dim")


def _suggested(suggestion: Suggestion) -> Text:
    known = "; the article knows it already" if suggestion.known else ""
    return Text("• ").append(_work(suggestion.work)).append(f" ({suggestion.reason}{known})", "dim")


def _authors(names: Sequence[Mapping[str, str]], raw: str) -> str:
    """As references are cited: one author, two, or the first and the others."""
    families = [name.get("family") or name.get("literal") or "" for name in names]
    if len(families) > 2 or (families and "et al" in raw):
        return f"{families[0]} et al."
    return " & ".join(families)


def _evidence(evidence: Evidence) -> Text:
    if evidence.source_type not in ("article", "other"):
        return Text(evidence.source_type.replace("-", " "), "dim")
    if evidence.design == "unknown":
        return Text("design not known", "dim")
    name = {"rct": "randomised trial"}.get(evidence.design, evidence.design.replace("-", " "))
    return Text(name + (f", level {evidence.level[1]}" if evidence.level else ""))


def _ranking(reports: Sequence[Report]) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("Grade", "Article", "Errors", "Warnings", "Notes"):
        table.add_column(column, justify="left" if column in ("Grade", "Article") else "right", overflow="fold")
    for report in sorted(reports, key=lambda r: 101.0 if r.score.value is None else r.score.value):
        counts = [
            str(sum(f.level == level and not f.suppressed for f in report.findings))
            for level in ("error", "warning", "note")
        ]
        table.add_row(report.score.grade or "–", report.audited.article.document.uri, *counts)
    return Group(Text("All articles, worst first", "bold"), table, "")
