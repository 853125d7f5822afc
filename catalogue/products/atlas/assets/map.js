/* The drawn map: arrow keys move from area to area, Enter chooses; one town may fill the picture. */
"use strict";
(() => {
  const { el, draw, tell, views, load, chart } = atlas;
  const MARGIN = 4;
  const FOOT = 54;
  const PATTERNS = { "hidden-area": "hidden", "not-covered": "not_covered", "by-choice": "by_choice" };
  const TURN = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function lookOf(look, entry) {
    if (entry?.length > 1) return { class: `area class-${entry[6] ?? 2}` };
    const style = (look.states[entry?.[0]] ?? look.states.cannot_exist).style;
    const pattern = PATTERNS[style];
    return pattern ? { class: "area", fill: `url(#map-${pattern})` } : { class: "area missing" };
  }

  /* The next area in a direction: near, and rather straight ahead than aside. */
  function neighbour(paths, from, [dx, dy]) {
    const centre = (path) => {
      const box = path.getBBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = centre(from);
    let best = null;
    let least = Infinity;
    for (const path of paths) {
      const [px, py] = centre(path);
      const ahead = (px - x) * dx + (py - y) * dy;
      const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
      if (path === from || ahead <= 0.5) continue;
      const far = ahead + 2 * aside;
      if (far < least) [best, least] = [path, far];
    }
    return best;
  }

  function shape(look, area, d, said) {
    const entry = look.entry(area.key);
    const words = look.wordsOf(entry);
    const path = draw("path", {
      d, ...lookOf(look, entry), "data-area": area.key, role: "button", tabindex: "-1",
      "aria-pressed": String(look.state.a.includes(area.key)), "aria-label": `${area.name}: ${words}`,
    });
    const tellIt = () => { said.textContent = `${look.full(area)}: ${words}`; };
    path.addEventListener("pointerenter", tellIt);
    path.addEventListener("focus", tellIt);
    path.addEventListener("click", () => look.choose(area.key));
    const light = entry?.length > 1 && entry[12].includes("u");
    return light ? [path, draw("path", { d, class: "unstable", fill: "url(#map-unstable)", "pointer-events": "none" })] : [path];
  }

  /* The listeners sit on the page's element: one that listens for the focus inside a drawing
     would be a stop of the tab key itself. */
  function walk(group, look, ring) {
    const paths = [...group.querySelectorAll("[data-area]")];
    const first = paths.find((path) => look.state.a.includes(path.dataset.area)) ?? paths[0];
    first?.setAttribute("tabindex", "0");
    group.addEventListener("focusin", (event) => {
      for (const path of paths) path.setAttribute("tabindex", path === event.target ? "0" : "-1");
      ring.setAttribute("d", event.target.matches(":focus-visible") ? event.target.getAttribute("d") : "");
    });
    group.addEventListener("focusout", () => ring.setAttribute("d", ""));
    group.addEventListener("keydown", (event) => {
      const here = event.target.closest("[data-area]");
      if (!here) return;
      if (TURN[event.key]) {
        event.preventDefault();
        neighbour(paths, here, TURN[event.key])?.focus();
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        look.choose(here.dataset.area);
      }
    });
  }

  function viewBox(shapes, look) {
    const box = shapes.boxes[look.state.t];
    if (!box) return [0, 0, shapes.width + 2 * MARGIN, shapes.height + FOOT];
    const room = 0.06 * Math.max(box[2], box[3]);
    return [box[0] - room, box[1] - room, box[2] + 2 * room + MARGIN, box[3] + 2 * room + MARGIN];
  }

  function picture(shapes, look, said) {
    const ring = draw("path", { class: "ring", "pointer-events": "none" });
    const outlines = look.level === "planning_area" ? shapes.areas : shapes.towns;
    const areas = look.areas.filter((area) => outlines[area.key]);
    const group = draw("g", { "stroke-width": "1.1" },
      areas.flatMap((area) => shape(look, area, outlines[area.key], said)));
    const patterns = draw("g", {});
    patterns.innerHTML = shapes.patterns;
    const frame = draw("g", { "pointer-events": "none" });
    const narrow = chart.NARROW.matches;
    frame.innerHTML = narrow ? shapes.frame.slice(0, shapes.frame.indexOf("<g")) + shapes.small : shapes.frame;
    const chosen = draw("g", { class: "chosen", "pointer-events": "none" });
    const svg = draw("svg", {
      viewBox: viewBox(shapes, look).map((n) => n.toFixed(1)).join(" "), role: "group", id: "map-svg",
      class: look.state.t ? "one-town" : "", "aria-label": tell(look.words.map.name, { title: look.indicator.title, day: look.told.text }),
      "font-size": "20",
    }, draw("g", { transform: `translate(${MARGIN},${MARGIN})` }, patterns, group, frame, chosen, ring));
    showChosen(svg, shapes, look);
    const holder = el("div", { class: "drawn" }, svg);
    walk(holder, look, ring);
    return holder;
  }

  function showChosen(svg, shapes, look) {
    const group = svg.querySelector(".chosen");
    group.replaceChildren(...look.state.a.flatMap((key) => {
      const d = shapes.areas[key] ?? shapes.towns[key];
      return d ? [draw("path", { d })] : [];
    }));
    for (const path of svg.querySelectorAll("[data-area]")) {
      path.setAttribute("aria-pressed", String(look.state.a.includes(path.dataset.area)));
    }
  }

  /* The legend: all classes, then only the signs that occur, with the number of areas. */
  function legend(look) {
    return look.keys().map(([style, words, count]) => el("li", {},
      el("span", { class: `swatch ${style}`, "aria-hidden": "true" }),
      el("span", {}, words, " ", el("span", { class: "quiet", text: `(${count})` }))));
  }

  function movable(look) {
    if (!atlas.place.dataset.movable || location.protocol === "file:") return "";
    const status = el("p", { class: "small", role: "status" });
    const holder = el("div", { class: "movable", hidden: true });
    const button = el("button", { type: "button", "data-map": true, text: look.words.map.locale["Map.Title"] });
    button.addEventListener("click", async () => {
      button.disabled = true;
      status.textContent = look.words.map.loading;
      holder.hidden = false;
      try {
        const { showMap } = await import(new URL(`${atlas.root}assets/move.mjs`, document.baseURI).href);
        await showMap(holder, look);
        button.hidden = true;
        status.textContent = look.words.map.ready;
      } catch {
        holder.hidden = true;
        button.disabled = false;
        status.textContent = look.words.map.no_map;
      }
    });
    return el("div", { class: "more-map" }, button, holder, status);
  }

  views.map = {
    async draw(panel, look, still) {
      const shapes = await load("shapes");
      if (!still()) return;
      const said = el("p", { class: "said", text: " " });
      const svg = picture(shapes, look, said);
      views.map.shapes = shapes;
      panel.append(el("h2", { text: look.title }), svg, said,
        el("p", { class: "small quiet", text: look.words.map.count }),
        el("ul", { class: "keys" }, legend(look)),
        look.told.smoothed[look.level] ? el("p", { class: "small", text: look.told.smoothed[look.level] }) : "",
        movable(look));
    },
    mark(panel, look) {
      const svg = panel.querySelector("#map-svg");
      if (svg) showChosen(svg, views.map.shapes, look);
      panel.querySelector(".movable")?.mark?.(look);
    },
    lines: (look) => views.table.lines(look),
  };
})();
