/* The table: the district, then each municipality with its areas; sorting stays inside them. */
"use strict";
(() => {
  const { el, tell, views } = atlas;
  const COLUMNS = ["value", "interval", "town", "district", "change"];
  const PLACE = { value: 1, interval: 7, town: 8, district: 9, change: 10 };
  const UP = "up";

  const cellOf = (entry, name) => (entry.length === 1 ? "" : entry[PLACE[name]]);

  function valueCell(look, entry) {
    if (!entry) return el("td", { class: "right" });
    if (entry.length > 1) {
      const [, number, tail] = entry[1].match(/^(.*\p{Nd})?(.*)$/u);
      const small = entry[7] ? el("small", { class: "narrow", text: entry[7] }) : "";
      return el("td", { class: "right" }, number ?? "", el("i", { text: tail }), small);
    }
    const { sign, words } = look.states[entry[0]] ?? look.states.cannot_exist;
    return el("td", { class: "right" }, el("span", { "aria-hidden": "true", text: sign }), el("i"),
      el("span", { class: "visually-hidden", text: words }));
  }

  function row(look, area, columns) {
    const entry = look.entry(area.key);
    const whole = area.level !== look.level;
    const box = el("input", {
      type: "checkbox", "data-area": area.key, "aria-label": tell(look.words.list.choose, { area: area.name }),
      onchange: () => look.choose(area.key),
    });
    box.checked = look.state.a.includes(area.key);
    const cells = columns.slice(1).map((name) => el("td", {
      class: name === "interval" ? "right more" : "more", text: entry ? cellOf(entry, name) : "" }));
    const places = look.places ? [el("td", { class: "more", text: look.places[area.key] ?? "" })] : [];
    return el("tr", { class: whole ? "whole" : "part" },
      el("td", { class: "tick" }, area.level === "district" ? "" : box),
      el("th", { scope: "row", text: area.name }), valueCell(look, entry), ...cells, ...places);
  }

  function order(look, areas) {
    const [column, way] = look.state.o.split("-");
    if (!column) return areas;
    const number = (area) => {
      const entry = look.entry(area.key);
      return !entry || entry.length === 1 ? null : entry[5] ?? entry[2];
    };
    const compare = column === "area"
      ? (a, b) => a.name.localeCompare(b.name, atlas.language)
      : (a, b) => {
        const [x, y] = [number(a), number(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        return (x - y) * (way === UP ? 1 : -1);
      };
    const sorted = [...areas].sort(compare);
    return column === "area" && way !== UP ? sorted.reverse() : sorted;
  }

  function head(look, name, text, classes) {
    const [column, way] = look.state.o.split("-");
    const sorted = column === name ? (way === UP ? "ascending" : "descending") : null;
    const next = column === name && way === UP ? `${name}-down` : `${name}-up`;
    const words = look.words.list[next.endsWith(UP) ? "sorted_up" : "sorted_down"];
    const button = el("button", { type: "button", text, "data-sort": name, onclick: () => {
      look.go({ o: next }, tell(words, { column: text }));
    } });
    return el("th", { scope: "col", class: classes, "aria-sort": sorted }, button);
  }

  /* Groups of areas in the order in which they are shown. */
  function groups(look) {
    if (look.level === "municipality") {
      return [[look.district], order(look, look.areas)];
    }
    const towns = look.towns.map((town) =>
      [town, ...order(look, look.areas.filter((area) => area.parent === town.key))]);
    return look.places && look.state.o
      ? [[look.district], order(look, look.areas)]
      : [[look.district], ...towns];
  }

  views.table = {
    draw(panel, look) {
      const columns = COLUMNS.filter((name) => name === "value" || look.shown.some((area) => {
        const entry = look.entry(area.key);
        return entry && cellOf(entry, name);
      }));
      const titles = look.words.columns;
      const named = (name) => (name === "change" && look.told.before
        ? tell(titles.since, { day: look.told.before }) : titles[name]);
      const heads = [
        el("td", { class: "tick" }),
        head(look, "area", titles.area, ""),
        head(look, "value", look.indicator.unit.charAt(0).toUpperCase() + look.indicator.unit.slice(1), "right"),
        ...columns.slice(1).map((name) => el("th", {
          scope: "col", class: name === "interval" ? "right more" : "more", text: named(name) })),
        ...(look.places ? [el("th", { scope: "col", class: "more", text: titles.places })] : []),
      ];
      const bodies = groups(look).filter((own) => own.length).map((own) =>
        el("tbody", {}, own.map((area) => row(look, area, columns))));
      panel.append(el("table", { class: "figures", id: "figures" },
        el("caption", { text: look.title }), el("thead", {}, el("tr", {}, heads)), bodies));
    },

    mark(panel, look) {
      for (const box of panel.querySelectorAll("input[data-area]")) {
        box.checked = look.state.a.includes(box.dataset.area);
      }
    },

    /* Exactly what is shown, for saving: heading and lines as text. */
    lines(look) {
      const titles = look.words.columns;
      const names = COLUMNS.map((name) => (name === "change" && look.told.before
        ? tell(titles.since, { day: look.told.before }) : titles[name]));
      const head = [titles.key, titles.area, titles.municipality, ...names, titles.note];
      const lines = groups(look).flat().map((area) => {
        const entry = look.entry(area.key);
        const town = area.level === "planning_area" ? look.name(area.parent) : "";
        const cells = COLUMNS.map((name) => (entry ? cellOf(entry, name) : ""));
        if (look.places) cells.push(look.places[area.key] ?? "");
        return [area.key, area.name, town, ...cells, look.note(entry)];
      });
      if (look.places) head.splice(-1, 0, titles.places);
      return [head, ...lines];
    },
  };
})();
