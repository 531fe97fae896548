// Writes what an ECMA-262 engine says of generated patterns, as lines of JSON:
//   node generate.mjs [COUNT] [SEED] | gzip -9n > patterns.jsonl.gz
// The table in this folder was made by Node 20.20.2 (V8 11.3, Unicode 17.0) with 2,000 patterns and seed 17.
// Each line: p, the pattern; m, "u" where it was read with Unicode, "" where without, "!" where it is none;
// t, texts; r, for each text 1 where the pattern is found in it, and 0 where not.

const count = Number(process.argv[2] ?? 2000);
let state = BigInt(process.argv[3] ?? 17);

function random(limit) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(limit));
}

const pick = (list) => list[random(list.length)];

const characters = ["a", "b", "c", "A", "K", "k", "s", "1", "9", "_", "-", " ", "\n", "\r", "\u2028", "\u0085", "\u00a0",
  "\ufeff", "é", "ß", "ſ", "\u212a", "α", "Σ", "ς", "м", "😀", "😁", "\ud83d", "\ude00", "\u0000", "&", "[", "]", "{", "}", "(", ",", "+", "/",
  "\u0301", "日", "\u180e", "İ", "\u{10400}", "\u{10428}", "u", "x", "p", "\b", "\t"];

const literals = ["a", "b", "c", "A", "1", "_", "é", "α", "😀", "-", ",", "/", "&", " ", "k"];

const escapes = ["\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\n", "\\r", "\\t", "\\v", "\\f", "\\0", "\\.", "\\$", "\\[", "\\]", "\\/",
  "\\x61", "\\u0061", "\\u{61}", "\\u{1F600}", "\\ud83d\\ude00", "\\ud83d", "\\cA", "\\-", "\\_", "\\a", "\\e", "\\u", "\\x", "\\c", "\\8", "\\07",
  "\\141", "\\k", "\\p{Alphabetic}", "\\p{L}", "\\p{Lu}", "\\P{Ll}", "\\p{Letter}", "\\p{Script=Grek}", "\\p{Script=Greek}",
  "\\p{scx=Cyrl}", "\\p{sc=Cyrillic}", "\\p{gc=Nd}", "\\p{General_Category=Decimal_Number}", "\\p{Emoji}", "\\p{White_Space}",
  "\\p{ASCII}", "\\p{Any}", "\\P{Any}", "\\p{Assigned}", "\\p{letter}", "\\p{IsGreek}", "\\p{Hiragana}", "\\p{Upper}", "\\p{ID_Start}",
  "\\p{Extended_Pictographic}", "\\p{Lowercase}", "\\p", "\\P{Script_Extensions=Deva}", "\\p{punct}", "\\p{Punctuation}"];

const inClass = [...escapes, "\\b", "\\B", "a", "b", "A", "1", "_", "&", "[", "(", "^", "é", "😀", "-", "&&", "{", "|", "$", "."];
const ranges = ["a-c", "A-Z", "0-9", "α-ω", "😀-😂", "\\x61-c", "\\d-z", "a-\\d", "c-a", "+--", "\\u{61}-\\u{63}", "--a", "\\b-a"];
const quantifiers = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "{0}", "{2,1}", "{,2}", "{1", "{a}", "{}"];

let groups;
let names;

function charClass() {
  let text = random(4) === 0 ? "[^" : "[";
  for (let i = random(4); i > 0; i--) {
    text += random(4) === 0 ? pick(ranges) : pick(inClass);
  }
  return text + "]";
}

function atom(depth) {
  const kind = random(depth > 3 ? 12 : 20);
  if (kind < 6) return pick(literals);
  if (kind < 8) return pick(escapes);
  if (kind < 10) return charClass();
  if (kind < 11) return ".";
  if (kind < 12) return random(6) === 0 ? pick(["{", "}", "]", "\\k<n>", "\\k<n1>", "(?:", ")", "\\9"]) : groups > 0 ? "\\" + (1 + random(groups)) : "a";
  if (kind < 14) return "(?:" + choice(depth + 1) + ")";
  if (kind < 16) { groups++; return "(" + choice(depth + 1) + ")"; }
  if (kind < 17) {
    groups++;
    const name = "n" + ++names;
    return "(?<" + name + ">" + choice(depth + 1) + ")" + (random(2) === 0 ? "\\k<" + name + ">" : "");
  }
  return pick(["(?=", "(?!", "(?<=", "(?<!"]) + choice(depth + 1) + ")";
}

function sequence(depth) {
  let text = "";
  for (let i = random(4) + (depth === 0 ? 1 : 0); i > 0; i--) {
    const kind = random(12);
    if (kind === 0) text += pick(["^", "$", "\\b", "\\B"]);
    else {
      text += atom(depth);
      if (random(3) === 0) text += pick(quantifiers) + (random(5) === 0 ? "?" : "");
    }
  }
  return text;
}

function choice(depth) {
  let text = sequence(depth);
  while (random(5) === 0) text += "|" + sequence(depth);
  return text;
}

function compiled(pattern) {
  try {
    return ["u", new RegExp(pattern, "u")];
  } catch {
    try {
      return ["", new RegExp(pattern)];
    } catch {
      return ["!", null];
    }
  }
}

function text(pattern) {
  let all = "";
  const own = [...pattern].filter((c) => !"\\()[]{}?*+|^$".includes(c));
  for (let i = random(7); i > 0; i--) all += random(2) === 0 && own.length > 0 ? pick(own) : pick(characters);
  return all;
}

let made = 0;
while (made < count) {
  groups = 0;
  names = 0;
  let pattern = choice(0);
  if (random(3) === 0) pattern = "^" + pattern + "$";
  const [mode, regex] = compiled(pattern);
  // patterns that are none are kept too, but not half of all
  if (mode === "!" && random(3) !== 0) continue;
  const texts = mode === "!" ? [] : Array.from({ length: 10 }, () => text(pattern));
  const found = texts.map((one) => (regex.test(one) ? "1" : "0")).join("");
  console.log(JSON.stringify({ p: pattern, m: mode, t: texts, r: found }));
  made++;
}
