// Two areas side by side. Works from a folder without a server: each area's words are a script of
// its own. Every number, sign and word comes ready; nothing is computed here but whether two
// 95 % intervals lie apart.
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const { themes, signs, nothing, say } = read("words");
  const label = read("labels");
  const [a, b] = ["a", "b"].map((id) => document.getElementById(id));
  const state = document.getElementById("state");
  const result = document.getElementById("result");
  const known = new Map();
  const first = document.title;

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (tag, attributes = {}, ...content) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content.filter((one) => one !== null && one !== ""));
    return made;
  };

  // --- data: one script per area, fetched when it is asked for -----------------------------
  window.kreisblickArea = (slug, words) => known.set(slug, words);
  const waiting = new Map();
  const load = (slug) => {
    if (known.has(slug)) return Promise.resolve(known.get(slug));
    if (!waiting.has(slug)) {
      waiting.set(slug, new Promise((done, failed) => {
        const script = make("script", { src: `compare/${slug}.js` });
        script.onload = () => (known.has(slug) ? done(known.get(slug)) : failed());
        script.onerror = () => { waiting.delete(slug); failed(); };
        document.head.append(script);
      }));
    }
    return waiting.get(slug);
  };

  // --- what is said of two figures -----------------------------------------------------------
  const VALUE = 0, LOWER = 1, UPPER = 2, DISTRICT = 4;
  const verdict = (pair, names) => {
    const [one, other] = pair.map((row) => row && row.strip);
    const sure = (strip) => strip && strip[LOWER] !== null && strip[UPPER] !== null;
    if (pair.some((row) => row && row.limits)) return say.limited;
    if (!sure(one) || !sure(other)) return "";
    if (one[LOWER] > other[UPPER]) return fill(say.higher, { name: names[0] });
    if (other[LOWER] > one[UPPER]) return fill(say.higher, { name: names[1] });
    return say.open;
  };

  const NS = "http://www.w3.org/2000/svg";
  const draw = (tag, attributes) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const at = (share) => (4 + share * 212).toFixed(1);
  const strips = (pair) => {
    if (!pair.some((row) => row && row.strip)) return null;
    const picture = draw("svg", { class: "strip two-strips", viewBox: "0 0 220 34", "aria-hidden": "true" });
    pair.forEach((row, place) => {
      const y = 9 + 16 * place, role = place ? "second" : "area";
      picture.append(draw("path", { class: "line", d: `M0 ${y}H220` }));
      const strip = row && row.strip;
      if (!strip) return;
      if (strip[DISTRICT] !== null) picture.append(draw("path", { class: "district", d: `M${at(strip[DISTRICT])} ${y - 7}v14` }));
      if (strip[LOWER] !== null && strip[UPPER] !== null) picture.append(draw("path", { class: role, d: `M${at(strip[LOWER])} ${y}H${at(strip[UPPER])}` }));
      picture.append(draw("circle", { class: role, cx: at(strip[VALUE]), cy: y, r: 4.5 }));
    });
    return picture;
  };

  // --- the page ------------------------------------------------------------------------------
  const CELLS = { value: 0, interval: 1, town: 2, district: 3, finding: 4, change: 5 };
  const cell = (row, words) => {
    if (!row) return make("td", { role: "cell", class: "number" }, nothing);
    const [value, interval, town, , finding] = row.cells;
    const small = [row.class, interval, finding && fill(say.against, { finding }), fill(say.town, { town: words.town, value: town })];
    return make("td", { role: "cell", class: "number" }, make("span", { class: "own" }, value),
      ...small.filter(Boolean).map((text) => make("span", { class: "quiet below" }, text)));
  };
  const line = ([key, title, unit, day], areas) => {
    const pair = areas.map((area) => area.rows[key]);
    if (!pair.some(Boolean)) return null;
    const told = verdict(pair, areas.map((area) => area.name));
    const limits = [...new Set(pair.flatMap((row) => (row && row.limits) || []))];
    const head = make("th", { role: "rowheader", scope: "row" }, title, " ",
      make("span", { class: "quiet" }, `(${[unit, day].filter(Boolean).join(", ")})`), strips(pair),
      told ? make("span", { class: "verdict" }, told) : null,
      ...limits.map((text) => make("span", { class: "quiet below" }, text)));
    const district = pair.find(Boolean).cells[CELLS.district];
    return make("tr", { role: "row" }, head, ...areas.map((area, i) => cell(pair[i], area)),
      make("td", { role: "cell", class: "number" }, district));
  };
  const table = (theme, areas) => {
    const rows = theme.rows.map((row) => line(row, areas)).filter(Boolean);
    if (!rows.length) return null;
    const heads = [...areas.map((area) => area.name), label.district];
    const column = (text, look) => make("th", { role: "columnheader", scope: "col", class: look }, text);
    // the roles hold where a narrow screen lays the rows out anew
    return make("table", { role: "table", class: "beside-each-other" }, make("caption", {}, theme.title),
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, column(label.indicator, "what"),
        ...heads.map((text) => column(text, "number")))),
      make("tbody", { role: "rowgroup" }, ...rows));
  };
  const list = (title, items, otherwise) => [
    make("h4", {}, title),
    items.length
      ? make("ul", {}, ...items.map(([head, text]) => make("li", {}, make("strong", {}, `${head}${/[.!?:]$/.test(head) ? "" : "."}`), " ", text)))
      : make("p", {}, otherwise),
  ];
  const card = (area, slug) => make("section", { "aria-label": area.name },
    make("h3", {}, area.name), make("p", { class: "quiet" }, area.town), make("p", {}, area.headline),
    ...list(label.highlights, area.highlights, area.nothing || say.no_highlights),
    ...list(label.changes, area.changes, area.nothing || say.no_changes),
    ...(area.findings.length || area.classes.length ? [make("h4", {}, label.findings)] : []),
    ...area.classes.map((text) => make("p", {}, text)),
    ...(area.findings.length ? [make("ul", {}, ...area.findings.map(([head, text]) => make("li", {}, make("strong", {}, `${head}.`), " ", text)))] : []),
    ...(area.services.length ? list(label.services_and_reach, area.services, "") : []),
    make("p", {}, make("a", { href: `${slug}.html` }, `${area.name}: ${say.profile}`)));

  const show = (slugs, areas) => {
    const [one, other] = areas;
    const names = { a: one.name, b: other.name };
    document.title = `${fill(say.both, names)} – ${first}`;
    document.getElementById("pair").textContent = fill(say.both, names);
    document.getElementById("key-a").textContent = one.name;
    document.getElementById("key-b").textContent = other.name;
    document.getElementById("cards").replaceChildren(...areas.map((area, i) => card(area, slugs[i])));
    document.getElementById("tables").replaceChildren(...themes.map((theme) => table(theme, areas)).filter(Boolean));
    document.getElementById("signs").textContent = `${label.legend}: ${signs.map((pair) => pair.join(" ")).join(" · ")}`;
    state.textContent = fill(say.shown, names);
    result.hidden = false;
  };
  const blank = (words) => {
    document.title = first;
    state.textContent = words;
    result.hidden = true;
  };

  let turn = 0, gone = false;  // an area of the address that this edition does not have
  const update = async () => {
    const slugs = [a.value, b.value], mine = ++turn;
    if (!slugs.every(Boolean)) return blank(gone ? `${say.gone} ${say.choose}` : say.choose);
    if (slugs[0] === slugs[1]) return blank(say.same);
    try {
      const areas = await Promise.all(slugs.map(load));
      if (mine === turn) show(slugs, areas);
    } catch { if (mine === turn) blank(say.lost); }
  };

  // --- the address tells which two -----------------------------------------------------------
  const from = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    gone = false;
    for (const one of [a, b]) {
      one.value = asked.get(one.id) || "";
      if (one.selectedIndex < 0) { one.value = ""; gone = true; }
    }
    update();
  };
  const chosen = () => {
    const hash = [a, b].filter((one) => one.value).map((one) => `${one.id}=${encodeURIComponent(one.value)}`).join("&");
    if (location.hash.slice(1) !== hash) location.hash = hash;
    else update();
  };
  for (const one of [a, b]) one.addEventListener("change", chosen);
  document.getElementById("swap").addEventListener("click", () => {
    [a.value, b.value] = [b.value, a.value];
    chosen();
  });
  window.addEventListener("hashchange", from);
  document.querySelector("form.choice").hidden = false;
  from();
})();
