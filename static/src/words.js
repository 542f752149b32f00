// Word counts. A word is a run of non-whitespace with at least one letter or digit, in the text as the server keeps it:
// partners/domain/words.py says the same in Python, and a test compares the two.
//
//   <p data-word-count="id_of_the_textarea" data-word-limit="500">Up to 500 words</p>

const UNSEEN = /[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff]|\p{Cs}/gu;
const LINE_END = /\r\n|[\r\v\f\u2028\u2029]/g;
const BULLET =
  /^([ \t\u00a0]*)(?:[•·▪▫◦‣●○■□◆♦➢➤✓\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc][ \t\u00a0]+|[-–—*o§vqØü]\t[ \t\u00a0]*)/gm;
const NUMBER = /^([ \t\u00a0]*[0-9A-Za-z]{1,4}[.)])\t[ \t\u00a0]*/gm;

// The text as the server keeps it: one kind of line end, nothing that can't be seen, and a list out of Word as "• " lines.
export const normalise = (text) =>
  text.replace(UNSEEN, "").replace(LINE_END, "\n").replace(BULLET, "$1• ").replace(NUMBER, "$1 ");

export const countWords = (text) =>
  normalise(text)
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const plural = (n) => (n === 1 ? "1 word" : `${n} words`);

export function sayCount(count, limit) {
  if (!limit) return plural(count);
  return count > limit ? `${plural(count - limit)} too many` : `${count} of ${plural(limit)}`;
}

const spoken = new WeakMap();

function update(element, field, aloud) {
  const limit = Number(element.dataset.wordLimit) || 0;
  const count = countWords(field.value);
  element.textContent = sayCount(count, limit);
  element.classList.toggle("app-word-count--over", limit > 0 && count > limit);
  if (aloud) speak(element);
}

// A screen reader hears the count when the typing pauses, not at each key.
function speak(element) {
  const voice = spoken.get(element) ?? { timer: 0, region: makeRegion(element) };
  spoken.set(element, voice);
  clearTimeout(voice.timer);
  voice.timer = setTimeout(() => (voice.region.textContent = element.textContent), 1000);
}

function makeRegion(element) {
  const region = document.createElement("p");
  region.className = "govuk-visually-hidden";
  region.setAttribute("aria-live", "polite");
  element.after(region);
  return region;
}

function counterOf(field) {
  return field.id ? document.querySelector(`[data-word-count="${CSS.escape(field.id)}"]`) : null;
}

export function initWordCounts() {
  const refresh = (root) => {
    for (const element of root.querySelectorAll("[data-word-count]")) {
      const field = document.getElementById(element.dataset.wordCount);
      if (field) update(element, field, false);
    }
  };
  refresh(document);
  document.addEventListener("htmx:load", ({ target }) => refresh(target));
  document.addEventListener("input", ({ target }) => {
    const element = target instanceof Element ? counterOf(target) : null;
    if (element) update(element, target, true);
  });
}
