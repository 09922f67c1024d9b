// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, driven line by line: reads {"url","script","screenshot","width","height","dark","forced","print","axe",
// "form","press"} objects from standard input and answers each with what the page shows, as one JSON line. "axe" adds axe-core's findings.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(`${process.env.KS_NODE_MODULES}/`);
const { chromium } = require('playwright-core');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * 127.0.0.1'],
});

// WCAG 2.2 A and AA and best practice. Evaluated through the debugger, which the page's policy does not bind.
async function violations(page) {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`);
}

async function look({ url, script = true, screenshot, width = 1280, height = 900, dark = false, forced = false, print = false, axe = false,
  locale, timezone, form, press }) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true, javaScriptEnabled: script, viewport: { width, height }, colorScheme: dark ? 'dark' : 'light',
    forcedColors: forced ? 'active' : 'none', locale, timezoneId: timezone });
  const page = await context.newPage();
  if (print) await page.emulateMedia({ media: 'print' });
  const problems = [], requests = [];
  page.on('request', (r) => { if (!r.url().startsWith('data:')) requests.push(r.url()); });
  page.on('console', (m) => { if (m.type() === 'error') problems.push(m.text()); });
  page.on('pageerror', (e) => problems.push(String(e)));
  page.on('requestfailed', (r) => problems.push(`failed: ${r.url()}`));
  const answer = await page.goto(url, { waitUntil: 'load' });
  if (form) {
    for (const [name, value] of Object.entries(form)) await page.fill(`[name="${name}"]`, value);
    await Promise.all([page.waitForNavigation(), page.press(`[name="${Object.keys(form)[0]}"]`, 'Enter')]);
  }
  if (press) await Promise.all([page.waitForNavigation(), page.click(press)]);
  const seen = await page.evaluate(() => ({
    title: document.title,
    at: location.pathname + location.search,
    alert: document.querySelector('[role=alert]')?.textContent ?? '',
    banner: document.querySelector('#state')?.className ?? '',
    heading: document.querySelector('#state h2')?.textContent ?? '',
    renderedAt: document.querySelector('.seen')?.getAttribute('datetime') ?? '',
    rows: [...document.querySelectorAll('.row')].slice(0, 50).map((row) => ({
      id: row.id, state: row.className, name: row.querySelector('.name')?.firstChild?.data?.trim() ?? '',
      percent: row.querySelector('.pct')?.textContent ?? '', bar: row.querySelector('.bar')?.getAttribute('aria-label') ?? '',
      height: row.querySelector('.bar')?.getBoundingClientRect().height ?? 0,
      color: getComputedStyle(row.querySelector('.bar path') ?? row).stroke,
    })),
    rowCount: document.querySelectorAll('.row').length,
    groups: [...document.querySelectorAll('.group h3')].map((h) => h.textContent),
    overflow: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
  })).catch((error) => ({ error: String(error) }));
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
  const findings = axe ? await violations(page) : undefined;
  await context.close();
  return { status: answer.status(), problems, requests, findings, ...seen };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try { result = await look(JSON.parse(line)); } catch (error) { result = { error: String(error) }; }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
await browser.close();
