// Builds static/build from static/src and the pinned packages: run by `make setup`, needed by no running service.
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../node_modules");
const out = join(here, "../build");

// Files are written over, not removed first, so that a page served meanwhile still finds its style.
mkdirSync(join(out, "fonts"), { recursive: true });

const site = sass.compile(join(here, "site.scss"), {
  style: "compressed",
  loadPaths: [packages],
  // The deprecations inside a pinned package are not ours to mend.
  quietDeps: true,
});
// The royal crest is not a council's to show.
writeFileSync(join(out, "site.css"), site.css.replace(/url\("[^"]*govuk-crest\.svg"\)/g, "none"));

for (const weight of ["400-normal", "400-italic", "700-normal", "700-italic"]) {
  for (const script of ["latin", "latin-ext"]) {
    const name = `source-sans-3-${script}-${weight}.woff2`;
    copyFileSync(join(packages, "@fontsource/source-sans-3/files", name), join(out, "fonts", name));
  }
}
copyFileSync(join(packages, "@fontsource/source-sans-3/LICENSE"), join(out, "fonts/LICENSE.txt"));
cpSync(join(here, "images"), join(out, "images"), { recursive: true });

const scripts = {
  "govuk-frontend.min.js": join(packages, "govuk-frontend/dist/govuk/govuk-frontend.min.js"),
  "htmx.min.js": join(packages, "htmx.org/dist/htmx.min.js"),
};
for (const [name, source] of Object.entries(scripts)) {
  // Hashing static files fails on a source map that is not there.
  writeFileSync(join(out, name), readFileSync(source, "utf8").replace(/\/\/# sourceMappingURL=\S+\s*$/, ""));
}
for (const name of readdirSync(here).filter((name) => name.endsWith(".js"))) {
  copyFileSync(join(here, name), join(out, name));
}
