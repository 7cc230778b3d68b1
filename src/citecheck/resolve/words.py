"""How works are found by their words in a Tantivy index, in memory and on disk alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import combinations, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from citecheck.expressions import expression
from citecheck.model import Work
from citecheck.resolve.records import years

if TYPE_CHECKING:
    from tantivy import DocAddress, Index, SchemaBuilder, Searcher, TextAnalyzer

_FIELD = "words"
_TOKENIZER = "folded"
_RUN = expression(r"[^\W_]+")
_NUMBER = expression(r"[0-9]+")
_YEAR = expression(r"1[5-9][0-9]{2}|20[0-9]{2}")
_LABEL = expression(r"^\W*\d{1,3}(?=[\s.)\]]|[A-Z])")
"""The number of a reference in its list."""
_SEAM = expression(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_BUDGET = 300_000
"""Places in the lists of works that one search may walk through: some milliseconds, however large the index."""
_LEAST_BUDGET, _SHARE = 2_000, 0.15
"""Of a small index, as many as three in twenty of its works: its commoner words tell as little."""
_REMEMBERED = 100_000
"""Words whose number of works is remembered."""
_LEAST = 4
"""Terms that are searched for whatever they cost."""
_MOST_NUMBERS = 8
_NAMED = 3
"""Authors whose names also stand in one word with the year: styles differ in how many they print."""
_LONG = 4
"""Letters from which a word that no work has may be two."""


def add_words(schema: SchemaBuilder) -> None:
    """Adds the field of the words to a schema."""
    schema.add_text_field(_FIELD, index_option="freq", tokenizer_name=_TOKENIZER)


def words_of(work: Work) -> str:
    """What stands in the field: the words and numbers of a work that a reference may print."""
    csl = work.csl
    when = [str(year) for year in sorted(years(work))]
    numbers = [str(csl.get(key, "")) for key in ("volume", "issue", "page")]
    titles = [str(csl.get(key, "")) for key in ("title", "container-title", "container-title-short")]
    names = [str(name.get("family") or name.get("literal") or "") for name in csl.get("author") or ()]
    dated = [f"{last}{year}" for name in names[:_NAMED] if (last := _last_word(name)) for year in when]
    volume, page = (_NUMBER.match(csl.get(key, "")) for key in ("volume", "page"))
    placed = [_pair(number, page[0]) for number in [*when, *([volume[0]] if volume else [])]] if page else []
    return plain(" ".join([*titles, *names, *when, *numbers, *dated, *placed]))


def _last_word(name: str) -> str:
    """The last run of letters and digits; empty where there is none."""
    return name if name.isalnum() else next(iter(_RUN.findall(name)[::-1]), "")


def _pair(one: str, other: str) -> str:
    """Two numbers as one word, in whichever order they are printed."""
    one, other = one.lstrip("0"), other.lstrip("0")
    return f"{one}x{other}" if (len(one), one) <= (len(other), other) else f"{other}x{one}"


def plain(text: str) -> str:
    """One spelling of characters that have several, and only such as UTF-8 can write: what Tantivy takes."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).encode("utf-8", "ignore").decode("utf-8")


def doi_term(doi: str) -> str:
    """A DOI as it is indexed and looked up: they know no case."""
    return plain(doi).lower()


def _analyzer() -> TextAnalyzer:
    """The one way from a text to its terms: runs of letters and digits, without diacritics and case."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer  # only where works are searched

    return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.ascii_fold()).filter(Filter.lowercase()).build()


def prepare(index: Index) -> None:
    """Makes an index ready to take in works: Tantivy keeps the name of a tokenizer with it, not the tokenizer."""
    index.register_tokenizer(_TOKENIZER, _analyzer())


class Words:
    """Finds the works of an index that share most with a reference."""

    def __init__(self, index: Index, searcher: Searcher) -> None:
        self._analyze = _analyzer().analyze
        self._schema = index.schema
        self.searcher = searcher
        self._frequencies: dict[str, int] = {}
        self._budget = min(_BUDGET, max(_LEAST_BUDGET, _SHARE * searcher.num_docs))

    def nearest(self, reference: str, limit: int) -> list[DocAddress]:
        """Where the works most like a whole reference stand in the index, best first."""
        import tantivy

        query = tantivy.Query
        terms = [
            (tantivy.Occur.Should, query.term_query(self._schema, _FIELD, term, "freq"))
            for term in _affordable(self._terms(reference), self._budget)
        ]
        hits = self.searcher.search(query.boolean_query(terms), limit, count=False).hits if terms else []
        return [address for _, address in hits]

    def _terms(self, reference: str) -> dict[str, int]:
        """The terms of a reference that the index holds, each with the number of works that have it."""
        runs = _RUN.findall(plain(_LABEL.sub(" ", reference)))
        printed = [(run, term) for run in runs for term in self._terms_of(run)]
        words = [term for _, term in printed]
        found = {word: self._known(word) for word in words}
        for term in (*_joined(words), *_together(words)):
            if term not in found:
                found[term] = self._frequency(term)
        for run, term in printed:
            if not found[term]:
                found |= self._apart(run, term)
        return {term: frequency for term, frequency in found.items() if frequency}

    def _terms_of(self, run: str) -> list[str]:
        """As the analyzer has it; what is plain already need not go there."""
        return [run.lower()] if run.isascii() else self._analyze(run)

    def _apart(self, run: str, term: str) -> dict[str, int]:
        """The words of one that no work has: copying runs words together, at a capital or a figure or anywhere."""
        parts = self._analyze(_SEAM.sub(" ", run))
        if len(parts) == 1:
            return self._halves(term)
        found: dict[str, int] = {}
        for part in parts:
            found[part] = self._frequency(part)
            found |= {} if found[part] else self._halves(part)
        return found

    def _halves(self, word: str) -> dict[str, int]:
        """The two words in one that are both the most usual; none where it is not two."""
        if len(word) < _LONG:
            return {}
        halves: dict[str, int] = {}
        least = 0
        for at in range(1, len(word)):
            head, tail = word[:at], word[at:]
            # Most cuts leave one half that is no word: the other need not be looked up.
            if (first := self._known(head)) > least and (second := self._frequency(tail)) > least:
                halves, least = {head: first, tail: second}, min(first, second)
        return halves

    def _frequency(self, term: str) -> int:
        return self.searcher.doc_freq(_FIELD, term)

    def _known(self, word: str) -> int:
        """The same, remembered: references share many of their words."""
        frequency = self._frequencies.get(word)
        if frequency is None:
            if len(self._frequencies) >= _REMEMBERED:
                self._frequencies.clear()
            frequency = self._frequencies[word] = self._frequency(word)
        return frequency


def _joined(words: list[str]) -> Iterator[str]:
    """Copying tears words apart: neighbours are looked for as one word, too."""
    return (word for one, other in pairwise(words) if len(word := one + other) >= _LONG)


def _together(words: list[str]) -> Iterator[str]:
    """What may stand in an index as a name with its year, or as two numbers of one work."""
    numbers = list(dict.fromkeys([word for word in words if word.isdecimal() and word.isascii()]))[:_MOST_NUMBERS]
    dates = [number for number in numbers if _YEAR.fullmatch(number)]
    names = dict.fromkeys([word for word in words if len(word) > 1 and word.isalpha()]) if dates else ()
    yield from (f"{name}{date}" for date in dates for name in names)
    yield from (_pair(one, other) for one, other in combinations(numbers, 2))


def _affordable(frequencies: dict[str, int], budget: float) -> Iterator[str]:
    """The rarest terms, as many as their lists of works may cost: the rest tell little and take most of the time."""
    spent = 0
    for place, (term, frequency) in enumerate(sorted(frequencies.items(), key=itemgetter(1))):
        spent += frequency
        if place >= _LEAST and spent > budget:
            return
        yield term
