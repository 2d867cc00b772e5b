// Draws one answer. Text is only ever set as textContent: passages and questions are data, never markup.
function citeButton(number, label, send) {
  const button = make("button", "cite", String(number));
  button.type = "button";
  button.dataset.number = number;
  button.setAttribute("aria-label", `Source ${number}: ${label}`);
  button.title = label;
  button.onclick = () => send("cite", number);
  return button;
}

function sentence(item, data, send, index) {
  const node = make("span", "sentence", item.text + " ");
  node.style.setProperty("--order", index);
  for (const number of item.citations) node.append(citeButton(number, data.labels[number], send));
  node.append(" ");
  return node;
}

function differences(data, send) {
  return data.differences.map((difference) => {
    const block = make("section", "differ");
    block.append(make("h3", "", `The articles differ: ${difference.topic}`));
    const list = make("ul", "grid");
    for (const position of difference.positions) {
      const card = make("li", "card");
      card.append(make("span", "who", position.who));
      card.append(sentence(position, data, send, 0));
      list.append(card);
    }
    block.append(list);
    return block;
  });
}

function sources(data, send, open) {
  const block = make("details", "sources");
  block.open = open;
  block.append(make("summary", "", data.sources.length === 1 ? "1 source" : `${data.sources.length} sources`));
  const list = make("ul");
  for (const source of data.sources) {
    const item = make("li");
    for (const number of source.numbers) item.append(citeButton(number, data.labels[number], send));
    item.append(make("span", "title", ` ${source.title}`));
    if (source.where) item.append(make("span", "where", `, ${source.where}`));
    list.append(item);
  }
  block.append(list);
  return block;
}

// What was recorded, each with a way to change it.
function noted(data, send) {
  const list = make("ul", "noted");
  for (const item of data.noted) {
    const entry = make("li", item.withdrawn ? "gone" : item.status);
    const said = make("div", "what");
    said.append(make("strong", "", item.name), `: ${item.words}`);
    if (item.before) said.append(make("span", "was", ` (was ${item.before})`));
    if (item.quote) said.append(make("q", "", item.quote));
    entry.append(make("span", "mark", item.withdrawn ? "↺" : MARKS[item.status]), said);
    if (item.open) {
      const button = make("button", "link", "Change");
      button.type = "button";
      button.setAttribute("aria-label", `Change: ${item.name}`);
      button.onclick = () => send("open", item.criterion);
      entry.append(button);
    }
    list.append(entry);
  }
  return list;
}

// The next question: one thing, why it matters with its source, what good looks like.
function asked(data, send) {
  const asks = data.asks;
  const block = make("section", "asks");
  block.append(make("p", "count", asks.count));
  const title = make("h2", "", asks.question);
  block.append(title);
  if (asks.why) {
    const why = make("p", "why", `${asks.why} `);
    for (const number of asks.citations) why.append(citeButton(number, data.labels[number], send));
    block.append(why);
  }
  if (asks.good) {
    const good = make("details", "good");
    good.append(make("summary", "", "What good looks like"), make("p", "", asks.good));
    block.append(good);
  }
  return block;
}

function outlook(data) {
  const item = data.outlook;
  const block = make("section", `outlook ${item.outcome}`);
  block.append(make("h2", "", item.meaning));
  const why = make("ul", "reasons");
  for (const text of [...item.why, item.known]) why.append(make("li", "", text));
  block.append(why);
  if (item.patterns.length) {
    block.append(make("h3", "", "Ways of failing that this looks like"));
    const list = make("ul", "reasons");
    for (const pattern of item.patterns) {
      const entry = make("li");
      entry.append(make("strong", "", pattern.name), pattern.text);
      list.append(entry);
    }
    block.append(list);
  }
  if (item.steps.length) {
    block.append(make("h3", "", "Close these first"));
    const list = make("ol", "steps");
    for (const step of item.steps) {
      const entry = make("li", step.status);
      const said = make("div", "what");
      said.append(make("strong", "", step.name), ` (${step.words}) `, make("span", "", step.action), make("span", "who", step.who));
      entry.append(make("span", "mark", MARKS[step.status]), said);
      list.append(entry);
    }
    block.append(list);
  }
  if (item.more) block.append(make("p", "who", item.more));
  return block;
}

function quick(data, send) {
  const block = make("div", "quick");
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", "Quick replies");
  for (const text of data.quick) {
    const button = make("button", "reply", text);
    button.type = "button";
    button.onclick = () => {
      for (const other of block.querySelectorAll("button")) other.disabled = true;
      send("ask", text);
    };
    block.append(button);
  }
  return block;
}

// Streamlit moves the page to its end when something is added; a reader wants the beginning of what is new.
// It may do so several times while the page grows, so the place is kept until the reader moves or it is quiet.
function keepInView(target) {
  const place = () => target.scrollIntoView({ block: "start" });
  const observer = new ResizeObserver(place);
  const timers = [50, 250, 600, 1000, 1600, 2400].map((wait) => setTimeout(place, wait));
  const stop = () => {
    observer.disconnect();
    timers.forEach(clearTimeout);
  };
  observer.observe(document.body);
  observer.observe(target);
  for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(name, stop, { once: true, passive: true });
  }
  setTimeout(stop, 3000);
}

export default function (component) {
  const { data, parentElement, setTriggerValue: send } = component;
  const root = parentElement.querySelector(".root");
  const { fresh, focus, ...content } = data;
  const dark = isDark(parentElement.host ?? parentElement);
  const shown = JSON.stringify([content, dark]);
  if (root.dataset.shown !== shown) {
    const open = root.querySelector("details")?.open ?? false;
    const answer = make("div", `answer${fresh ? " fresh" : ""}${dark ? " dark" : ""}`);
    if (data.text) answer.append(make("p", data.declined ? "said declined" : "said", data.text));
    let said = null;
    let part = null;
    data.sentences.forEach((item, index) => {
      if (item.part !== part) {
        part = item.part;
        said = answer.appendChild(make("p", "said"));
      }
      said.append(sentence(item, data, send, index));
    });
    for (const text of data.unanswered) answer.append(make("p", "aside", `The sources do not answer: ${text}`));
    for (const note of data.notes) answer.append(make("p", "aside", note));
    answer.append(...differences(data, send));
    if (data.sources.length) answer.append(sources(data, send, open));
    if (data.noted.length) answer.append(noted(data, send));
    if (data.outlook) answer.append(outlook(data));
    if (data.follow_ups.length) {
      const block = make("section", "next");
      block.append(make("h3", "", data.follow_ups_title));
      for (const question of data.follow_ups) {
        const button = make("button", "ask", question);
        button.type = "button";
        button.onclick = () => send("ask", question);
        block.append(button);
      }
      answer.append(block);
    }
    if (data.asks) answer.append(asked(data, send));
    if (data.quick.length) answer.append(quick(data, send));
    const status = make("p", "status");
    status.setAttribute("role", "status");
    root.replaceChildren(answer, status);
    root.dataset.shown = shown;
    if (fresh) setTimeout(() => (status.textContent = data.status), 200);
  }
  if (fresh) keepInView(root);
  if (data.top) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0), keepInView(document.querySelector("h1") ?? root);
  if (focus) root.querySelector(`.cite[data-number="${focus}"]`)?.focus({ preventScroll: true });
}
