"""What can be a Vietnamese syllable as it is spelled: the measure by which text in an old font is told from other."""

import functools
import unicodedata

_TONES = dict.fromkeys(map(ord, "\u0300\u0309\u0303\u0301\u0323"))
# Syllables that end in a stop bear sắc or nặng.
_STOPPED_TONES = {"\u0301", "\u0323"}
_FRONT_ONSETS = frozenset(["k", "gh", "ngh"])
_BACK_ONSETS = frozenset(["c", "g", "ng"])
_ONSETS = ("ngh", "ng", "nh", "ch", "gh", "kh", "ph", "th", "tr", *"bcdđghklmnprstvx", "")
_RHYMES_SPELLED = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm
ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot ooc oong oa oac oach
oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u
ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh uyp uyt
uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_RHYMES_SPELLED.split())
_AFTER_QU_SPELLED = """
a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây e en eo et ê êch ên ênh êt êu i ich in inh it
y ych yên yêt ynh yt yu ơ ơn ôc
"""
_AFTER_QU = frozenset(_AFTER_QU_SPELLED.split())


@functools.lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word is spelled as a Vietnamese syllable: onset, rhyme, at most one tone that the final allows.

    >>> [is_syllable(word) for word in ("Nguyễn", "nghỉ", "quốc", "Hoà", "hòa", "gìn")]
    [True, True, True, True, True, True]
    >>> [is_syllable(word) for word in ("Müller", "nge", "các", "càc", "où", "K'Sor")]
    [False, False, True, False, False, False]
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    letters = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    tone = "".join(char for char in decomposed if ord(char) in _TONES)
    if len(tone) > 1 or len(letters) > 7:
        return False
    return any(tone in _STOPPED_TONES or not rhyme.endswith(("c", "ch", "p", "t")) for rhyme in _rhymes(letters))


@functools.lru_cache(maxsize=8192)
def _rhymes(letters: str) -> tuple[str, ...]:
    """The rhymes as which the letters can be read: ``gin`` is g + in, ``giêng`` is gi + êng."""
    found = []
    if letters.startswith("qu"):
        found = [letters[2:]] if letters[2:] in _AFTER_QU else []
    elif letters.startswith("gi") and (letters[2:] in _RHYMES or letters[2:] in {"êng", "êc"}):
        found = [letters[2:]]
    for onset in _ONSETS:
        rhyme = letters[len(onset) :]
        if letters.startswith(onset) and rhyme in _RHYMES and _agree(onset, rhyme):
            found.append(rhyme)
    return tuple(found)


def _agree(onset: str, rhyme: str) -> bool:
    """The spelling rule of c/k, g/gh and ng/ngh."""
    front = rhyme[0] in "eêiy"
    if onset in _FRONT_ONSETS:
        return front
    return not (onset in _BACK_ONSETS and front and not (onset == "g" and rhyme[0] == "i"))
