// Texts that the server has not got yet are kept on this computer, apart for each person and each field, until it has.
// Nothing is dropped without its author's word, except a text that the server already holds.
import { normalise } from "./words.js";

const user = () => document.body.dataset.user ?? "";
const keyOf = (url, name) => `kept:${user()}:${url}:${name}`;

// Where the browser has no storage (private windows, policy), the page still holds the text.
function store(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

export const keep = (url, name, value) =>
  store((s) => s.setItem(keyOf(url, name), JSON.stringify({ value, at: new Date().toISOString() })));
export const forget = (url, name) => store((s) => s.removeItem(keyOf(url, name)));
export const kept = (url, name) => JSON.parse(store((s) => s.getItem(keyOf(url, name))) ?? "null");

export const scopeOf = (field) => field.closest("[data-autosave]");
export const urlOf = (field) =>
  field.dataset.autosaveUrl ?? scopeOf(field)?.dataset.autosaveUrl ?? field.closest("[data-autosave-url]")?.dataset.autosaveUrl;
export const fieldsIn = (root) =>
  [...root.querySelectorAll("[name]")].filter(
    (field) => field.matches("input, textarea, select") && !field.matches("[type=hidden], [type=file], [type=password]"),
  );

export function readField(field) {
  if (field.matches("[type=radio], [type=checkbox]")) {
    const boxes = scopeOf(field)?.querySelectorAll(`[name="${CSS.escape(field.name)}"]:checked`) ?? [];
    return [...boxes].map((box) => box.value).join("\n");
  }
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value).join("\n");
  return field.value;
}

// What the server put on the page. Not the live value: some browsers fill a reloaded form with what was typed before.
function servedField(field) {
  const group = () => [...scopeOf(field).querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
  if (field.matches("select")) {
    const options = [...field.options];
    const chosen = options.filter((option) => option.defaultSelected);
    return (chosen.length || field.multiple ? chosen : options.slice(0, 1)).map((option) => option.value).join("\n");
  }
  if (!field.matches("[type=radio], [type=checkbox]")) return field.defaultValue;
  return group().filter((each) => each.defaultChecked).map((each) => each.value).join("\n");
}

export function writeField(field, value) {
  const chosen = value.split("\n");
  if (field.type === "radio" || field.type === "checkbox") {
    for (const each of scopeOf(field).querySelectorAll(`[name="${CSS.escape(field.name)}"]`)) {
      each.checked = chosen.includes(each.value);
    }
  } else if (field.multiple) {
    for (const option of field.options) option.selected = chosen.includes(option.value);
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// As a reader sees it: for a choice its words, not its code.
function inWords(field, value) {
  if (field.matches("textarea") || !value) return value;
  if (field.matches("select")) {
    return [...field.options].filter((o) => value.split("\n").includes(o.value)).map((o) => o.text).join(", ");
  }
  if (!field.matches("[type=radio], [type=checkbox]")) return value;
  const chosen = [...scopeOf(field).querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
  return chosen.filter((each) => value.split("\n").includes(each.value)).map((each) => each.labels[0]?.textContent.trim()).join(", ");
}

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

function column(title, text) {
  const part = make("div", "");
  const said = make("pre", "", text || "(empty)");
  // A long text scrolls, also for whoever has no mouse.
  said.tabIndex = 0;
  said.setAttribute("role", "region");
  said.setAttribute("aria-label", title);
  part.append(make("h3", "govuk-heading-s govuk-!-margin-bottom-1", title), said);
  return part;
}

// Shows both texts and lets their author choose; resolves to "mine" or "theirs".
export function ask({ field, title, mine, theirs, mineTitle }) {
  const group = field.closest(".govuk-form-group:has(fieldset)") ?? field.closest(".govuk-form-group, fieldset") ?? field;
  group.parentElement.querySelector(`:scope > .app-kept[data-field="${CSS.escape(field.name)}"]`)?.remove();
  const panel = make("section", "app-kept");
  panel.dataset.field = field.name;
  panel.setAttribute("aria-label", title);
  const texts = make("div", "app-kept__texts");
  texts.append(column(mineTitle, inWords(field, mine)), column("The saved text", inWords(field, theirs)));
  const buttons = make("div", "govuk-button-group");
  panel.append(make("h2", "govuk-heading-m", title), texts, buttons);
  group.before(panel);
  return new Promise((resolve) => {
    for (const [label, answer, style] of [
      ["Use my unsaved text", "mine", "govuk-button"],
      ["Keep the saved text", "theirs", "govuk-button govuk-button--secondary"],
    ]) {
      const button = make("button", style, label);
      button.type = "button";
      button.addEventListener("click", () => {
        panel.remove();
        field.focus();
        resolve(answer);
      });
      buttons.append(button);
    }
  });
}

const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/London" });

// On a page load: what was kept and differs from what the server has is offered, never put in silently.
export function offerKeptTexts(root) {
  const seen = new Set();
  for (const field of fieldsIn(root)) {
    const url = scopeOf(field) && urlOf(field);
    if (!url || seen.has(keyOf(url, field.name))) continue;
    seen.add(keyOf(url, field.name));
    const mine = kept(url, field.name);
    const theirs = servedField(field);
    if (!mine) continue;
    if (same(mine.value, theirs)) forget(url, field.name);
    else offer(field, url, mine, theirs);
  }
}

export const same = (a, b) => normalise(a).trim() === normalise(b).trim();

async function offer(field, url, mine, theirs) {
  const mineTitle = `Your text, kept on this computer on ${clock.format(new Date(mine.at))}`;
  const title = "You have text here that was not saved";
  field.dataset.autosaveAsking = "";
  const answer = await ask({ field, title, mine: mine.value, theirs, mineTitle });
  delete field.dataset.autosaveAsking;
  if (answer === "mine") writeField(field, mine.value);
  else forget(url, field.name);
}
