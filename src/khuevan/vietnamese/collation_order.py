"""What stands where in the order of CLDR ``vi`` (CLDR 48, ICU 78.2), printed by ``tools/collation_order.mjs``."""

from typing import Final

# Lower than all letters: one word for each primary weight; further signs in a word differ from its first secondarily.
_SYMBOLS = """
_ ‗ - ‐ ‒ – — ― ⁓ , ; ⁏ : ! ¡ ? ¿ ‽ . · ⁕ ⁖ ⁘ ⁙ ⁚ ⁛ ⁜ ⁝ ⁞ '‘’‚‛ ‹ › "“”„‟ « » ( ) [ ] { } ⁅ ⁆ ‖ § ¶ ⁋ @ * ⁎ ⁑ / \\ & ⁊
# % ‰ ‱ † ‡ • ‣ ‧ ⁃ ⁌ ⁍ ′ ‵ ‸ ※ ‿ ⁔ ⁀ ⁐ ⁁ ⁂ ` ´ ^ ¯ ¨ ¸ ° © ® ← → ↑ ↓ + ± ÷ × < = > ¬ | ¦ ~ − ⁒ ⁄ √ ∞ ≤ ≥ ■ □ ○ ● ★ ☆
✓ ✔ ✗ ¤ ¢ $ £ ¥ ₠ ₡ ₢ ₣ ₤ ₥ ₦ ₩ ₪ ₫ € ₭ ₮ ₯ ₰ ₱ ₲ ₳ ₴ ₵ ₶ ₷ ₸ ₹ ₺ ₻ ₼ ₽ ₾ ₿
"""
SYMBOLS: Final = tuple(_SYMBOLS.split())

# The alphabet with the letters of other Latin scripts that stand behind one of its own.
_ALPHABET = """
a ă â bƀƃ cȼƈ dȸ đƌȡ e êɇǝ fƒ gǥƣ hƕ iı jȷɉ kƙ lỻƚȴƛ m nƞȵŋ o ô ơȣ pƥ qȹɋĸ rɍ sȿƪ tƾŧƫƭȶ u ư vỽ w x yɏƴỿȝ
zƍƶȥɀƹƺþƿƻƨƽƅɂǀǁǂǃ
"""
ALPHABET: Final = tuple(_ALPHABET.split())
# Letters that are compared as others: the first of them bears a mark that is higher than all others.
EXPANSIONS: Final = {"æ": "ae", "œ": "oe", "ß": "ss", "ð": "d"}
# Letters with a stroke that has no decomposition in Unicode but is a mark here.
STROKES: Final = {"ø": "o\u0338", "ł": "l\u0335", "ħ": "h\u0335"}

# Behind z.
OTHER_SCRIPTS: Final = (
    "αβγδεϝͷϛζͱηθιϳκϗλμνξοπϻϟϙρϼσͼͻͽτυφχψωϡͳϸϣϥϧϩϫϭϯ"
    "аәӕбвгғӻҕӷдԁђԃҙеєжԫҗзԅԑѕӡԇиҋійјкқӄҡҟҝԟԛлӆԯԓԡљԉԕмӎнԩӊңӈԣҥњԋоөпԥҧҁрҏԗсԍҫтԏҭћуүұѹфхӽӿҳһԧѡѿѽѻцҵчԭҷӌҹҽҿџшщъыьҍѣэюяԙѥѧѫѩѭѯѱѳѵҩԝӏ"
)

# Combining marks in the order of their weights; those of one word weigh the same.
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
MARKS_BEFORE_TONES: Final = ("\u034f", "\u0332", "\u0313\u0343", "\u0314")
MARKS_BEHIND_TONES: Final = (
    *"\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0338\u0327\u0328\u0304",
    "\u030d\u030e\u0312\u0315\u031a\u033d\u033e\u033f\u0346\u034a\u034b\u034c\u0350\u0351\u0352\u0357\u035b\u035d\u035e",
    "\u0316\u0317\u0318\u0319\u031c\u031d\u031e\u031f\u0320\u0329\u032a\u032b\u032c\u032f\u0333\u033a\u033b\u033c\u0347"
    "\u0348\u0349\u034d\u034e\u0353\u0354\u0355\u0356\u0359\u035a\u035c\u035f\u0362",
    "\u0336\u0337",
    *"\u0335\u0305\u030f\u0310\u0311\u031b\u0321\u0322\u0324\u0325\u0326\u032d\u032e\u0330\u0331\u0334\u0339\u0345\u0358",
    *"\u0360\u0361",
)
