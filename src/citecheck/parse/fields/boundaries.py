"""Labels put right where one field ends and the next begins: the tagger may be a word or a sentence out."""

from __future__ import annotations

from collections.abc import Callable

from citecheck import journals
from citecheck.parse.fields.lexicon import joins_names, lexicon
from citecheck.parse.fields.tokens import Label, Tokens, end_of, find_label

_LEAST_NAMES = 3
"""Names in a row without a comma that make a list."""
_LONGEST_INITIALS = 4
_SHORT_FORM = 3
"""Words before a colon that may open a title: "NapFinder: a suite for naps"."""
_WORDS_OF_PUBLISHER = 3
"""Words of a publisher's name before the one that tells it: "Northman Science Publishers"."""

_PUBLISHING = ("Press", "Publishers", "Publishing", "Verlag")
"""Words that only a publisher's name ends with."""


def put_right(tokens: Tokens, labels: list[Label]) -> None:
    """Changes labels in place."""
    for repair in _REPAIRS:
        repair(tokens, labels)


def _names_without_commas(tokens: Tokens, labels: list[Label]) -> None:
    """Some prints have no marks at all: "Lund KA Osei B van der Berg C 2010 Naps in the north Nap J 4"."""
    words, gaps = tokens
    named = end = 0
    while end < len(words) and gaps[end].strip() in ("", "-"):
        if _is_initials(words[end]):
            named += 1
        elif not (words[end][0].isupper() or joins_names(words[end])) or words[end][-1].isdigit():
            break
        end += 1
    dated = end < len(words) - 1 and len(words[end]) == 4 and words[end].isdigit() and gaps[end] == gaps[end + 1] == " "
    if named < _LEAST_NAMES or not dated or labels[end] == "issued" or not _is_initials(words[end - 1]):
        return
    labels[:end] = ["author"] * end
    labels[end] = "issued"
    stop = next((at for at in range(end + 1, len(words)) if labels[at] not in ("title", "container")), len(words))
    labels[end + 1 : stop] = ["title"] * (stop - end - 1)
    folded = [journals.fold_word(word) for word in words[end + 1 : stop]]
    for found in journals.find_journals(folded, gaps[end + 1 : stop]):
        if found.end == len(folded) and found.start:
            labels[end + 1 + found.start : stop] = ["container"] * (found.end - found.start)


def _names_in_titles(tokens: Tokens, labels: list[Label]) -> None:
    """A list of names ends with its stop, not at a comma: "Lund K, | Osei B and Varga C. Naps at work"."""
    words, gaps = tokens
    start = find_label(labels, "title")
    if not start or labels[start - 1] != "author" or gaps[start] != ", ":
        return
    stop = next((at for at in range(start + 1, len(words)) if gaps[at] == ". "), start)
    head = words[start:stop]
    named = len(head) > 1 and not _is_initials(head[0]) and _is_initials(head[-1])
    if named and labels[stop] == "title" and all(word[0].isupper() or joins_names(word) for word in head):
        labels[start:stop] = ["author"] * (stop - start)


def _books_in_names(tokens: Tokens, labels: list[Label]) -> None:
    """Where all is taken for names, what follows their stop is a book: "Lund K. Sleep. Northman & Sons; 2012"."""
    gaps = tokens.gaps
    if labels[:1] != ["author"] or "title" in labels or "container" in labels:
        return
    end = end_of(labels, 0)
    stops = [at for at in range(2, end) if gaps[at] == ". "]
    parted = len(stops) == 2 and _is_initials(tokens.words[stops[0] - 1]) and gaps[end].startswith(";")
    if parted and not any(map(_is_initials, tokens.words[stops[0] : end])):
        labels[stops[0] : stops[1]] = ["title"] * (stops[1] - stops[0])
        labels[stops[1] : end] = ["publisher"] * (end - stops[1])


def _words_before_colons(tokens: Tokens, labels: list[Label]) -> None:
    """What stands between "et al." and a title's colon opens the title: "et al. NapFinder: a suite for naps"."""
    words, gaps = tokens
    if "al" not in words:
        return
    title = find_label(labels, "title") or 0
    others = next((at for at in range(1, title) if words[at - 1 : at + 1] == ["et", "al"]), title)
    parted = title and gaps[title].startswith(":") and gaps[others + 1].startswith(".")
    if parted and 0 < title - others - 1 <= _SHORT_FORM and set(labels[others + 1 : title]) <= {"author", "other"}:
        labels[others + 1 : title] = ["title"] * (title - others - 1)


def _titles_that_go_on(tokens: Tokens, labels: list[Label]) -> None:
    """No journal stands within a title: "Rules of naps? Ways to | their end. Nap J", "sp. nov., un"."""
    words, gaps = tokens
    start = find_label(labels, "title")
    end = end_of(labels, start) if start is not None else len(labels)
    again = end_of(labels, end)
    if start is None or labels[again : again + 1] != ["title"]:
        return
    journal = labels[end] == "container" and gaps[again] == " " and "container" in labels[again:]
    small = labels[end] == "other" and words[end].islower() and words[again].islower()
    if journal or small:
        labels[end:again] = ["title"] * (again - end)


def _translations(tokens: Tokens, labels: list[Label]) -> None:
    """What stands in brackets behind a title says it in another language: "Der Schlaf [Sleep at night]. Nap J"."""
    note = find_label(labels, "note")
    if not note or labels[note - 1] != "title" or tokens.gaps[note] != " [":
        return
    end = end_of(labels, note)
    if end - note > _SHORT_FORM and tokens.gaps[end].startswith("].") and labels[end : end + 1] == ["container"]:
        labels[note:end] = ["title"] * (end - note)


def _names_of_containers(tokens: Tokens, labels: list[Label]) -> None:
    """No name begins in its middle: "Naps. German | Clinical Trials Register", "Sleep. A. | D.A.M. Encyclopedia"."""
    words, gaps = tokens
    at = find_label(labels, "container") or 0
    if at < 2 or labels[at - 1] != "title" or gaps[at] not in (" ", "."):
        return
    start = at - 1 if gaps[at - 1] == ". " else max(1, at - 2)
    named = gaps[start] == ". " and all(word[0].isupper() for word in words[start : at + 1])
    if named and labels[start - 1] == "title":
        labels[start:at] = ["container"] * (at - start)


def _series_of_meetings(tokens: Tokens, labels: list[Label]) -> None:
    """A series goes with the meeting before it: "of naps. Advances in Sleep—NAP 2011, Lecture Notes in Medicine"."""
    series = find_label(labels, "series")
    if not series or "volume" not in labels[series:] or "page" not in labels[series:] or tokens.gaps[series] != ", ":
        return
    if "container" not in labels:
        start = _last_sentence(tokens, labels, series)
    else:  # "NAP | 2011, | Lecture Notes"
        held = labels[series - 2 : series] == ["container", "issued"] and "issued" in labels[series:]
        start = series - 1 if held else 0
    if start:
        end = end_of(labels, series)
        while labels[end] == "other" and tokens.gaps[end] == " " and not tokens.words[end].lower().startswith("vol"):
            end += 1  # "Lecture Notes | in Medicine"
        labels[start:end] = ["container"] * (end - start)


def _journals_before_pages(tokens: Tokens, labels: list[Label]) -> None:
    """What stands between a title's stop and ": 84–108" is a journal: "Managing naps. Northman: 84–108"."""
    page = find_label(labels, "page")
    if not page or tokens.gaps[page].strip() != ":" or "container" in labels or "volume" in labels:
        return
    if labels[page - 1] == "title":
        start = _last_sentence(tokens, labels, page)
    else:
        start = next((at for at in range(page - 1, 0, -1) if labels[at - 1] != labels[page - 1]), 0)
        known = labels[page - 1] in ("publisher", "other") and tokens.words[start][0].isupper()
        start = start if known and labels[start - 1] == "title" and tokens.gaps[start] == ". " else 0
    if start:
        labels[start:page] = ["container"] * (page - start)


def _last_sentence(tokens: Tokens, labels: list[Label], behind: int) -> int:
    """Where the last sentence of the title begins that ends before `behind`; 0 where it has but one."""
    start = find_label(labels, "title")
    if start is None or end_of(labels, start) != behind:
        return 0
    ends = (at for at in range(behind - 1, start, -1) if tokens.gaps[at] == ". " and len(tokens.words[at - 1]) > 1)
    return next(ends, 0)


def _names_of_publishers(tokens: Tokens, labels: list[Label]) -> None:
    """A publisher's name begins behind a mark: "and Disorders, Northman Science | Publishers, Inc."."""
    words, gaps = tokens
    if "container" not in labels or not {"publisher", "editor"} & set(labels):
        return
    for at in range(2, len(words)):
        if labels[at - 1] != "container" or gaps[at] != " " or words[at].lower() not in lexicon()["publishers"]:
            continue
        whole = labels[at] == "container" and "editor" in labels and words[at] in _PUBLISHING
        if labels[at] != "publisher" and not whole:
            continue
        first = max(1, at - _WORDS_OF_PUBLISHER)
        start = next((i for i in range(at - 1, first - 1, -1) if gaps[i] in (", ", ". ", ": ", "; ")), at)
        if start < at and labels[start - 1] == "container":
            end = end_of(labels, at) if whole else at
            labels[start:end] = ["publisher"] * (end - start)


def _second_works(_: Tokens, labels: list[Label]) -> None:
    """Of two works in one string the first is meant: "J Nap. 77:822–840. Lund K (1996). More naps. J Nap. 66:564"."""
    if labels.count("title") < 2 or labels.count("volume") < 2:
        return
    volume = labels.index("volume")
    if "title" not in labels[:volume] or "container" not in labels[:volume]:
        return
    author = next((at for at in range(volume, len(labels)) if labels[at] == "author"), len(labels))
    if {"title", "container", "volume"} <= set(labels[author:]):
        labels[author:] = ["other"] * (len(labels) - author)


_REPAIRS: tuple[Callable[[Tokens, list[Label]], None], ...] = (
    _names_without_commas,
    _names_in_titles,
    _books_in_names,
    _words_before_colons,
    _titles_that_go_on,
    _translations,
    _names_of_containers,
    _series_of_meetings,
    _journals_before_pages,
    _names_of_publishers,
    _second_works,
)


def _is_initials(word: str) -> bool:
    return word.replace("-", "").isalpha() and word.isupper() and len(word) <= _LONGEST_INITIALS
