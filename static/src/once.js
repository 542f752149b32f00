// A second click on a form marked data-once does nothing for five seconds. The button stays enabled: a disabled one
// loses the focus and, after "Back", might never come alive again.
const GUARD_MS = 5000;
const sentAt = new WeakMap();

export function initOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.hasAttribute("data-once")) return;
    if (performance.now() - (sentAt.get(form) ?? -GUARD_MS) < GUARD_MS) event.preventDefault();
    else sentAt.set(form, performance.now());
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) sentAt.delete(form);
  });
}
