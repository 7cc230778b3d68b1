"""The forms in which a text names a study, a body or an expert, each with the words without which it cannot occur.

The words are looked up first: most sentences hold none of them, and an expression is compiled when one does. They are
forms of text with straight apostrophes: a set of characters with the curly one takes a tenth of a millisecond to compile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.lexicon import Token
from citecheck.model import AttributionKind

_CAP = r"[A-ZÀ-Þ][\w'&\-]*"
_PROPER = rf"(?:the\s)?{_CAP}(?:\s(?:(?:of|for|and|on|in|de|&)\s(?:the\s)?)?{_CAP}){{0,8}}"
_STUDY = r"(?:stud(?:y|ies)|trials?|meta-?\s?analys[ei]s|reviews?|surveys?|analys[ei]s|cohort|papers?|reports?|research|experiments?)"
_SAYS = r"(?:says|said|explains|explained|notes|noted|claims|claimed|adds|added|told|writes|wrote|comments|commented|warns|warned|believes|recommends|recommended|advises|advised|cautions|cautioned|concluded|concludes|stressed|stated|states|emphasi[sz]ed)"
_CREDENTIAL = r"(?:MD|M\.D\.|PhD|Ph\.D\.|DO|RN|RD|RDN|MPH|MSc|PharmD|DDS|FRCP|MBBS|DPhil|PsyD|LCSW)"
_TITLED = rf"(?:Dr|Prof|Professor)\.?\s{_CAP}(?:\s{_CAP}){{0,2}}"
# Two capitals are a name, but for the word that begins a sentence: "The NHS".
_NO_NAME = r"(?!(?:The|This|That|Our|An?|In|At|And|But|As)\s)"
_PERSON = rf"(?:(?:Dr|Prof|Professor)\.?\s{_CAP}(?:\s{_CAP}\.?){{0,3}}|{_NO_NAME}{_CAP}(?:\s{_CAP}\.?){{1,3}})"
_ROLE = (
    r"(?:professor|director|chief|head|chair\w*|psychiatrist|psychologist|dietitian|nutritionist|researcher|author|epidemiologist|surgeon|"
    r"cardiologist|neurologist|physician|doctor|scientist|lecturer|consultant|fellow|president|spokes\w+|CEO|founder|nurse|pharmacist|"
    r"oncologist|pediatrician|paediatrician|gyn\w+|dermatologist|rheumatologist|endocrinologist|immunologist|specialist|expert|officer)"
)
_BODY_WORD = (
    r"(?:Association|Academy|Agency|Alliance|Board|Centers?|Centres?|Clinic|College|Commission|Committee|Council|Department|Federation|Foundation|"
    r"Hospital|Institutes?|Ministry|Office|Organi[sz]ation|Services?|Society|Task\sForce|Trust|University|Universities|School|Administration)"
)
_ACRONYM = r"(?:WHO|CDC|NHS|NIH|NIMH|FDA|EMA|MHRA|NICE|APA|AHA|ACOG|ADA|AAP|USDA|EFSA|VA|SAMHSA|NIDA|NCCIH|IARC|UNICEF|OECD|BDA|RCOG|SIGN)"
_BODY = rf"(?:the\s)?(?:(?:{_CAP}\s(?:(?:of|for|and|on)\s(?:the\s)?)?){{0,5}}{_BODY_WORD}(?:\s(?:of|for|on|and)\s(?:the\s)?{_CAP}(?:\s(?:(?:and|of)\s)?{_CAP}){{0,4}})?|(?:U\.?[SK]\.?\s)?{_ACRONYM}\b)"


def _signs(*choices: str) -> tuple[str, ...]:
    """Of alternations of words, the letters that each word has at least."""
    words = [word for one in choices for word in one.removeprefix("(?:").removesuffix(")").split("|")]
    letters = [re.match(r"(?:[A-Za-z]|\\\.)+(?![?*{])", word) for word in words]
    return tuple(found[0].replace("\\", "") for found in letters if found)


_BODIES = _signs(_BODY_WORD, _ACRONYM)
_PEOPLE = ("Dr", "Prof", *_signs(_ROLE))

_PUBLISHED = "published appearing appeared appears reported presented printed"
_STUDIES = "study studies trial trials analysis analyses metaanalysis meta review reviews survey surveys cohort paper papers report reports research experiment experiments"
_SPEAKS = (
    "says said explains explained notes noted claims claimed adds added told writes wrote comments commented warns warned believes recommends"
    " recommended advises advised cautions cautioned concluded concludes stressed stated states emphasised emphasized emphasises emphasizes"
)


SPEAKS = frozenset(_SPEAKS.split())
_TWO_CAPITALS = expression(r"[A-ZÀ-Þ][\w'&\-]*\.?\s[A-ZÀ-Þ]")
"""In every person: a title or a name, and a name."""
_NAME_NEXT = expression(r"\s(?:the\s)?[A-ZÀ-Þ]")
_LETTERS = expression(r"[A-Z][A-Z0-9\-]{2}")
_Holds = Callable[[str, Sequence[Token]], object]
"""From a sentence and the words of speech in it; nothing where the form cannot occur."""


def _person_behind(text: str, speaks: Sequence[Token]) -> object:
    return speaks and _TWO_CAPITALS.search(text, speaks[0].end)


def _person_before(text: str, speaks: Sequence[Token]) -> object:
    return speaks and _TWO_CAPITALS.search(text, 0, speaks[-1].start)


def _name_next(text: str, speaks: Sequence[Token]) -> object:
    return any(_NAME_NEXT.match(text, word.end) for word in speaks)


def _letters(text: str, _: Sequence[Token]) -> object:
    return _LETTERS.search(text)


class Form(Struct, frozen=True):
    """One way of naming a source."""

    kind: AttributionKind
    identifiable: bool
    """Whether a reader could find what is meant from it alone."""
    words: tuple[frozenset[str], ...]
    """One of each of these stands in every match."""
    pattern: re.Pattern[str]
    """For text with straight apostrophes."""
    signs: tuple[str, ...]
    """One of these, letter for letter, stands in every match; empty where none is known."""
    named: bool
    """Whether every match holds a name, so that a sentence without a capital inside has none."""
    holds: _Holds | None
    """What else costs less to ask than to compile the pattern."""


def _form(
    kind: AttributionKind,
    words: str,
    pattern: str,
    *,
    signs: tuple[str, ...] = (),
    identifiable: bool = True,
    holds: _Holds | None = None,
) -> Form:
    """In `words` an ampersand parts two lists."""
    its = tuple(frozenset(one.split()) for one in words.split("&"))
    named = _CAP in pattern and kind != "organisation"
    return Form(kind, identifiable, its, expression(pattern), signs, named, holds)


FORMS = (
    # "my team's new meta-analysis, just published in the journal Annals of Pharmacotherapy"
    _form(
        "study",
        _PUBLISHED,
        rf"(?:\b[\w']+\s){{0,5}}\b{_STUDY}\b[^.;:]{{0,60}}?\b(?:published|appearing|appeared|appears|reported|presented|printed)\b[^.;:]{{0,40}}?\b(?:in|by|at)\s(?:the\s)?(?:journals?\s)?[“\"‘]?{_PROPER}",
    ),
    _form(
        "study",
        _PUBLISHED,
        rf"\b(?:published|appeared|reported)\s(?:\w+\s){{0,3}}(?:in|by)\s(?:the\s)?(?:journals?\s)?[“\"‘]?{_PROPER}",
    ),
    _form(
        "study",
        _STUDIES,
        rf"(?i:\b(?:an?|the|one|this|another)\s(?:[\w\-]+\s){{0,5}}){_STUDY}\s(?:of\s[^.;:,]{{3,50}}\s)?(?:by|from|at|in)\s(?:researchers\s(?:at|from)\s)?(?:the\s)?(?:journal\s{_PROPER}|(?:{_CAP}\s){{0,4}}(?:{_BODY_WORD}|Journal|Lancet|JAMA|BMJ|Nature|Science|Cochrane|Annals|Neurology|Pediatrics)(?:\sof\s(?:the\s)?{_CAP}(?:\s(?:and\s)?{_CAP}){{0,3}})?)",
        signs=(
            *_BODIES,
            *"journal Journal Lancet JAMA BMJ Nature Science Cochrane Annals Neurology Pediatrics".split(),
        ),
    ),
    _form(
        "study",
        "researchers scientists investigators team doctors experts physicians",
        rf"(?i:\b(?:researchers|scientists|investigators|a team|doctors|experts|physicians)\s(?:at|from|led by|of)\s)(?:the\s)?{_PROPER}",
    ),
    # "the STEP 1 trial", "Does Eliminating Coffee Avoid Fibrillation (DECAF) trial", "the phase 2 SHIMMER study"
    _form(
        "study",
        _STUDIES,
        rf"(?:\b[Tt]he\s(?:[\w\-]+\s){{0,3}}[A-Z][A-Z0-9\-]{{3,}}(?:[\s\-]\d)?|\([A-Z][A-Z0-9\-]{{2,}}\))\s{_STUDY}\b",
        holds=_letters,
    ),
    # "positive data from its ongoing Phase 2 trial of the drug"
    _form(
        "study",
        "phase",
        r"(?i:\b(?:its|our|their|the company's)\s(?:[\w\-]+\s){0,4}?phase\s(?:[1-4][ab]?(?:/[1-4][ab]?)?|I{1,3}[ab]?(?:/I{2,3})?|IV)\s)"
        r"(?:[\w\-]+\s){0,5}?(?:trials?|stud(?:y|ies))\b",
    ),
    _form(
        "study",
        f"{_STUDIES} & cochrane lancet jama bmj nejm",
        rf"\b(?:Cochrane|Lancet|JAMA|BMJ|NEJM)\s(?:[\w\-]+\s){{0,2}}{_STUDY}\b",
    ),
    _form("organisation", _SPEAKS, rf"\b{_SAYS}\s(?:the\s)?(?:{_ACRONYM}\b|{_BODY})", signs=_BODIES, holds=_name_next),
    _form(
        "study",
        "presented conducted carried led performed done",
        rf"\b{_STUDY}\b[^.;:]{{0,80}}?\b(?:presented|conducted|carried out|led|performed|done)\b[^.;:]{{0,80}}?\b(?:at|by)\s(?:the\s)?{_PROPER}",
    ),
    _form(
        "study",
        "presented",
        rf"\b(?:science|findings|results|data|abstract|research)\b[^.;:]{{0,80}}?\bpresented\b[^.;:]{{0,60}}?\bat\s(?:the\s)?{_PROPER}",
    ),
    _form(
        "study",
        "titled entitled called article paper study",
        rf"\b(?:{_STUDY}|article|presentation|poster),?\s(?:titled|entitled|called)\b|\b(?:article|paper|study),\s[“‘\"]",
    ),
    _form(
        "study",
        "research data findings results figures statistics study survey review",
        rf"(?i:\b(?:research|data|findings|results|figures|statistics|a study|a survey|a review)\s(?:from|by|of|at)\s)(?:{_BODY})",
        signs=_BODIES,
    ),
    _form(
        "study",
        f"my our & {_STUDIES}",
        rf"(?i:\b(?:my|our)\s(?:[\w'\-]+\s){{0,3}}){_STUDY}\b",
        identifiable=False,
    ),
    _form(
        "study",
        "we & analysed analyzed reviewed studied surveyed followed compared enrolled recruited found randomised randomized",
        r"(?i:\bwe (?:analy[sz]ed|reviewed|studied|surveyed|followed|compared|enrolled|recruited|found|randomi[sz]ed)\b)",
        identifiable=False,
    ),
    _form(
        "study",
        f"{_STUDIES} & found show shows showed suggest suggests reported reports concluded compared followed included involved"
        " also was did has had looked enrolled randomised randomized finds reveals",
        rf"(?i:\b(?:the|this|that)\s(?:new\s|present\s|same\s|current\s)?){_STUDY}\b(?=\s(?:found|shows?|showed|suggests?|reported|reports|concluded|compared|followed|included|involved|also|was|did|has|had|looked|enrolled|randomi[sz]ed))|\bnew\s{_STUDY}\s(?:finds|suggests|shows|reveals|found)\b",
        identifiable=False,
    ),
    _form(
        "organisation",
        "according",
        rf"(?i:\baccording to )(?:data from |figures from |estimates from |a report (?:by|from) )?{_PROPER}",
    ),
    # "per the Heart Society's statistics of 2020", "the Heart Society is sharing information on …"
    _form(
        "organisation",
        "per",
        rf"\b[Pp]er\s(?:the\s)?(?:data from |figures from )?(?:{_CAP}\s(?:(?:of|for|and|on)\s(?:the\s)?)?){{0,5}}(?:{_BODY_WORD}|{_ACRONYM})\b",
        signs=_BODIES,
    ),
    # "the ABCD guidance concluded": a body known by its letters
    _form(
        "organisation",
        "guidance guideline guidelines recommendation recommendations statement",
        r"\b[A-Z]{3,8}(?:/[A-Z]{3,8})?(?:'s)?\s(?:[\w\-]+\s){0,2}?(?:guidance|guidelines?|recommendations?|(?:position|consensus) statement)\b",
    ),
    _form(
        "organisation",
        "sharing shares shared issued issues released publishes published",
        rf"{_BODY}(?:\s\([A-Z]{{2,8}}\))?(?:\s(?:is|are|has|have|today|also)){{0,2}}\s(?:sharing|shares|shared|issued|issues|released|publishes|published)\b",
        signs=_BODIES,
    ),
    _form(
        "organisation",
        _SPEAKS
        + " report reports estimate estimates define defines list lists found consider considers classify classifies suggest suggests guideline guidelines guidance data figures statistics",
        rf"{_BODY}(?:\s\([A-Z]{{2,8}}\))?(?:\s\w+)?\s(?:{_SAYS}|reports?|estimates?|defines?|lists?|found|considers?|classif(?:y|ies)|suggests?|guidelines?|guidance|data|figures|statistics)\b",
        signs=_BODIES,
    ),
    _form(
        "organisation",
        "approved cleared authorised authorized licensed",
        rf"(?i:\bapproved\s(?:for\s\w+\s)?(?:by|from)\s)(?:the\s)?(?:{_ACRONYM}|Food and Drug Administration|European Medicines Agency)\b|(?:the\s)?{_ACRONYM}\s(?:has\s|also\s|have\s)*(?:approved|cleared|authori[sz]ed|licensed)\b|\b(?:FDA|EMA)[\s\-](?:approved|cleared)\b",
        identifiable=False,
    ),
    # "claims chief of psychiatry at Yale-New Haven Hospital John Krystal, MD", "says Dr. Alam", "said Ana Roe, a dietitian"
    _form(
        "expert",
        _SPEAKS,
        rf"\b{_SAYS}\s(?:[^.;:“”]{{0,90}}?\s)?(?:{_TITLED}(?:,\s[^.;:“”]{{0,80}})?"
        rf"|{_PERSON}(?:,?\s{_CREDENTIAL}|,\s(?:[^.;:“”]{{0,60}}?\b)?{_ROLE}\b[^.;:“”]{{0,60}}))",
        signs=(*_PEOPLE, *_signs(_CREDENTIAL)),
        holds=_person_behind,
    ),
    _form(
        "expert",
        _SPEAKS,
        rf"{_PERSON},?\s(?:{_CREDENTIAL},?\s)?(?:[^.;:“”]{{0,60}}?\b{_ROLE}\b[^.;:“”]{{0,80}}?,?\s)?\b{_SAYS}\b",
        holds=_person_before,
    ),
    _form(
        "expert",
        "according",
        rf"(?i:\baccording to ){_TITLED}|(?i:\baccording to ){_PERSON},\s[^.;:]{{0,60}}?{_ROLE}\b",
        signs=_PEOPLE,
    ),
)
_PRINTED = r"[A-ZÀ-Þ][\w'’&\-]*"
SPOKEN = expression(
    rf"(?<=[”\"’,])\s*(?:(?P<before>[Hh]e|[Ss]he|[Tt]hey|{_PRINTED})\s{_SAYS}|{_SAYS}\s(?P<after>he|she|they|{_PRINTED}))\b"
)
"""Who says a quotation, named shortly: "he said", "Marcus said"; one of the words above is in it."""
