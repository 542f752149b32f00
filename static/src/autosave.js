// Every field a person types is saved as they type.
//
//   <form data-autosave data-autosave-url="…">  or  <div data-autosave> with data-autosave-url on its fields
//     <input type="hidden" name="version" value="3">
//     … fields …
//     <p class="app-autosave-status" data-autosave-status role="status"></p>
//
// The fields of a scope that share an address are sent together, with `version`, `field` (the one changed last) and
// `as_user` (who the page was made for: the server refuses when somebody else has signed in since). It answers
// {state: "saved" | "conflict" | "refused" | "late", message, version, theirs?}. A saved answer's message is shown as it is.
// `theirs` is the text that stands in `field`, or an object with it for each field that clashes.
// After each save the scope sends "autosaved", for pieces of the page that follow from what is saved.
import { ask, fieldsIn, forget, keep, readField, same, scopeOf, urlOf, writeField } from "./kept.js";

const PAUSE_MS = 800;
const RETRY_MS = 10_000;
const SIGNED_OUT =
  "Not saved yet. Your text is kept on this computer. Sign in again in a new tab, then it will be saved.";
const NO_ANSWER = "Not saved yet: no answer from the service. Your text is kept on this computer. We try again every 10 seconds.";

const savers = new WeakMap();
const all = new Set();

export const csrfToken = (form) =>
  document.cookie.match(/(?:^|;\s*)(?:__(?:Host|Secure)-)?csrftoken=([^;]+)/)?.[1] ??
  form?.querySelector("[name=csrfmiddlewaretoken]")?.value ??
  "";

function nearestStatus(field) {
  for (let at = field.parentElement; at; at = at.parentElement) {
    const found = at.querySelector("[data-autosave-status]");
    if (found) return found;
  }
  return null;
}

// One address within one scope: what is saved together.
class Saver {
  dirty = new Set();
  busy = null;
  stopped = false;
  asking = false;
  submitted = false;
  // What was sent and never answered: it may have arrived all the same.
  unanswered = [];

  constructor(scope, url) {
    Object.assign(this, { scope, url });
  }

  get fields() {
    return fieldsIn(this.scope).filter((field) => urlOf(field) === this.url);
  }

  get versionInput() {
    return this.scope.querySelector("[data-autosave-version], input[name=version]");
  }

  changed(field) {
    this.field = field;
    this.submitted = false;
    this.dirty.add(field.name);
    this.tell("typing", "");
    if (!("autosaveAsking" in field.dataset)) keep(this.url, field.name, readField(field));
  }

  after(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  tell(state, message) {
    const status = nearestStatus(this.field);
    if (!status || (state === "typing" && !["saved", undefined].includes(status.dataset.state))) return;
    status.dataset.state = state;
    if (state === "typing" || status.textContent !== message) status.textContent = message;
  }

  body() {
    const data = new URLSearchParams();
    for (const field of this.fields) {
      if (field.matches("[type=radio], [type=checkbox]") && !field.checked) continue;
      for (const value of field.multiple ? readField(field).split("\n") : [field.value]) data.append(field.name, value);
    }
    data.set("csrfmiddlewaretoken", csrfToken(this.scope.closest("form")));
    data.set("version", this.versionInput?.value ?? "");
    data.set("field", this.field.name);
    data.set("as_user", document.body.dataset.user ?? "");
    return data;
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.busy || this.stopped || this.asking || !this.dirty.size || (leaving && this.submitted)) return;
    const sent = new Map([...this.dirty].map((name) => [name, this.valueOf(name)]));
    this.busy = this.send(leaving);
    const answer = await this.busy;
    this.busy = null;
    await this.take(answer, sent);
  }

  async send(leaving) {
    // Quick answers don't flicker, nor make a screen reader say more than the outcome.
    const saving = setTimeout(() => this.tell("saving", "Saving…"), 300);
    try {
      const response = await fetch(this.url, {
        method: "POST",
        body: this.body(),
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
        redirect: "manual",
        keepalive: leaving,
      });
      if (response.headers.get("content-type")?.startsWith("application/json")) return await response.json();
      const signedOut = response.type === "opaqueredirect" || [401, 403].includes(response.status);
      return { state: "kept", message: signedOut ? SIGNED_OUT : NO_ANSWER };
    } catch {
      return { state: "kept", message: NO_ANSWER };
    } finally {
      clearTimeout(saving);
    }
  }

  valueOf(name) {
    return readField(this.fields.find((field) => field.name === name) ?? this.field);
  }

  async take(answer, sent) {
    const says = answer.message ?? "";
    if (answer.state === "saved") return this.saved(answer, sent);
    if (answer.state === "kept") {
      this.unanswered.push(sent);
      this.tell("kept", says);
      return this.after(RETRY_MS);
    }
    const clashes = answer.state === "conflict" ? this.clashesIn(answer) : [];
    // A save may have arrived after all, though nothing came back, or the page was left: the same text is no conflict.
    if (answer.state === "conflict" && answer.theirs !== undefined && !clashes.length) {
      if (!this.differing(answer).length) return this.saved({ version: answer.version, message: "Saved" }, sent);
      this.setVersion(answer.version);
      return this.save();
    }
    this.tell(answer.state, says.startsWith("Not saved") ? says : `Not saved: ${says}`);
    this.stopped = answer.state === "late";
    if (clashes.length) return this.settle(clashes, answer.version);
    const typedSince = [...sent].some(([name, value]) => this.valueOf(name) !== value);
    if (typedSince || this.dirty.size > sent.size) this.after(PAUSE_MS);
  }

  saved(answer, sent) {
    this.setVersion(answer.version);
    this.unanswered = [];
    for (const [name, value] of sent) {
      if (this.valueOf(name) !== value) continue;
      this.dirty.delete(name);
      const asking = this.fields.some((field) => field.name === name && "autosaveAsking" in field.dataset);
      if (!asking) forget(this.url, name);
    }
    this.tell("saved", answer.message || "Saved");
    this.scope.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
    if (this.dirty.size) this.after(PAUSE_MS);
  }

  setVersion(version) {
    if (this.versionInput && version !== undefined && version !== null) this.versionInput.value = version;
  }

  // The fields in which somebody else's text stands, each with it; not those with a text that this page sent.
  clashesIn(answer) {
    return this.differing(answer).filter(
      ([field, text]) => !this.unanswered.some((sent) => sent.has(field.name) && same(sent.get(field.name), text)),
    );
  }

  // The fields in which another text stands than they show, each with it.
  differing({ theirs }) {
    const texts = typeof theirs === "string" ? { [this.field.name]: theirs } : (theirs ?? {});
    return this.fields
      .filter((field, place, fields) => fields.findIndex((other) => other.name === field.name) === place)
      .filter((field) => field.name in texts && !same(texts[field.name], readField(field)))
      .map((field) => [field, texts[field.name]]);
  }

  // Somebody saved another text meanwhile: both are shown, and their author chooses, field by field.
  async settle(clashes, version) {
    this.asking = true;
    const title = "This was changed somewhere else while you were writing";
    for (const [field, theirs] of clashes) {
      const choice = await ask({ field, title, mine: readField(field), theirs, mineTitle: "Your unsaved text" });
      if (choice === "theirs") writeField(field, theirs);
    }
    this.asking = false;
    this.setVersion(version);
    await this.save();
  }
}

function saverOf(field) {
  const scope = field instanceof Element && field.name ? scopeOf(field) : null;
  const url = scope && urlOf(field);
  if (!url || !fieldsIn(scope).includes(field)) return null;
  if (!savers.has(scope)) savers.set(scope, new Map());
  const known = savers.get(scope);
  if (!known.has(url)) known.set(url, new Saver(scope, url));
  all.add(known.get(url));
  return known.get(url);
}

const live = () => [...all].filter((saver) => saver.scope.isConnected || all.delete(saver) === null);
const within = (form) => live().filter((saver) => form.contains(saver.scope) || saver.scope.contains(form));

// A page submitted while a save is on its way would carry yesterday's version number, and conflict with itself.
async function submitAfterSaves(event) {
  const form = event.target;
  const mine = within(form);
  const busy = mine.map((saver) => saver.busy).filter(Boolean);
  if (busy.length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.all(busy);
    setTimeout(() => form.requestSubmit(event.submitter));
    return;
  }
  for (const saver of mine) {
    clearTimeout(saver.timer);
    saver.submitted = true;
  }
}

function retry() {
  for (const saver of live()) if (saver.dirty.size) saver.save();
}

export function initAutosave() {
  document.addEventListener("input", ({ target }) => {
    const saver = saverOf(target);
    saver?.changed(target);
    saver?.after(PAUSE_MS);
  });
  document.addEventListener("change", ({ target }) => saverOf(target)?.save());
  document.addEventListener("focusout", ({ target }) => saverOf(target)?.save());
  document.addEventListener("submit", submitAfterSaves);
  document.addEventListener("visibilitychange", () => {
    for (const saver of live()) if (saver.dirty.size) saver.save({ leaving: document.hidden });
  });
  window.addEventListener("pagehide", () => live().forEach((saver) => saver.save({ leaving: true })));
  window.addEventListener("online", retry);
}
