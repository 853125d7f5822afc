/* What charts share: axes with ready words, a table twin, the strip of one area's position. */
"use strict";
(() => {
  const { el, draw, tell } = atlas;

  /* A linear axis over ticks that come with their words; beyond the ends values stay at the end. */
  function axis(ticks, start, end) {
    const [low, high] = [ticks[0][0], ticks.at(-1)[0]];
    const wide = high - low || 1;
    return (value) => start + ((Math.min(Math.max(value, low), high) - low) / wide) * (end - start);
  }

  const FONT = 14;
  const NARROW = matchMedia("(max-width: 47.99rem)");

  /* As wide as a phone shows it, so that letters keep their size there. */
  const room = () => (NARROW.matches ? 344 : 720);
  const wide = (text) => text.length * FONT * 0.56;

  /* Ticks along the bottom; words that would touch the ones before are left out. */
  function bottom(ticks, across, y, top) {
    let free = -Infinity;
    return ticks.flatMap(([value, words]) => {
      const x = across(value);
      const half = wide(words) / 2;
      const line = draw("path", { class: "grid", d: `M${x},${top}V${y}` });
      if (x - half < free) return [line];
      free = x + half + 8;
      return [line, draw("text", { class: "quiet", x, y: y + 18, "text-anchor": "middle", text: words })];
    });
  }

  function picture(width, height, label, ...content) {
    return draw("svg", {
      viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "chart", "font-size": FONT,
    }, ...content);
  }

  /* Names beside marks are cut where they would leave the picture; the table twin has them whole. */
  const short = (name, most = 26) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

  /* A name beside a dot: on its right, on its left, or at the edge where neither has room. */
  function beside(x, name, width) {
    const long = wide(name) + 12;
    if (x + long <= width) return { x: x + 11, "text-anchor": "start" };
    return { x: x - long >= 0 ? x - 11 : width - 2, "text-anchor": "end" };
  }

  const stroke = (x, top, end, kind) => draw("path", { class: `mean ${kind}`, d: `M${x},${top}V${end}` });

  /* The own value with its interval, between municipality and district: no place, no rank. */
  function position(look, area) {
    const entry = look.entry(area.key);
    if (!entry || entry.length === 1 || look.indicator.kind === "ordinal") return null;
    const ticks = look.scale.near;
    const [width, y] = [340, 26];
    const across = axis(ticks, 26, width - 26);
    const parts = bottom(ticks, across, 44, 8);
    const mean = (key, kind) => {
      const other = key && look.entry(key);
      if (other && other.length > 1 && look.indicator.kind !== "count") {
        parts.push(stroke(across(other[2]), 10, 42, kind));
      }
    };
    mean(look.district.key, "district");
    if (area.level === "planning_area") mean(area.parent, "municipality");
    if (entry[3] !== null) parts.push(draw("path", { class: "span", d: `M${across(entry[3])},${y}H${across(entry[4])}` }));
    parts.push(draw("circle", { class: "own", cx: across(entry[2]), cy: y, r: 6 }));
    const words = look.words.chart;
    const beside = [[area.level === "planning_area" ? area.parent : null, "municipality"], [look.district.key, "district"]]
      .filter(([key]) => key && look.entry(key)?.length > 1 && look.indicator.kind !== "count")
      .map(([key, kind]) => el("span", {}, el("span", { class: `mark ${kind}`, "aria-hidden": "true" }),
        `${look.name(key)}: ${look.entry(key)[0]}`));
    const label = tell(entry[7] ? words.position : words.position_plain,
      { area: area.name, value: entry[0], interval: entry[7] });
    return [picture(width, 68, label, ...parts), el("p", { class: "small marks" }, beside)];
  }

  /* Every picture has its table twin. */
  function twin(lines, caption) {
    const [head, ...rows] = lines;
    return el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      el("table", { class: "figures twin" }, el("caption", { text: caption }),
        el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col", text })))),
        el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((text, place) =>
          (place === 0 ? el("th", { scope: "row", text }) : el("td", { text }))))))));
  }

  atlas.chart = { NARROW, axis, beside, bottom, picture, position, room, short, stroke, twin, wide, FONT };
})();
