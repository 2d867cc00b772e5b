// What all components share; it stands before the script of each. Text is only ever set as textContent.
const MARKS = { met: "✓", partial: "◐", unmet: "✗", unknown: "?", not_applicable: "–" };

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// Whether the page is dark, by the lightness of its background.
function isDark(node) {
  const probe = make("span");
  probe.style.color = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  document.body.append(probe);
  const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  probe.remove();
  return 0.3 * r + 0.6 * g + 0.1 * b < 128;
}

