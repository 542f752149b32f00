// A passage that is selected in [data-quote-from] fills the field marked data-quote-field, which can be typed or pasted
// into as well. What somebody typed there is never written over: only an empty field is filled, or one that still holds
// the passage that was selected before. The server checks that the passage stands in the text.
const selectedIn = (text) => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
  const { commonAncestorContainer: within } = selection.getRangeAt(0);
  return text.contains(within) ? selection.toString().trim() : "";
};

export function initQuotes() {
  const text = document.querySelector("[data-quote-from]");
  const field = document.querySelector("[data-quote-field]");
  if (!text || !field) return;
  const said = document.querySelector("[data-quote-said]");
  let filled = "";
  if (said) said.textContent = "Or select it here: it is then copied for you.";
  const fill = () => {
    const passage = selectedIn(text);
    if (!passage || passage === filled) return;
    const isOurs = field.value.trim() === "" || field.value === filled;
    if (isOurs) {
      field.value = filled = passage;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (said) said.textContent = isOurs ? "The passage is copied into the form." : "The form holds another passage already: empty it there first.";
  };
  document.addEventListener("pointerup", () => setTimeout(fill));
  document.addEventListener("keyup", fill);
}
