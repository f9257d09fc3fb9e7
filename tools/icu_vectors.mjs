// Writes tests/vietnamese/data/icu_order.txt.gz: 10,000 texts in the order of ICU's collation for `vi`, by which
// tests/vietnamese/test_icu.py judges khuevan.vietnamese.collation.  A line is "<" (behind the line above) or "="
// (equal to it) and the text as a JSON string.  Run `node tools/icu_vectors.mjs` with a node that has full ICU; the
// texts come from a fixed seed, so only another ICU changes the file.
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const HOW_MANY = 10000;
const TARGET = new URL("../tests/vietnamese/data/icu_order.txt.gz", import.meta.url);
const collator = new Intl.Collator("vi");
if (!Intl.Collator.supportedLocalesOf(["vi"]).length || collator.resolvedOptions().locale !== "vi" || collator.compare("lạ", "lan") >= 0) {
  throw new Error("This node has no Vietnamese collation.");
}

let state = 20261122;
function random(below) { // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];
const often = (percent) => random(100) < percent;
const times = (least, most, make) => Array.from({ length: least + random(most - least + 1) }, make);

const TONES = ["", "", "", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];
const VOWELS = [..."aăâeêioôơuưy"];
const ONSETS = ["", ..."bcdđghklmnpqrstvx", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"];
const ENDS = ["", "", "", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"];
const ALL_LETTERS = [..."aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"];
const FOREIGN = [..."äåæąçčćďěëęğħïîłñňńøœöőřšşßťůüûžźżðþƀĕŏŭĭαβγδωΩбвгжийёяЖЯ"];
const SIGNS = [..."'’‘.,-–—()/&:;!?\"“”@#%+=*_°§"];
const FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Điểu Niê K'Sor H'Hen Y Ông Ênuôl Đinh Âu".split(" ");
const MIDDLES = "Văn Thị Hữu Đức Minh Thanh Ngọc Thu Bá Bích Kim Quốc Xuân Hồng Công Đình".split(" ");
const GIVENS = "An Ân Ấn Anh Ánh Ảnh Bình Bích Châu Cường Dũng Dung Đông Đồng Giang Hà Hạ Hạnh Hân Hoa Hòa Hoà Hóa Lan Lán Lạn Lân Lệ Mai Mỹ Mĩ Nga Ngà Oanh Phúc Quý Sơn Tâm Tấm Tú Tư Từ Uyên Ước Vy Vỹ Yến Ý".split(" ");

const syllable = () => pick(ONSETS) + pick(VOWELS) + pick(TONES) + pick(ENDS);
const cased = (text) => [text, text.toUpperCase(), text.charAt(0).toUpperCase() + text.slice(1),
  [...text].map((char) => (often(30) ? char.toUpperCase() : char)).join("")][random(4)];
const kinds = [
  [30, () => [pick(FAMILIES), ...times(0, 2, () => pick(MIDDLES)), pick(GIVENS)].join(" ")],
  [20, () => times(1, 3, () => cased(syllable())).join(" ")],
  [20, () => times(1, 3, () => cased(pick([..."aăâeo"]) + pick(TONES))).join(pick(["", "", " ", "n"]))], // near each other
  [10, () => times(1, 6, () => cased(pick(ALL_LETTERS)) + (often(25) ? pick(TONES) : "")).join("")], // tones anywhere
  [10, () => times(1, 4, () => pick([syllable(), pick(SIGNS), String(random(200)), " "])).join("")],
  [10, () => times(1, 5, () => cased(often(50) ? pick(FOREIGN) : pick(ALL_LETTERS)) + (often(20) ? pick(TONES) : "")).join("")],
];
function written(text) {
  const form = random(10);
  if (form < 6) return text.normalize("NFC");
  if (form < 9) return text.normalize("NFD");
  return [...text.normalize("NFC")].map((char) => (often(50) ? char.normalize("NFD") : char)).join("");
}

const texts = new Set();
while (texts.size < HOW_MANY + 1) {
  let chance = random(100);
  const [, make] = kinds.find(([share]) => (chance -= share) < 0);
  const text = written(make()).replace(/ +/g, " ").trim();
  if (text) texts.add(text);
  if (text && often(15)) texts.add(text.normalize(often(50) ? "NFC" : "NFD"));
}
const sorted = [...texts].slice(0, HOW_MANY).sort((x, y) => collator.compare(x, y) || (x < y ? -1 : 1));
const lines = sorted.map((text, i) => (i && collator.compare(sorted[i - 1], text) === 0 ? "=" : "<") + JSON.stringify(text));
writeFileSync(TARGET, gzipSync(`# ICU ${process.versions.icu}, CLDR ${process.versions.cldr}, collation vi\n${lines.join("\n")}\n`, { level: 9 }));
console.log(`${sorted.length} texts, ${lines.filter((line) => line[0] === "=").length} of them equal to the one above`);
