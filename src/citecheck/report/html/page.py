"""The page of a run: its articles with all that is said of them, ready for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from citecheck.model import LEVELS, ChecklistItem, Report, Score, Unreadable
from citecheck.report.html.cards import Card, cards
from citecheck.report.html.prose import Prose, Stretch
from citecheck.report.html.sources import Source, Sources, Statement
from citecheck.report.results import Results
from citecheck.report.summary import good, lowered, sourcing
from citecheck.report.wording import count, levels

_ANSWERS = {
    "satisfactory": "yes",
    "not-satisfactory": "no",
    "not-applicable": "does not apply",
    "cannot-tell": "cannot tell",
}


class Choice(Struct, frozen=True):
    """A level or a family that can be hidden, and how many findings it has."""

    id: str
    title: str
    count: int


class Part(Struct, frozen=True):
    """A component of the grade."""

    name: str
    value: float
    weight: float
    points: float
    explanation: str


class Criterion(Struct, frozen=True):
    """A line of the checklist."""

    name: str
    answer: str
    verdict: str
    explanation: str


class ArticlePage(Struct, frozen=True):
    """All that is said of one article."""

    id: str
    title: str
    uri: str
    facts: tuple[str, ...]
    language: str | None
    score: Score
    counts: str
    cards: Sequence[Card]
    stretches: Sequence[Stretch]
    keeps_lines: bool
    references: Sequence[Source]
    statements: Sequence[Statement]
    summary: str
    lowered: str
    """Why the grade is not that of the sum, where it is not."""
    good: Sequence[str]
    checklist: Sequence[Criterion]
    parts: Sequence[Part]

    @property
    def points(self) -> float:
        return sum(part.points for part in self.parts)


class Page(Struct, frozen=True):
    """The whole page."""

    articles: Sequence[ArticlePage]
    unreadable: Sequence[Unreadable]
    levels: Sequence[Choice]
    families: Sequence[Choice]
    notes: Sequence[str]
    is_complete: bool

    @property
    def title(self) -> str:
        only = self.articles[0] if len(self.articles) == 1 and not self.unreadable else None
        return only.title if only else f"Reports on {count(len(self.articles) + len(self.unreadable), 'article')}"

    @property
    def ranking(self) -> list[ArticlePage]:
        """Worst first, those without a grade last."""
        return sorted(self.articles, key=lambda one: 101.0 if one.score.value is None else one.score.value)

    @property
    def top(self) -> int:
        """The level of the headings that the articles stand under."""
        return 1 if len(self.articles) == 1 and not self.unreadable else 2


def page(results: Results) -> Page:
    """All articles of a run."""
    reports = [report for report in results.reports if isinstance(report, Report)]
    top = 1 if len(results.reports) == 1 else 2
    articles = [_article(report, results, f"a{i}", top) for i, report in enumerate(reports, start=1)]
    found = [card for article in articles for card in article.cards]
    by_level, by_family = Counter(card.level for card in found), Counter(card.family for card in found)
    titles = {rule.family: rule.family_title for rule in results.rules.values()}
    return Page(
        articles=articles,
        unreadable=[report for report in results.reports if isinstance(report, Unreadable)],
        levels=[Choice(level, f"{level}s", by_level[level]) for level in reversed(LEVELS) if by_level[level]],
        families=[Choice(family, titles.get(family, family), by_family[family]) for family in sorted(by_family)],
        notes=[note.message for note in results.run.notifications],
        is_complete=results.run.complete,
    )


def _article(report: Report, results: Results, prefix: str, top: int) -> ArticlePage:
    article = report.audited.article
    document, facts = article.document, article.document.facts
    listed = cards(report, results.rules, prefix)
    sources = Sources(report, prefix)
    prose = Prose(article, listed, sources.names, sources.addresses)
    genre = report.audited.assessment.genre
    words = sum(len(sentence.text.split()) for sentence in article.sentences)
    known = ("" if genre == "unknown" else genre.replace("-", " "), ", ".join(facts.author), facts.published or "")
    return ArticlePage(
        id=prefix,
        title=facts.title or "(no headline)",
        uri="standard input" if document.uri == "-" else document.uri,
        facts=(*(part for part in known if part), count(words, "word")),
        language=facts.language,
        score=report.score,
        counts=levels(finding for finding in report.findings if not finding.suppressed),
        cards=listed,
        stretches=list(prose.stretches(top + 1)),
        keeps_lines=prose.keeps_lines,
        references=sources.references(),
        statements=sources.statements(),
        summary=sourcing(report),
        lowered=lowered(report.score),
        good=good(report),
        checklist=[_criterion(item) for item in report.checklist],
        parts=[
            Part(name, part.value, part.weight, part.value * part.weight / 100, part.explanation)
            for name, part in report.score.components.items()
        ],
    )


def _criterion(item: ChecklistItem) -> Criterion:
    name = item.id.replace("-", " ")
    return Criterion(name[0].upper() + name[1:], _ANSWERS[item.verdict], item.verdict, item.explanation)
