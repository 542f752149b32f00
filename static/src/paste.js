// What is pasted into a text comes without the mess of its word processor: paragraphs and bullets as lines, quotes as typed.
// The plain text on the clipboard serves, except where its lists have lost their bullets: then they are read from the HTML.
import { normalise } from "./words.js";

const BLOCKS = "address, article, blockquote, dd, div, dt, figure, h1, h2, h3, h4, h5, h6, li, ol, p, pre, section, table, tr, ul";

function linesOf(node, lines) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += child.data.replace(/[ \t\r\n]+/g, " ");
    if (child.nodeType !== Node.ELEMENT_NODE || child.matches("script, style, title, meta, link")) continue;
    const isBlock = child.matches(BLOCKS);
    if (isBlock || child.matches("br")) lines.push("");
    if (child.matches("li")) lines[lines.length - 1] = markOf(child);
    if (child.matches("td + td, th + td, th + th")) lines[lines.length - 1] += "\t";
    linesOf(child, lines);
    if (isBlock) lines.push("");
  }
  return lines;
}

function markOf(item) {
  const list = item.closest("ol, ul");
  if (!list?.matches("ol")) return "• ";
  const items = [...list.children].filter((each) => each.matches("li"));
  return `${(list.start || 1) + items.indexOf(item)}. `;
}

function textOf(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const lines = linesOf(body, [""]).map((line) => line.trim());
  return lines.filter((line) => line && line !== "•").join("\n");
}

function pasted(event) {
  const field = event.target;
  const data = event.clipboardData;
  if (!data || !(field instanceof HTMLTextAreaElement) || field.readOnly || field.disabled) return;
  const [plain, html] = [data.getData("text/plain"), data.getData("text/html")];
  const text = normalise(/<li[\s>]/i.test(html) ? textOf(html) : plain);
  if (!text || text === plain) return;
  event.preventDefault();
  // Unlike setting the value, this can be undone by the person and tells the page that they typed.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export const initPaste = () => document.addEventListener("paste", pasted);
