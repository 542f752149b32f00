// A passage that is selected in [data-quote-from] fills the field marked data-quote-field, which can be typed or pasted
// into as well; about where it starts goes into [data-quote-near]. What somebody typed there is never written over: only
// an empty field is filled, or one that still holds the passage that was selected before. The server checks that the
// passage stands in the text.
const textOf = () => document.querySelector("[data-quote-from]");
const fieldOf = () => document.querySelector("[data-quote-field]");
const say = (words) => {
  const said = document.querySelector("[data-quote-said]");
  if (said) said.textContent = words;
};

// Three clicks select a paragraph up to the start of what follows it, which may lie beyond the text.
const rangeIn = (text) => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!text.contains(range.startContainer)) return null;
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  return range;
};

// Counted as the server counts, where a sign beyond the first 65,536 is one.
function startOf(range, text) {
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  return [...before.toString()].length;
}

let filled = "";

function fill() {
  const text = textOf();
  const field = fieldOf();
  const range = text && field ? rangeIn(text) : null;
  const passage = range ? range.toString().trim() : "";
  if (!passage || passage === field.value.trim()) return;
  const isOurs = field.value.trim() === "" || field.value === filled;
  if (isOurs) {
    field.value = filled = passage;
    const near = document.querySelector("[data-quote-near]");
    if (near) near.value = startOf(range, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  say(isOurs ? "The passage is copied into the form." : "The form holds another passage already: empty it there first.");
}

const offer = () => say("Or select it in the answer: it is then copied for you.");

export function initQuotes() {
  if (!textOf() || !fieldOf()) return;
  offer();
  document.addEventListener("pointerup", () => setTimeout(fill));
  document.addEventListener("keyup", fill);
  // The form may be sent without loading the page: what is typed stays if the answer is another page, such as signing in.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.target.contains(fieldOf()) || detail.serverResponse.includes("data-quote-field")) return;
    detail.shouldSwap = false;
    say("Nothing was saved. Sign in again in a new tab, then press the button once more.");
  });
  document.addEventListener("htmx:sendError", () => say("Nothing was saved: no answer from the service. Try again."));
  document.addEventListener("htmx:responseError", () => say("Nothing was saved. Load the page again to see why."));
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (!detail.elt.contains(fieldOf())) return;
    offer();
    if (document.activeElement === document.body) detail.elt.querySelector("[tabindex='-1']")?.focus();
  });
}
