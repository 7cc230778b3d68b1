"""How many took part in a study, and who they were, in the words of its title and abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.lexicon import Token, tokens
from citecheck.text import collapse, lowered


class Size(Struct, frozen=True):
    """How many took part, in which words, and who they were."""

    number: int
    words: str
    who: str


_FORMULA = frozenset(".,/=<>±-–+$£€")
"""What stands before a number that counts nobody."""
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: n for n, word in enumerate(_ONES, 1)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1000}
_WHO = frozenset(
    "patients participants respondents subjects adults women men children people individuals volunteers"
    " persons students veterans infants neonates newborns adolescents cases outpatients inpatients males"
    " females boys girls mothers nurses athletes players runners workers smokers residents couples survivors"
    " drivers soldiers teenagers pupils users members employees physicians doctors seniors twins recipients"
    " carriers conscripts inhabitants citizens donors prisoners refugees clients consumers siblings births pregnancies deaths rats mice rabbits dogs pigs piglets monkeys animals sheep hamsters".split()
)
_ANIMALS = frozenset("rats mice rabbits dogs pigs piglets monkeys animals sheep hamsters".split())
_PEOPLE_END = ("ers", "ors", "ists", "ians", "ees", "parents")
"""How words end that name people by what they do: "sailors", "teachers", "pianists"."""
_THINGS = frozenset(
    "numbers members centers meters liters letters papers orders disorders cancers tumors ulcers fibers"
    " layers markers biomarkers parameters computers scanners servers users others factors sensors receptors"
    " inhibitors errors monitors motors colors vectors degrees others orders registers daughters quarters"
    " chambers filters trackers blockers boosters containers powers offers covers differs answers suffers"
    " refers fevers livers headers timers beers knees trees fees reviewers authors researchers investigators"
    " editors raters observers".split()
)
_NO_PART = frozenset(
    "year years week weeks month months day days hour hours minute minutes mg g kg mcg µg ml iu percent per"
    " of to and trial trials study studies times sessions doses mm cm point points countries centers centres"
    " hospitals clinics practices sites groups out in reviews articles cohorts who were was with had v for"
    " from on at by that".split()
)
"""Words that do not stand between a number and the people it counts."""
_BETWEEN = 5
"""Words that may: "120 otherwise healthy older adults"."""
_ALL = expression(r"\bN\s?=\s?(?P<n>\d[\d,]*)")
_ARM = expression(r"\(\s?n\s?=\s?(?P<n>\d+)\s?\)")
_TAKEN_IN = expression(
    r"\b(?:enrol\w*|recruit\w*|randomi\w*|includ\w*|assign\w*|allocat\w*|total|sample|analy\w*|studied|data|compris\w*|involv\w*|among"
    r"|cohort|series|treated|we|survey\w*|followed|trial|study|in)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_TOOK_PART = expression(
    r"[^.;,]{0,60}?\b(?:randomi\w+|enrol\w+|recruited|included|assigned|allocated|agreed|completed|participated|took part|underwent"
    r"|answered|responded|received|studied|entered|followed|interviewed)\b",
    re.IGNORECASE,
)
_AGREED = expression(
    r"(?P<n>\d{1,3}(?:,\d{3})+|\d+)\s(?:(?:were|was)\s)?(?:eligible\s(?:and|,)\s)?(?:randomi[sz]ed|enrolled|recruited|included|agreed|participated"
    r"|took part|consented)\b",
    re.IGNORECASE,
)
_LEFT_OUT = expression(
    r"\b(?:screened|exclud\w+|invited|approached|withdrew|dropped|lost|declined|died|per|every|eligible|only|first|remaining|other|another|of whom"
    r"|placebo|control|intervention|treatment|groups?|arms?|than)\b[^.;,]{0,25}$|\b(?:\d+|one|two|three|four)\s(?:in|out of)\s(?:every\s)?$",
    re.IGNORECASE,
)
_FELL_AWAY = expression(
    r"[^.;,]{0,30}?\b(?:screened|excluded|withdrew|dropped|were lost|declined|died|discontinued|stopped|assessed for|identified|improved"
    r"|developed|reported|relapsed|responded to|were analy[sz]ed|invited)\b",
    re.IGNORECASE,
)
_CONTROLS = expression(
    r"[^.;]{0,60}?\b(?:and|with|to|versus)\s(?P<n>\d{1,3}(?:,\d{3})+|\d+)\s(?:[a-z-]+\s){0,3}(?:controls|comparison subjects)\b",
    re.IGNORECASE,
)
_YEAR = expression(r"(?:\b(?:in|since|from|during|between|until|by|of|to)\s|[-–])$", re.IGNORECASE)
_SHARE = expression(rf"(?:\b(?:\d|{'|'.join(_ONES)})\s+in|\bout of)\s$", re.IGNORECASE)
"""What makes a share of the number behind it: "two in three patients"; "phase 2 in 40 patients" is none."""
_FEW = 20
_SINGLE = expression(
    r"\b(?:an?|this|our)\s(?:[a-z]+\s){0,3}(?:\d+|[a-z]+(?:-[a-z]+)?)[\s-](?:year|month|week|day)s?[\s-]old\b",
    re.IGNORECASE,
)
_JOINED = expression(r"\s(?:and|with|versus|vs\.?|compared with)\s$", re.IGNORECASE)


def size_of(text: str) -> Size | None:
    """How many took part, as an abstract says; of those screened, taken in and left, those taken in."""
    counted = [*_counted(text), *_agreed(text)]
    if not counted:
        return _in_brackets(text)
    scores = [_score(text, one) for one in counted]
    best = max(range(len(counted)), key=lambda i: (scores[i], -i))
    one = counted[best]
    other = counted[best + 1] if best + 1 < len(counted) else None
    controls = _CONTROLS.match(text, one.end)
    number, end = one.number, one.end
    if other and scores[best] > 0 and _JOINED.fullmatch(text[one.end : other.start]):
        number, end = number + other.number, other.end  # "45 women and 55 men"
    elif controls:
        number, end = number + _number(controls["n"]), controls.end()  # "200 women with asthma and 400 controls"
    return Size(number, collapse(text[one.start : end]), collapse(text[one.who : one.end]))


class _Counted(Struct, frozen=True):
    """A number of people or animals: where it begins, where those begin that it counts, and where they end."""

    number: int
    start: int
    who: int
    end: int


def _counted(text: str) -> Iterator[_Counted]:
    words = tokens(text)
    behind = 0
    for i, token in enumerate(words):
        if token.word not in _WHO and (not token.word.endswith(_PEOPLE_END) or token.word in _THINGS):
            continue
        for k in range(i - 1, max(behind, i - 2 - _BETWEEN) - 1, -1):
            word = words[k].word
            if word[0].isdecimal() or word in _VALUES or word in _SCALES:
                first = _first_of_number(words, k, behind)
                number = _number(text[words[first].start : words[k].end])
                if _counts(text, words[first].start, words[k].end, number):
                    yield _Counted(number, words[first].start, words[k + 1].start, token.end)
                    behind = i + 1
                break
            if word in _NO_PART or not (word[0].isalpha() or word == ","):
                break


def _agreed(text: str) -> Iterator[_Counted]:
    """Numbers of those who took part that leave out of whom: "of 3,410 screened, 1,205 agreed"."""
    for match in _AGREED.finditer(text):
        if _counts(text, match.start(), match.end("n"), _number(match["n"])):
            yield _Counted(_number(match["n"]), match.start(), match.end("n"), match.end("n"))


def _first_of_number(words: Sequence[Token], last: int, behind: int) -> int:
    """Where the number begins whose last word is given: "one hundred and nineteen", "18 340"."""
    first = last
    while first > behind:
        word, so_far = words[first - 1].word, words[first].word
        joined = word == "and" and first - 2 >= behind and (words[first - 2].word in _SCALES) and so_far in _VALUES
        spelt = (word in _VALUES or word in _SCALES) and not so_far[0].isdigit()
        thousands = word.isdigit() and len(word) <= 3 and so_far.isdigit() and len(so_far) == 3 and word[0] != "0"
        if not (joined or spelt or (thousands and words[first].start - words[first - 1].end == 1)):
            break
        first -= 1
    return first


def _counts(text: str, start: int, end: int, number: int) -> bool:
    """Whether a number can be one of people: no year, no decimal, no share, no part of a formula."""
    before, written = text[max(0, start - 10) : start], text[start:end]
    if number < 2 or before[-1:] in _FORMULA or ("." in written) or text[end : end + 1] == "%":
        return False
    if number <= _FEW and _SHARE.search(before):
        return False
    return not (written.isdigit() and 1900 <= number <= 2035 and _YEAR.search(before))


def _score(text: str, one: _Counted) -> int:
    """How likely it is that a number is that of all who took part."""
    before = text[max(0, one.start - 60) : one.start]
    score = 2 * bool(_TAKEN_IN.search(before)) + 2 * bool(_TOOK_PART.match(text, one.end))
    return score - 4 * bool(_LEFT_OUT.search(before)) - 3 * bool(_FELL_AWAY.match(text, one.end))


def _in_brackets(text: str) -> Size | None:
    """From "N = 53", else the sum of the arms: "(n = 20) … (n = 21)"."""
    whole = _ALL.search(text)
    if whole:
        return Size(_number(whole["n"]), whole.group(), "")
    arms = list(_ARM.finditer(text))
    if arms:
        within = [arm for arm in arms if arm.start() - arms[0].end() < 300][:4]
        return Size(sum(int(arm["n"]) for arm in within), " + ".join(arm["n"] for arm in within), "")
    single = _SINGLE.search(text) if "old" in text.lower() else None
    return Size(1, single.group(), "") if single else None


def _number(written: str) -> int:
    if written[0].isdecimal():
        return int(re.sub(r"\D", "", written))
    total = part = 0
    for word in re.split(r"[\s-]+", written.lower()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            total, part = (total + part, 0) if word == "thousand" else (total, part)
        else:
            part += _VALUES.get(word, 0)
    return total + part


# --- who ---------------------------------------------------------------------------------------------------------

_STOP = (
    "were|was|is|are|had|have|has|received|to|reported|completed|underwent|randomly|randomi[sz]ed|we|who|from|did|which|that|took|and|by"
    "|for|participated|using|showed|at|on|as|but|than|or|the|between|during|into|compared|versus|agreed|answered|responded|treated|given"
)
_WITH = expression(
    rf"\s(?:with|aged|without|undergoing|taking|over|under|suffering from|in)\s(?:(?:(?!(?:{_STOP})\b)[\w'’/-]+)(?:\s|(?=[.,;:()]|$))){{1,6}}",
    re.IGNORECASE,
)
_AMONG = expression(r"\b(?:in|among|of|for)\s")
_WORD = expression(r"\w+")
_FURTHER = expression(r"[a-z][\w'’-]*\s")
_ENDED = frozenset(_STOP.replace("randomi[sz]ed", "randomised|randomized").split("|")) | _NO_PART
_WORDS_BEFORE = 3


def is_of_people(size: Size) -> bool:
    """Whether those who were counted are people."""
    return bool(size.who) and _ANIMALS.isdisjoint(size.who.lower().split())


def took_part(text: str) -> str | None:
    """The people whom a sentence counts in figures, as an article tells how large a study was: no customers."""
    for one in _counted(text):
        if text[one.start].isdecimal() and text[one.who : one.end].lower().split()[-1] in _WHO - _ANIMALS:
            return collapse(text[one.start : one.end])
    return None


def population_of(title: str, abstract: str, size: Size | None) -> str | None:
    """Who took part, in the words of the abstract or the title: "adults with gout"."""
    for text in (title, abstract):
        lower = lowered(text)
        found = _people(lower)
        if found and (text is title or not (size and size.who)):
            return _whole(text, *found)
    if size and size.who:
        start = abstract.find(size.who)
        return _whole(abstract, start, start + len(size.who))
    return None


def _people(lower: str) -> tuple[int, int] | None:
    """The first words in lower case that name people after "in", "among", "of" or "for": "older adults"."""
    if _WHO.isdisjoint(re.findall(r"\w+", lower)):
        return None
    for among in _AMONG.finditer(lower):
        at = among.end()
        for _ in range(_WORDS_BEFORE + 1):
            word = _WORD.match(lower, at)
            if word is None:
                break
            if word[0] in _WHO:
                return among.end(), word.end()
            further = _FURTHER.match(lower, at)
            if word[0] in _ENDED or further is None:
                break
            at = further.end()
    return None


def _whole(text: str, start: int, end: int) -> str:
    """The phrase with what follows it closely: "adults" → "adults with chronic low back pain"."""
    more = _WITH.match(text, end)
    return collapse(text[start : more.end() if more else end])
