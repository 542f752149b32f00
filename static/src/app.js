// What script adds to pages that work without it: quicker, kinder, never required.
import { initAll } from "./govuk-frontend.min.js";
import { initAutosave } from "./autosave.js";
import { offerKeptTexts } from "./kept.js";
import { initOnce } from "./once.js";
import { initPaste } from "./paste.js";
import { initPresence } from "./presence.js";
import { initQuotes } from "./quotes.js";
import { initScoringKeys } from "./scoring.js";
import { initUploads } from "./uploads.js";
import { initWordCounts } from "./words.js";

initAll();
initAutosave();
initOnce();
initPaste();
initPresence();
initQuotes();
initScoringKeys();
initUploads();
initWordCounts();
offerKeptTexts(document);

// htmx brings in pieces later: GOV.UK Frontend and the kept texts look at each new piece once.
document.addEventListener("htmx:load", ({ target }) => {
  if (target === document.body) return;
  initAll({ scope: target });
  offerKeptTexts(target);
});
