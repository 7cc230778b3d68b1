"""What a sentence says: claim or not, of which type, how strongly, and how much a reader needs a source for it.

Rules over word lists (claims.toml) say why a sentence claims nothing, of which type it is and what is common
knowledge; linear models (linear.py) say how strongly it is put and how much a source is wanted. A sentence is judged
alone; what its neighbours, its heading and its citations add is the business of verdicts.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from citecheck.assess import linear, posts
from citecheck.assess.cues import Cue, features, find_cues, mentions
from citecheck.expressions import expression
from citecheck.lexicon import Hit, Token, tokens, word_list
from citecheck.model import Claim, ClaimType, Strength
from citecheck.text import lowered, typed

_DATA = Path(__file__).with_name("claims.toml")
_REMARKS = Path(__file__).with_name("remarks.toml")
NEEDS_SOURCE = 0.4
"""Weight by the rules from which a reader needs a source."""
_DOUBTFUL, _DOUBTFUL_OF_STUDY = 0.28, 0.235
"""Check-worthiness by the models below which a sentence is left alone, whatever the rules say.

Where it tells of a study, a reader asks sooner for it."""
_PLAIN = 0.94
"""Check-worthiness by the models from which a reader needs a source, though the rules see nothing in the sentence."""
_FIGURE = 0.55
"""The same for a sentence that gives a figure."""
_DEFINITION = "a definition or a description that nobody contests"
_NO_CLAIM, _COMMON = 0.6, 0.85
"""What is left of the check-worthiness where the rules see no claim, and common knowledge."""
_POST = 0.03
"""Probability from which a sentence that stands alone is read as a post, though no link, name or tag is in it."""
_CLAIM, _CLAIM_IN_POST = 0.1, 0.5
"""Probability from which a sentence claims something. The rules are made for prose; posts are left to their
model, for which training finds the point where chances are even."""
_STRENGTHS: tuple[Strength, ...] = ("none", "correlational", "hedged-causal", "causal")
_CAUSAL = frozenset("cause effect act acted change effective upsrisk lower".split())
_TOLD_BY: dict[Strength, frozenset[str]] = {
    "none": frozenset(),
    "correlational": frozenset("assoc predict risky likely comp".split()),
    "hedged-causal": _CAUSAL | {"may", "would"},
    "causal": _CAUSAL,
}
"""Cues that decide a strength."""
_PHRASE = 5
"""Words: a longer item of a list says something of its own."""
_WEIGHTS: dict[ClaimType, float] = {
    "efficacy": 0.45,
    "safety": 0.42,
    "mechanism": 0.4,
    "regulatory": 0.45,
    "prevalence": 0.35,
    "guideline": 0.4,
    "comparison": 0.3,
    "cost": 0.25,
}
_SLIGHT = 0.3
"""Weight of words of harm that are as often those of a disease."""
_EXPLAINS = 3
"""Words of mechanism in a remark on an organisation; more of them explain how a body works."""
_COUNTED = (
    "percent|per cent|million|billion|times|fold|mg|mcg|µg|g|iu|ml|kg|pounds|patients|people|participants|adults|women"
    "|men|children|weeks?|days?|months?|years?|hours?|minutes?|points?|trials?|studies|cases|deaths"
)
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|half|\d+)"
_SPELLED = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety)"
)
_NUMBER = expression(
    rf"\d+(?:[.,]\d+)?\s?(?:%|(?:{_COUNTED})\b)|\b{_SMALL}\s(?:in|out\sof)\s(?:every\s)?{_SMALL}\b"
    rf"|\b{_SMALL}\s(?:per\s?cent|percent|million|billion)\b"
    rf"|\b(?:average|median|mean|up|close|nearly|almost|about|around|roughly|some)\s(?:of\s|to\s|about\s){{0,2}}{_SPELLED}"
    rf"\s(?:and\sa\s(?:half|quarter)\s)?(?:{_COUNTED})\b"
    r"|\b(?:two thirds|three quarters|(?:a|one) (?:third|quarter))\b|[$£€]\s?\d|\b(?:usd?|gbp|eur|r)\s?\$?\d{2,}"
    r"|\bhalf of\b|\btwice\b|\bdoubles?d?\b"
)
_DIGIT = expression(r"\d")
_COUNTS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety half"
    " thirds third quarters quarter twice double doubles doubled doublesd thousands millions billions $ £ €".split()
)
_SHARE = expression(
    r"\d\s?(?:%|per ?cent\b)|\b(?:half|two thirds|three quarters|a third|a quarter|thousands|millions|billions) of\b"
)
_INTRODUCTION = expression(
    r"to \w+[^.]{0,80}:$|(?:some|other|these|the|its|key|many|several|potential|possible|common|main)\b"
    r"[^.]{0,60}\b(?:include|are|is)\s?:",
    re.IGNORECASE,
)
_Said = Mapping[str, Sequence[Hit[str]]]
"""By list of claims.toml what a sentence holds of it."""
_YEAR_ONLY = expression(r"\b(?:1[89]|20)\d\ds?\b")


def judge(text: str, lead_in: str | None = None, *, alone: bool = False) -> Claim:
    """Judges one sentence; of a list item, `lead_in` is the sentence that introduces its list.

    Of one that stands alone nothing else is known: then it may be a post on a social network, where most say nothing
    that could be looked up, though it names nobody and links nothing.

    Typography changes nothing: a sentence is judged as it would be typed.

    >>> judge("Ketamine reduces symptoms of depression within hours.").type
    'efficacy'
    """
    text = typed(text)
    words = tokens(text)
    said = defaultdict(list, word_list(_DATA).find_each(text, words))
    cues = find_cues(text, words)
    read = _read(text, words, cues, said, alone)
    said.update(word_list(_REMARKS).find_each(text, words))
    _drop_names(said, text, words)
    if lead_in is not None:
        lead = _judge_lead(lead_in)
        if lead.is_claim and lead.needs_source:
            own = _type(said, text) if len(words) > _PHRASE else "other"
            kind = lead.type if own == "other" else own
            worth = round(max(read.worth, lead.check_worthiness), 3)
            return Claim(True, kind, worth, lead.strength, False, f"an item of “{lead_in}”", True)
        if lead.common_knowledge and not has_figure(text):
            return Claim(True, _type(said, text), lead.check_worthiness, lead.strength, True, f"an item of “{lead_in}”")
        if _fragment(words):
            return Claim(False, None, 0.0, "none", lead.common_knowledge, "an item of a list that claims nothing")
    ruled = "" if mentions(text) else _no_claim(text, words, said, read.worth)
    reason = ruled or read.no_claim
    if reason:
        return Claim(False, None, read.worth_after(_NO_CLAIM), read.strength, False, reason)
    kind = _type(said, text)
    weight = _weigh(text, words, said)
    common = _common_knowledge(text, said, weight)
    plain = read.worth >= _PLAIN and common != _DEFINITION
    if plain:
        common = ""
    weighty = weight >= NEEDS_SOURCE or (read.worth >= _FIGURE and has_figure(text))
    # Whom a treatment is not for, and where alone it should be given, is short and plain advice to look at, but a
    # reader who is meant looks it up.
    least = _DOUBTFUL_OF_STUDY if said["study"] else _DOUBTFUL
    doubtful = read.worth < least and not (said["for_whom"] or said["guideline"])
    frank = bool(said["unknown"]) and not has_figure(text)
    needs = not frank and (plain or (not common and weighty and not doubtful))
    worth = read.worth_after(_COMMON if common else 1)
    reason = common or f"{kind}: {_quote(text, said, kind)}{_strength_told(text, cues, read.strength)}"
    return Claim(True, kind, worth, read.strength, bool(common), reason, needs)


@lru_cache(maxsize=16)
def _judge_lead(text: str) -> Claim:
    """What the sentence that introduces a list says; as a definition it is read without its colon.

    Remembered: every item of the list asks for it.
    """
    lead = judge(text)
    if not lead.is_claim and (bare := text.rstrip(": ")) != text:
        definition = judge(bare)
        return definition if definition.reason == _DEFINITION else lead
    return lead


class _Reading(Struct, frozen=True):
    """What the models make of a sentence."""

    worth: float
    in_paper: float
    """The part of `worth` that is a paper's: what papers cite is no matter of rules that are made for readers."""
    strength: Strength
    no_claim: str
    """Why it claims nothing; empty where it does."""

    def worth_after(self, left: float) -> float:
        """The worth where the rules leave only so much of it."""
        return round(self.in_paper + (self.worth - self.in_paper) * left, 3)


def _read(text: str, words: Sequence[Token], cues: Sequence[Cue], said: _Said, alone: bool) -> _Reading:
    counts = ((name, len(hits)) for name, hits in said.items())
    its = features(text, words, cues, counts)
    scores = linear.load().scores(its)
    register = linear.shares(scores, "register")
    post = mentions(text) or (alone and register["post"] >= _POST)
    if post:
        scores["worth.post"] = linear.load().scores(its | posts.features(text, words))["worth.post"]
    worth = {name: share * linear.logistic(scores[f"worth.{name}"]) for name, share in register.items()}
    strengths = linear.shares(scores, "strength")
    strength = max(_STRENGTHS, key=lambda name: strengths[name])
    if post:
        claims = linear.logistic(scores["worth.post"]) >= _CLAIM_IN_POST
    else:
        claims = linear.logistic(scores["claim.prose"]) >= _CLAIM
    nothing = "" if claims else "says nothing that could be looked up"
    return _Reading(sum(worth.values()), worth["paper"], strength, nothing)


def strengths(text: str) -> dict[str, float]:
    """How likely each strength is of the wording of a text."""
    return linear.shares(linear.load().scores(seen(text)), "strength")


def _drop_names(said: dict[str, list[Hit[str]]], text: str, words: Sequence[Token]) -> None:
    """Words of a type that are part of a name say nothing: "Harbour Healing Center opens in May"."""
    capital = [text[word.start].isupper() for word in words]
    if 3 * sum(capital) > 2 * len(words):
        return  # a headline
    for kind in _WEIGHTS:
        if said[kind]:
            said[kind] = [h for h in said[kind] if not (h.first and capital[h.first] and capital[h.first - 1])]


def seen(text: str, *, post: bool = False) -> set[str]:
    """What the models see of a sentence; of a post, what the model of posts sees."""
    text = typed(text)
    words = tokens(text)
    said = word_list(_DATA).find_each(text, words)
    its = features(text, words, find_cues(text, words), ((name, len(hits)) for name, hits in said.items()))
    return its | posts.features(text, words) if post else its


@lru_cache(maxsize=1024)
def has_figure(text: str) -> bool:
    """Whether a text gives a quantity: a share, a dose, a count, a time."""
    return _may_count(text) and _NUMBER.search(_YEAR_ONLY.sub(" ", lowered(text))) is not None


def _may_count(text: str) -> bool:
    """Whether any word or sign of the text is one that a quantity needs: most sentences hold none."""
    return _DIGIT.search(text) is not None or not _COUNTS.isdisjoint([token.word for token in tokens(text)])


def _shares(text: str) -> bool:
    """Whether a text says which share of a whole."""
    return _may_count(text) and _SHARE.search(lowered(text)) is not None


def _no_claim(text: str, words: Sequence[Token], said: _Said, worth: float) -> str:
    """Why a sentence claims nothing; empty where it does.

    Whoever speaks of himself may claim much in passing: there the models have the last word.
    """
    ending = text.rstrip("\"'”’)] 0123456789⁰¹²³⁴⁵⁶⁷⁸⁹[,-–")
    acts = bool(said["efficacy"] or said["safety"])
    about_health = acts or bool(said["study"] or said["prevalence"] or said["mechanism"])
    quantity = has_figure(text)
    introduces = ending.endswith(":") and (not acts or _INTRODUCTION.match(text) is not None)
    own = said["organisation"] or said["business"] or (said["company"] and not acts)
    offers = bool(own) and worth < _PLAIN and len(said["mechanism"]) <= _EXPLAINS
    personal = bool(said["opinion"] or said["person"]) and worth < _PLAIN
    reasons = (
        ("a question", ending.endswith("?")),
        ("no words", not any(w.word[0].isalpha() for w in words)),
        ("a remark on the article itself", bool(said["discourse"] or said["disclaimer"])),
        ("advice", bool(said["advice"] or said["advised"]) and not quantity and not said["study"]),
        ("advice how to move", bool(said["movement"]) and not (said["study"] or said["lowered_risk"] or _shares(text))),
        ("a caption", bool(said["caption"]) and not (said["efficacy"] or quantity)),
        ("a mark that a reviewer gives", bool(said["rating"])),
        ("what it is like to use a thing", bool(said["handling"]) and not about_health),
        ("what happened to one person", bool(said["person"]) and personal and not quantity),
        ("an opinion or a personal remark", personal and not quantity),
        ("what is planned or under way", bool(said["planned"]) and not quantity),
        ("an introduction to a list", introduces),
        ("a price of one's own", bool(said["own_prices"]) and not acts),
        ("no sentence", _fragment(words) and not about_health),
        (
            "a remark on an organisation and what it offers",
            offers and not said["study"] and not (quantity and about_health),
        ),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _fragment(words: Sequence[Token]) -> bool:
    return len([w for w in words if w.word[0].isalnum()]) <= 3


def _type(said: _Said, text: str) -> ClaimType:
    """The type whose words weigh most; safety and regulation go before efficacy, since their words are rarer."""
    scores: dict[ClaimType, float] = {kind: len(said[kind]) * _WEIGHTS[kind] for kind in _WEIGHTS}
    scores["efficacy"] += len(said["effect"]) * _WEIGHTS["efficacy"]
    scores["mechanism"] += len(said["acts"]) * _WEIGHTS["mechanism"] if said["treatment"] else 0.0
    scores["safety"] *= 0.0 if said["lowered_risk"] else 1.3
    scores["regulatory"] *= 1.5
    scores["prevalence"] *= 1.6 if has_figure(text) else 1.0
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] > 0 else "other"


def _weigh(text: str, words: Sequence[Token], said: _Said) -> float:
    effect = said["effect"] or (said["treatment"] and said["acts"])
    parts = [_WEIGHTS[kind] for kind in _WEIGHTS if said[kind] or (kind == "efficacy" and effect)]
    if said["compared"] and (said["prevalence"] or said["safety"]):
        parts.append(_WEIGHTS["comparison"])
    elif len(parts) == 1 and len(said["slight"]) >= len(said["safety"]) > 0:
        parts = [_SLIGHT]
    worth = max(parts, default=0.1) + 0.08 * max(0, len(parts) - 1)
    if has_figure(text):
        worth += 0.25
    if _shares(text):
        worth = max(worth, NEEDS_SOURCE + 0.05)
    if said["for_whom"]:
        worth = max(worth, NEEDS_SOURCE + 0.05)
    if said["study"]:
        worth = max(worth, 0.35) + 0.12
    if said["usage"]:
        worth = max(worth, 0.3) + 0.08
    if said["harmless"] and not said["for_whom"]:
        worth -= 0.25
    if said["personal"] and not said["for_whom"]:
        worth -= 0.25
    if said["opinion"] or said["company"]:
        worth -= 0.1
    if len(words) <= 5 and not said["efficacy"] and not said["for_whom"]:
        worth -= 0.1
    return max(0.0, min(1.0, worth))


def _common_knowledge(text: str, said: _Said, worth: float) -> str:
    """Why no editor would ask for a source; empty where one might.

    Common knowledge is stable and uncontested, and holds no number, comparison, efficacy, dose or approval.
    """
    contested = (
        said["comparison"]
        or said["regulatory"]
        or said["study"]
        or said["cost"]
        or said["usage"]
        or _promises(said)
        or (_may_count(text) and _NUMBER.search(lowered(text)))
    )
    acts = said["treatment"] and (said["mechanism"] or said["efficacy"] or said["acts"])
    if said["definition"] and not contested and not acts and not said["for_whom"]:
        return _DEFINITION
    if worth < NEEDS_SOURCE and not contested:
        return "nothing in it that a reader would look up"
    return ""


def _promises(said: _Said) -> bool:
    return len(said["efficacy"]) >= 2


def _strength_told(text: str, cues: Sequence[Cue], strength: Strength) -> str:
    """The words that show how strongly it is said."""
    told = [text[cue.start : cue.end] for cue in cues if cue.value in _TOLD_BY[strength]]
    return f"; {strength}: {', '.join(f'“{one}”' for one in told[:3])}" if told else ""


def _quote(text: str, said: _Said, kind: ClaimType | None) -> str:
    hits = said.get(kind or "", [])
    return ", ".join(f"“{text[h.start : h.end]}”" for h in hits[:3]) or "stated as fact"
