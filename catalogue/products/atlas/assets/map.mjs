/* The map for moving and zooming: one set of boundaries, the released values of one indicator. */
const beside = (name) => new URL(name, import.meta.url).href;
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function loadStyle(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/* The same patterns as on the printed map: dots for hidden, hatching for not covered, a net for kept back. */
function pattern(kind) {
  const size = 12;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.fillStyle = colour("paper");
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = pen.strokeStyle = colour("quiet");
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (kind === "suppressed") {
    pen.arc(size / 2, size / 2, 1.8, 0, 7);
    pen.fill();
  } else {
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, size); pen.lineTo(shift + size, 0);
      if (kind === "by_choice") { pen.moveTo(shift, 0); pen.lineTo(shift + size, size); }
    }
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

function merged(boundaries, values, date) {
  const figures = values.dates[date];
  for (const feature of boundaries.features) {
    const own = feature.properties;
    const [state, , shade, text] = figures[own.area] ?? figures[own.parent] ?? ["not_delivered", null, null, ""];
    Object.assign(own, { state, shade: shade ?? -1, text });
  }
  return boundaries;
}

function paint(map) {
  const step = (n) => colour(`step-${n}`);
  for (const kind of ["suppressed", "not_covered", "by_choice"]) {
    if (map.hasImage(kind)) map.updateImage(kind, pattern(kind));
    else map.addImage(kind, pattern(kind));
  }
  map.setPaintProperty("ground", "background-color", colour("paper"));
  map.setPaintProperty("areas", "fill-color", ["match", ["get", "shade"],
    0, step(1), 1, step(2), 2, step(3), 3, step(4), 4, step(5), colour("paper")]);
  map.setPaintProperty("fine", "line-color", colour("line"));
  map.setPaintProperty("strong", "line-color", colour("border"));
  map.setPaintProperty("chosen", "line-color", colour("accent"));
}

function layers(boundaries, towns) {
  const one = ["==", ["get", "area"], ""];
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: boundaries },
      towns: { type: "geojson", data: towns },
    },
    layers: [
      { id: "ground", type: "background" },
      { id: "areas", type: "fill", source: "areas" },
      { id: "signs", type: "fill", source: "areas",
        filter: ["in", ["get", "state"], ["literal", ["suppressed", "withheld_by_source", "not_covered", "by_choice"]]] },
      { id: "fine", type: "line", source: "areas", paint: { "line-width": 1 } },
      { id: "strong", type: "line", source: "towns", paint: { "line-width": 2 } },
      { id: "chosen", type: "line", source: "areas", filter: one, paint: { "line-width": 4 } },
    ],
  };
}

function bounds(features) {
  const box = [180, 90, -180, -90];
  const visit = (part) => {
    if (typeof part[0] !== "number") return part.forEach(visit);
    box[0] = Math.min(box[0], part[0]); box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]); box[3] = Math.max(box[3], part[1]);
  };
  features.forEach((feature) => visit(feature.geometry.coordinates));
  return box;
}

function split(collection) {
  const of = (level) => collection.features.filter((feature) => feature.properties.level === level);
  const towns = of("municipality");
  const fine = of("planning_area");
  const wrap = (features) => ({ type: "FeatureCollection", features });
  return [wrap(fine.length ? fine : towns), wrap(towns)];
}

/* Keyboard and pointer choose alike: a list beside the map, a tap on it; one place says the figure. */
function choosing(map, place, boundaries, status) {
  const choice = place.querySelector("select");
  const sorted = [...boundaries.features].sort((a, b) =>
    a.properties.name.localeCompare(b.properties.name, "de"));
  for (const { properties } of sorted) choice.append(new Option(properties.name, properties.area));
  const choose = (feature, move) => {
    choice.value = feature.properties.area;
    map.setFilter("chosen", ["==", ["get", "area"], feature.properties.area]);
    status.textContent = `${feature.properties.name}: ${feature.properties.text}`;
    if (move) map.fitBounds(bounds([feature]), { padding: 80, maxZoom: 13, animate: !still.matches });
  };
  choice.addEventListener("change", () => {
    const found = boundaries.features.find((one) => one.properties.area === choice.value);
    if (found) choose(found, true);
  });
  map.on("click", "areas", (event) => {
    const key = event.features[0].properties.area;
    choose(boundaries.features.find((one) => one.properties.area === key), false);
  });
}

export async function showMap(place, words) {
  const maplibre = await import(beside("maplibre/maplibre-gl.mjs"));
  const [areas, values] = await Promise.all([
    read(beside("../data/areas.geojson")), read(new URL(place.dataset.values, document.baseURI)),
    loadStyle(beside("maplibre/maplibre-gl.css")),
  ]);
  maplibre.setWorkerUrl(beside("maplibre/maplibre-gl-worker.mjs"));
  const [boundaries, towns] = split(areas);
  merged(boundaries, values, place.dataset.date);
  const status = place.querySelector("[role=status]");
  const map = new maplibre.Map({
    container: place.querySelector(".movable"),
    style: layers(boundaries, towns),
    bounds: bounds(boundaries.features),
    fitBoundsOptions: { padding: 20 },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    locale: words.map,
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.addControl(new maplibre.ScaleControl());
  await map.once("load");
  paint(map);
  map.setPaintProperty("signs", "fill-pattern",
    ["match", ["get", "state"], "not_covered", "not_covered", "by_choice", "by_choice", "suppressed"]);
  dark.addEventListener("change", () => paint(map));
  choosing(map, place, boundaries, status);
  status.textContent = words.ready;
  place.dataset.ready = "yes";
}
