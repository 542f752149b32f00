// Files are sent in pieces, so that a broken connection costs only the piece that was on its way.
//
//   <form data-uploads="address where a file begins"> … <input type="file" name="files" multiple> … </form>
//   <div data-uploads-list hidden><ul></ul></div>   <p role="status" data-uploads-said></p>
//
// The server says how much of a file it holds; from there it goes on, after a lost connection, a new page or a new sign-in
// alike. The same file is known by its name, its size and the SHA-256 of its first and its last megabyte.
// Without this script, or where the browser can't hash (no HTTPS), the plain form sends the files.
import { csrfToken } from "./autosave.js";

const MEGABYTE = 1024 * 1024;
const SMALLEST = 256 * 1024;
const PAUSES_MS = [1000, 2000, 5000, 10_000];
const QUICK_MS = 2000;
const SLOW_MS = 8000;
const LOST = "The connection is lost. It goes on by itself as soon as it is back: what has arrived is safe.";
const SIGNED_OUT = "You are signed out. Sign in again in a new tab: it then goes on by itself.";

const wait = (ms) =>
  new Promise((done) => {
    const timer = setTimeout(finish, ms);
    function finish() {
      clearTimeout(timer);
      removeEventListener("online", finish);
      done();
    }
    addEventListener("online", finish);
  });

const digest = async (blob) => new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
const inHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const inBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

const markOf = async (file) =>
  inHex(await digest(new Blob([file.slice(0, MEGABYTE), file.slice(Math.max(0, file.size - MEGABYTE))])));

export function inWords(size) {
  if (size >= MEGABYTE) return `${(size / MEGABYTE).toFixed(1)} MB`;
  return size >= 1024 ? `${Math.round(size / 1024)} KB` : `${size} bytes`;
}

class Refused extends Error {}
class Stopped extends Error {}

// One line of the list: the file's name, how much has arrived, and a button to stop.
class Line {
  constructor(list, file, onStop) {
    this.file = file;
    this.item = document.createElement("li");
    this.item.className = "app-uploads__item";
    const name = document.createElement("span");
    name.className = "app-break govuk-!-font-weight-bold";
    name.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.className = "app-progress";
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `How much of ${file.name} has arrived`);
    this.words = document.createElement("p");
    this.words.className = "govuk-body govuk-!-margin-bottom-1";
    this.words.textContent = "Waits for its turn";
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "app-link-button", textContent: "Stop" });
    this.button.setAttribute("aria-label", `Stop sending ${file.name}`);
    this.button.addEventListener("click", onStop);
    this.item.append(name, this.bar, this.words, this.button);
    list.append(this.item);
  }

  arrived(count) {
    const percent = this.file.size ? Math.floor((count * 100) / this.file.size) : 0;
    this.bar.value = percent;
    this.bar.textContent = `${percent}%`;
    this.words.textContent = `${inWords(count)} of ${inWords(this.file.size)} has arrived (${percent}%)`;
    return percent;
  }

  ended(state, words) {
    this.item.dataset.state = state;
    this.words.textContent = words;
    this.words.classList.toggle("govuk-error-message", state === "refused");
    this.button.remove();
    if (state !== "stored") this.bar.remove();
  }
}

class Sender {
  queue = [];
  busy = null;

  constructor(form) {
    this.form = form;
    this.box = document.querySelector("[data-uploads-list]");
    this.said = document.querySelector("[data-uploads-said]");
  }

  // The page may list the file that is just being sent among those to be chosen again.
  hideTwins() {
    const box = document.getElementById("unfinished-uploads");
    const items = [...(box?.querySelectorAll("[data-unfinished]") ?? [])];
    for (const item of items) item.hidden = Boolean(this.busy?.address?.includes(item.dataset.unfinished));
    if (box) box.hidden = items.length > 0 && items.every((item) => item.hidden);
  }

  say(words) {
    this.said.textContent = words;
  }

  add(files, fields) {
    this.box.hidden = false;
    for (const file of files) {
      const job = { file, fields, piece: MEGABYTE, stopped: new AbortController() };
      job.line = new Line(this.box.querySelector("ul"), file, () => this.stop(job));
      this.queue.push(job);
    }
    if (!this.busy) this.run();
  }

  async run() {
    while ((this.busy = this.queue.shift() ?? null)) await this.send(this.busy);
  }

  async send(job) {
    const { file, line } = job;
    try {
      job.mark = await markOf(file);
      let told = await this.ask(job, () => this.begin(job));
      job.address = told.address;
      this.hideTwins();
      line.arrived(told.offset);
      this.say(told.offset ? `${file.name} goes on where it stopped.` : `${file.name} is being sent.`);
      while (told.state === "coming") told = await this.next(job, told);
      if (told.state === "refused") throw new Refused(told.message);
      line.arrived(file.size);
      line.ended("stored", "All of it has arrived and is stored. The list of files above says how its check goes.");
      this.say(`${file.name} has arrived and is stored.`);
    } catch (error) {
      if (error instanceof Stopped) line.ended("stopped", "Stopped.");
      else if (error instanceof Refused) line.ended("refused", `Not added: ${error.message}`);
      else line.ended("refused", "Not added: this file can’t be read any more. Choose it again.");
      this.say(`${file.name}: ${line.words.textContent}`);
    }
    job.address = null;
    document.body.dispatchEvent(new CustomEvent("files-changed"));
  }

  begin({ file, fields, mark, stopped }) {
    const body = new URLSearchParams({ ...fields, name: file.name, size: file.size, mark });
    body.set("csrfmiddlewaretoken", csrfToken(this.form));
    body.set("as_user", document.body.dataset.user ?? "");
    return this.request(this.form.dataset.uploads, { method: "POST", body, signal: stopped.signal });
  }

  async next(job, told) {
    const { file, line } = job;
    const blob = file.slice(told.offset, told.offset + Math.min(job.piece, told.largest_piece));
    const checksum = blob.size ? `sha256 ${inBase64(await digest(blob))}` : "";
    const began = performance.now();
    const answer = await this.ask(job, async (again) => {
      // After a break only the server knows how much of the piece it got.
      if (again) return this.request(told.address, { signal: job.stopped.signal });
      const headers = { "Upload-Offset": told.offset, "Content-Type": "application/offset+octet-stream" };
      if (checksum) headers["Upload-Checksum"] = checksum;
      return this.request(told.address, { method: "PATCH", body: blob, headers, signal: job.stopped.signal });
    });
    const took = performance.now() - began;
    if (took < QUICK_MS) job.piece = Math.min(job.piece * 2, told.largest_piece);
    else if (took > SLOW_MS) job.piece = Math.max(job.piece / 2, SMALLEST);
    const before = line.bar.value;
    const percent = line.arrived(answer.offset);
    if (Math.floor(percent / 25) > Math.floor(before / 25) && percent < 100) this.say(`${percent}% of ${file.name} has arrived.`);
    // A piece that the server could not take, again and again, must not keep the line busy.
    if (answer.offset === told.offset && answer.state === "coming") await wait(PAUSES_MS[0]);
    return answer;
  }

  // Ask until there is an answer; a refusal is one.
  async ask(job, request) {
    for (let attempt = 0; ; attempt += 1) {
      if (job.stopped.signal.aborted) throw new Stopped();
      try {
        return await request(attempt > 0);
      } catch (error) {
        if (error instanceof Refused) throw error;
        if (job.stopped.signal.aborted) throw new Stopped();
        const words = error.isSignedOut ? SIGNED_OUT : LOST;
        job.line.words.textContent = words;
        if (attempt === 0) this.say(`${job.file.name}: ${words}`);
        await wait(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
      }
    }
  }

  async request(address, { headers = {}, ...options }) {
    const response = await fetch(address, {
      ...options,
      headers: { ...headers, "X-CSRFToken": csrfToken(this.form), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      redirect: "manual",
    });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (answer.address) return answer;
    if (answer.state === "refused" || answer.state === "late") throw new Refused(answer.message);
    if (response.status === 404) throw new Refused("This upload is not there any more. Load the page again.");
    if (response.status === 413) throw new Refused("The service takes no piece of this size. Tell whoever looks after it.");
    throw Object.assign(new Error(), { isSignedOut: response.type === "opaqueredirect" || [401, 403].includes(response.status) });
  }

  async stop(job) {
    job.stopped.abort();
    if (!this.queue.includes(job)) {
      if (!job.address) return;
      const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(this.form) });
      // If this does not reach the server, the page lists the file as unfinished, with a button to forget it.
      await fetch(`${job.address}stop/`, { method: "POST", body, redirect: "manual" }).catch(() => null);
      document.body.dispatchEvent(new CustomEvent("files-changed"));
      return;
    }
    this.queue.splice(this.queue.indexOf(job), 1);
    job.line.ended("stopped", "Stopped.");
  }
}

export function initUploads() {
  const form = document.querySelector("form[data-uploads]");
  if (!form || !globalThis.crypto?.subtle) return;
  const sender = new Sender(form);
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // The page says what is missing.
    event.preventDefault();
    const files = [...input.files];
    const fields = {
      // One title can't name several files.
      title: files.length === 1 ? form.elements.title.value : "",
      criterion: form.elements.criterion.value,
    };
    sender.add(files, fields);
    form.reset();
    sender.box.querySelector("li:last-child")?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:load", () => sender.hideTwins());
  addEventListener("beforeunload", (event) => {
    if (sender.busy) event.preventDefault();
  });
}
