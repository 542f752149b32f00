// Loaded first in the body and not deferred, so that nothing is drawn twice. The content security policy forbids it inline.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
