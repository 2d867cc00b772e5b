// Draws the picture of a page with the quote marked on it, and brings the mark into view.
export default function (component) {
  const { data, parentElement } = component;
  const box = parentElement.querySelector(".page");
  const holder = make("div", "sheet");
  const image = document.createElement("img");
  image.alt = data.label;
  holder.append(image);
  const marks = data.marks.map(([left, top, right, bottom]) => {
    const mark = make("div", "mark");
    Object.assign(mark.style, {
      left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
    });
    holder.append(mark);
    return mark;
  });
  image.onload = () => {
    if (!marks.length) return;
    box.scrollTop = Math.max(0, marks[0].offsetTop - box.clientHeight / 3);
  };
  image.src = data.picture;
  box.replaceChildren(holder);
}
