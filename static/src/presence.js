// Tells the others who write this bid that this page is open, and shows where they are.
//
//   <div data-presence="answer-staff" data-presence-url="…">…</div>
//
// A screen reader hears it when somebody comes or goes, not each time that they save.
import { csrfToken } from "./autosave.js";

const EVERY_MS = 20_000;
let wroteAt = -Infinity;

function body(box, extra = {}) {
  const data = new URLSearchParams({ place: box.dataset.presence, csrfmiddlewaretoken: csrfToken(), ...extra });
  if (performance.now() - wroteAt < EVERY_MS * 1.5) data.set("writing", "1");
  return data;
}

const who = (box) => [...box.querySelectorAll("[data-who]")].map((line) => line.dataset.who).join();

async function tell(box, voice) {
  if (document.hidden) return;
  const headers = { "HX-Request": "true" };
  const answer = await fetch(box.dataset.presenceUrl, { method: "POST", body: body(box), headers, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const before = who(box);
  const news = await answer.text();
  if (news.trim() !== box.innerHTML.trim()) box.innerHTML = news;
  if (who(box) === before) return;
  voice.textContent = box.querySelector("[data-who]")?.textContent ?? "Nobody else has this page open now.";
}

export function initPresence() {
  const box = document.querySelector("[data-presence]");
  if (!box) return;
  const voice = document.createElement("p");
  voice.className = "govuk-visually-hidden";
  voice.setAttribute("role", "status");
  box.after(voice);
  document.addEventListener("input", ({ target }) => {
    if (!target.closest?.("[data-autosave]")) return;
    const isNews = performance.now() - wroteAt > EVERY_MS;
    wroteAt = performance.now();
    if (isNews) tell(box, voice);
  });
  document.addEventListener("visibilitychange", () => tell(box, voice));
  window.addEventListener("pagehide", () => navigator.sendBeacon(box.dataset.presenceUrl, body(box, { left: "1" })));
  window.addEventListener("pageshow", () => tell(box, voice));
  setInterval(() => tell(box, voice), EVERY_MS);
}
