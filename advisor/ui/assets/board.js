// Draws the pictures of an assessment. Text is only ever set as textContent; no meaning is carried by colour alone.
function draw(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// A row of lights: one criterion each, with a shape and words for its status. Pressing one opens its finding.
function lights(item, send) {
  const list = make("ul", "lights");
  for (const light of item.lights) {
    const button = make("button", `light ${light.status}${light.next ? " next" : ""}`);
    button.type = "button";
    button.append(make("span", "mark", MARKS[light.status]), make("span", "name", light.name));
    button.setAttribute("aria-label", `${light.name}: ${light.words}${light.next ? ", asked now" : ""}`);
    button.title = light.words;
    button.onclick = () => send("open", light.criterion);
    const entry = make("li");
    entry.append(button);
    list.append(entry);
  }
  return [list];
}

function progress(item) {
  const bar = make("div", "progress");
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-valuenow", item.done);
  bar.setAttribute("aria-valuemax", item.total);
  bar.setAttribute("aria-label", item.label);
  const filled = make("span");
  filled.style.width = `${(100 * item.done) / Math.max(1, item.total)}%`;
  bar.append(filled);
  return [make("p", "small", item.label), bar];
}

const PARTS = [
  ["met", "in", "in place"],
  ["partial", "half", "partly in place"],
  ["unmet", "out", "not in place"],
  ["unknown", "none", "not known yet"],
  ["not_applicable", "na", "does not apply"],
];

function bars(item) {
  const key = make("div", "key");
  for (const [, className, words] of PARTS) {
    const holder = make("span");
    holder.className = "bar sample";
    const fill = make("span", className);
    fill.style.width = "100%";
    holder.append(fill);
    const label = make("span");
    label.append(holder, words);
    key.append(label);
  }
  const list = make("div");
  for (const row of item.rows) {
    const line = make("div", "row");
    line.append(make("span", "name", row.name));
    const bar = make("div", "bar");
    const said = [];
    for (const [status, className, words] of PARTS) {
      if (!row.counts[status]) continue;
      const part = make("span", className);
      part.style.flex = String(row.counts[status]);
      part.title = `${row.counts[status]} ${words}`;
      said.push(`${row.counts[status]} ${words}`);
      bar.append(part);
    }
    bar.setAttribute("role", "img");
    bar.setAttribute("aria-label", `${row.name}: ${said.join(", ")}`);
    line.append(bar, make("span", "small", row.note));
    list.append(line);
  }
  return [key, list];
}

function radar(item) {
  const size = 380, center = size / 2, radius = 118, count = item.axes.length;
  const svg = draw("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": item.label, class: "chart" });
  const at = (index, share) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return [center + radius * share * Math.cos(angle), center + radius * share * Math.sin(angle)];
  };
  const polygon = (shares) => shares.map((share, index) => at(index, share).map((v) => v.toFixed(1)).join(",")).join(" ");
  for (const ring of [0.25, 0.5, 0.75, 1]) svg.append(draw("polygon", { class: "line", points: polygon(item.axes.map(() => ring)) }));
  item.axes.forEach((axis, index) => {
    const [x, y] = at(index, 1);
    svg.append(draw("line", { class: "line", x1: center, y1: center, x2: x, y2: y }));
    const [tx, ty] = at(index, 1.13);
    const anchor = Math.abs(tx - center) < 12 ? "middle" : tx > center ? "start" : "end";
    svg.append(draw("text", { x: tx, y: ty + 4, "text-anchor": anchor }, axis.short));
  });
  svg.append(draw("polygon", { class: "area known", points: polygon(item.axes.map((axis) => axis.coverage)) }));
  svg.append(draw("polygon", { class: "area", points: polygon(item.axes.map((axis) => axis.score)) }));
  return [svg, make("p", "small", "Filled: in place. Dashed: known. A criterion that is not known counts as nothing in place.")];
}

function heat(item) {
  const holder = make("div", "scroll");
  const table = make("table");
  const head = make("tr");
  head.append(make("td"));
  for (const name of item.columns) {
    const cell = make("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  table.append(head);
  const most = Math.max(1, ...item.rows.flatMap((row) => row.counts));
  for (const row of item.rows) {
    const line = make("tr");
    const name = make("th", "", row.name);
    name.scope = "row";
    line.append(name);
    row.counts.forEach((value) => {
      const cell = make("td", "", value ? String(value) : "·");
      if (value) cell.style.background = `color-mix(in srgb, #d9665f ${15 + (60 * value) / most}%, transparent)`;
      line.append(cell);
    });
    table.append(line);
  }
  holder.append(table);
  return [holder];
}

function lines(item) {
  const width = 560, height = 220, left = 40, bottom = 34, top = 12, right = 90;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": item.label });
  const x = (index) => left + ((width - left - right) * index) / Math.max(1, item.points.length - 1);
  const y = (share) => top + (height - top - bottom) * (1 - share);
  for (const share of [0, 0.5, 1]) {
    svg.append(draw("line", { class: "line", x1: left, x2: width - right, y1: y(share), y2: y(share) }));
    svg.append(draw("text", { x: left - 6, y: y(share) + 4, "text-anchor": "end" }, `${100 * share}%`));
  }
  item.points.forEach((point, index) => {
    svg.append(draw("text", { x: x(index), y: height - 12, "text-anchor": "middle" }, point.name));
  });
  const series = [["score", "in place", ""], ["coverage", "known", "5 4"]];
  for (const [name, words, dash] of series) {
    const path = item.points.map((point, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(point[name]).toFixed(1)}`).join(" ");
    svg.append(draw("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": dash }));
    item.points.forEach((point, index) => {
      const mark = name === "score" ? draw("circle", { cx: x(index), cy: y(point[name]), r: 4, fill: "currentColor" })
        : draw("rect", { x: x(index) - 3.5, y: y(point[name]) - 3.5, width: 7, height: 7, fill: "var(--st-background-color)", stroke: "currentColor" });
      mark.append(draw("title", {}, `${point.name}: ${Math.round(100 * point[name])}% ${words}`));
      svg.append(mark);
    });
    const last = item.points[item.points.length - 1];
    const apart = Math.max(0, 14 - (y(last.score) - y(last.coverage))) / 2; // labels that would lie on each other
    const shift = name === "score" ? apart : -apart;
    svg.append(draw("text", { x: width - right + 10, y: y(last[name]) + 4 + shift }, `${Math.round(100 * last[name])}% ${words}`));
  }
  return [svg];
}

const KINDS = { lights, progress, bars, radar, heat, lines };

export default function (component) {
  const { data, parentElement, setTriggerValue: send } = component;
  const root = parentElement.querySelector(".root");
  const dark = isDark(parentElement.host ?? parentElement);
  const shown = JSON.stringify([data, dark]);
  if (root.dataset.shown === shown) return;
  const board = make("div", `board${dark ? " dark" : ""}${data.narrow ? " narrow" : ""}`);
  for (const item of data.items) {
    if (item.title) board.append(make("h3", "", item.title));
    board.append(...KINDS[item.kind](item, send));
  }
  root.replaceChildren(board);
  root.dataset.shown = shown;
}
