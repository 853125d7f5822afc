/* Enhancements of pages that work without them: a filter, a language switch that keeps the place. */
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

  /* The filter hides what does not match; groups without a match go too. */
  function filter(box) {
    const target = document.getElementById(box.getAttribute("aria-controls"));
    const table = target.tBodies;
    const nameOf = (item) => item.dataset.name ?? item.cells[0].textContent;
    const groupsIn = table ? [...target.querySelectorAll("tbody[data-group]")] : [...target.querySelectorAll("[data-group]")];
    const itemsIn = (group) => (table ? [...group.rows] : [...group.querySelectorAll("[data-name]")]);
    const said = box.closest(".search").querySelector("[role=status]");
    box.addEventListener("input", () => {
      const wanted = plain(box.value.trim());
      let left = 0;
      for (const group of groupsIn) {
        const whole = plain(group.dataset.group).includes(wanted);
        for (const item of itemsIn(group)) {
          item.hidden = !whole && !plain(nameOf(item)).includes(wanted);
          left += !item.hidden;
        }
        group.hidden = itemsIn(group).every((item) => item.hidden);
      }
      said.textContent = wanted ? words.found.replace("{count}", left) : "";
    });
    box.closest(".search").hidden = false;
  }

  /* The other language opens at the same place of the page. */
  function keepPlace(link) {
    const set = () => { link.href = link.href.split("#")[0] + location.hash; };
    addEventListener("hashchange", set);
    set();
  }

  document.querySelectorAll(".search input").forEach(filter);
  document.querySelectorAll("[data-tongue]").forEach(keepPlace);
})();
