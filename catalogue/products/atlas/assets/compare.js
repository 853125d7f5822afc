/* Chosen areas side by side over all indicators, each at its latest date, beside the district. */
"use strict";
(() => {
  const { el, views, chart } = atlas;

  function figure(look, entry) {
    if (!entry) return "";
    return entry.length === 1 ? look.states[entry[0]]?.sign ?? "" : entry[1];
  }

  const columns = (look) => [...look.state.a.map((key) => look.byKey.get(key)).filter(Boolean), look.district];

  function shownOf(look, area, slug) {
    const found = look.latest.get(area.key)?.[slug];
    const day = found && Object.keys(found)[0];
    return [found?.[day], day];
  }

  function lineOf(look, areas, slug) {
    const one = look.catalogue.indicators[slug];
    const cells = areas.map((area) => shownOf(look, area, slug));
    const day = cells.map(([, found]) => found).find(Boolean);
    return { one, day: look.days[day] ?? "", cells: cells.map(([entry]) => entry) };
  }

  function body(look, areas, theme) {
    const rows = theme.indicators.map((slug) => lineOf(look, areas, slug))
      .filter((line) => line.cells.some(Boolean))
      .map(({ one, day, cells }) => el("tr", {},
        el("th", { scope: "row" }, one.title, el("small", { text: `${one.unit}, ${day}` })),
        cells.map((entry) => el("td", {}, figure(look, entry),
          entry?.length > 1 && entry[2] ? el("small", { text: entry[2] }) : "",
          entry?.length > 1 && entry[3] ? el("small", { text: entry[3] }) : "",
          entry?.length === 1 ? el("span", { class: "visually-hidden", text: ` (${look.states[entry[0]]?.words})` }) : ""))));
    if (!rows.length) return "";
    const head = el("tr", { class: "theme" }, el("th", { scope: "rowgroup", colspan: areas.length + 1, text: theme.name }));
    return el("tbody", {}, head, rows);
  }

  views.compare = {
    needsLatest: true,
    draw(panel, look) {
      const areas = columns(look);
      panel.append(el("h2", { text: areas.map((area) => area.name).join(" · ") }));
      if (!look.state.a.length) {
        panel.append(el("p", { text: look.words.chart.compare_none }));
        return;
      }
      const heads = [look.words.columns.indicator, ...areas.map((area) => area.name)];
      panel.append(el("p", { class: "small quiet", text: look.words.chart.latest }),
        el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": look.words.chart.latest },
          el("table", { class: "figures beside-each-other" },
            el("thead", {}, el("tr", {}, heads.map((text) => el("th", { scope: "col", text })))),
            look.catalogue.themes.map((theme) => body(look, areas, theme)))));
    },
    lines(look) {
      const areas = columns(look);
      const titles = look.words.columns;
      const head = [titles.indicator, "", "", ...areas.flatMap((area) => [area.name, titles.interval])];
      const rows = look.catalogue.themes.flatMap((theme) => theme.indicators)
        .map((slug) => lineOf(look, areas, slug)).filter((line) => line.cells.some(Boolean))
        .map(({ one, day, cells }) => [one.title, one.unit, day, ...cells.flatMap((entry) => [
          figure(look, entry), entry?.length > 1 ? entry[2] : ""])]);
      return [head, ...rows];
    },
  };
})();
