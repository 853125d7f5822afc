/* The ground of the explorer: data files, elements, words, the state in the address. */
"use strict";
globalThis.atlas = (() => {
  const place = document.getElementById("explorer");
  const { root, language } = place.dataset;
  const known = new Map();
  const waiting = new Map();
  const SHARED = new Set(["shapes"]);

  /* Data files are scripts that hand themselves in, since pages in a folder may load nothing else. */
  function give(name, content) {
    known.set(name, content);
    waiting.get(name)?.resolve(content);
  }

  function load(name) {
    if (known.has(name)) return Promise.resolve(known.get(name));
    if (waiting.has(name)) return waiting.get(name).promise;
    const promised = {};
    promised.promise = new Promise((resolve, reject) => Object.assign(promised, { resolve, reject }));
    waiting.set(name, promised);
    const script = document.createElement("script");
    script.src = `${root}data/${SHARED.has(name) ? "" : `${language}/`}${name}.js`;
    script.addEventListener("error", () => {
      waiting.delete(name);
      promised.reject(new Error(name));
    });
    document.head.append(script);
    return promised.promise;
  }

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== ""));
    return element;
  }

  const el = (tag, attributes, ...children) =>
    fill(document.createElement(tag), attributes, children);
  const draw = (tag, attributes, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  /* Words with gaps: tell("{area} is chosen", { area }) */
  const tell = (words, parts) => words.replace(/\{(\w+)\}/g, (gap, name) => parts[name] ?? gap);

  const FIELDS = ["i", "d", "l", "v", "t", "x", "o"];

  /* Keys of areas may hold commas and signs, so each is written on its own. */
  function plain(key) {
    try { return decodeURIComponent(key); } catch { return key; }
  }

  function readState() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = Object.fromEntries(FIELDS.map((name) => [name, given.get(name) ?? ""]));
    state.a = (given.get("a") ?? "").split(",").filter(Boolean).map(plain);
    return state;
  }

  function writeState(state) {
    const parts = FIELDS.filter((name) => state[name]).map((name) => [name, state[name]]);
    if (state.a.length) parts.push(["a", state.a.map(encodeURIComponent).join(",")]);
    return `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
  }

  return {
    place, root, language, give, load, el, draw, tell, readState, writeState,
    views: {},
    get catalogue() { return known.get("catalogue"); },
    get words() { return known.get("catalogue").words; },
    id: (name) => document.getElementById(name),
  };
})();
