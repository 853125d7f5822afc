/* Enhancements of pages that work without them: filter, sorting, the movable map on tap. */
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  const here = document.currentScript.src;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

  /* The filter hides what does not match; groups without a match go too. */
  function filter(box) {
    const target = document.getElementById(box.getAttribute("aria-controls"));
    const items = [...target.querySelectorAll("[data-name]")];
    const groups = [...target.querySelectorAll("[data-group]")];
    const said = box.closest(".search").querySelector("[role=status]");
    box.addEventListener("input", () => {
      const wanted = plain(box.value.trim());
      for (const item of items) item.hidden = !plain(item.dataset.name).includes(wanted);
      for (const group of groups) {
        const whole = plain(group.dataset.group).includes(wanted);
        const own = [...group.querySelectorAll("[data-name]")];
        if (whole) own.forEach((item) => { item.hidden = false; });
        group.hidden = own.every((item) => item.hidden);
      }
      const left = items.filter((item) => !item.hidden).length;
      said.textContent = wanted ? words.found.replace("{count}", left) : "";
    });
    box.closest(".search").hidden = false;
  }

  /* Sorting stays inside each municipality: a table to find things, no ranking of places. */
  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.dataset.sort) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        for (const body of table.tBodies) sortBody(body, column, head.dataset.sort, up);
      });
    });
    const note = table.querySelector("caption .sorting");
    if (note) note.hidden = false;
  }

  function sortBody(body, column, kind, up) {
    const parts = [...body.rows].filter((row) => row.classList.contains("part"));
    const key = (row) => {
      const cell = row.cells[column];
      const text = cell.dataset.order ?? cell.dataset.value ?? cell.textContent.trim();
      return kind === "number" ? (text === "" ? null : Number(text)) : text;
    };
    const compare = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) return (x === null) - (y === null);
      const order = kind === "number" ? x - y : x.localeCompare(y, "de");
      return up ? order : -order;
    };
    body.append(...parts.sort(compare));
  }

  /* The movable map is some hundred kilobytes: it comes only when somebody asks for it. */
  function mapOnTap(button) {
    const place = document.getElementById(button.getAttribute("aria-controls"));
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      const said = place.querySelector("[role=status]");
      said.textContent = words.loading;
      place.hidden = false;
      try {
        const { showMap } = await import(new URL("map.mjs", here).href);
        await showMap(place, words);
        button.hidden = true;
      } catch (error) {
        said.textContent = words.no_map;
        button.disabled = false;
      }
    });
  }

  document.querySelectorAll(".search input").forEach(filter);
  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll("button[data-map]").forEach(mapOnTap);
})();
