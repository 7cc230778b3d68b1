"""Studies, bodies and experts that the text names without a reference, and phrases that lean on nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from citecheck.lexicon import word_lists
from citecheck.model import Attribution, AttributionKind, Sentence

_VAGUE = Path(__file__).with_name("attributions.toml")
_CAP = r"[A-ZÀ-Þ][\w'’&\-]*"
_PROPER = rf"(?:the\s)?{_CAP}(?:\s(?:(?:of|for|and|on|in|de|&)\s(?:the\s)?)?{_CAP}){{0,8}}"
_STUDY = r"(?:stud(?:y|ies)|trials?|meta-?\s?analys[ei]s|reviews?|surveys?|analys[ei]s|cohort|papers?|reports?|research|experiments?)"
_SAYS = r"(?:says|said|explains|explained|notes|noted|claims|claimed|adds|added|told|writes|wrote|comments|commented|warns|warned|believes|recommends|recommended|advises|advised|cautions|cautioned|concluded|concludes|stressed|stated|states|emphasi[sz]ed)"
_CREDENTIAL = r"(?:MD|M\.D\.|PhD|Ph\.D\.|DO|RN|RD|RDN|MPH|MSc|PharmD|DDS|FRCP|MBBS|DPhil|PsyD|LCSW)"
_PERSON = rf"(?:(?:Dr|Prof|Professor)\.?\s{_CAP}(?:\s{_CAP}\.?){{0,3}}|{_CAP}(?:\s{_CAP}\.?){{1,3}})"
_ROLE = (
    r"(?:professor|director|chief|head|chair\w*|psychiatrist|psychologist|dietitian|nutritionist|researcher|author|epidemiologist|surgeon|"
    r"cardiologist|neurologist|physician|doctor|scientist|lecturer|consultant|fellow|president|spokes\w+|CEO|founder|nurse|pharmacist|"
    r"oncologist|pediatrician|paediatrician|gyn\w+|dermatologist|rheumatologist|endocrinologist|immunologist|specialist|expert|officer)"
)
_BODY_WORD = (
    r"(?:Association|Academy|Agency|Alliance|Board|Cent(?:er|re)s?|Clinic|College|Commission|Committee|Council|Department|Federation|Foundation|"
    r"Hospital|Institutes?|Ministry|Office|Organi[sz]ation|Services?|Society|Task\sForce|Trust|Universit(?:y|ies)|School|Administration)"
)
_ACRONYM = r"(?:WHO|CDC|NHS|NIH|NIMH|FDA|EMA|MHRA|NICE|APA|AHA|ACOG|ADA|AAP|USDA|EFSA|VA|SAMHSA|NIDA|NCCIH|IARC|UNICEF|OECD|BDA|RCOG|SIGN)"
_BODY = rf"(?:the\s)?(?:(?:{_CAP}\s(?:(?:of|for|and|on)\s(?:the\s)?)?){{0,5}}{_BODY_WORD}(?:\s(?:of|for|on|and)\s(?:the\s)?{_CAP}(?:\s(?:(?:and|of)\s)?{_CAP}){{0,4}})?|(?:U\.?[SK]\.?\s)?{_ACRONYM}\b)"

# Each form with its kind and whether a reader could find what is meant from it alone.
_FORMS: tuple[tuple[AttributionKind, bool, re.Pattern[str]], ...] = tuple(
    (kind, identifiable, re.compile(pattern))
    for kind, identifiable, pattern in (
        # "my team's new meta-analysis, just published in the journal Annals of Pharmacotherapy"
        ("study", True, rf"(?:\b[\w'’]+\s){{0,5}}\b{_STUDY}\b[^.;:]{{0,60}}?\b(?:published|appearing|appeared|appears|reported|presented|printed)\b[^.;:]{{0,40}}?\b(?:in|by|at)\s(?:the\s)?(?:journals?\s)?{_PROPER}"),
        ("study", True, rf"\b(?:published|appeared|reported)\s(?:\w+\s){{0,3}}(?:in|by)\s(?:the\s)?(?:journals?\s)?{_PROPER}"),
        ("study", True, rf"(?i:\b(?:an?|the|one|this|another)\s(?:[\w\-]+\s){{0,5}}){_STUDY}\s(?:of\s[^.;:,]{{3,50}}\s)?(?:by|from|at|in)\s(?:researchers\s(?:at|from)\s)?(?:the\s)?(?:journal\s{_PROPER}|(?:{_CAP}\s){{0,4}}(?:{_BODY_WORD}|Journal|Lancet|JAMA|BMJ|Nature|Science|Cochrane|Annals|Neurology|Pediatrics)(?:\sof\s(?:the\s)?{_CAP}(?:\s(?:and\s)?{_CAP}){{0,3}})?)"),
        ("study", True, rf"(?i:\b(?:researchers|scientists|investigators|a team|doctors|experts|physicians)\s(?:at|from|led by|of)\s)(?:the\s)?(?:{_BODY}|{_PROPER})"),
        # "the STEP 1 trial", "Does Eliminating Coffee Avoid Fibrillation (DECAF) trial", "the phase 2 SHIMMER study"
        ("study", True, rf"\b(?:[Tt]he\s(?:[\w\-]+\s){{0,3}}[A-Z][A-Z0-9\-]{{3,}}(?:[\s\-]\d)?|\([A-Z][A-Z0-9\-]{{2,}}\))\s{_STUDY}\b"),
        ("study", True, rf"\b{_STUDY}\b[^.;:]{{0,80}}?\b(?:presented|conducted|carried out|led|performed|done)\b[^.;:]{{0,80}}?\b(?:at|by)\s(?:the\s)?{_PROPER}"),
        ("study", True, rf"\b(?:science|findings|results|data|abstract|research)\b[^.;:]{{0,80}}?\bpresented\b[^.;:]{{0,60}}?\bat\s(?:the\s)?{_PROPER}"),
        ("study", True, rf"\b(?:{_STUDY}|article|presentation|poster),?\s(?:titled|entitled|called)\b|\b(?:article|paper|study),\s[“‘\"]"),
        ("study", True, rf"(?i:\b(?:research|data|findings|results|figures|statistics|a study|a survey|a review)\s(?:from|by|of|at)\s)(?:{_BODY})"),
        ("study", False, rf"(?i:\b(?:my|our)\s(?:[\w'’\-]+\s){{0,3}}){_STUDY}\b|(?i:\bwe (?:analy[sz]ed|reviewed|studied|surveyed|followed|compared|enrolled|recruited|found|randomi[sz]ed)\b)"),
        ("study", False, rf"(?i:\b(?:the|this|that)\s(?:new\s|present\s|same\s|current\s)?){_STUDY}\b(?=\s(?:found|shows?|showed|suggests?|reported|reports|concluded|compared|followed|included|involved|also|was|did|has|had|looked|enrolled|randomi[sz]ed))|\bnew\s{_STUDY}\s(?:finds|suggests|shows|reveals|found)\b"),
        ("organisation", True, rf"(?i:\baccording to )(?:data from |figures from |estimates from |a report (?:by|from) )?(?:{_BODY}|{_PROPER})"),
        ("organisation", True, rf"{_BODY}(?:\s\([A-Z]{{2,8}}\))?(?:\s\w+)?\s(?:{_SAYS}|reports?|estimates?|defines?|lists?|found|considers?|classif(?:y|ies)|suggests?|guidelines?|guidance|data|figures|statistics)\b"),
        ("organisation", False, rf"(?i:\bapproved\s(?:for\s\w+\s)?(?:by|from)\s)(?:the\s)?(?:{_ACRONYM}|Food and Drug Administration|European Medicines Agency)\b|(?:the\s)?{_ACRONYM}\s(?:has\s|also\s|have\s)*(?:approved|cleared|authori[sz]ed|licensed)\b|\b(?:FDA|EMA)[\s\-](?:approved|cleared)\b"),
        ("expert", True, rf"\b{_SAYS}\s(?:[^.;:“”]{{0,90}}?\s)?{_PERSON},?\s{_CREDENTIAL}"),
        ("expert", True, rf"\b{_SAYS}\s(?:(?:co-)?(?:lead|senior|study|first|principal)?\s?{_ROLE}\s)?{_PERSON}(?:,\s(?:[^.;:“”]{{0,60}}?\b)?{_ROLE}\b[^.;:“”]{{0,60}})"),
        ("expert", True, rf"{_PERSON},?\s(?:{_CREDENTIAL},?\s)?(?:[^.;:“”]{{0,60}}?\b{_ROLE}\b[^.;:“”]{{0,80}}?,?\s)?\b{_SAYS}\b"),
        ("expert", True, rf"\b{_SAYS}\s(?:(?:co-)?(?:lead|senior|study|first|principal)\s)?(?:{_ROLE}\s)?(?:Dr|Prof|Professor)\.?\s{_CAP}(?:\s{_CAP}){{0,2}}"),
        ("expert", True, rf"(?i:\baccording to )(?:Dr|Prof|Professor)\.?\s{_CAP}(?:\s{_CAP}){{0,2}}|(?i:\baccording to ){_PERSON},\s[^.;:]{{0,60}}?{_ROLE}\b"),
    )
)
_SPOKEN = re.compile(rf"(?<=[”\"’,])\s*(?:(?P<before>[Hh]e|[Ss]he|[Tt]hey|{_CAP})\s{_SAYS}|{_SAYS}\s(?P<after>he|she|they|{_CAP}))\b")
_RANK: dict[AttributionKind, int] = {"study": 0, "expert": 1, "organisation": 2, "vague": 3}


def find_attributions(sentences: Sequence[Sentence], text: str) -> tuple[Attribution, ...]:
    """In order; where two overlap, the one that can be identified stays."""
    found: list[Attribution] = []
    for sentence in sentences:
        found += _in_sentence(text, sentence) or _again(text, sentence, found)
    return tuple(found)


def _again(text: str, sentence: Sentence, before: Sequence[Attribution]) -> list[Attribution]:
    """An expert once introduced is named by the surname, or by "he said", from then on."""
    introduced = " ".join(a.text for a in before if a.kind == "expert" and a.identifiable)
    spoken = _SPOKEN.search(text, sentence.start, sentence.end)
    if not spoken or not introduced:
        return []
    speaker = spoken["before"] or spoken["after"]
    if speaker.lower() not in ("he", "she", "they") and not re.search(rf"\b{re.escape(speaker)}\b", introduced):
        return []
    return [Attribution(spoken.start(), spoken.end(), " ".join(spoken.group().split()), "expert", identifiable=True)]


def _in_sentence(text: str, sentence: Sentence) -> list[Attribution]:
    own = text[sentence.start : sentence.end]
    hits = [
        Attribution(sentence.start + m.start(), sentence.start + m.end(), " ".join(m.group().split()), kind, identifiable)
        for kind, identifiable, pattern in _FORMS
        for m in pattern.finditer(own)
    ]
    hits += [
        Attribution(sentence.start + h.start, sentence.start + h.end, " ".join(own[h.start : h.end].split()), "vague", identifiable=False)
        for h in word_lists(_VAGUE)["vague"].find(own)
    ]
    kept: list[Attribution] = []
    for one in sorted(hits, key=lambda a: (not a.identifiable, _RANK[a.kind], a.start - a.end)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda a: a.start)
