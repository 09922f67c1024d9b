// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, driven line by line: reads {"url","script","screenshot","width","height","dark"} objects from standard
// input and answers each with what the page shows, as one JSON line.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(`${process.env.KS_NODE_MODULES}/`);
const { chromium } = require('playwright-core');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * 127.0.0.1'],
});

async function look({ url, script = true, screenshot, width = 1280, height = 900, dark = false }) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true, javaScriptEnabled: script, viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (m) => { if (m.type() === 'error') problems.push(m.text()); });
  page.on('pageerror', (e) => problems.push(String(e)));
  page.on('requestfailed', (r) => problems.push(`failed: ${r.url()}`));
  const answer = await page.goto(url, { waitUntil: 'load' });
  const seen = await page.evaluate(() => ({
    title: document.title,
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
  if (screenshot) await page.screenshot({ path: screenshot });
  await context.close();
  return { status: answer.status(), problems, ...seen };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try { result = await look(JSON.parse(line)); } catch (error) { result = { error: String(error) }; }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
await browser.close();
