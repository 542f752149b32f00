// Keys on the scoring page, inside [data-scoring]: Alt+N and Alt+P go to the next and the previous bid (links marked
// data-next and data-prev), a digit chooses the score of that value.
//
// A single key must be possible to turn off (WCAG 2.1.4): a checkbox marked data-scoring-keys does so and is remembered.
// Without that checkbox on the page, digits work only while the focus is on the scale itself.
const SETTING = "scoring-keys";

const isTyping = (element) =>
  element.isContentEditable || element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button])");

const remembered = () => {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true;
  }
};

function follow(page, name) {
  const link = page.querySelector(`a[${name}]`);
  if (link) link.click();
  return Boolean(link);
}

function scaleInFocus(page) {
  const focused = document.activeElement;
  const fieldset = focused?.closest("fieldset");
  if (fieldset && page.contains(fieldset) && fieldset.querySelector("[type=radio]")) return fieldset;
  const toggle = page.querySelector("[data-scoring-keys]");
  if (!toggle?.checked) return null;
  return page.querySelector("fieldset:has([type=radio])");
}

function choose(page, value) {
  const radios = scaleInFocus(page)?.querySelectorAll("input[type=radio]:not(:disabled)") ?? [];
  const radio = [...radios].find((each) => each.value === value || Number(each.value) === Number(value));
  if (!radio || radio.value === "") return false;
  radio.focus();
  radio.click();
  return true;
}

export function initScoringKeys() {
  const page = document.querySelector("[data-scoring]");
  if (!page) return;
  const toggle = page.querySelector("[data-scoring-keys]");
  if (toggle) {
    toggle.checked = remembered();
    toggle.addEventListener("change", () => localStorage.setItem(SETTING, toggle.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : document.body;
    let done = false;
    if (event.altKey && event.code === "KeyN") done = follow(page, "data-next");
    else if (event.altKey && event.code === "KeyP") done = follow(page, "data-prev");
    else if (!event.altKey && /^\d$/.test(event.key) && !isTyping(target)) done = choose(page, event.key);
    if (done) event.preventDefault();
  });
}
