/* The distribution: a dot for each area along the axis, and how many areas lie in which class. */
"use strict";
(() => {
  const { el, draw, views, chart } = atlas;
  const R = 5.5;

  /* Dots beside each other where they would cover one another; always the same places. */
  function swarm(dots) {
    const placed = [];
    for (const dot of dots) {
      const near = placed.filter((other) => Math.abs(other.x - dot.x) < 2 * R);
      let level = 0;
      const free = (y) => near.every((other) => Math.hypot(other.x - dot.x, other.y - y) >= 2 * R - 0.5);
      while (!free(level)) level = level > 0 ? -level : -level + 2;
      placed.push(Object.assign(dot, { y: level }));
    }
    return placed;
  }

  /* Classes have no places between them: their dots stand in rows, so that they fill no tower. */
  function heaps(dots, wide) {
    const seen = new Map();
    return dots.map((dot) => {
      const place = seen.get(dot.x) ?? 0;
      seen.set(dot.x, place + 1);
      const row = Math.floor(place / wide);
      return { ...dot, x: dot.x + (place % wide - (wide - 1) / 2) * 2 * R,
        y: (row % 2 ? -1 : 1) * Math.ceil(row / 2) * 2 * R };
    });
  }

  function strip(look) {
    const width = chart.room();
    const edge = look.ranks.size ? 70 * (width / 720) : 40;
    const across = chart.axis(look.scale.near, edge, width - edge);
    const known = look.areas.filter((area) => look.entry(area.key)?.length > 1);
    const dots = (look.ranks.size ? (all) => heaps(all, width < 720 ? 4 : 8) : swarm)(known
      .map((area) => ({ area, x: across(look.entry(area.key)[2]) }))
      .sort((a, b) => a.x - b.x));
    const high = Math.max(40, ...dots.map((dot) => Math.abs(dot.y) + R + 6));
    const [middle, end] = [high + 30, 2 * high + 34];
    const ticks = look.ranks.size
      ? look.scale.near.map(([rank, title]) => [rank, title.split(" (")[0]]) : look.scale.near;
    const parts = chart.bottom(ticks, across, end, 24);
    const whole = look.entry(look.district.key);
    if (lined(look)) {
      const x = across(whole[2]);
      parts.push(chart.stroke(x, 22, end, "district"));
      const words = `${chart.short(look.district.name, width < 720 ? 28 : 50)}: ${whole[0]}`;
      const half = chart.wide(words) / 2;
      const inside = Math.min(Math.max(x, half), width - half);
      parts.push(draw("text", { class: "ink-text", x: inside, y: 15, "text-anchor": "middle", text: words }));
    }
    const chosen = ({ area }) => look.state.a.includes(area.key);
    for (const { area, x, y } of [...dots.filter((dot) => !chosen(dot)), ...dots.filter(chosen)]) {
      const own = look.state.a.includes(area.key);
      const entry = look.entry(area.key);
      if (own && entry[3] !== null) {
        parts.push(draw("path", { class: "span", d: `M${across(entry[3])},${middle + y}H${across(entry[4])}` }));
      }
      parts.push(draw("circle", { class: own ? "own" : `dot step-${(entry[6] ?? 2) + 1}`, cx: x, cy: middle + y, r: own ? R + 1.5 : R },
        draw("title", { text: `${area.name}: ${entry[0]}` })));
      if (own) {
        const name = chart.short(area.name, width < 720 ? 22 : 34);
        parts.push(draw("text", { class: "halo", ...chart.beside(x, name, width), y: middle + y + 5, text: name }));
      }
    }
    return chart.picture(width, end + 30, `${look.title}. ${look.answer}`, ...parts);
  }

  /* A count has no line of the district: the whole is no value of its parts. */
  const lined = (look) => look.indicator.kind !== "count" && look.entry(look.district.key)?.length > 1;

  function caption(look) {
    const words = look.words.chart;
    return lined(look) ? `${words.dots} ${words.district_line}` : words.dots;
  }

  views.distribution = {
    draw(panel, look) {
      panel.append(el("h2", { text: look.title }), strip(look),
        el("p", { class: "small quiet", text: caption(look) }),
        chart.twin(views.distribution.lines(look), look.words.chart.classes));
    },
    lines(look) {
      const counts = look.counts();
      const words = look.words.chart;
      return [[words.class, words.count], ...counts.map(([text, count]) => [text, String(count)])];
    },
  };
})();
