"""The data types that pass between the stages. Imports nothing of the package.

Every `start`/`end` here counts Unicode code points of `Document.text`, the text as a reader sees it, end exclusive.
`text.source_span` turns them into positions of the source file; only the reports need that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

RegionKind = Literal["main", "navigation", "related", "call-to-action", "author-box", "references", "metadata", "other"]
BlockKind = Literal["heading", "paragraph", "list-item", "quote", "code", "table"]
MarkKind = Literal["superscript", "subscript", "link", "footnote", "citation", "emphasis", "strong"]
Genre = Literal["news", "patient-information", "commercial", "opinion", "personal-story", "research", "unknown"]
# Vocabularies read better side by side.
# fmt: off
CitationStyle = Literal[
    "bracket", "parenthesis", "superscript", "glued-superscript", "author-year", "footnote", "hyperlink", "doi", "pmid"
]
NUMBERED: frozenset[CitationStyle] = frozenset(
    ("bracket", "parenthesis", "superscript", "glued-superscript", "footnote")
)
"""The styles whose markers are numbers, no words."""
AttributionKind = Literal["study", "organisation", "expert", "vague"]
Status = Literal["matched", "mismatch", "ambiguous", "not-found", "not-indexable", "unchecked"]
ClaimType = Literal[
    "efficacy", "safety", "prevalence", "mechanism", "regulatory", "cost", "comparison", "guideline", "other"
]
Strength = Literal["none", "correlational", "hedged-causal", "causal"]
VerdictKind = Literal[
    "not-a-claim", "common-knowledge", "contradicted", "overstated", "supported", "weak-source", "cited",
    "attributed", "missing-citation"
]
Design = Literal[
    "systematic-review", "meta-analysis", "guideline", "rct", "non-randomized-trial", "cohort", "case-control",
    "cross-sectional", "case-series", "case-report", "narrative-review", "opinion", "animal", "in-vitro", "other",
    "unknown"
]
Species = Literal["human", "animal", "cell", "unknown"]
Question = Literal["treatment", "harm", "prevalence", "diagnosis", "prognosis"]
SourceType = Literal[
    "article", "preprint", "book", "guideline", "web-page", "news", "press-release", "encyclopaedia", "commercial",
    "other"
]
Issuer = Literal["research", "public-body", "professional-body", "publisher", "seller", "other", "unknown"]
Level = Literal["note", "warning", "error"]
LEVELS: tuple[Level, ...] = ("note", "warning", "error")
SupportKind = Literal["supports", "contradicts", "unclear"]
Exaggeration = Literal["exaggerates", "same", "downplays"]
ContrastKind = Literal["topic", "missing", "number", "group", "population", "direction", "strength", "design"]
Answer = Literal["satisfactory", "not-satisfactory", "not-applicable", "cannot-tell"]
ComponentName = Literal["citations", "sources", "evidence", "balance", "tone", "disclosure"]
Grade = Literal["A", "B", "C", "D", "F"]
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D", "F")
Network = Literal["off", "references", "all"]
SuppressionKind = Literal["comment", "settings", "baseline", "answered", "unchanged"]
# fmt: on

Csl = Mapping[str, Any]
"""One item of CSL-JSON; what is not known is left out."""


class Span(Struct, frozen=True):
    """A stretch of `Document.text`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


# --- ingest ------------------------------------------------------------------------------------------------------


class Block(Span, frozen=True):
    """A heading, a paragraph or one item of a list, without its printed label."""

    kind: BlockKind
    region: RegionKind = "main"
    level: int = 0
    """Of a heading, 1 the highest; of a list item, how deep it is nested."""
    label: str = ""
    """What is printed before a list item: "•", "1.", "[3]"."""


class Mark(Span, frozen=True):
    """Typography that carries meaning: a raised run, a link, a marker of a footnote or citation, emphasis."""

    kind: MarkKind
    target: str = ""
    """Of a link its address, "#name" within the page; of a footnote its name; of a citation its keys, as words."""
    source: tuple[int, int] | None = None
    """Where it lies in the source, its markup included: "[text](address)"."""


class Region(Span, frozen=True):
    """A stretch of the page with what it is to the article."""

    kind: RegionKind


class Comment(Struct, frozen=True):
    """A comment of the source that speaks to the program: `<!-- citecheck: … -->`."""

    told: str
    """What it says, without the name."""
    offset: int
    """Where it stands in `Document.text`, which does not show it."""
    inside: bool
    """Whether the block that it stands in has text before it; else it stands before the next."""
    source: int
    """Where it begins in the source."""


class Facts(Struct, frozen=True):
    """What the article says of itself; None or empty where it does not."""

    title: str | None = None
    author: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601: a year, a year and month, or a day."""
    publisher: str | None = None
    language: str | None = None
    """BCP 47 primary tag; None where the text is too short to tell."""
    address: str | None = None
    """Where the article is published, as its page states it."""

    @property
    def in_english(self) -> bool:
        """Whether claims and wording are judged; a text too short to tell is taken for English."""
        return self.language in (None, "en")


class Document(Struct, frozen=True):
    """One article as read: what stands where, and what is article and what is page."""

    uri: str
    media_type: str
    encoding: str | None
    """None for a file that is no text."""
    sha256: str
    source: str
    """The decoded file, byte order mark removed, newlines untouched."""
    text: str
    """What a reader sees: no markup, entities resolved, newlines as "\\n"."""
    anchors: tuple[tuple[int, int], ...]
    """Pairs (offset in text, offset in source), ascending: between two both run in step. Empty for extracted text."""
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    facts: Facts = Facts()
    places: Mapping[str, int] = field(default_factory=dict)
    """Names that links within the page can point to, and the offset that each stands for."""
    cut_short: bool = False
    """The source ends where it cannot end: what comes last, such as the references, may be missing."""
    pages: tuple[tuple[int, int], ...] = ()
    """Of a file with pages, offsets and the page, from 1, of what follows each."""
    notifications: tuple[Notification, ...] = ()
    comments: tuple[Comment, ...] = ()
    stated: Mapping[int, Csl] = field(default_factory=dict)
    """Of references that the article gives in fields, these, by where the block begins that stands for them."""


# --- parse -------------------------------------------------------------------------------------------------------


class Sentence(Span, frozen=True):
    """A sentence or a list item of the main text."""

    text: str
    """White space collapsed, markers kept."""
    block: int
    """Index of its block in `Document.blocks`."""
    lead_in: int | None = None
    """Index of the sentence that introduces the list this item belongs to, such as "Side effects are:"."""


class Reference(Span, frozen=True):
    """One entry of the reference list."""

    id: str
    label: str | None
    raw: str
    csl: Csl
    below: Span | None = None
    """Of a "Source:" line, the part of the text that it stands below and covers."""


class Citation(Span, frozen=True):
    """A marker in the text that points to references."""

    text: str
    style: CitationStyle
    reference_ids: tuple[str, ...]
    dangling: tuple[str, ...] = ()
    """Labels that the marker prints and the list does not hold."""
    target: str = ""
    """Of a hyperlink, DOI or PMID citation: the address or identifier."""


class Attribution(Span, frozen=True):
    """A study, body or expert named in the text without a reference."""

    text: str
    kind: AttributionKind
    identifiable: bool
    """Whether a reader could find what is meant from what is said."""


class Article(Struct, frozen=True):
    """A document with its sentences, references, citations and attributions."""

    document: Document
    sentences: tuple[Sentence, ...]
    references: tuple[Reference, ...]
    citations: tuple[Citation, ...]
    attributions: tuple[Attribution, ...]
    reference_list: tuple[Span, ...] = ()
    """Where the lists of references lie, their headings included."""

    @property
    def cited(self) -> frozenset[str]:
        """The ids of the references that something of the text rests on."""
        marked = {i for citation in self.citations for i in citation.reference_ids}
        return frozenset(marked | {r.id for r in self.references if r.below})

    def citations_in(self, span: Span) -> list[int]:
        """Indices of the citations that lie in a span."""
        return [i for i, citation in enumerate(self.citations) if span.contains(citation)]


# --- resolve -----------------------------------------------------------------------------------------------------


TAKEN_BACK = frozenset({"retraction", "withdrawal", "removal"})
DOUBTED = frozenset({"expression_of_concern", "partial_retraction"})
REINSTATED = "reinstatement"


class UpdateNotice(Struct, frozen=True):
    """A retraction, correction or the like of a work; `date` is ISO 8601, a year, a month or a day."""

    type: str
    """In Crossref's spelling: `retraction`, `expression_of_concern`, `correction` for errata too."""
    doi: str | None
    date: str | None
    source: str | None


class Work(Struct, frozen=True):
    """A record of an index."""

    csl: Csl
    abstract: str | None = None
    publication_types: tuple[str, ...] = ()
    updates: tuple[UpdateNotice, ...] = ()
    """Each event once."""
    appeared_as: tuple[str, ...] = ()
    """Of a preprint, the DOIs of the papers that came of it."""

    @property
    def doi(self) -> str | None:
        return self.csl.get("DOI")

    @property
    def retractions(self) -> tuple[UpdateNotice, ...]:
        """The notices that take the work back; a corrected work is not a retracted one, nor is a reinstated one."""
        return self._standing(TAKEN_BACK)

    @property
    def concerns(self) -> tuple[UpdateNotice, ...]:
        """The notices that cast doubt on the work, or take a part of it back."""
        return self._standing(DOUBTED)

    @property
    def corrections(self) -> tuple[UpdateNotice, ...]:
        return tuple(notice for notice in self.updates if notice.type == "correction")

    def _standing(self, types: frozenset[str]) -> tuple[UpdateNotice, ...]:
        """Notices that no later reinstatement lifts; where a date is not known, it is taken to have come later."""
        lifted = [notice.date for notice in self.updates if notice.type == REINSTATED]
        return tuple(n for n in self.updates if n.type in types and not any(_is_before(n.date, day) for day in lifted))


def _is_before(one: str | None, other: str | None) -> bool:
    """Whether one date may be before another, as far as both are given: "2020" is before "2020-03"."""
    if not one or not other:
        return True
    known = min(len(one), len(other))
    return one[:known] <= other[:known]


class Difference(Struct, frozen=True):
    """A field in which a reference and its record give different things."""

    field: str
    cited: str
    found: str


class Candidate(Struct, frozen=True):
    """A work that may be the one described."""

    work: Work
    score: float
    """0 to 1."""
    agrees: tuple[str, ...] = ()
    """Where the parts of a reference are of several works: those that are of this one, in CSL's names."""


class Resolution(Struct, frozen=True):
    """What became of the look-up of a reference; CONTRACT's statuses."""

    status: Status
    reason: str
    work: Work | None = None
    score: float | None = None
    source: str | None = None
    differences: tuple[Difference, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    identifier_work: Work | None = None
    failed: bool = False
    """A look-up that was wanted could not be made: the run is then incomplete."""

    @property
    def doi(self) -> str | None:
        return self.work.doi if self.work else None

    @property
    def mixed(self) -> bool:
        """Whether parts of the reference are of one work, and others are not."""
        return any(candidate.agrees for candidate in self.candidates)


class HeldSource(Struct, frozen=True):
    """A source that the writer has on disk, read whole."""

    name: str
    """Of its file."""
    text: str
    title: str
    identifiers: frozenset[str]
    """Those that stand at its head, "doi:…" and "pmid:…", folded."""
    pages: tuple[tuple[int, int], ...] = ()
    """As those of its document; empty where the file has none."""

    def page_of(self, offset: int) -> int | None:
        """The page on which something stands, from 1."""
        return next((page for start, page in reversed(self.pages) if start <= offset), None)


# --- assess ------------------------------------------------------------------------------------------------------


class Claim(Struct, frozen=True):
    """What a sentence says."""

    is_claim: bool
    type: ClaimType | None
    check_worthiness: float
    """0 to 1: how much a reader needs a source for it, to rank by."""
    strength: Strength
    common_knowledge: bool
    reason: str
    needs_source: bool = False
    """Whether a reader needs one, where nothing else stands behind it."""


class Scope(Span, frozen=True):
    """The stretch of text that a citation covers."""

    reason: str


class Evidence(Struct, frozen=True):
    """What kind of source a reference is; terms of OCEBM and the contract."""

    design: Design
    source_type: SourceType
    issuer: Issuer
    species: Species = "unknown"
    sample_size: int | None = None
    level: tuple[Question, int] | None = None
    """The question and the OCEBM 2011 level of this design for it, 1 (highest) to 5."""
    retracted: bool = False
    confidence: float = 0.5
    population: str | None = None
    """Who took part, in the words of the abstract or the title."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """By the name of the field, what decided it: the words, the type, the address."""


class Contrast(Struct, frozen=True):
    """A point in which a claim goes beyond its source or differs from it, with the words of both."""

    kind: ContrastKind
    words: str
    """Of the claim."""
    quote: str
    """Of the source; empty where it says nothing of it."""
    message: str
    """What the source does, to follow "the abstract"."""
    confidence: float
    """0 to 1."""


class NumberCheck(Struct, frozen=True):
    """A figure of a claim, and whether its source has it."""

    value: str
    found: bool


class Support(Struct, frozen=True):
    """What a source says to a claim."""

    verdict: SupportKind
    exaggeration: Exaggeration
    strength: Strength
    """Of the claim."""
    source_strength: Strength
    """Of the source's conclusion on it."""
    numbers: tuple[NumberCheck, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    quote: str = ""
    """The words of the source that are nearest to the claim."""
    reasons: tuple[str, ...] = ()
    reference_id: str | None = None
    """The reference that was compared with; None where a study is only named."""
    where: str = "the abstract"
    """What was compared with: the abstract, or the writer's own file by its name."""


class Verdict(Struct, frozen=True):
    """What a sentence claims against what stands behind it."""

    kind: VerdictKind
    reason: str
    reference_ids: tuple[str, ...] = ()
    attribution: int | None = None
    """Index of the attribution that stands in for a reference."""


class ChecklistItem(Struct, frozen=True):
    """One criterion of the checklist; `score` 0 to 1."""

    id: str
    verdict: Answer
    explanation: str
    score: float | None = None
    start: int | None = None
    end: int | None = None


class Suggestion(Struct, frozen=True):
    """A work that may stand behind a sentence without a source. It has to be read before it is cited."""

    work: Work
    evidence: Evidence
    reason: str
    known: bool
    """Whether the article names or cites it already."""
    contrary: bool
    """Whether its own conclusion speaks against an effect."""


class Told(Struct, frozen=True):
    """One place where an article tells its readers something, with the words that tell it."""

    words: str
    start: int | None = None
    end: int | None = None
    """Of the sentence; None where the page says it outside of the article, as it does its author and date."""


class Decision(Struct, frozen=True):
    """What one agency has decided on a treatment."""

    agency: str
    status: Literal["approved", "cleared", "registered", "not-approved"]
    of: str
    """For what, or of what there is no decision; reads on after "approved for" or "not approved"."""
    source: str
    """Title of the page or label that says so."""
    address: str


class Treatment(Struct, frozen=True):
    """A treatment that an article is about, with what agencies have decided."""

    name: str
    known: str
    """ISO 8601: the day up to which this is known."""
    decisions: tuple[Decision, ...]
    named: tuple[int, ...] = ()
    """Indices of the sentences that name it."""
    outside: Told | None = None
    """Where the article says that it works for something outside of every approval."""


class Assessment(Struct, frozen=True):
    """What the sentences claim and what stands behind them; `claims`, `verdicts`, `support` in step with them."""

    genre: Genre
    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]
    scopes: tuple[Scope, ...]
    """In step with the citations."""
    evidence: Mapping[str, Evidence]
    """By reference id."""
    support: tuple[Support | None, ...]
    """What the cited sources say; None where nothing is cited, or nothing is known of what it says."""
    disowned: frozenset[str] = frozenset()
    """The ids of references that the article itself speaks of as retracted: citing them is no fault."""
    others: frozenset[int] = frozenset()
    """Indices of the sentences that say what others claim, or what the article denies."""
    genre_reasons: tuple[str, ...] = ()
    """What tells the genre, the weightiest first."""
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    """By topic, what the article tells its readers: harms, costs, alternatives, who wrote it; empty where nothing."""
    treatments: tuple[Treatment, ...] = ()
    """The treatments with a known status that the article is about."""


class Audited(Struct, frozen=True):
    """All that the rules look at."""

    article: Article
    resolutions: Mapping[str, Resolution]
    assessment: Assessment
    named: Mapping[int, Resolution] = field(default_factory=dict)
    """By the index of the attribution: the works that studies named in the text were found to be, or may be."""
    suggestions: Mapping[int, tuple[Suggestion, ...]] = field(default_factory=dict)
    """By the index of the sentence, where it needs a source and suggestions are wanted."""
    reported: Mapping[str, Suggestion] = field(default_factory=dict)
    """By the id of a reference to a press release or a news item: the study that it seems to report."""


# --- rules and report --------------------------------------------------------------------------------------------


class Related(Span, frozen=True):
    """Another place that belongs to a finding."""

    message: str


class Fix(Span, frozen=True):
    """What would mend a finding, put in place of the span."""

    replacement: str


class Suppression(Struct, frozen=True):
    """Why a finding is not shown: the author took it back, or it was there before."""

    kind: SuppressionKind
    reason: str


class Finding(Struct, frozen=True):
    """A lead: where, why and how to mend it. A finding about the whole article has no positions."""

    rule_id: str
    name: str
    level: Level
    confidence: float
    message: str
    start: int | None = None
    end: int | None = None
    remedy: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    suppressed: bool = False
    weight: float = 0.0
    """0 to 1: how much is at stake, for the order within one level."""
    suggestions: tuple[Suggestion, ...] = ()
    """Works to read; never part of a fix."""
    fingerprint: str = ""
    """By which it is known again after edits elsewhere in the article."""
    suppression: Suppression | None = None
    """Of a suppressed one, how and why."""


class Component(Struct, frozen=True):
    """One part of the grade: `value` and `weight` 0 to 100."""

    value: float
    weight: float
    explanation: str


class Score(Struct, frozen=True):
    """The grade of an article with its arithmetic."""

    grade: Grade | None
    value: float | None
    reason: str | None = None
    components: Mapping[str, Component] = field(default_factory=dict)
    raise_by: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """What the components bring together; of an article without any source less of it counts."""
        return sum(part.value * part.weight / 100 for part in self.components.values())


class Notification(Struct, frozen=True):
    """A remark on the run, not on the article."""

    level: Level
    message: str


class Report(Struct, frozen=True):
    """One article, audited."""

    audited: Audited
    findings: tuple[Finding, ...]
    checklist: tuple[ChecklistItem, ...]
    score: Score
    notifications: tuple[Notification, ...] = ()
    """Remarks on how the article was audited, such as a suppression that nothing needs any more."""


class Unreadable(Struct, frozen=True):
    """A source that could not be read, in one clear sentence."""

    uri: str
    error: str


class Run(Struct, frozen=True):
    """What happened while auditing."""

    complete: bool
    network: Network
    duration_s: float
    requests: Mapping[str, int] = field(default_factory=dict)
    cache_hits: int = 0
    notifications: Sequence[Notification] = ()
