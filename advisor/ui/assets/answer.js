// Draws one answer. Text is only ever set as textContent: passages and questions are data, never markup.
function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function citeButton(number, label, send) {
  const button = make("button", "cite", String(number));
  button.type = "button";
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

export default function (component) {
  const { data, parentElement, setTriggerValue: send } = component;
  const root = parentElement.querySelector(".root");
  const answer = make("div", data.fresh ? "answer fresh" : "answer");

  if (data.text) answer.append(make("p", data.declined ? "said declined" : "said", data.text));
  if (data.sentences.length) {
    let said = null;
    let part = null;
    data.sentences.forEach((item, index) => {
      if (item.part !== part) {
        part = item.part;
        said = answer.appendChild(make("p", "said"));
      }
      said.append(sentence(item, data, send, index));
    });
  }
  for (const part of data.unanswered) answer.append(make("p", "aside", `The sources do not answer: ${part}`));
  for (const note of data.notes) answer.append(make("p", "aside", note));

  for (const difference of data.differences) {
    const block = make("section", "differ");
    block.append(make("h4", "", `The articles differ: ${difference.topic}`));
    const grid = make("div", "grid");
    for (const position of difference.positions) {
      const card = make("p", "card");
      card.append(sentence(position, data, send, data.sentences.length));
      grid.append(card);
    }
    block.append(grid);
    answer.append(block);
  }

  if (data.sources.length) {
    const block = make("details", "sources");
    block.append(make("summary", "", data.sources.length === 1 ? "1 source" : `${data.sources.length} sources`));
    const list = make("ul");
    for (const source of data.sources) {
      const item = make("li");
      for (const number of source.numbers) item.append(citeButton(number, data.labels[number], send));
      item.append(make("span", "title", ` ${source.title}`));
      if (source.where) item.append(make("span", "where", ` ${source.where}`));
      list.append(item);
    }
    block.append(list);
    answer.append(block);
  }

  if (data.follow_ups.length) {
    const block = make("section", "next");
    block.append(make("h4", "", data.follow_ups_title));
    for (const question of data.follow_ups) {
      const button = make("button", "ask", question);
      button.type = "button";
      button.onclick = () => send("ask", question);
      block.append(button);
    }
    answer.append(block);
  }
  root.replaceChildren(answer);
  // The page is moved to its end when something is added; a reader wants the beginning of the answer.
  if (data.fresh) for (const wait of [60, 350, 900]) setTimeout(() => root.scrollIntoView({ block: "start" }), wait);
}
