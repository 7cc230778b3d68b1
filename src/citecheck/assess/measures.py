"""What the grade is made of: for each statement that needs a source, what stands behind it; and what the article tells.

Everything here can only grow with what makes an article better. A further source takes nothing away, since of each
statement the best one counts; a harm, a limit, a price or the advice to see a doctor needs no source; a sentence that
sells earns nothing, so that nothing is lost with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from citecheck.assess.checklist import how_far
from citecheck.assess.content import owes_no_source
from citecheck.assess.relevance import can_be_about
from citecheck.expressions import expression
from citecheck.model import Article, Attribution, Audited, Evidence, Finding, Sentence, Status, Verdict

BALANCE = ("harms", "evidence-quality", "benefits", "alternatives", "costs", "availability", "novelty")
"""What a balanced article tells, all alike, in any genre; nobody has to tell all of it to the full."""
_FOUND: Mapping[Status, float] = {
    "matched": 1.0,
    "unchecked": 0.8,
    "not-indexable": 0.6,
    "ambiguous": 0.6,
    "mismatch": 0.3,
    "not-found": 0.0,
}
"""How well a reader can follow a reference, by what its look-up came to."""
_REVIEWED, _REPORTED = 0.25, 0.5
"""What stands behind each statement of an article with a stated editorial process, and of one that names the study it
reports, wherever it does."""
_LEAST_WORTH = 0.25
"""What a sourced statement counts at least."""
_OFFERS = frozenset({"PRO007", "PRO008"})
"""Rules on the wording of offers and calls to act."""
_WORD = expression(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
"""No number: the marker of a citation is no word."""
_NAME = expression(r"\b[A-ZÀ-Þ][\w'’-]+")
_SHORT = 300
"""Words: a shorter text is taken as one of so many, or one cheerful word would be all of its tone."""


class Backing(Struct, frozen=True):
    """What stands behind one statement; all but `worth` from 0 to 1."""

    worth: float
    """Its check-worthiness."""
    sourced: float = 0.0
    """Whether it has a source."""
    findable: float = 0.0
    """How well a reader can follow the best of them."""
    strength: float = 0.0
    """How strong the best of them is for what is said."""
    unchecked: bool = False
    """Whether it rests on references alone that nobody looked up."""
    owed: bool = True
    """Whether it needs a source. One that needs none and has one counts to the good, and never against."""


class Measures(Struct, frozen=True):
    """All that the grade looks at; each can be changed, to see what it would bring."""

    backings: tuple[Backing, ...]
    """One a statement that needs a source."""
    unsound: int
    """References that are taken back, lead to another work or are nowhere to be found; and markers without one."""
    any_source: bool
    """A reference, a link, a name that a reader can follow, or a stated editorial process."""
    told: Mapping[str, float]
    """By criterion of the checklist how far it is met, 0 to 1."""
    promotion: float
    """Promotional findings by weight per 1,000 words of the other text."""
    author: bool
    credentials: bool
    date: bool
    disclosed: bool


def measure(audited: Audited, findings: Sequence[Finding]) -> Measures:
    """The measures of one article. A sentence with promotional wording earns nothing of what else it tells."""
    article, assessment = audited.article, audited.assessment
    selling = [f for f in findings if f.rule_id.startswith("PRO") and not f.suppressed and f.start is not None]
    starts = {s.start for s in article.sentences if any(s.start <= f.start < s.end for f in selling if f.start)}
    told = {
        topic: [place for place in places if place.start not in starts] for topic, places in assessment.told.items()
    }
    reviewed = bool(told.get("reviewed"))
    topic = _topic(article)
    backings = tuple(_backings(audited, topic, starts, reviewed=reviewed))
    return Measures(
        backings=backings,
        unsound=_unsound(audited),
        any_source=reviewed or _any_source(audited, topic, starts),
        told={criterion: how_far(criterion, told).score for criterion in (*BALANCE, "funding")},
        promotion=_promotion(audited, selling, starts),
        author=bool(article.document.facts.author),
        credentials=bool(told.get("credentials")),
        date=bool(article.document.facts.published) or reviewed,
        disclosed=bool(told.get("disclosure") or told.get("ownership")),
    )


def _promotion(audited: Audited, selling: Sequence[Finding], starts: set[int]) -> float:
    """Counted over the words of the other sentences: to strike a selling sentence then never makes it denser.

    A price and the advice to make an appointment may be worded as an advertisement words them: that costs nothing.
    """
    sentences = audited.article.sentences
    frank = [s for s in sentences if s.start in starts and owes_no_source(s.text)]
    words = sum(len(_WORD.findall(s.text)) for s in sentences if s.start not in starts)
    offers = [f for f in selling if f.rule_id in _OFFERS and any(s.start <= (f.start or 0) < s.end for s in frank)]
    counted = (f for f in selling if f.level != "note" and f not in offers)
    return 1000 * sum(0.5 + f.weight for f in counted) / max(words, _SHORT)


def _unsound(audited: Audited) -> int:
    """Works that the article itself speaks of as retracted are none of them. An entry that stands twice is one."""
    article, assessment = audited.article, audited.assessment
    unsound = {
        reference.raw
        for reference in article.references
        if audited.resolutions[reference.id].status in ("mismatch", "not-found")
        or (assessment.evidence[reference.id].retracted and reference.id not in assessment.disowned)
    }
    return len(unsound) + len({label for citation in article.citations for label in citation.dangling})


def _any_source(audited: Audited, topic: _Topic, starts: set[int]) -> bool:
    """Whether there is any: a reference that can be one, a link, a name that a reader can follow."""
    article = audited.article
    if any(_is_usable(audited, topic, reference.id) for reference in article.references):
        return True
    if _named(audited, starts):
        return True
    return any(c.target for c in article.citations if not _within(audited, c.start, starts))


def _named(audited: Audited, starts: set[int]) -> list[Attribution]:
    """What a reader can identify outside of the sentences that sell.

    A surname alone is identified by the full name elsewhere, which has to be outside of them too.
    """
    kept = [a for a in audited.article.attributions if a.identifiable and not _within(audited, a.start, starts)]
    names = [(a, set(_NAME.findall(a.text))) for a in kept]
    full = [words for _, words in names if len(words) > 1]
    return [a for a, words in names if a.kind != "expert" or len(words) > 1 or any(words <= more for more in full)]


def _within(audited: Audited, offset: int, starts: set[int]) -> bool:
    return any(s.start in starts and s.start <= offset < s.end for s in audited.article.sentences)


def _backings(audited: Audited, topic: _Topic, starts: set[int], *, reviewed: bool) -> Iterator[Backing]:
    named = _named(audited, starts)
    reported = _REPORTED if any(a.kind == "study" for a in named) else 0.0
    floor = max(reported, _REVIEWED if reviewed else 0.0)
    assessment = audited.assessment
    for sentence, claim, verdict in zip(audited.article.sentences, assessment.claims, assessment.verdicts, strict=True):
        if not claim.is_claim:
            continue
        owed = claim.needs_source and not any(map(owes_no_source, _introduced(audited.article, sentence)))
        worth = max(claim.check_worthiness, _LEAST_WORTH)
        cited = _cited(audited, topic, sentence, verdict, worth)
        if sentence.start in starts:
            # Sold with a source or without: what is struck must not have earned anything.
            if owed and not cited.sourced:
                yield cited
            continue
        backing = _best(cited, _attributed(audited, sentence, named, worth))
        if owed:
            yield _best(backing, Backing(worth, floor, floor, reported))
        elif backing.sourced:
            yield replace(backing, owed=False)


def _introduced(article: Article, sentence: Sentence) -> Iterator[str]:
    """A sentence, and of a list item the lead-in: what stands under "Side effects include:" is a harm."""
    yield sentence.text
    if sentence.lead_in is not None:
        yield article.sentences[sentence.lead_in].text


def _best(one: Backing, other: Backing) -> Backing:
    """What stands behind a statement by the better of two, in each respect: more of it never takes from it."""
    return Backing(
        one.worth,
        max(one.sourced, other.sourced),
        max(one.findable, other.findable),
        max(one.strength, other.strength),
        one.unchecked,
    )


def _cited(audited: Audited, topic: _Topic, sentence: Sentence, verdict: Verdict, worth: float) -> Backing:
    """By the references and links of the sentence."""
    if verdict.kind not in ("cited", "supported", "weak-source"):
        return Backing(worth)
    if not verdict.reference_ids:
        return Backing(worth, 0.9, 0.8, 0.3)
    document = audited.article.document
    block = document.blocks[sentence.block]
    near = (sentence.text, document.text[block.start : block.end])
    usable = [i for i in verdict.reference_ids if _is_usable(audited, topic, i, near)]
    if not usable:
        return Backing(worth)
    statuses = [audited.resolutions[i].status for i in usable]
    return Backing(
        worth,
        0.5 if verdict.kind == "weak-source" else 1.0,
        max(_FOUND[status] for status in statuses),
        max(_of_evidence(audited.assessment.evidence[i]) for i in usable),
        all(status == "unchecked" for status in statuses),
    )


def _attributed(audited: Audited, sentence: Sentence, named: Sequence[Attribution], worth: float) -> Backing:
    """By what the sentence names; of a study, by what its paragraph has named. Other paragraphs may stand elsewhere."""
    block = audited.article.document.blocks[sentence.block]
    own = [a for a in named if sentence.contains(a)]
    if any(a.kind == "study" and block.start <= a.start < sentence.end for a in named):
        return Backing(worth, 0.8, 0.6, 0.7)
    return Backing(worth, 0.8, 0.4, 0.4) if own else Backing(worth)


def _is_usable(audited: Audited, topic: _Topic, reference_id: str, near: tuple[str, ...] = ()) -> bool:
    """Whether a reference can stand behind a statement: not taken back, not missing, not about something else.

    What is said of a retracted work as such may well name it.
    """
    evidence, resolution = audited.assessment.evidence.get(reference_id), audited.resolutions.get(reference_id)
    if evidence is None or resolution is None or not _FOUND[resolution.status]:
        return False
    if evidence.retracted and reference_id not in audited.assessment.disowned:
        return False
    title = str(resolution.work.csl.get("title", "")) if resolution.work else ""
    return can_be_about(title, (*near, topic.names), topic.whole)


class _Topic(Struct, frozen=True):
    """What tells what an article is about."""

    names: str
    """The title and the headings: they tell it wherever a sentence stands."""
    whole: str
    """These, and all sentences."""


def _topic(article: Article) -> _Topic:
    document = article.document
    headings = [b for b in document.blocks if b.kind == "heading" and b.region == "main"]
    told = [document.text[b.start : b.end] for b in headings if not any(s.overlaps(b) for s in article.reference_list)]
    names = " ".join([document.facts.title or "", *told])
    return _Topic(names, " ".join([names, *(s.text for s in article.sentences)]))


def _of_evidence(evidence: Evidence) -> float:
    if evidence.retracted:
        return 0.0
    if evidence.level:
        return {1: 1.0, 2: 1.0, 3: 0.8, 4: 0.6, 5: 0.4}[evidence.level[1]]
    if evidence.source_type not in ("article", "preprint", "guideline"):
        return 0.6 if evidence.issuer in ("public-body", "professional-body") else 0.25
    return {
        "guideline": 0.9,
        "systematic-review": 1.0,
        "meta-analysis": 1.0,
        "narrative-review": 0.7,
        "opinion": 0.3,
    }.get(evidence.design, 0.6)
