// Opens a report in headless Chromium with the network cut and says what it saw, as JSON.
// node page.mjs JOB.json   job: {modules, chromium, file, do: axe | steps | load | print, …}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const require = createRequire(job.modules + "/anchor.js");
const { chromium } = require("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: job.chromium, args: FLAGS });
const url = pathToFileURL(job.file).href;
const seen = { requests: [], console: [], dialogs: [] };

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, offline: true, ...options });
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith(url)) { seen.requests.push(request.url()); } });
  page.on("console", (message) => { if (message.type() !== "log") { seen.console.push(message.text()); } });
  page.on("pageerror", (error) => { seen.console.push(error.message); });
  page.on("dialog", (dialog) => { seen.dialogs.push(dialog.message()); dialog.dismiss(); });
  await page.goto(url, { waitUntil: "load" });
  return page;
}

// What a reader has before the eyes: names of shown subjects, the passage that was jumped to, the text on screen.
function state() {
  const names = [...document.querySelectorAll("article:not([hidden]) h3")].map((h) => h.textContent);
  const onScreen = (element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight && element.checkVisibility();
  };
  const leaves = [...document.querySelectorAll("h1,h2,h3,h4,p,li,td,th,dt,dd,q,mark,footer,text,summary,output,button")];
  return {
    subjects: names,
    screen: leaves.filter(onScreen).map((e) => e.textContent).join("\n"),
    links: [...document.querySelectorAll("article:not([hidden]) a[href^=http]")].filter(onScreen).map((a) => a.href),
    highlights: window.CSS.highlights.get("found") ? window.CSS.highlights.get("found").size : 0,
    focus: document.activeElement.id || document.activeElement.textContent.slice(0, 60),
    title: document.title,
  };
}

async function steps(page, list) {
  let clicks = 0;
  for (const [verb, what] of list) {
    if (verb === "click") { await page.locator(what).first().click(); clicks += 1; }
    if (verb === "key") { await page.keyboard.press(what); }
    if (verb === "type") { await page.keyboard.type(what); await page.waitForTimeout(400); }
    if (verb === "choose") { await page.locator(what[0]).selectOption(what[1]); clicks += 1; }
    if (verb === "see") { await page.locator(what).first().scrollIntoViewIfNeeded(); }
    await page.waitForTimeout(60);
  }
  return { clicks, ...(await page.evaluate(state)) };
}

const result = {};
if (job.do === "steps") {
  result.runs = [];
  for (const list of job.steps) {
    const page = await open();
    result.runs.push(await steps(page, list));
    await page.context().close();
  }
}
if (job.do === "axe") {
  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  result.violations = [];
  for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
    const page = await open({ ...options, bypassCSP: true });
    await page.evaluate(() => document.querySelectorAll("details").forEach((section) => { section.open = true; }));
    // axe asks for points of elements off screen, which are only laid out when they are near.
    await page.addStyleTag({ content: "article { content-visibility: visible !important; }" });
    await page.addScriptTag({ content: source });
    const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }),
      ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
    result.violations.push(...found.violations.map((v) => `${v.id} ${v.nodes.length} ${v.nodes[0].target} ${v.help}`));
    result.wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.context().close();
  }
}
if (job.do === "load") {
  result.load = [];
  for (let round = 0; round < 3; round += 1) {
    const page = await open();
    const timing = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType("navigation");
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      return { load: entry.loadEventEnd, paint: paint ? paint.startTime : null };
    });
    const started = Date.now();
    await page.keyboard.press("/");
    await page.keyboard.type(job.word);
    await page.waitForFunction((word) => document.getElementById("found").textContent !== word, job.before);
    timing.search = Date.now() - started;
    timing.after = await page.evaluate(state).then((s) => s.subjects.length);
    result.load.push(timing);
    await page.context().close();
  }
}
if (job.do === "print") {
  const page = await open();
  await page.pdf({ path: job.pdf, format: "A4", preferCSSPageSize: true });
}
await browser.close();
console.log(JSON.stringify({ ...result, ...seen }));
