// Word counts. A word is a run of non-whitespace with at least one letter or digit; the server counts the same way.
//
//   <p data-word-count="id_of_the_textarea" data-word-limit="500">Up to 500 words</p>

export const countWords = (text) => text.split(/\s+/u).filter((w) => /[\p{L}\p{N}]/u.test(w)).length;

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
