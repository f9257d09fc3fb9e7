"""Finding rows by what somebody types without diacritics.

``starts_words`` is a condition over folded key columns, good for some ten thousand rows.  A ``SearchIndex`` is declared
for a table that may hold a million: an index of words in the order of the list, kept by triggers of the database.
"""

from khuevan.core.search.index import Place, SearchIndex
from khuevan.core.search.words import phrases_of, starts_words, words_of

__all__ = ["Place", "SearchIndex", "phrases_of", "starts_words", "words_of"]
