/* Two indicators of the same areas; what goes together is no cause. */
"use strict";
(() => {
  const { el, draw, tell, views, chart } = atlas;

  function other(look) {
    return look.second && {
      indicator: look.catalogue.indicators[look.state.x],
      scale: look.second.scales[look.level],
      entry: (key) => look.second.dates[look.secondDay]?.[key],
      day: look.days[look.secondDay],
    };
  }

  function pairs(look, second) {
    return look.areas
      .map((area) => [area, look.entry(area.key), second.entry(area.key)])
      .filter(([, x, y]) => x?.length > 1 && y?.length > 1);
  }

  function cloud(look, second) {
    const width = chart.room();
    const height = width < 720 ? 360 : 520;
    const most = Math.floor((width - 40) / 8);
    const left = 20 + Math.max(...second.scale.near.map(([, words]) => chart.wide(words)));
    const across = chart.axis(look.scale.near, left, width - 30);
    const up = chart.axis(second.scale.near, height - 60, 40);
    const parts = chart.bottom(look.scale.near, across, height - 60, 40);
    for (const [value, words] of second.scale.near) {
      parts.push(draw("path", { class: "grid", d: `M${left},${up(value)}H${width - 30}` }),
        draw("text", { class: "quiet", x: left - 8, y: up(value) + 5, "text-anchor": "end", text: words }));
    }
    parts.push(draw("text", { class: "ink-text", x: width - 30, y: height - 14, "text-anchor": "end", text: `${chart.short(look.indicator.title, most)} →` }),
      draw("text", { class: "ink-text", x: 4, y: 22, text: `↑ ${chart.short(second.indicator.title, most)}` }));
    const found = pairs(look, second);
    const chosen = ([area]) => look.state.a.includes(area.key);
    for (const pair of [...found.filter((one) => !chosen(one)), ...found.filter(chosen)]) {
      const [area, x, y] = pair;
      const [cx, cy] = [across(x[2]), up(y[2])];
      parts.push(draw("circle", { class: chosen(pair) ? "own" : "dot step-4", cx, cy, r: chosen(pair) ? 7 : 5 },
        draw("title", { text: `${area.name}: ${x[0]}; ${y[0]}` })));
      if (chosen(pair)) {
        const name = chart.short(area.name, width < 720 ? 20 : 34);
        parts.push(draw("text", { class: "halo", ...chart.beside(cx, name, width), y: cy + 5, text: name }));
      }
    }
    const label = tell(look.words.chart.scatter, { x: look.indicator.title, y: second.indicator.title });
    return chart.picture(width, height, label, ...parts);
  }

  function picker(look) {
    const select = el("select", { id: "pick-second", onchange: (event) => look.go({ x: event.target.value }) },
      el("option", { value: "", text: "–" }), look.options(look.state.x, (slug) => slug !== look.state.i));
    return el("p", { class: "pick" }, el("label", { for: "pick-second", text: look.words.chart.scatter_pick }), select);
  }

  views.scatter = {
    draw(panel, look) {
      const second = other(look);
      panel.append(el("h2", { text: look.title }), picker(look));
      if (!second) return;
      const words = look.words.chart;
      if (!second.scale || !pairs(look, second).length) {
        panel.append(el("p", { class: "notice", text: tell(words.scatter_none, {
          x: look.indicator.title, y: second.indicator.title, level: look.words.levels[look.level] }) }),
        el("p", { text: words.scatter_instead }));
        return;
      }
      const missing = look.areas.length - pairs(look, second).length;
      panel.append(cloud(look, second),
        el("p", { class: "small", text: words.scatter_limit }),
        missing ? el("p", { class: "small quiet", text: tell(words.scatter_left, { count: missing }) }) : "",
        chart.twin(views.scatter.lines(look), `${look.indicator.title}; ${second.indicator.title}`));
    },
    lines(look) {
      const second = other(look);
      const name = (one, day) => `${one.title}, ${one.unit}, ${day}`;
      const head = [look.words.columns.area, name(look.indicator, look.told.text)];
      if (second) head.push(name(second.indicator, second.day));
      return [head, ...look.areas.map((area) => [area.name, look.cell(look.entry(area.key)),
        ...(second ? [look.cell(second.entry(area.key))] : [])])];
    },
  };
})();
