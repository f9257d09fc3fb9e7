// Prints the order of CLDR `vi` as src/khuevan/vietnamese/collation_order.py holds it: run `node tools/collation_order.mjs`
// with a node that has full ICU and compare.  Needed only when a new CLDR shall be followed.
const collator = new Intl.Collator("vi");
const base = new Intl.Collator("vi", { sensitivity: "base" });
const accent = new Intl.Collator("vi", { sensitivity: "accent" });
if (!Intl.Collator.supportedLocalesOf(["vi"]).length) throw new Error("This node has no Vietnamese collation.");

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
const isLetter = (char) => /^\p{L}$/u.test(char) && char.toLowerCase() === char;
const isSymbol = (char) => /^[\p{P}\p{S}]$/u.test(char);
const isOwn = (char) => char.normalize("NFKD") === char || "ăâêôơưй´¨¯¸‗≠".includes(char);

function weights(chars) {
  const words = [];
  let previous = null;
  for (const char of chars.sort(collator.compare)) {
    if (previous === null || base.compare(previous, char) !== 0) words.push(char);
    else if (accent.compare(previous, char) !== 0) words[words.length - 1] += char;
    previous = char;
  }
  return words.join(" ");
}

function marks() {
  const words = [];
  let previous = null;
  for (const mark of range(0x300, 0x36f).sort((x, y) => collator.compare("x" + x, "x" + y))) {
    if (base.compare("x", "x" + mark) !== 0) continue;
    const code = mark.codePointAt(0).toString(16);
    if (previous !== null && collator.compare("x" + previous, "x" + mark) === 0) words[words.length - 1] += "=" + code;
    else words.push(code);
    previous = mark;
  }
  return words.join(" ");
}

const symbols = [...range(0x21, 0x7e), ...range(0xa1, 0xff), ...range(0x2010, 0x2060), ...range(0x20a0, 0x20bf)];
console.log("ICU", process.versions.icu, "CLDR", process.versions.cldr);
console.log(weights([...symbols, ...range(0x2190, 0x2193), ..."−∞√≤≥≠●○■□★☆✓✔✗"].filter((c) => isSymbol(c) && isOwn(c))));
console.log(weights([...range(0x61, 0x7a), ...range(0xa1, 0x24f), ...range(0x1ea0, 0x1eff)].filter((c) => isLetter(c) && isOwn(c))));
console.log(weights(range(0x370, 0x52f).filter((c) => isLetter(c) && isOwn(c))));
console.log(marks());
