/* The explorer: what is chosen stands in the address; everything on the page follows from it. */
"use strict";
(() => {
  const { el, tell, id, catalogue, words, views, load, chart, link } = atlas;
  const areas = catalogue.areas.map(([key, name, level, parent, slug]) => ({ key, name, level, parent, slug }));
  const byKey = new Map(areas.map((area) => [area.key, area]));
  const ofLevel = (level) => areas.filter((area) => area.level === level);
  const district = ofLevel("district")[0];
  const first = catalogue.themes.find((theme) => theme.indicators.length).indicators[0];
  let state = atlas.readState();
  let drawn = "";
  let look = null;
  let turn = 0;
  let lost = [];

  function wordsOf(entry) {
    if (!entry) return words.list.no_figure;
    if (entry.length > 1) return look.ranks.get(entry[2]) ?? entry[0];
    return (catalogue.states[entry[0]] ?? catalogue.states.cannot_exist).words;
  }

  function see(values, second, latest) {
    const indicator = catalogue.indicators[state.i];
    const told = values.told[state.d];
    const days = catalogue.days;
    const scale = values.scales[state.l];
    const secondDays = state.x ? catalogue.indicators[state.x].days : [];
    const own = ofLevel(state.l).filter((area) => !state.t || area.key === state.t || area.parent === state.t);
    const entry = (key, day = state.d) => values.dates[day]?.[key];
    const levelWords = words.levels[state.l];
    return {
      state, catalogue, words, values, told, scale, days, indicator, district, byKey, latest, second, entry,
      states: catalogue.states, level: state.l, areas: own, view: views[state.v], go, choose, wordsOf,
      shown: [district, ...ofLevel("municipality"), ...own],
      towns: ofLevel("municipality").filter((town) => !state.t || town.key === state.t),
      places: values.places?.[state.d],
      ranks: new Map(indicator.kind === "ordinal" ? scale.axis : []),
      secondDay: secondDays.includes(state.d) ? state.d : secondDays[0],
      title: `${indicator.title}, ${indicator.unit}, ${told.text}`,
      answer: told.answer.join(" "),
      source: tell(words.save.source, { sources: indicator.sources }),
      made: tell(words.save.made, catalogue),
      status: tell(words.list.shown, { title: indicator.title, day: told.text, level: levelWords }),
      name: (key) => byKey.get(key)?.name ?? "",
      full: (area) => (area.level === "planning_area"
        ? tell(words.list.town_of, { area: area.name, town: byKey.get(area.parent)?.name }) : area.name),
      cell: (one) => (!one ? "" : one.length > 1 ? one[1] : catalogue.states[one[0]]?.sign ?? ""),
      note: (one) => (one?.length > 1 ? (one[12].includes("u") ? words.list.unstable : "") : wordsOf(one)),
      scaleOf: (some) => (some.some((area) => area.level === "planning_area") || !values.scales.municipality
        ? scale : values.scales.municipality),
      options,
      keys() { return keysOf(own.map((area) => entry(area.key)), scale); },
      counts() { return keysOf(own.map((area) => entry(area.key)), scale).map(([, text, count]) => [text, count]); },
    };
  }

  /* Classes with their number of areas, then the signs that occur. */
  function keysOf(entries, scale) {
    const known = entries.filter((one) => one?.length > 1);
    const keys = scale.classes.map(([style, text]) =>
      [style, text, known.filter((one) => `step-${(one[6] ?? 2) + 1}` === style).length]);
    for (const [state_, { style, words: text }] of Object.entries(catalogue.states)) {
      const count = entries.filter((one) => one?.length === 1 && one[0] === state_).length;
      if (count) keys.push([style, text, count]);
    }
    const absent = entries.filter((one) => !one).length;
    if (absent) keys.push(["missing", words.list.no_figure, absent]);
    const unstable = known.filter((one) => one[12].includes("u")).length;
    if (unstable) keys.push(["unstable-area", catalogue.states.unstable.words, unstable]);
    return keys;
  }

  function option(slug, current) {
    const one = catalogue.indicators[slug];
    const lang = atlas.language !== "de" && one.german.includes("title") ? "de" : null;
    return el("option", { value: slug, selected: slug === current, text: one.title, lang });
  }

  function options(current, wanted = () => true) {
    return catalogue.themes.map((theme) => el("optgroup", { label: theme.name },
      theme.indicators.filter(wanted).map((slug) =>
        option(slug, current))));
  }

  /* ---- what can be chosen ---- */

  function go(change, said) {
    state = { ...state, ...change };
    const address = atlas.writeState(state);
    const step = "i" in change || "v" in change;
    if (address !== location.hash) history[step ? "pushState" : "replaceState"](null, "", address);
    return show(said);
  }

  function choose(key) {
    const area = byKey.get(key);
    if (state.a.includes(key)) {
      return go({ a: state.a.filter((one) => one !== key) }, tell(words.list.left, { area: area.name }));
    }
    if (state.a.length >= catalogue.most) {
      id("status").textContent = tell(words.list.most, { count: catalogue.most });
      views[state.v].mark?.(id("panel"), look);
      return null;
    }
    const entry = look.entry(key);
    return go({ a: [...state.a, key] }, tell(words.list.chosen, { area: area.name, words: wordsOf(entry) }));
  }

  function fillPickers() {
    const theme = catalogue.themes.find((one) => one.indicators.includes(state.i));
    id("pick-theme").replaceChildren(...catalogue.themes.filter((one) => one.indicators.length).map((one) =>
      el("option", { value: one.name, selected: one === theme, text: one.name })));
    id("pick-indicator").replaceChildren(...theme.indicators.map((slug) => option(slug, state.i)));
    id("pick-day").replaceChildren(...look.indicator.days.map((day) =>
      el("option", { value: day, selected: day === state.d, text: catalogue.days[day] })));
    id("pick-level").replaceChildren(...look.values.levels.map((level) =>
      el("option", { value: level, selected: level === state.l, text: words.levels[level] })));
    id("pick-town").replaceChildren(el("option", { value: "", text: words.list.whole }),
      ...ofLevel("municipality").map((town) => el("option", { value: town.key, selected: town.key === state.t, text: town.name })));
    id("choice-words").textContent = [look.indicator.title, look.told.text, words.levels[state.l]].join(" · ");
  }

  function fillAreas() {
    const groups = ofLevel("municipality").map((town) => el("optgroup", { label: town.name },
      [town, ...areas.filter((area) => area.parent === town.key && area.level === "planning_area")]
        .map((area) => el("option", { value: area.key, text: area.name }))));
    id("pick-area").append(...groups);
  }

  /* ---- what is shown ---- */

  function german(element, name) {
    const there = look.indicator.german.includes(name) && atlas.language !== "de";
    if (there) element.lang = "de"; else element.removeAttribute("lang");
  }

  function heading() {
    const title = id("question");
    const asked = look.indicator.german.includes("question") && atlas.language !== "de" ? "title" : "question";
    title.textContent = look.indicator[asked];
    german(title, asked);
    document.title = `${look.indicator[asked]} – ${catalogue.district}`;
    id("theme").textContent = catalogue.themes.find((one) => one.indicators.includes(state.i)).name;
    const [lead, ...rest] = look.told.answer;
    id("answer").textContent = lead;
    id("answer-more").textContent = rest.join(" ");
    id("remarks").textContent = look.told.remarks.join(" ");
    id("remarks").hidden = !look.told.remarks.length;
    const [before, after] = words.save.source.split("{sources}");
    const sources = el("span", { text: look.indicator.sources });
    german(sources, "sources");
    id("source").replaceChildren(before, sources, `${after} ${look.made}.`);
    const newest = state.d === look.indicator.latest ? "" : `_${state.d}`;
    id("method").href = `indicator/${state.i}${newest}.html#method-head`;
    for (const link of document.querySelectorAll("[data-tongue]")) {
      link.href = `${link.href.split("#")[0]}${atlas.writeState(state)}`;
    }
  }

  /* The table signs that occur; a map has its own legend, and it and the distribution say words
     in place of signs. */
  function signs() {
    if (["map", "distribution"].includes(state.v)) return [];
    if (state.v === "table") return look.told.signs;
    const cells = look.view.lines(look).slice(1).flat();
    const there = {
      unstable: () => cells.some((cell) => cell.startsWith("(")),
      estimated: ({ sign }) => cells.some((cell) => cell.endsWith(sign) && /\d\)?\s.$/.test(cell)),
    };
    return Object.entries(catalogue.states)
      .filter(([key, one]) => there[key]?.(one) ?? cells.includes(one.sign))
      .map(([, { sign, words: means }]) => [sign, means]);
  }

  function legend() {
    const used = id("panel").querySelector("table") ? signs() : [];
    id("signs").hidden = !used.length;
    id("signs").replaceChildren(...used.flatMap(([sign, means]) =>
      [el("dt", { text: sign }), el("dd", { text: means })]));
  }

  function sentence(entry) {
    const open = look.values.sentences[entry[11]];
    return open ? tell(open, { value: entry[0], mean: look.told.mean }) : "";
  }

  function card(key) {
    const area = byKey.get(key);
    const entry = look.entry(key);
    const remove = el("button", { type: "button", class: "away", "data-away": key,
      "aria-label": tell(words.list.remove, { area: area.name }), text: "×", onclick: () => {
        choose(key);
        (id("chosen").querySelector("button") ?? id("pick-area")).focus();
      } });
    const shown = entry?.length > 1;
    const facts = shown ? [[words.columns.interval, entry[7]], [words.columns.town, entry[8]], [words.columns.district, entry[9]],
      [look.told.before ? tell(words.columns.since, { day: look.told.before }) : words.columns.change, entry[10]]]
      .filter(([, text]) => text).flatMap(([name, text]) => [el("dt", { text: name }), el("dd", { text })]) : [];
    const profile = catalogue.profiles && area.level === "planning_area"
      ? el("a", { href: `${atlas.root}${catalogue.profiles.replace("{area}", area.slug)}`, text: tell(words.list.profile, { area: area.name }) }) : "";
    return el("article", { class: "card", "data-card": key },
      el("h3", {}, el("span", { text: area.name }), remove),
      area.level === "planning_area" ? el("p", { class: "small quiet", text: byKey.get(area.parent).name }) : "",
      el("p", { class: "own-value", text: wordsOf(entry) }),
      ...(chart.position(look, area) ?? []),
      shown && sentence(entry) ? el("p", { text: sentence(entry) }) : "",
      shown && entry[12].includes("u") ? el("p", { class: "small", text: words.list.unstable }) : "",
      facts.length ? el("dl", { class: "facts small" }, facts) : "",
      el("p", { class: "small ways" }, el("a", { href: `area/${area.slug}.html`, text: tell(words.list.page, { area: area.name }) }), profile ? " · " : "", profile));
  }

  function chosen() {
    const cards = state.a.map(card);
    id("chosen").replaceChildren(...(cards.length ? cards : [el("p", { class: "quiet", text: words.list.none })]));
    id("pick-area").value = "";
    const last = byKey.get(state.a.at(-1));
    id("to-own").hidden = !last;
    if (last) id("to-own").textContent = `${last.name}: ${wordsOf(look.entry(last.key))}`;
  }

  function tabs() {
    for (const tab of document.querySelectorAll("[role=tab]")) {
      const on = tab.dataset.view === state.v;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on) id("panel").setAttribute("aria-labelledby", tab.id);
    }
  }

  async function needed() {
    const values = await load(`values/${state.i}`);
    state = link.complete(state, values, byKey);
    const second = state.v === "scatter" && state.x ? await load(`values/${state.x}`) : null;
    const keys = views[state.v].needsLatest && state.a.length ? [...state.a, district.key] : [];
    const latest = new Map(await Promise.all(keys.map(async (key) => [key, await load(`areas/${byKey.get(key).slug}`)])));
    return see(values, second, latest);
  }

  async function show(said) {
    const mine = ++turn;
    const asked = state;
    if (!link.has(catalogue.indicators, state.i)) state = { ...state, i: first };
    try {
      const found = await needed();
      if (mine !== turn) return;
      look = found;
      lost = link.missed(asked, state, byKey);
    } catch {
      id("status").textContent = words.list.failed;
      return;
    }
    fillPickers();
    heading();
    tabs();
    await panel(mine);
    const pictured = Boolean(id("panel").querySelector("svg.chart, #map-svg"));
    for (const name of ["save-svg", "save-png"]) id(name).hidden = !pictured;
    legend();
    chosen();
    status(said);
    atlas.place.dataset.ready = atlas.writeState(state);
  }

  function status(said) {
    const line = id("status");
    line.classList.toggle("notice", lost.length > 0);
    line.classList.toggle("quiet", !lost.length);
    line.textContent = lost.length ? [...lost, tell(words.lost.shown, { what: look.status })].join(" ") : said ?? look.status;
    lost = [];
  }

  /* The panel is drawn anew only when something else than the choice of areas changed. */
  async function panel(mine) {
    const { a, ...rest } = state;
    const same = JSON.stringify([rest, look.view.needsLatest ? a : []]);
    const place = id("panel");
    if (same === drawn && look.view.mark) return void look.view.mark(place, look);
    if (same === drawn && !["distribution", "scatter"].includes(state.v)) return;
    const sorted = document.activeElement?.dataset?.sort;
    const second = document.activeElement?.id === "pick-second";
    const fresh = document.createElement("div");
    await look.view.draw(fresh, look, () => mine === turn);
    if (mine !== turn) return;
    drawn = same;
    place.replaceChildren(...fresh.childNodes);
    if (sorted) place.querySelector(`[data-sort="${sorted}"]`)?.focus();
    if (second) id("pick-second")?.focus();
  }

  /* ---- wiring ---- */

  function pick(name, change) {
    id(name).addEventListener("change", (event) => change(event.target.value));
  }

  function attach() {
    pick("pick-theme", (name) => go({ i: catalogue.themes.find((one) => one.name === name).indicators[0], d: state.d }));
    pick("pick-indicator", (i) => go({ i }));
    pick("pick-day", (d) => go({ d }));
    pick("pick-level", (l) => go({ l }));
    pick("pick-town", (t) => go({ t }));
    pick("pick-area", (key) => { if (key && !state.a.includes(key)) choose(key); });
    id("to-own").addEventListener("click", () => {
      id("own-head").scrollIntoView();
      id("own-head").focus();
    });
    const list = document.querySelector("[role=tablist]");
    list.addEventListener("click", (event) => {
      const view = event.target.closest("[role=tab]")?.dataset.view;
      if (view) go({ v: view });
    });
    list.addEventListener("keydown", (event) => {
      const all = [...list.children];
      const here = all.indexOf(document.activeElement);
      const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const tab = all[(next + all.length) % all.length];
      tab.focus();
      go({ v: tab.dataset.view });
    });
    addEventListener("popstate", () => { state = atlas.readState(); show(); });
    document.addEventListener("finder:chosen", (event) => {
      if (!byKey.has(event.detail.area)) return;
      event.preventDefault();
      if (!state.a.includes(event.detail.area)) choose(event.detail.area);
    });
    chart.NARROW.addEventListener("change", () => { drawn = ""; show(); });
    atlas.attachSaving(() => look);
  }

  fillAreas();
  attach();
  id("choice").open = !chart.NARROW.matches;
  atlas.place.hidden = false;
  show();
})();
