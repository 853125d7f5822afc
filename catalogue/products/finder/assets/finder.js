// Find the planning area of an address. A classic script: it works from the disk as from a server.
// Nothing that is typed leaves this computer; of the list of streets only the parts are loaded that are needed, by
// the first letter of the street.
"use strict";

(() => {
  const LOST = "\ufffd";
  const GERMAN = { ß: "ss", ä: "ae", ö: "oe", ü: "ue", æ: "ae", ø: "oe" };
  const JOIN = "(?:-|–|—|/|\\+|,|&|\\bu\\.|\\bund\\b|\\bu\\b|\\bbis\\b)";
  const NR = "(?:haus-?\\s?)?(?:nummer|nr|no|hnr)";
  const BACK = new RegExp(
    `^(.*?(?:[^\\s,\\d]|\\d\\b))[\\s,]*((?:\\b${NR}\\.?\\s*)?\\d{1,5}\\s*(?:[a-z]\\b)?` +
      `(?:\\s*${JOIN}\\s*(?:\\d{1,5}\\s*(?:[a-z]\\b)?|[a-z]\\b))*(?:\\s+\\d/\\d)?)[\\s.,]*$`, "i");
  const LAST = /^(.*[^\s,])[\s,]+(\d{1,5}\s*(?:[a-z]\b)?)[\s.,]*$/i;
  const FIRST = /^(\d{1,4}\s?(?:[a-z]\b)?)[\s,]+([^\d\s.,].*)$/i;
  const TOWN = /^(.*\S)[\s,;|•·]+(?:D\s*-?\s*)?(\d{5})(?:\s+([^\d,]{2,}))?$/i;
  const TOWN_FIRST = /^(?:D\s*-?\s*)?(\d{5})(?:\s+([^\d,]{2,}?))?\s*[,;]\s*(.*\S)$/i;
  const PLACE = /^(.*\d\s?[a-z]?)\s*[,;|•·]\s*([^\d,]{3,})$/i;
  const PLACE_BEHIND = /^(.*\d\s?[a-z]?)\s+([^\d,]{3,})$/i;
  const PLACE_ALONE = /^([^\d,]+?)\s*,\s*([^\d,]{3,})$/;
  const PLACE_FIRST = /^([^\d,;]{2,}?)(?:\s+(\d{5}))?\s*[,;]\s*(.*\S)$/;
  const CODE_FIRST = /^(?:D\s*-?\s*)?(\d{5})[\s,;]+(.*\S)$/i;
  const NUMBER = new RegExp(
    `^[^\\da-z]*(?:${NR})?\\.?[^\\da-z]*0*([1-9]\\d{0,4})(?:\\s*[a-z]\\b)?(?:\\s*${JOIN}\\s*0*([1-9]\\d{0,4}))?`, "i");

  // ---- the parts of the list, each loaded once ----
  const waiting = new Map(); // root + name → promise
  const arrived = {}; // name → what the part that was loaded last handed over
  window.kreisblickAddresses = (name, part) => { arrived[name] = part; };

  function load(root, name) {
    const path = `${root}data/addresses/${name}.js`;
    if (!waiting.has(path)) {
      waiting.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = path;
        script.onload = () => { script.remove(); resolve(arrived[name]); };
        script.onerror = () => { script.remove(); waiting.delete(path); reject(new Error(path)); };
        document.head.append(script);
      }));
    }
    return waiting.get(path);
  }

  // ---- one spelling for what is the same name; as territory/addresses/normalise.py ----
  const patterns = new Map(); // table → what finds its keys
  function replaceMany(text, table) {
    if (!patterns.has(table)) {
      const escaped = Object.keys(table).map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      patterns.set(table, escaped.length ? new RegExp(escaped.join("|"), "g") : /(?!)/g);
    }
    return text.replace(patterns.get(table), (found) => table[found]);
  }

  function fold(text, rules) {
    const repaired = replaceMany(text, rules.mojibake).normalize("NFC");
    const lower = replaceMany(repaired.toLowerCase(), GERMAN).normalize("NFKD");
    const plain = replaceMany(lower.replace(/[\p{M}'’`´]/gu, ""), rules.repairs);
    const known = plain.replaceAll(LOST, "?").replace(/[^a-z0-9.?]+/g, " ");
    return known.replace(/ *\.+ */g, ". ").replace(/^ +| +$/g, "");
  }

  function spellOut(folded, rules) {
    const words = folded.split(" ");
    const last = words.length - 1;
    if (last > 0 && /^st\.?$/.test(words[last]) && /[a-z0-9]\.?$/.test(words[last - 1])) words[last] = "strasse";
    return words.map((word) => ending(own(rules.words, word) ?? word, rules)).join(" ").replace(/ +/g, " ").trim();
  }

  function ending(word, rules) {
    for (let start = 0; start < word.length; start += 1) {
      const full = own(rules.endings, word.slice(start));
      if (full !== undefined) return word.slice(0, start) + full;
    }
    return word;
  }

  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const keyOf = (text, rules) => spellOut(fold(text, rules), rules).replace(/[ .]/g, "");
  const placeKey = (text, rules) => fold(text, rules).replace(/[ .]/g, "");
  const shardOf = (key) => (/^[a-z]/.test(key) ? key[0] : "0");

  // ---- what can be meant: street, number, postcode, place; the likeliest first ----
  function readings(text, about) {
    const found = [];
    const add = (street, code, place) => {
      found.push({ street, number: "", code, place });
      for (const [pattern, s, n] of [[BACK, 1, 2], [LAST, 1, 2], [FIRST, 2, 1]]) {
        const parts = pattern.exec(street);
        if (parts) found.push({ street: parts[s], number: parts[n], code, place });
      }
    };
    const first = TOWN_FIRST.exec(text);
    if (first) add(first[3], first[1], first[2] || "");
    const coded = CODE_FIRST.exec(text);
    if (coded) {
      for (const [place, rest] of placesFirst(coded[2], about)) add(rest, coded[1], place);
      add(coded[2], coded[1], "");
    }
    const town = TOWN.exec(text);
    if (town) {
      const before = town[1].replace(/[\s,;]+$/, "");
      add(before, town[2], town[3] || "");
      const inside = PLACE.exec(before);
      if (inside) add(inside[1], town[2], inside[2]);
    }
    add(text, "", "");
    for (const pattern of [PLACE, PLACE_BEHIND, PLACE_ALONE]) {
      const parts = pattern.exec(text);
      if (parts) add(parts[1], "", parts[2]);
    }
    const ahead = PLACE_FIRST.exec(text);
    if (ahead) add(ahead[3], ahead[2] || "", ahead[1]);
    for (const [place, rest] of placesFirst(text, about)) add(rest, "", place);
    return found;
  }

  // Names of places as they are known: of the list of streets, and of the municipalities.
  function placesOf(about) {
    about.known ??= new Set([...about.places, ...about.areas.map(([, , town]) => town)]
      .filter(Boolean).map((name) => placeKey(name, about.folding)));
    return about.known;
  }

  // Where a text begins with a known place, without a comma behind it: the place, and the rest.
  function placesFirst(text, about) {
    const words = text.split(/[\s,;]+/);
    return words.slice(0, -1)
      .map((_word, last) => [words.slice(0, last + 1).join(" "), words.slice(last + 1).join(" ")])
      .filter(([place]) => placesOf(about).has(placeKey(place, about.folding))).reverse();
  }

  async function streetsOf(root, about, key) {
    const shard = shardOf(key);
    if (!key || !about.shards.includes(shard)) return [];
    return (await load(root, `s-${shard}`)).filter((street) => street[0] === key);
  }

  // ---- numbers of a reading: none, one, or the first and the last of several ----
  function numbersOf(text) {
    const parts = NUMBER.exec(text);
    if (!parts) return [];
    const first = Number(parts[1]);
    const last = parts[2] ? Number(parts[2]) : first;
    return last > first ? [first, last] : [first];
  }

  function areasOf(street, numbers) {
    const found = new Set();
    for (const [parity, low, high, ...areas] of street[4]) {
      const holds = (n) => (parity === 0 || parity === (n % 2 ? 1 : 2)) && low <= n && (!high || n <= high);
      const touched = numbers.length === 2 ? low <= numbers[1] && (!high || high >= numbers[0]) && sides(parity, numbers) : numbers.some(holds);
      if (!numbers.length || touched) areas.forEach((area) => found.add(area));
    }
    return [...found];
  }

  function sides(parity, [first, last]) {
    return parity === 0 || (last - first) % 2 === 1 || parity === (first % 2 ? 1 : 2);
  }

  // Streets that fit postcode and place; where none does, all of the name, and nothing is sure.
  function narrowed(streets, reading, about) {
    const place = reading.place ? placeKey(reading.place, about.folding) : "";
    const inPlace = (street) => {
      if (!place) return true;
      const own = street[2] < 0 ? "" : placeKey(about.places[street[2]], about.folding);
      const towns = areasOf(street, []).map((one) => placeKey(about.areas[one][2], about.folding));
      return !own || own === place || own.startsWith(place) || place.startsWith(own) || towns.includes(place);
    };
    const inCode = (street) => !reading.code || !street[3].length || street[3].some((c) => about.codes[c] === reading.code);
    const both = streets.filter((street) => inPlace(street) && inCode(street));
    return both.length ? { fitting: both, doubt: false } : { fitting: streets, doubt: true };
  }

  function label(street, about) {
    const code = street[3].length === 1 ? about.codes[street[3][0]] : "";
    const town = [code, street[2] < 0 ? "" : about.places[street[2]]].filter(Boolean).join(" ");
    return [street[1], town].filter(Boolean).join(", ");
  }

  async function ask(text, root) {
    const about = await load(root, "index");
    const clean = text.normalize("NFC").replace(/\s+/g, " ").trim();
    const plain = clean.replace(new RegExp(about.folding.tails, "i"), "");
    const meant = [...readings(plain, about), ...(plain === clean ? [] : readings(clean, about))];
    for (const reading of meant) {
      const streets = await streetsOf(root, about, keyOf(reading.street, about.folding));
      if (streets.length) return { about, reading, ...narrowed(streets, reading, about) };
    }
    return { about, reading: null, fitting: [], doubt: true };
  }

  // An area with its town, unless its name says it.
  const titled = ({ name, town }) => (town && !name.includes(town) ? `${name} (${town})` : name);

  // The areas an address can lie in: one and sure, several, or none where the street is not known.
  // `why` says what keeps the answer from being sure: "number" (higher than any the list vouches for:
  // then all areas of the street), "place" (no such street there: then those elsewhere), or nothing.
  async function find(text, root = "") {
    const { about, reading, fitting, doubt } = await ask(text, root);
    if (!reading) return [];
    const numbers = numbersOf(reading.number);
    const answers = [];
    const within = fitting.some((street) => areasOf(street, numbers).length);
    const why = doubt ? "place" : within ? "" : "number";
    for (const street of fitting) {
      for (const one of areasOf(street, within ? numbers : [])) {
        const [area, name, town, slug] = about.areas[one];
        const number = reading.number.trim();
        const [first, ...rest] = label(street, about).split(", ");
        answers.push({ area, name, town, slug, street: [`${first} ${within ? number : ""}`.trim(), ...rest].join(", "), number, why });
      }
    }
    const sure = !why && new Set(answers.map((answer) => answer.area)).size === 1;
    const told = new Map(answers.map((answer) => [`${answer.area}|${answer.street}`, answer]));
    return [...told.values()].map((answer) => ({
      ...answer, sure, label: `${answer.street}: ${titled(answer)}`,
    }));
  }

  // ---- names that look alike ----
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      before = row;
      row = next;
      if (Math.min(...row) > most) return most + 1;
    }
    return row[other.length];
  }

  const keyed = new Map(); // root → [key, name] of every street
  async function allNames(root, about) {
    if (!keyed.has(root)) {
      const names = await load(root, "names");
      keyed.set(root, names.map((name) => [keyOf(name, about.folding), name]));
    }
    return keyed.get(root);
  }

  // Names of streets that can be meant, with the number that was typed; the nearest first.
  async function suggest(text, root = "") {
    const about = await load(root, "index");
    const clean = text.replace(/\s+/g, " ").trim();
    const names = await allNames(root, about);
    const found = new Map(); // name → how far, and the reading it comes from
    for (const reading of readings(clean, about)) {
      const key = keyOf(reading.street, about.folding);
      const allowed = about.errors.find(([least]) => key.length >= least);
      if (!allowed) continue;
      for (const [other, name] of names) {
        const far = other.startsWith(key) ? 0.5 : distance(key, other, allowed[1]);
        if (far <= allowed[1] && far < (found.get(name)?.far ?? Infinity)) found.set(name, { far, reading });
      }
    }
    const near = [...found].sort((a, b) => a[1].far - b[1].far || a[0].localeCompare(b[0], "de"));
    return near.slice(0, about.most).map(([name, { reading }]) => {
      const town = [reading.code, reading.place].filter(Boolean).join(" ");
      return [`${name} ${reading.number}`.trim(), town].filter(Boolean).join(", ");
    });
  }

  // What an address lacks: a street, where only a number, a postcode or a place was typed.
  async function lacks(text, root = "") {
    const about = await load(root, "index");
    const bare = text.replace(/^\s*(?:D\s*-?\s*)?\d{5}\b/i, "").replace(/[\s,;.]+/g, " ").trim();
    return !/\p{L}/u.test(bare) || placesOf(about).has(placeKey(bare, about.folding)) ? "street" : "";
  }

  // ---- the field on the page ----
  const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  function attach(form) {
    const words = JSON.parse(form.dataset.words);
    const { root, page } = form.dataset;
    const field = form.querySelector("input");
    const place = form.querySelector(".finder-found");
    const show = (...parts) => place.replaceChildren(...parts);

    function link(answer) {
      const found = made("a", titled(answer), { href: root + page.replace("{area}", answer.slug) });
      found.addEventListener("click", (event) => {
        const detail = { area: answer.area, name: answer.name, label: answer.label };
        const chosen = new CustomEvent("finder:chosen", { bubbles: true, cancelable: true, detail });
        if (!form.dispatchEvent(chosen)) event.preventDefault();
      });
      return found;
    }

    function list(parts) {
      const found = document.createElement("ul");
      found.append(...parts.map((part) => { const item = document.createElement("li"); item.append(...part); return item; }));
      return found;
    }

    function showAnswers(answers) {
      if (answers[0].sure) {
        show(made("p", filled(words.one, answers[0])), list([[link(answers[0])]]));
        return;
      }
      const { why, number } = answers[0];
      const hint = answers.some((answer) => !answer.number) ? [made("p", words.number)] : [];
      const lead = { number: filled(words.beyond, { number }), place: words.elsewhere }[why] ?? words.several;
      show(made("p", lead), list(answers.map((a) => [`${a.street}: `, link(a)])), ...hint);
    }

    async function showNames(text) {
      const names = await suggest(text, root);
      const unknown = made("p", filled(words.unknown, { text }));
      if (!names.length) {
        show(unknown, made("p", words.map));
        return;
      }
      const choose = (name) => made("button", name, { type: "button", onclick: () => { field.value = name; search(); field.focus(); } });
      show(unknown, made("p", words.meant), list(names.map((name) => [choose(name)])));
    }

    async function search() {
      const text = field.value.trim();
      if (!text) { show(made("p", words.empty)); field.focus(); return; }
      try {
        const answers = await find(text, root);
        if (field.value.trim() !== text) return; // typed on meanwhile
        if (answers.length) showAnswers(answers);
        else if (await lacks(text, root)) show(made("p", words.street));
        else await showNames(text);
      } catch {
        show(made("p", words.broken));
      }
    }

    form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
    field.addEventListener("input", () => { if (!field.value) show(); });
    form.hidden = false;
  }

  window.kreisblickFinder = { find, suggest, attach, key: async (text, root = "") => keyOf(text, (await load(root, "index")).folding) };
  const start = () => document.querySelectorAll("form[data-finder]").forEach(attach);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
