// Draws a stretch of a source with the quote marked, and brings the mark into view. Text is set as textContent only.
export default function (component) {
  const { data, parentElement } = component;
  const box = parentElement.querySelector(".passage");
  const mark = document.createElement("mark");
  mark.textContent = data.quote;
  box.replaceChildren(data.before, mark, data.after);
  for (const wait of [50, 300]) setTimeout(() => mark.scrollIntoView({ block: "center" }), wait);
}
