// Two texts side by side that scroll together: what both have stays at one height.
"use strict";

const sides = Array.from(document.querySelectorAll("#sides > .side"));
const together = document.getElementById("together");

// Where passages of one side stand, each with where the other has it; beginning and end belong to each other as well.
function ties(from, to) {
  const top = (place, side) => place.getBoundingClientRect().top - side.getBoundingClientRect().top + side.scrollTop;
  const found = [[0, 0]];
  for (const place of from.querySelectorAll(".same")) {
    const other = document.getElementById(place.hash.slice(1));
    if (other) found.push([top(place, from), top(other, to)]);
  }
  found.push([from.scrollHeight, to.scrollHeight]);
  return found;
}

// The height in the other side of a height in this one, between the ties above and below it.
function across(height, from, to) {
  const found = ties(from, to);
  const below = Math.max(1, found.findIndex(([mine]) => mine > height));
  const [[mine, theirs], [mineNext, theirsNext]] = [found[below - 1], found[below]];
  const share = mineNext > mine ? (height - mine) / (mineNext - mine) : 0;
  return theirs + share * (theirsNext - theirs);
}

let leading = null;
let waiting = 0;
sides.forEach((side, number) => {
  const other = sides[1 - number];
  for (const kind of ["pointerenter", "focusin", "wheel", "touchstart", "keydown"]) {
    side.addEventListener(kind, () => { leading = side; }, { passive: true });
  }
  side.addEventListener("scroll", () => {
    if (leading !== side || !together.checked || waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      const middle = side.clientHeight / 3;
      other.scrollTop = across(side.scrollTop + middle, side, other) - other.clientHeight / 3;
    });
  });
});

document.addEventListener("click", (event) => {
  const place = event.target.closest("a.same");
  const other = place && document.getElementById(place.hash.slice(1));
  if (!other) return;
  event.preventDefault();
  document.querySelectorAll(".same.at").forEach((item) => item.classList.remove("at"));
  place.classList.add("at");
  other.classList.add("at");
  const side = other.closest(".side");
  const height = place.getBoundingClientRect().top - place.closest(".side").getBoundingClientRect().top;
  const now = other.getBoundingClientRect().top - side.getBoundingClientRect().top;
  side.scrollTop += now - height;
});
