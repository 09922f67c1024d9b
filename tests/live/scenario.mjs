// SPDX-License-Identifier: Apache-2.0
// One scripted visit in Debian's Chromium: the first argument names it, the second is its address, further ones belong to it.
// Prints one JSON line. Time is Playwright's clock: half a minute passes at once.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(`${process.env.KS_NODE_MODULES}/`);
const { chromium } = require('playwright-core');
const [name, url] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
// Asks the test to do something and waits until it has.
const ask = async (what) => { process.stdout.write(`${JSON.stringify({ ask: what })}\n`); await lines.next(); };

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * 127.0.0.1'],
});

async function open({ script = true, clock = true, address = url } = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: script, viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  const seen = { requests: [], answers: [], problems: [], documents: 0 };
  page.on('request', (r) => { if (r.url().includes('since=')) seen.requests.push(r.url()); });
  page.on('response', async (r) => {
    if (r.request().isNavigationRequest()) seen.documents += 1;
    if (r.url().includes('since=')) seen.answers.push({ status: r.status(), body: r.status() === 200 ? await r.text().catch(() => '') : '' });
  });
  page.on('pageerror', (e) => seen.problems.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error' && !m.text().includes('ERR_CONNECTION')) seen.problems.push(m.text()); });
  if (clock) await page.clock.install();
  await page.goto(address, { waitUntil: 'load' });
  return { page, seen, context };
}

// The page believes that its tab is hidden; Chromium without a window cannot hide one.
const hide = (page, hidden) => page.evaluate((value) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (value ? 'hidden' : 'visible') });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}, hidden);
const settle = (page) => page.waitForLoadState('networkidle');
const pass = async (page, seconds) => { await page.clock.runFor(seconds * 1000); await settle(page); await page.waitForTimeout(150); };
const ids = (body) => [...body.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
const rowIds = (page) => page.$$eval('.row', (rows) => rows.map((row) => row.id));

const scenarios = {
  async refresh() {
    const { page, seen } = await open();
    const count = async (seconds) => { const before = seen.requests.length; await pass(page, seconds); return seen.requests.length - before; };
    const result = { first29: await count(29), then2: await count(2), visible60: await count(60) };
    await hide(page, true);
    result.hidden120 = await count(120);
    const since = async (before) => { await pass(page, 1); return seen.requests.length - before; };
    const hiddenUntil = seen.requests.length;
    await hide(page, false);
    result.visibleAgain = await since(hiddenUntil);
    result.then28 = await count(28);
    await page.click('.live button');
    result.paused = await count(90);
    result.pressed = await page.getAttribute('.live button', 'aria-pressed');
    const pausedUntil = seen.requests.length;
    await page.click('.live button');
    result.resumed = await since(pausedUntil);
    await ask('change');
    const before = seen.answers.length;
    await pass(page, 31);
    result.changed = seen.answers.slice(before).map((a) => ({ status: a.status, ids: ids(a.body) }));
    result.heading = await page.textContent('#state h2');
    result.title = await page.title();
    result.rows = await page.$$eval('.row', (rows) => rows.map((row) => row.className));
    await ask('layout');
    const documents = seen.documents;
    await pass(page, 31);
    await page.waitForTimeout(500);
    result.reloads = seen.documents - documents;
    return { ...result, statuses: seen.answers.map((a) => a.status), problems: seen.problems };
  },

  async stale() {
    const { page, seen } = await open();
    const shown = () => page.isVisible('#stale');
    await ask('stop');
    await pass(page, 31);
    const result = { after31: await shown() };
    await pass(page, 61);
    result.after92 = await shown();
    await ask('start');
    await pass(page, 31);
    result.recovered = !(await shown());
    return { ...result, problems: seen.problems };
  },

  async scroll() {
    const { page, seen } = await open({ clock: false });
    const chunks = [];
    page.on('request', (r) => { if (r.url().includes('?after=')) chunks.push(r.url().split('?')[1]); });
    const result = { first: (await rowIds(page)).length };
    await page.waitForTimeout(500);
    result.unscrolled = (await rowIds(page)).length;
    for (let i = 0; i < 400; i += 1) {
      await page.mouse.wheel(0, 3000);
      await page.waitForTimeout(60);
      if (!(await page.$('.more[rel=next]')) && (await page.evaluate(() => innerHeight + scrollY >= document.body.scrollHeight - 5))) break;
    }
    const rows = await rowIds(page);
    const groups = await page.$$eval('.group', (all) => all.map((g) => g.dataset.g));
    return { ...result, rows: rows.length, distinct: new Set(rows).size, groups: groups.length, distinctGroups: new Set(groups).size,
      order: rows, chunks, tabStops: await page.$$eval('.bar[tabindex="0"]', (all) => all.length), problems: seen.problems };
  },

  async anchor() {
    const { page, seen } = await open({ clock: false });
    const row = url.split('#')[1];
    await page.waitForSelector(`[id="${row}"]`, { timeout: 20000 });
    let inView = false;
    for (let tries = 0; tries < 75 && !inView; tries += 1) {
      await page.waitForTimeout(200);
      inView = await page.$eval(`[id="${row}"]`, (n) => { const b = n.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; });
    }
    return { inView, problems: seen.problems };
  },

  async links() {
    const { page, seen } = await open({ script: false, clock: false });
    const rows = [];
    let pages = 0;
    for (;;) {
      pages += 1;
      rows.push(...await page.locator('.row').evaluateAll((all) => all.map((row) => row.id)));
      if (!(await page.locator('.more[rel=next]').count())) break;
      await page.click('.more[rel=next]');
      await page.waitForLoadState('load');
    }
    await page.click('.more[rel=prev]');
    return { pages, rows: rows.length, distinct: new Set(rows).size, back: page.url(), problems: seen.problems };
  },

  async keyboard() {
    const { page, seen } = await open({ clock: false });
    const focus = () => page.evaluate(() => ({ row: document.activeElement.closest('.row')?.id, value: document.activeElement.getAttribute('aria-valuenow'),
      text: document.activeElement.getAttribute('aria-valuetext'), role: document.activeElement.getAttribute('role') }));
    const tip = () => page.$eval('.tip', (node) => (node.hidden ? '' : node.textContent));
    await page.focus('.bar[tabindex="0"]');
    const steps = { focused: await focus(), tip: await tip() };
    for (const key of ['ArrowLeft', 'PageUp', 'Home', 'End', 'ArrowDown', 'ArrowUp']) {
      await page.keyboard.press(key);
      steps[key] = await focus();
    }
    await page.keyboard.press('Escape');
    steps.escaped = await tip();
    await page.keyboard.press('Tab');
    steps.nextStop = await focus();
    await page.hover('.row:nth-of-type(2) .bar');
    steps.hover = await tip();
    return { ...steps, bars: (await page.$$('.bar')).length, problems: seen.problems };
  },
};

let result;
try { result = await scenarios[name](); } catch (error) { result = { error: String(error?.stack ?? error) }; }
process.stdout.write(`${JSON.stringify(result)}\n`);
await browser.close();
process.exit(0);
