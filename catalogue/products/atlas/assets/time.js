/* The course: lines of the chosen areas, their municipalities and the district, with gaps. */
"use strict";
(() => {
  const { el, draw, views, chart } = atlas;
  const DAY = 86_400_000;

  /* The areas whose course is drawn: the chosen ones, what they lie in, the district. */
  function lines(look) {
    const own = look.state.a.map((key) => look.byKey.get(key)).filter(Boolean);
    const towns = look.indicator.kind === "count" ? [] : own
      .filter((area) => area.level === "planning_area").map((area) => look.byKey.get(area.parent));
    const whole = look.indicator.kind === "count" && own.length ? [] : [look.district];
    const given = (area) => look.indicator.days.some((day) => look.entry(area.key, day));
    return [...new Set([...own, ...[...towns, ...whole].filter(given)])];
  }

  /* Whether any of the lines carries intervals. */
  const spans = (look) => look.state.a.some((key) => look.indicator.days.some((day) => {
    const entry = look.entry(key, day);
    return entry?.length > 1 && entry[3] !== null;
  }));

  const roleOf = (area, look) => (area === look.district ? "district"
    : look.state.a.includes(area.key) ? "own" : "municipality");

  function gapAt(look, area, day) {
    const town = area.level === "planning_area" ? area.parent : area.key;
    return look.values.breaks.find((one) => one.day === day
      && (!one.towns.length || area === look.district || one.towns.includes(town)));
  }

  function line(look, area, across, up, days) {
    const parts = [];
    const role = roleOf(area, look);
    let path = "";
    let joined = false;
    for (const day of days) {
      const entry = look.entry(area.key, day);
      if (!entry || entry.length === 1) { joined = false; continue; }
      const [x, y] = [across(day), up(entry[2])];
      if (gapAt(look, area, day)) joined = false;
      path += `${joined ? "L" : "M"}${x},${y}`;
      joined = true;
      if (role === "own" && entry[3] !== null) {
        parts.push(draw("path", { class: "span", d: `M${x},${up(entry[3])}V${up(entry[4])}` }));
      }
      parts.push(draw("circle", { class: `point ${role}`, cx: x, cy: y, r: 4 },
        draw("title", { text: `${area.name}, ${look.days[day]}: ${entry[0]}` })));
    }
    parts.unshift(draw("path", { class: `course ${role}`, d: path || "M0,0" }));
    return parts;
  }

  /* Names at the ends of the lines, moved apart where they would cover each other. */
  function ends(look, areas, up, days, x, small) {
    const named = areas.flatMap((area) => {
      const day = [...days].reverse().find((one) => look.entry(area.key, one)?.length > 1);
      return day ? [{ area, entry: look.entry(area.key, day) }] : [];
    }).map((one) => ({ ...one, y: up(one.entry[2]) })).sort((a, b) => a.y - b.y);
    named.forEach((one, place) => {
      if (place) one.y = Math.max(one.y, named[place - 1].y + 17);
    });
    return named.map(({ area, entry, y }) => draw("text", {
      class: `label ${roleOf(area, look)}`, x, y: y + 5, text: small ? entry[0] : `${chart.short(area.name)} ${entry[0]}` }));
  }

  function course(look, areas) {
    const [width, height] = [chart.room(), 340];
    const small = width < 720;
    const days = [...look.indicator.days].reverse();
    const labels = areas.map((area) => chart.wide(`${small ? "" : chart.short(area.name)} 00.000,0 %`));
    const right = width - Math.min(300, Math.max(small ? 60 : 120, ...labels));
    const scale = look.scaleOf(areas);
    const left = 16 + Math.max(...scale.axis.map(([, words]) => chart.wide(words)));
    const up = chart.axis(scale.axis, height - 40, 20);
    const at = (day) => Date.parse(day) / DAY;
    const [first, last] = [at(days[0]), at(days.at(-1))];
    const across = (day) => (first === last ? (left + right) / 2
      : left + 20 + ((at(day) - first) / (last - first)) * (right - left - 40));
    const grid = scale.axis.flatMap(([value, words]) => [
      draw("path", { class: "grid", d: `M${left},${up(value)}H${right}` }),
      draw("text", { class: "quiet", x: left - 8, y: up(value) + 5, "text-anchor": "end", text: words })]);
    let free = -Infinity;
    const under = days.flatMap((day) => {
      const half = chart.wide(look.days[day]) / 2;
      if (across(day) - half < free) return [];
      free = across(day) + half + 8;
      return [draw("text", { class: "quiet", x: across(day), y: height - 12, "text-anchor": "middle", text: look.days[day] })];
    });
    return chart.picture(width, height, look.title, ...grid, ...under,
      ...areas.flatMap((area) => line(look, area, across, up, days)),
      ...ends(look, areas, up, days, right - 4, small));
  }

  /* Where names do not fit beside the lines, they stand below, with the value that ends the line. */
  function names(look, areas) {
    const last = (area) => look.indicator.days.map((day) => look.entry(area.key, day)).find((one) => one?.length > 1);
    return el("p", { class: "small marks" }, areas.map((area) => el("span", {},
      el("span", { class: `mark ${roleOf(area, look)}`, "aria-hidden": "true" }),
      `${area.name}: ${last(area)?.[0] ?? look.words.list.no_figure}`)));
  }

  views.time = {
    draw(panel, look) {
      const areas = lines(look);
      const gaps = look.values.breaks.map((one) => el("p", { class: "small", text: one.words }));
      panel.append(el("h2", { text: `${look.indicator.title}, ${look.indicator.unit}` }),
        look.state.a.length ? "" : el("p", { text: look.words.chart.time_none }),
        course(look, areas),
        chart.NARROW.matches ? names(look, areas) : "",
        spans(look) ? el("p", { class: "small quiet", text: look.words.chart.line }) : "", ...gaps,
        chart.twin(views.time.lines(look), look.indicator.title));
    },
    mark(panel, look) { panel.replaceChildren(); views.time.draw(panel, look); },
    lines(look) {
      const days = [...look.indicator.days].reverse();
      const rows = lines(look).map((area) => [area.name, ...days.map((day) => look.cell(look.entry(area.key, day)))]);
      return [[look.words.columns.area, ...days.map((day) => look.days[day])], ...rows];
    },
  };
})();
