/* What a link asks for: usual values for what it leaves open, words for what is not here. */
"use strict";
(() => {
  const { tell, catalogue, words, views, chart } = atlas;

  const has = (table, key) => Object.hasOwn(table, key);
  const named = (table, key) => (has(table, key) ? table[key] : undefined);

  /* What the address leaves open or says wrongly gets its usual value. */
  function complete(given, values, byKey) {
    const one = catalogue.indicators[given.i];
    const levels = values.levels;
    const known = given.a.filter((key) => byKey.has(key) && byKey.get(key).level !== "district");
    return {
      ...given,
      d: one.days.includes(given.d) ? given.d : one.latest,
      l: levels.includes(given.l) ? given.l : levels[0],
      v: has(views, given.v) ? given.v : chart.NARROW.matches ? "table" : "map",
      t: byKey.get(given.t)?.level === "municipality" ? given.t : "",
      x: has(catalogue.indicators, given.x) && given.x !== given.i ? given.x : "",
      o: /^(area|value)-(up|down)$/.test(given.o) ? given.o : "",
      a: [...new Set(known)].slice(0, catalogue.most),
    };
  }

  /* What was asked for and is not here, in words: nothing is corrected in silence. */
  function missed(given, found, byKey) {
    const title = catalogue.indicators[found.i].title;
    const names = { d: dayOf(given.d), l: named(words.levels, given.l), t: byKey.get(given.t)?.name };
    const say = (name, text) => tell(words.lost[name], { name: clip(text), title });
    const wrong = ["i", "d", "l", "v", "t", "x"].filter((name) => given[name] && given[name] !== found[name]
      && !(name === "x" && given.x === found.i));
    const gone = given.a.filter((key) => !byKey.has(key));
    const many = new Set(given.a.filter((key) => byKey.has(key))).size > catalogue.most;
    return [...wrong.map((name) => say(name, names[name] ?? given[name])),
      gone.length ? say("a", gone.join(", ")) : "",
      many ? tell(words.lost.most, { count: catalogue.most }) : ""].filter(Boolean);
  }

  const DAY = { de: { day: "2-digit", month: "2-digit", year: "numeric" }, en: { day: "numeric", month: "long", year: "numeric" } };
  const dayOf = (text) => (named(catalogue.days, text) ?? (/^\d{4}-\d\d-\d\d$/.test(text) && Date.parse(text)
    ? new Date(`${text}T12:00`).toLocaleDateString(atlas.language === "de" ? "de-DE" : "en-GB", DAY[atlas.language]) : undefined));

  const clip = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

  atlas.link = { complete, missed, has };
})();
