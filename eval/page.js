// Lists the cases. Their texts are data: they are only ever set as text, never as markup.
"use strict";
(() => {
  const STEP = 100; // cases listed at a time
  const MARKS = { right: "✓ right", wrong: "✗ wrong", unscored: "? unscored", measured: "· measured" };
  const results = JSON.parse(document.getElementById("data").textContent);
  const cases = results.flatMap((result, at) => result.cases.map((one) => ({ ...one, at, result: result.name })));
  const by = (id) => document.getElementById(id);
  const form = by("filters");
  let picked = null; // a row of a table, or a cell of a confusion table: { row, found }
  let listed = []; // the cases that pass the filters
  let drawn = 0; // how many of them are on the page

  function make(tag, name, ...inside) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside.map((one) => (one instanceof Node ? one : document.createTextNode(String(one)))));
    return node;
  }

  function verdict(one) {
    if (one.error !== undefined) return "unscored";
    return one.right === undefined ? "measured" : one.right ? "right" : "wrong";
  }

  // What came, in a word, where it is one.
  function found(one) {
    const got = one.got;
    if (got !== null && typeof got === "object" && typeof got.status === "string") return got.status;
    return typeof got === "string" && got.length < 40 ? got : "";
  }

  function texts(value) {
    if (value === null || value === undefined) return [];
    return typeof value === "object" ? Object.entries(value).flatMap(([name, one]) => [name, ...texts(one)]) : [String(value)];
  }

  function searched(one) {
    one.all ??= [one.id, one.kind, one.group, one.asked, one.error, one.result, ...texts(one.expected), ...texts(one.got)]
      .join("\n").toLowerCase();
    return one.all;
  }

  function passes(one, words) {
    const { result, kind } = form.elements;
    if (result.value && one.at !== Number(result.value)) return false;
    if (kind.value && one.kind !== kind.value) return false;
    if (picked?.found !== undefined && (one.expected !== picked.row || found(one) !== picked.found)) return false;
    if (picked && picked.found === undefined && ![one.kind, one.group, one.expected].includes(picked.row)) return false;
    return words.every((word) => searched(one).includes(word));
  }

  function filter() {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = form.elements.verdict.value;
    const some = cases.filter((one) => passes(one, words));
    listed = wanted ? some.filter((one) => verdict(one) === wanted) : some;
    for (const node of form.querySelectorAll("[data-count]")) {
      const of = node.dataset.count;
      node.textContent = of ? some.filter((one) => verdict(one) === of).length : some.length;
    }
    by("count").textContent = `${listed.length} of ${cases.length} cases`;
    by("picked").hidden = picked === null;
    if (picked) {
      by("picked").firstElementChild.textContent =
        picked.found === undefined ? `Only “${picked.row}”.` : `Only expected “${picked.row}” and found “${picked.found}”.`;
    }
    by("list").replaceChildren();
    drawn = 0;
    draw();
  }

  function draw() {
    by("list").append(...listed.slice(drawn, drawn + STEP).map(row));
    drawn = Math.min(listed.length, drawn + STEP);
    const left = listed.length - drawn;
    by("more").hidden = left === 0;
    by("more").textContent = `Show ${Math.min(STEP, left)} more (${left} are left)`;
    by("open").hidden = listed.length === 0;
  }

  // A row; what is in it is made when it is opened.
  function row(one) {
    const state = verdict(one);
    const node = make("details", `case ${state}`);
    const short = typeof one.expected === "string" && found(one);
    node.append(
      make(
        "summary", "", make("span", "mark", MARKS[state]), make("span", "id", `${one.id} · ${one.kind}`),
        make("span", "brief", one.asked || one.error || ""),
        make("span", "turned", short && state !== "right" ? `${one.expected} → ${short}` : short || ""),
      ),
    );
    node.addEventListener("toggle", () => node.open && node.childElementCount === 1 && node.append(body(one)));
    return node;
  }

  function body(one) {
    const node = make("dl", "body");
    const add = (name, inside) => node.append(make("dt", "", name), make("dd", "", inside));
    add("Where", [one.result, one.kind, one.group, one.id].filter(Boolean).join(" · "));
    if (one.error !== undefined) add("Not scored", make("p", "text error", one.error));
    if (one.asked) add("Asked", make("p", "text", one.asked));
    if (one.expected !== undefined) add("Expected", value(one.expected));
    if (one.got !== undefined) add("Got", isAnswer(one.got) ? answer(one.got, one.expected) : value(one.got, one.expected));
    if (one.counts) add("Counts", counts(one.counts));
    return node;
  }

  // Any value: lists as lists, mappings as pairs. In a list, what is among the expected is marked.
  function value(given, expected) {
    if (given === null || given === "") return make("span", "muted", "nothing");
    if (typeof given === "boolean") return make("span", "", given ? "yes" : "no");
    if (typeof given !== "object") return make("span", "text", given);
    if (Object.keys(given).length === 0) return make("span", "muted", "none");
    if (Array.isArray(given)) {
      const awaited = expected !== null && typeof expected === "object" && !Array.isArray(expected) ? expected : {};
      const flow = awaited !== expected && given.every((item) => typeof item !== "object" && String(item).length < 45);
      return make(awaited === expected ? "ol" : "ul", flow ? "plain flow" : "plain", ...given.map((item) => {
        const right = typeof item === "string" && Object.hasOwn(awaited, item);
        return make("li", "", value(item), right ? make("span", "awaited", " ✓ expected") : "");
      }));
    }
    return make("dl", "pairs", ...Object.entries(given).flatMap(([name, item]) =>
      [make("dt", "", name.replaceAll("_", " ")), make("dd", "", value(item))]));
  }

  function isAnswer(got) {
    return got !== null && Array.isArray(got.sentences) && Array.isArray(got.citations);
  }

  function answer(got, expected) {
    const node = make("div");
    if (got.abstained) node.append(make("p", "text", make("strong", "", `Declined (${got.reason}). `), got.why_abstained ?? ""));
    let part;
    let paragraph;
    for (const sentence of got.sentences) {
      if (!paragraph || sentence.part !== part) node.append((paragraph = make("p", "text")));
      part = sentence.part;
      paragraph.append(sentence.text, make("sup", "", sentence.citations.map((n) => `[${n}]`).join("")), " ");
    }
    const sections = expected?.sections ?? [];
    if (got.citations.length) node.append(make("ol", "sources", ...got.citations.map((one) => source(one, sections))));
    if (Object.keys(got.more).length) node.append(make("div", "more", value(got.more)));
    return node;
  }

  function source(one, sections) {
    const where = [one.title, one.heading, one.section ?? one.source, one.author].filter(Boolean);
    if (one.page !== undefined) where.push(`page ${one.page}`);
    where.push(`characters ${one.start} to ${one.end} of ${one.source}`);
    const right = sections.includes(one.section ?? one.source);
    return make(
      "li", "", make("span", "no", `[${one.number}]`),
      make("span", "", make("q", "", one.quote), make("span", "where", where.join(" · "), right ? make("span", "awaited", " ✓ expected section") : "")),
    );
  }

  // What the case adds to the figures, by system; what it does not count is 0.
  function counts(given) {
    const systems = Object.keys(given);
    const names = [...new Set(systems.flatMap((system) => Object.keys(given[system])))];
    const head = make("tr", "", make("td"), ...systems.map((system) => make("th", "number", system)));
    const rows = names.map((name) =>
      make("tr", "", make("th", "", name), ...systems.map((system) => make("td", "number", given[system][name] ?? 0))));
    const table = make("div", "scroll", make("table", "", make("thead", "", head), make("tbody", "", ...rows)));
    return make("details", "counts", make("summary", "", "What it adds to the figures"), table);
  }

  function options(select, names) {
    const before = select.value;
    select.replaceChildren(select.options[0], ...names.map(([key, text]) => {
      const option = make("option", "", text);
      option.value = key;
      return option;
    }));
    select.value = names.some(([key]) => key === before) ? before : "";
  }

  function kinds() {
    const result = form.elements.result.value;
    const some = cases.filter((one) => !result || one.at === Number(result));
    options(form.elements.kind, [...new Set(some.map((one) => one.kind))].sort().map((kind) => [kind, kind]));
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.name === "result") kinds();
    filter();
  });
  by("picked").lastElementChild.addEventListener("click", () => {
    picked = null;
    filter();
    form.elements.text.focus();
  });
  by("more").addEventListener("click", () => {
    const next = drawn;
    draw();
    by("list").children[next].firstElementChild.focus();
  });
  by("open").addEventListener("click", () => {
    for (const node of by("list").children) node.open = true;
  });
  // Links of the tables lead to their cases.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-result]");
    if (!link) return;
    const { result, verdict: wanted, row: of, found: came } = link.dataset;
    form.reset();
    form.elements.result.value = result;
    kinds();
    form.elements.verdict.value = wanted ?? "";
    picked = of === undefined ? null : { row: of, found: came };
    filter();
  });

  // Only a box that scrolls is a stop for the keyboard.
  const boxes = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll(".scroll")) boxes.observe(box);

  options(form.elements.result, results.map((result, at) => [String(at), result.name]));
  kinds();
  form.hidden = false;
  document.querySelector(".above").hidden = false;
  filter();
})();
