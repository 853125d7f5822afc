/* Take it with you: the link, paper, the table as it is shown, the picture as it is shown. */
"use strict";
(() => {
  const { draw, tell, id } = atlas;
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "stroke-opacity", "font-family", "font-size", "font-weight", "paint-order", "text-anchor"];

  function keep(name, content, kind) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const nameOf = (look, ending) =>
    `${[look.state.i, look.state.d, look.state.v].join("_").replace(/[^\w.-]+/g, "-")}.${ending}`;

  /* Brackets would make a number negative in a spreadsheet; that it swings stands in the last column. */
  const NUMBER = /^\(?[+\u2212]?\d[\d.,]*\)?( s)?$/;

  /* German spreadsheets part fields by semicolons, since the comma stands in numbers. */
  function csv(look) {
    const mark = atlas.language === "de" ? ";" : ",";
    const plainly = (text) => (NUMBER.test(text) ? text.replace(/[()]| s$/g, "").replace("\u2212", "-")
      : /^'*[-=+@\t\r\n\uff1d\uff0b\uff20\uff0d]/.test(text) ? `'${text}` : text);
    const field = (text) => (/["\r\n;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const lines = [...look.view.lines(look), [], [look.title], [look.source], [look.made]];
    return `\ufeff${lines.map((cells) => cells.map((cell) => field(plainly(String(cell)))).join(mark)).join("\r\n")}\r\n`;
  }

  /* A copy of the picture that carries its own colours, those of paper. */
  function plain(svg) {
    const copy = svg.cloneNode(true);
    const holder = document.createElement("div");
    holder.className = "on-paper";
    holder.append(copy);
    document.body.append(holder);
    for (const node of copy.querySelectorAll("*")) {
      const look = getComputedStyle(node);
      for (const name of STYLES) {
        const value = look.getPropertyValue(name);
        if (value) node.setAttribute(name, value);
      }
    }
    for (const node of copy.querySelectorAll("*")) {
      for (const name of ["class", "tabindex", "role", "aria-pressed", "style"]) node.removeAttribute(name);
    }
    holder.remove();
    return copy;
  }

  const PAPER = { ink: "#1d2733", quiet: "#5b6775" };

  function wrap(text, letters) {
    const lines = [""];
    for (const word of text.split(" ")) {
      if (`${lines.at(-1)} ${word}`.length > letters && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
    }
    return lines;
  }

  function legend(look, x, y, size) {
    const holder = document.createElement("div");
    holder.className = "on-paper";
    document.body.append(holder);
    const parts = look.keys().flatMap(([style, words, count], place) => {
      const top = y + place * size * 1.6;
      const box = { x, y: top, width: size * 1.8, height: size * 1.1, stroke: PAPER.quiet };
      const probe = document.createElement("span");
      probe.className = `swatch ${style}`;
      holder.append(probe);
      const pattern = { "hidden-area": "hidden", "not-covered": "not_covered", "by-choice": "by_choice" }[style];
      const fill = pattern ? `url(#map-${pattern})` : getComputedStyle(probe).backgroundColor;
      const over = style === "unstable-area" ? [draw("rect", { ...box, fill: "url(#map-unstable)" })] : [];
      return [draw("rect", { ...box, fill }), ...over,
        draw("text", { x: x + size * 2.3, y: top + size * 0.9, "font-size": size, fill: PAPER.ink, text: `${words} (${count})` })];
    });
    holder.remove();
    return parts;
  }

  /* Title, picture, legend, source: a picture that can stand alone. */
  function sheet(look) {
    const shown = document.querySelector("#panel svg.chart, #map-svg");
    if (!shown) return null;
    const [left, top, width, height] = shown.getAttribute("viewBox").split(" ").map(Number);
    const size = Math.max(12, width / 48);
    const inner = plain(shown);
    const head = wrap(look.title, 58);
    const foot = wrap(`${look.source} ${look.made}`, 88);
    let y = size * 1.8;
    const text = (words, letters, fill, weight) => {
      const line = draw("text", { x: size * 0.6, y, "font-size": letters, fill, "font-weight": weight, text: words });
      y += letters * 1.35;
      return line;
    };
    const parts = head.map((words) => text(words, size * 1.2, PAPER.ink, "700"));
    for (const [name, value] of [["x", 0], ["y", y], ["width", width], ["height", height]]) inner.setAttribute(name, value);
    inner.setAttribute("viewBox", [left, top, width, height].join(" "));
    parts.push(inner);
    y += height + size;
    if (look.state.v === "map") {
      parts.push(...legend(look, size * 0.6, y, size * 0.9));
      y += look.keys().length * size * 0.9 * 1.6 + size * 1.6;
    }
    parts.push(...foot.map((words) => text(words, size * 0.8, PAPER.quiet, "400")));
    return draw("svg", {
      xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${Math.ceil(y + size)}`,
      width, height: Math.ceil(y + size), "font-family": "Fira Sans, Noto Sans, sans-serif",
    }, draw("title", { text: look.title }), draw("rect", { width: "100%", height: "100%", fill: "#ffffff" }), ...parts);
  }

  const written = (svg) => new XMLSerializer().serializeToString(svg);

  async function png(svg) {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(svg))}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    const scale = 2000 / svg.getAttribute("width");
    canvas.width = 2000;
    canvas.height = Math.round(svg.getAttribute("height") * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  }

  async function share(look, said) {
    history.replaceState(null, "", atlas.writeState(look.state));
    const address = location.href;
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = look.words.save.copied;
    } catch {
      const field = Object.assign(document.createElement("input"), { value: address, readOnly: true, id: "link" });
      field.setAttribute("aria-label", look.words.save.copy_by_hand);
      said.replaceChildren(`${look.words.save.copy_by_hand} `, field);
      field.select();
    }
  }

  atlas.attachSaving = (current) => {
    const said = id("saved");
    const saving = (button, work) => id(button).addEventListener("click", async () => {
      const look = current();
      try {
        const file = await work(look);
        if (file) said.textContent = tell(look.words.save.saved, { file });
      } catch {
        said.textContent = look.words.save.failed;
      }
    });
    saving("share", (look) => share(look, said));
    saving("print", () => { window.print(); });
    saving("save-csv", (look) => {
      const name = nameOf(look, "csv");
      keep(name, csv(look), "text/csv;charset=utf-8");
      return name;
    });
    saving("save-svg", (look) => {
      const name = nameOf(look, "svg");
      keep(name, written(sheet(look)), "image/svg+xml");
      return name;
    });
    saving("save-png", async (look) => {
      const name = nameOf(look, "png");
      keep(name, await png(sheet(look)), "image/png");
      return name;
    });
  };
})();
