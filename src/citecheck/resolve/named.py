"""Which work a study is that the text names without a reference: "my team's new meta-analysis in the journal …".

A work is put forward for what it shares with what is said: journal, author, topic, date and design. Titles of one topic
are many, so that the topic alone never names a work, and another journal, author, date or design than the one that is
named speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.journals import is_journal, same_journal
from citecheck.model import Article, Attribution, Candidate, Resolution, Sentence, Work
from citecheck.resolve.interface import LeftOpen, LookupFailed, WorkSource
from citecheck.resolve.judge import is_same
from citecheck.resolve.records import years
from citecheck.resolve.searches import Found, search_local, search_online
from citecheck.text import fold
from citecheck.topics import Topic, telling_words, topic_of

if TYPE_CHECKING:
    from citecheck.resolve.online.session import Session

_WEIGHTS = {"container-title": 0.35, "author": 0.25, "title": 0.2, "issued": 0.15, "genre": 0.05}
"""What each agreement counts towards the score; 1 where all agree. Set by hand: it orders and does not decide."""
_SAID = {
    "container-title": "journal",
    "author": "author",
    "title": "topic",
    "issued": "date",
    "genre": "design",
}
_MOST = 3
"""Candidates that are named."""
_RECENT, _FRESH = 2, 1
"""Years before the article in which a study came out that it speaks of, or that it says came out this week."""
_TELLING, _TELLING_SHARE = 3, 0.6
"""Words of a title, and how many of all, that have to stand near a study whose topic has no name that is known."""
_OWN = expression(r"\b(?:my|our|we)\b", re.IGNORECASE)
_OWN_BEFORE = expression(r"\b(?:my|our)\s(?:[\w'’\-]+\s){0,3}$", re.IGNORECASE)
_NEW = expression(
    r"\b(?:new|newly|just|recent|recently|latest|this (?:week|month|year)|today|yesterday)\b", re.IGNORECASE
)
_THIS_WEEK = expression(
    r"\b(?:just|today|yesterday|this (?:week|month)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", re.IGNORECASE
)
_ACRONYM = expression(r"\b[A-Z][A-Z0-9]{3,}(?:[\- ]\d{1,2})?\b")
"""What a trial is called: "TIDELAND", "STEP 1"; three letters are too often a disease."""
_NO_STUDY = expression(
    r"\bprotocol\b|rationale and design|baseline characteristics"
    r"|^(?:retraction|correction|erratum|comment|reply|letter)\b|\bcomment$",
    re.IGNORECASE,
)
"""Titles of what is published around a study, which holds none of its findings."""
_YEAR = expression(r"(?<![\d,.])(?:19[5-9]|20[0-4])\d(?![\d,.]\d)")
_CAP = r"[A-ZÀ-Þ][\w'’&\-]*"
_PLACE = expression(
    r"\b(?:(?P<published>(?:published|appear(?:ed|s|ing)|printed)\s(?:[\w\-]+\s){0,3}(?:in|by))|in|by|of)\s(?:the\s)?"
    r"(?P<said>journals?\s)?(?:the\s)?[“\"‘*_]{0,2}"
    rf"(?P<name>{_CAP}(?:\s(?:(?:of|for|and|on|in|de|&)\s(?:the\s)?)?{_CAP}){{0,8}})"
)
_WHEN = expression(
    r"\s(?:on|in|of)\s(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b.*"
)
"""When it came out, behind the name of the journal."""
_BEHIND = expression(
    r"\s(?:et al|and (?:colleagues|co-?workers)|['’]s (?:team|group|lab))|['’]s\s(?:team|group|lab|study)"
)
_DESIGNS: Mapping[str, re.Pattern[str]] = {
    "meta-analysis": expression(r"meta-?\s?analy", re.IGNORECASE),
    "review": expression(r"\breviews?\b", re.IGNORECASE),
    "trial": expression(r"\btrials?\b|randomi[sz]ed", re.IGNORECASE),
    "cohort": expression(r"\bcohort\b|follow-up", re.IGNORECASE),
    "survey": expression(r"\bsurveys?\b|cross-sectional", re.IGNORECASE),
    "case": expression(r"\bcase (?:reports?|series|histor)", re.IGNORECASE),
}
_WORD = expression(r"[^\W\d_][\w’'-]*")


class _Named(Struct, frozen=True, dict=True):
    """What the text says of a study."""

    attribution: Attribution
    before: str
    """What stands before it in its sentence."""
    sentence: str
    around: str
    """The sentence with its neighbours and the headline."""
    authors: tuple[str, ...]
    """Those of the article, where it tells of a study of their own."""
    published: int | None
    """The article's year."""

    @cached_property
    def own(self) -> bool:
        return bool(_OWN.search(self.attribution.text) or _OWN_BEFORE.search(self.before))

    @cached_property
    def journal(self) -> str | None:
        return _journal(self.attribution.text) or _journal(self.sentence)

    @cached_property
    def topic(self) -> Topic:
        return topic_of(self.around)

    @cached_property
    def year(self) -> int | None:
        """The one that is printed with the study."""
        printed = _YEAR.findall(self.attribution.text) or _YEAR.findall(self.sentence)
        return int(printed[0]) if len(printed) == 1 else None

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """What the study itself is called."""
        said = self.attribution.text.replace(self.journal or "\0", " ")
        return frozenset(_ACRONYM.findall(said)) if not said.isupper() else frozenset()

    @cached_property
    def recent(self) -> int:
        return _FRESH if _THIS_WEEK.search(self.sentence) else _RECENT

    @cached_property
    def is_news(self) -> bool:
        return _NEW.search(self.sentence) is not None

    @cached_property
    def designs(self) -> frozenset[str]:
        return _designs(self.attribution.text)

    @property
    def terms(self) -> str:
        """What it is looked for by: names and topic, and no words of the text in their order."""
        surnames = [word for name in self.authors for word in _without_degrees(name).split()[-1:]] if self.own else []
        # Without its small words even a long name is no five words in a row of the text.
        journal = [word for word in (self.journal or "").split() if word[0].isupper()]
        return " ".join([*sorted(self.topic.names), *sorted(self.acronyms), *sorted(self.designs), *surnames, *journal])


class _Judged(Struct, frozen=True):
    found: Found
    agrees: tuple[str, ...]
    """What the text and the record say alike, in CSL's names; "genre" is the design."""
    sure: bool

    @property
    def score(self) -> float:
        return round(sum(_WEIGHTS[one] for one in self.agrees), 4)

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.found.work, self.score, self.agrees)


def look_up_named(article: Article, sources: Sequence[WorkSource], session: Session | None) -> Mapping[int, Resolution]:
    """As `resolve_named`, with somewhere to look."""
    told = {i: named for i, a in enumerate(article.attributions) if a.kind == "study" and (named := _told(article, a))}
    found = {i: _resolved(named, search_local(named.terms, sources)) for i, named in told.items() if _is_told(named)}
    wanted = [i for i, one in found.items() if (one is None or one.status != "matched") and told[i].journal]
    if session and wanted:
        main_text = [sentence.text for sentence in article.sentences]
        answers = search_online([told[i].terms for i in wanted], session, main_text)
        found |= {i: _asked(told[i], answer) or found[i] for i, answer in zip(wanted, answers, strict=True)}
    resolved = {i: one for i, one in found.items() if one}
    return dict(sorted((resolved | _inherited(told, resolved)).items()))


def _told(article: Article, attribution: Attribution) -> _Named | None:
    at = next((i for i, s in enumerate(article.sentences) if s.start <= attribution.start < s.end), None)
    if at is None:
        return None
    facts, sentences = article.document.facts, article.sentences
    near: Sequence[Sentence] = sentences[max(0, at - 1) : at + 2]
    around = " . ".join([facts.title or "", *(sentence.text for sentence in near)])
    year = int(facts.published[:4]) if facts.published else None
    before = article.document.text[sentences[at].start : attribution.start]
    return _Named(attribution, before, sentences[at].text, around, facts.author, year)


def _is_told(named: _Named) -> bool:
    """Whether enough is said to look for it."""
    return bool(named.journal or named.acronyms or (named.own and named.authors))


def _resolved(named: _Named, found: Sequence[Found]) -> Resolution | None:
    judged = sorted((one for f in found if (one := _judged(named, f))), key=lambda one: -one.score)
    if not judged:
        return None
    best = next((one for one in judged if one.sure), judged[0])
    rivals = [one for one in judged if one.sure and not is_same(one.found.work, best.found.work)]
    said = _list([_SAID[one] for one in best.agrees])
    if best.sure and not rivals:
        reason = f"{said} agree with this work, and with no other that was found"
        return Resolution("matched", reason, best.found.work, best.score, best.found.source)
    reason = (
        "several works fit what is said of it"
        if len(judged) > 1
        else f"{said} agree with this work; too little is said to tell whether it is the one"
    )
    return Resolution("ambiguous", reason, score=best.score, candidates=tuple(j.candidate for j in judged[:_MOST]))


def _asked(named: _Named, answer: Sequence[Found] | LookupFailed) -> Resolution | None:
    if isinstance(answer, LeftOpen):
        return None
    if isinstance(answer, LookupFailed):
        return Resolution("unchecked", f"the look-up failed: {answer.reason}", failed=True)
    return _resolved(named, answer)


def _judged(named: _Named, found: Found) -> _Judged | None:
    """How far a work is the study that is named; None where something speaks against it or too little for it."""
    work = found.work
    title = str(work.csl.get("title", ""))
    of_journal, by_author = _of_journal(named, work), _by_author(named, work)
    about, dated, designed = _is_about(named, title), _dated(named, work), _designed(named, title)
    if False in (of_journal, by_author, dated, designed) or _NO_STUDY.search(title):
        return None
    told = {
        "container-title": of_journal,
        "author": by_author,
        "title": about,
        "issued": dated,
        "genre": designed,
    }
    agrees = tuple(name for name, agreed in told.items() if agreed)
    # Whoever writes about a study of this author in this journal means one of this treatment or condition.
    near = not named.topic.names.isdisjoint(topic_of(title).names)
    if of_journal and (about or (by_author and near)):
        return _Judged(found, agrees, sure=bool(dated))
    told_apart = by_author or _is_called(named, title)
    return _Judged(found, agrees, sure=False) if told_apart and about and dated else None


def _of_journal(named: _Named, work: Work) -> bool | None:
    if not named.journal:
        return None
    names = [str(work.csl[key]) for key in ("container-title", "container-title-short") if work.csl.get(key)]
    return any(same_journal(named.journal, name) for name in names) if names else None


def _by_author(named: _Named, work: Work) -> bool | None:
    """Whether an author of the article, or one who is named with the study, is an author of the work."""
    authors = [name for name in work.csl.get("author") or () if name.get("family")]
    if any(_is_named(name, named.sentence) for name in authors):
        return True
    if not (named.own and named.authors and authors):
        return None
    return any(_is_person(printed, name) for printed in named.authors for name in authors)


def _is_person(printed: str, name: Mapping[str, str]) -> bool:
    """Whether a name as printed ("C. Michael White, PharmD") is that of an author."""
    own, family = fold(_without_degrees(printed)), fold(name["family"])
    if not own.endswith(family) or not own.removesuffix(family).endswith((" ", ".")):
        return False
    given = fold(name.get("given", ""))
    return not given or given[0] in {word[0] for word in own.removesuffix(family).split()}


def _is_named(name: Mapping[str, str], sentence: str) -> bool:
    """Whether a sentence names an author: with a given name or a title before the family name, or others behind it."""
    if name["family"] not in sentence:
        return False
    given = name.get("given", "")
    for at in re.finditer(rf"(?<!\w){re.escape(name['family'])}(?!\w)", sentence):
        before = _WORD.findall(sentence[max(0, at.start() - 30) : at.start()].rpartition(",")[2])
        led = before and (
            before[-1] in ("Dr", "Prof", "Professor") or (given and before[-1][0] == given[0] and len(before[-1]) > 1)
        )
        if led or _BEHIND.match(sentence, at.end()):
            return True
    return False


def _is_about(named: _Named, title: str) -> bool:
    """Whether the title bears the study's name, or most of what it is about stands near where the study is named."""
    if named.topic.overlaps(topic_of(title)) or _is_called(named, title):
        return True
    # Of what topics.toml does not know, the words themselves have to do.
    words = telling_words(title)
    told = words & telling_words(named.around)
    return not topic_of(title).names and len(told) >= _TELLING and len(told) >= _TELLING_SHARE * len(words)


def _is_called(named: _Named, title: str) -> bool:
    return not named.acronyms.isdisjoint(_ACRONYM.findall(title))


def _dated(named: _Named, work: Work) -> bool | None:
    """Whether it came out in the year that is printed, else shortly before the article; None where nobody can tell."""
    out = years(work)
    if not out:
        return None
    if named.year:
        return named.year in out
    if not named.published:
        return None
    if any(named.published - named.recent <= year <= named.published for year in out):
        return True
    # An article may tell of an old study, unless it tells of it as news; of one to come none can.
    return False if named.is_news or min(out) > named.published else None


def _designed(named: _Named, title: str) -> bool | None:
    designs = _designs(title)
    return not named.designs.isdisjoint(designs) if named.designs and designs else None


def _designs(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _DESIGNS.items() if pattern.search(text))


def _journal(text: str) -> str | None:
    """The journal that a text says a study came out in: a known one, or what is called one or published in."""
    for place in _PLACE.finditer(text):
        name = _WHEN.sub("", place["name"])
        if place["said"] or place["published"] or is_journal(name):
            return name
    return None


def _without_degrees(printed: str) -> str:
    """A name as it is printed, without what stands behind the comma: "Ana Roe, MD"."""
    return printed.partition(",")[0]


def _inherited(told: Mapping[int, _Named], resolved: Mapping[int, Resolution]) -> dict[int, Resolution]:
    """What is said of a study that was named in another place: "We analysed …", "the trial, led by Dr Roe, …"."""
    works = {one.doi: i for i, one in resolved.items() if one.status == "matched" and one.work and one.doi}
    found: dict[int, Resolution] = {}
    for i, named in told.items():
        if named.journal or i in works.values():
            continue
        meant = [at for at in works.values() if _goes_on(named, told[at], resolved[at])]
        if len(meant) == 1:
            found[i] = replace(resolved[meant[0]], reason="the study that the text names in another place")
    return found


def _goes_on(named: _Named, before: _Named, resolution: Resolution) -> bool:
    """Whether both are the authors' own study, or one of its authors is named here."""
    authors = resolution.work.csl.get("author", ()) if resolution.work else ()
    by_name = any(_is_named(name, named.sentence) for name in authors if name.get("family"))
    return (named.own and before.own) or by_name


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
