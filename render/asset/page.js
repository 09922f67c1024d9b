// SPDX-License-Identifier: Apache-2.0
// Words come from the page, figures and dates from Intl.
const EVERY = 30e3, STALE = 90e3, DAYS = 90;
const doc = document, main = doc.querySelector('main'), lang = doc.documentElement.lang;
const one = (css, from = doc) => from.querySelector(css);
const all = (css, from = doc) => [...from.querySelectorAll(css)];
const set = (node, values) => { for (const key in values) node.setAttribute(key, values[key]); };
const make = (tag, className, textContent) => Object.assign(doc.createElement(tag), { className, textContent });

// One day in words
const words = {};
for (const li of all('.legend li')) words[one('path', li).getAttribute('class')] = li.textContent.trim();

const amount = (s) => [[s / 3600 | 0, 'hour'], [s / 60 % 60 | 0, 'minute'], [s < 3600 ? s % 60 : 0, 'second']]
  .filter(([n]) => n).map(([n, unit]) => n.toLocaleString(lang, { style: 'unit', unit })).join(' ');

function describe(bar, day) {
  let text = 'u';
  for (const [, a, b = a, found] of bar.dataset.d.matchAll(/(\d+)(?:-(\d+))?([a-z]\S*)/g)) if (day >= a && day <= b) text = found;
  const state = text[0], sec = {};
  for (const [, key, n] of text.matchAll(/([a-z])(\d+)/g)) sec[key] = +n;
  const { d: down = 0, o: seen = 86400 } = sec;
  const share = Math.floor(1e4 * (seen - down) / seen) / 1e4;
  return [
    new Date(Date.parse(main.dataset.day) - (DAYS - 1 - day) * 864e5)
      .toLocaleDateString(lang, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }),
    words[state] + (/[mn]/.test(state) ? '' : ' \u00b7 ' + share.toLocaleString(lang, { style: 'percent', minimumFractionDigits: down && 2 })),
    [...'dgm'].filter((key) => sec[key]).map((key) => words[key] + ' ' + amount(sec[key])).join(', '),
    state];
}

const say = (bar, day) => {
  const [date, title, rest] = describe(bar, day);
  set(bar, { 'aria-valuenow': day + 1, 'aria-valuetext': `${date}, ${title}${rest && ', ' + rest}` });
};

// Popover and cursor
const tip = make('div', 'tip'), cur = make('div', 'cur');
tip.setAttribute('aria-hidden', true);
tip.hidden = cur.hidden = true;
doc.body.append(cur, tip);

const shown = (bar) => +getComputedStyle(bar).getPropertyValue('--n');
const dayOf = (bar) => bar.getAttribute('aria-valuenow') - 1;
const barOf = (e) => e.target.closest?.('.bar');
const tabbed = () => one('.bar[tabindex="0"]');
const hide = () => { tip.hidden = cur.hidden = true; };
const place = (node, x, y, size = '') => { node.style.cssText = `left:${x + scrollX}px;top:${y + scrollY}px;${size}`; };

function show(bar, day) {
  const n = shown(bar), first = DAYS - n, box = bar.getBoundingClientRect(), w = box.width / n;
  day = Math.max(first, Math.min(DAYS - 1, day));
  const [date, title, rest, state] = describe(bar, day);
  say(bar, day);
  const line = make('div', state, title), icon = one('.i').cloneNode(true);
  one('use', icon).setAttribute('href', '#' + state);
  line.prepend(icon);
  tip.replaceChildren(make('p', '', date), line, make('p', '', rest));
  tip.hidden = cur.hidden = false;
  const x = box.left + (day - first) * w, y = box.top - tip.offsetHeight - 10;
  place(cur, x, box.top, `width:${w - 2}px;height:${box.height}px`);
  place(tip, Math.max(8, Math.min(doc.body.clientWidth - tip.offsetWidth - 8, x + (w - tip.offsetWidth) / 2)), y < 0 ? box.bottom + 10 : y);
}

// All bars are one tab stop
function upgrade(scope) {
  for (const bar of all('.bar', scope)) {
    set(bar, { role: 'slider', tabindex: -1, 'aria-readonly': true, 'aria-valuemin': 1, 'aria-valuemax': DAYS,
      'aria-label': one('.name', bar.parentNode).firstChild.data.trim() + ': ' + bar.getAttribute('aria-label') });
    say(bar, DAYS - 1);
  }
  if (!tabbed()) one('.bar')?.setAttribute('tabindex', 0);
  for (const t of all('time[data-l]', scope)) {
    const at = new Date(t.dateTime), timeZone = main.dataset.zone, time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
    if (at.toLocaleString(lang, { timeZone, day: 'numeric' }) !== at.toLocaleString(lang, { day: 'numeric' })) time.weekday = 'short';
    const own = at.toLocaleString(lang, time);
    if (own !== at.toLocaleString(lang, { timeZone, ...time })) t.after(make('span', 'own', ` (${own})`));
  }
}

for (const type of ['pointermove', 'pointerdown']) doc.addEventListener(type, (e) => {
  const bar = barOf(e);
  if (bar) {
    const box = bar.getBoundingClientRect(), n = shown(bar);
    show(bar, DAYS - n + Math.floor((e.clientX - box.left) / box.width * n));
  } else if (!tip.contains(e.target) && !one('.bar:focus-visible')) hide();
});
doc.addEventListener('focusin', (e) => {
  const bar = barOf(e);
  if (!bar) return;
  tabbed().setAttribute('tabindex', -1);
  bar.setAttribute('tabindex', 0);
  show(bar, dayOf(bar));
});
doc.addEventListener('focusout', hide);
addEventListener('resize', hide);
doc.addEventListener('keydown', (e) => {
  const { key } = e, bar = barOf(e), bars = all('.bar');
  if (key === 'Escape') hide();
  const row = { ArrowUp: -1, ArrowDown: 1 }[key], step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -DAYS, End: DAYS }[key];
  if (!bar || !(row || step) || e.altKey || e.ctrlKey || e.metaKey) return;
  e.preventDefault();
  if (step) return show(bar, dayOf(bar) + step);
  const next = bars[bars.indexOf(bar) + row];
  if (next) say(next, dayOf(bar)), next.focus();
});

// Refresh: every element with an id is a unit
const was = new Map(), stale = one('#stale'), pause = one('.live button');
const note = (scope) => { for (const node of all('[id]', scope)) was.set(node.id, node.outerHTML); };
let tried = Date.now(), last = tried, wait = EVERY, paused = false, timer;

async function get(url) {
  const answer = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout?.(1e4) });
  const next = answer.status === 204 ? null : new DOMParser().parseFromString(await answer.text(), 'text/html');
  const data = next && one('main', next)?.dataset;
  if (!answer.ok || next && !data?.refresh) throw answer;
  if (data && data.layout !== main.dataset.layout) location.reload();
  return [next, answer.headers];
}

function apply(next) {
  Object.assign(main.dataset, one('main', next).dataset);
  if (next.title) doc.title = next.title;
  for (const node of all('[id]', next)) {
    const old = doc.getElementById(node.id), html = node.outerHTML;
    if (!old || was.get(node.id) === html) continue;
    was.set(node.id, html);
    const held = old.contains(doc.activeElement);
    for (const { name } of [...old.attributes]) old.removeAttribute(name);
    for (const { name, value } of node.attributes) old.setAttribute(name, value);
    old.innerHTML = node.innerHTML;
    upgrade(old);
    if (held) one('.bar, a', old)?.focus();
  }
}

async function refresh() {
  tried = Date.now();
  wait = EVERY;
  try {
    const [next, head] = await get(`${main.dataset.refresh}&shown=${all('.row').length}`);
    if (next) apply(next);
    last = Date.now();
    stale.hidden = true;
    const now = new Date(head.get('date') || last);
    for (const t of all('.seen')) {
      t.dateTime = now.toISOString();
      t.textContent = now.toLocaleTimeString(lang, { timeZone: main.dataset.zone, timeZoneName: 'short' });
    }
  } catch (e) {
    wait = Math.max(EVERY, 1e3 * (e.headers?.get('retry-after') || 0));
    stale.hidden = Date.now() - last < STALE;
  }
  plan();
}

function plan() {
  clearTimeout(timer);
  if (!doc.hidden && !paused) timer = setTimeout(refresh, Math.max(0, tried + wait - Date.now()));
}

// Further entries, as they near the viewport or to reach the one that the address names
let busy, goal;
const more = (from) => one('.more[rel=next]', from);
const near = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && extend(), { rootMargin: '800px' });
const watch = () => more() && near.observe(more());

async function extend() {
  const link = more(), list = one('.groups');
  if (busy || !link) return;
  busy = true;
  near.unobserve(link);
  const [next] = await get(link.href).catch(() => []);
  busy = false;
  if (!next) return setTimeout(watch, EVERY);
  list.classList.add('long');
  note(one('.groups', next));
  upgrade(one('.groups', next));
  for (const group of all('.group', next)) {
    const tail = list.lastElementChild;
    if (group.dataset.g === tail.dataset.g) one('ul', tail).append(...one('ul', group).children);
    else list.append(group);
  }
  link.replaceWith(more(next) || '');
  watch();
  seek();
}

function seek() {
  const node = doc.getElementById(goal);
  // Again once the rows above have their real heights.
  if (node) for (const ms of [0, 100, 400]) setTimeout(() => node.scrollIntoView({ block: 'center' }), ms), goal = '';
  else if (goal) extend();
}

onhashchange = () => {
  goal = location.hash.slice(1);
  if (goal[0] !== 'm' || doc.getElementById(goal)) goal = '';
  seek();
};

note();
upgrade();
for (const type of ['visibilitychange', 'pageshow', 'online']) addEventListener(type, plan);
one('.live').hidden = false;
pause.onclick = () => { pause.setAttribute('aria-pressed', paused = !paused); plan(); };
watch();
onhashchange();
plan();
