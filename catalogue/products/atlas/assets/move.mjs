/* The map for moving and zooming: the same areas, colours and words as on the drawn map. */
const beside = (name) => new URL(name, import.meta.url).href;
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const PATTERNS = { "hidden-area": "hidden", "not-covered": "lines", "by-choice": "net" };

function loadStyle(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
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
  if (kind === "hidden") {
    pen.arc(size / 2, size / 2, 1.8, 0, 7);
    pen.fill();
  } else {
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, size); pen.lineTo(shift + size, 0);
      if (kind === "net") { pen.moveTo(shift, 0); pen.lineTo(shift + size, size); }
    }
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

function merged(features, look) {
  for (const feature of features) {
    const own = feature.properties;
    const entry = look.entry(own.area);
    const style = entry?.length > 1 ? "" : look.states[entry?.[0]]?.style ?? "missing";
    Object.assign(own, { shade: entry?.length > 1 ? entry[6] ?? 2 : -1, pattern: PATTERNS[style] ?? "" });
  }
  return { type: "FeatureCollection", features };
}

function layers(areas, towns) {
  return {
    version: 8,
    sources: { areas: { type: "geojson", data: areas }, towns: { type: "geojson", data: towns } },
    layers: [
      { id: "ground", type: "background" },
      { id: "areas", type: "fill", source: "areas" },
      { id: "signs", type: "fill", source: "areas", filter: ["!=", ["get", "pattern"], ""] },
      { id: "fine", type: "line", source: "areas", paint: { "line-width": 1 } },
      { id: "strong", type: "line", source: "towns", paint: { "line-width": 2 } },
      { id: "chosen", type: "line", source: "areas", filter: ["==", ["get", "area"], ""], paint: { "line-width": 4 } },
    ],
  };
}

function paint(map) {
  const step = (n) => colour(`step-${n}`);
  for (const kind of Object.values(PATTERNS)) {
    if (map.hasImage(kind)) map.updateImage(kind, pattern(kind));
    else map.addImage(kind, pattern(kind));
  }
  map.setPaintProperty("ground", "background-color", colour("paper"));
  map.setPaintProperty("areas", "fill-color", ["match", ["get", "shade"],
    0, step(1), 1, step(2), 2, step(3), 3, step(4), 4, step(5), colour("paper")]);
  map.setPaintProperty("signs", "fill-pattern", ["get", "pattern"]);
  map.setPaintProperty("fine", "line-color", colour("line"));
  map.setPaintProperty("strong", "line-color", colour("border"));
  map.setPaintProperty("chosen", "line-color", colour("accent"));
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

export async function showMap(holder, look) {
  const [maplibre, boundaries] = await Promise.all([
    import(beside("maplibre/maplibre-gl.mjs")), read(beside("../data/areas.geojson")),
    loadStyle(beside("maplibre/maplibre-gl.css")),
  ]);
  maplibre.setWorkerUrl(beside("maplibre/maplibre-gl-worker.mjs"));
  const of = (level) => boundaries.features.filter((feature) => feature.properties.level === level);
  const towns = of("municipality");
  const own = of(look.level);
  const map = new maplibre.Map({
    container: holder,
    style: layers(merged(own, look), { type: "FeatureCollection", features: towns }),
    bounds: bounds(own),
    fitBoundsOptions: { padding: 20, animate: !still.matches },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    locale: look.words.map.locale,
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.addControl(new maplibre.ScaleControl());
  await map.once("load");
  paint(map);
  dark.addEventListener("change", () => paint(map));
  holder.mark = (now) => map.setFilter("chosen", ["in", ["get", "area"], ["literal", now.state.a]]);
  holder.mark(look);
  map.on("click", "areas", (event) => look.choose(event.features[0].properties.area));
  holder.dataset.ready = "yes";
}
