// Builds the interface's static files: one stylesheet, one script, the fonts and the icon sprite.
// Run through `randa.core.ui.build.build()`; needs no network once the packages are installed.
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const assets = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(assets, "../../../../..");
const modules = path.join(root, "node_modules");
const finished = path.resolve(assets, "../static/ui/dist");
// Built beside and moved when all of it is there: a faulty file leaves the last good build in place.
const dist = path.join(modules, ".randa-build");

/** One `<symbol>` per icon named in icons.json, so that a page loads one cached file. */
async function sprite() {
  const names = JSON.parse(await readFile(path.join(assets, "icons.json"), "utf8"));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(path.join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
      const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
      return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

/** Files lying directly in `<app>/assets/` become entries of their own: `ui/dist/<app>-<name>`. */
async function islands(extension) {
  const found = {};
  const apps = await readdir(path.join(root, "src/randa"), { withFileTypes: true });
  for (const app of apps.filter((entry) => entry.isDirectory())) {
    const folder = path.join(root, "src/randa", app.name, "assets");
    const files = await readdir(folder).catch(() => []);
    for (const file of files.filter((name) => name.endsWith(extension) && !name.endsWith(".d.ts"))) {
      found[`${app.name}-${path.basename(file, extension)}`] = path.join(folder, file);
    }
  }
  return found;
}

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, "fonts"), { recursive: true });
await build({
  entryPoints: { app: path.join(assets, "css/app.css"), ...(await islands(".css")) },
  outdir: dist,
  bundle: true,
  minify: true,
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  nodePaths: [modules],
  logLevel: "warning",
});
await build({
  entryPoints: { app: path.join(assets, "ts/app.ts"), ...(await islands(".ts")) },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  logLevel: "warning",
});
await writeFile(path.join(dist, "icons.svg"), await sprite());
// Print and charts need plain TrueType: typst and vl-convert cannot read the web fonts.
for (const style of ["Regular", "Semibold", "Bold", "It"]) {
  const name = `SourceSans3-${style}.ttf`;
  await copyFile(path.join(modules, "source-sans/TTF", name), path.join(dist, "fonts", name));
}
await rm(finished, { recursive: true, force: true });
await rename(dist, finished);
