// node render.mjs DASHBOARD.json OUT.png --prometheus http://127.0.0.1:9090 [--theme dark|light] [--from now-30m] [--to now] [--tz utc] [--var contract=orders] [--width 1280] [--scale 1] [--keep]
import http from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
const { values: a, positionals: [file, out] } = parseArgs({ allowPositionals: true, options: {
  prometheus: { type: 'string', default: 'http://127.0.0.1:9090' }, theme: { type: 'string', default: 'dark' },
  from: { type: 'string' }, to: { type: 'string' }, tz: { type: 'string' }, var: { type: 'string', multiple: true, default: [] },
  width: { type: 'string', default: '1280' }, scale: { type: 'string', default: '1' }, keep: { type: 'boolean' },
} });
const dashboard = JSON.parse(await readFile(file, 'utf8'));
const vars = {};
for (const v of a.var) { const [k, x] = v.split(/=(.*)/s); (vars[k] ??= []).push(x); }
for (const k in vars) if (vars[k].length === 1) vars[k] = vars[k][0];

const page0 = `<!doctype html><html><head><meta charset="utf-8"><base href="/"><link rel="icon" href="data:,"><link rel="stylesheet" href="/dist/main.css">
<style>html,body{margin:0}*{animation:none!important;transition:none!important;caret-color:transparent!important}</style>
<script>window.__grafana_public_path__='/public/';
window.grafanaBootData={assets:{},navTree:[],user:{theme:${JSON.stringify(a.theme)},timezone:'browser',locale:'en-US',language:'en-US'},
settings:{featureToggles:{},buildInfo:{version:'13.2.2',commit:'',env:'production'},appSubUrl:'',appUrl:'/',datasources:{},panels:{},apps:{}}};</script>
</head><body><div id="root"></div><script type="module" src="/dist/main.js"></script></body></html>`;

const mime = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
// What Grafana's server hands out under /public/: icons and fonts.
const path = (url) => {
  if (url.startsWith('/dist/')) return join(here, normalize(url));
  const icons = url.match(/^\/public\/(?:build\/)?img\/(.*)/);
  if (icons) return join(here, 'node_modules/@grafana/ui/dist/public/img', normalize('/' + icons[1]));
  if (url.startsWith('/public/fonts/inter/')) return join(here, `node_modules/@fontsource-variable/inter/files/inter-latin-wght-${/Italic/.test(url) ? 'italic' : 'normal'}.woff2`);
  if (url.startsWith('/public/fonts/roboto/')) return join(here, 'node_modules/@fontsource/roboto-mono/files/roboto-mono-latin-400-normal.woff2');
};
const server = http.createServer(async (req, res) => {
  const url = new URL(req.url, 'http://x').pathname;
  try {
    if (url === '/') return res.writeHead(200, { 'content-type': 'text/html' }).end(page0);
    if (url.startsWith('/api/v1/')) {
      const r = await fetch(a.prometheus + req.url);
      return res.writeHead(r.status, { 'content-type': 'application/json' }).end(Buffer.from(await r.arrayBuffer()));
    }
    if (url.endsWith('/angle-double-left.svg')) { // not in the npm package: the right one, mirrored
      const svg = await readFile(path(url.replace('left', 'right')), 'utf8');
      return res.writeHead(200, { 'content-type': mime['.svg'] }).end(svg.replace('<path', '<path transform="matrix(-1 0 0 1 24 0)"'));
    }
    const p = path(url);
    if (!p) throw new Error('no such file');
    res.writeHead(200, { 'content-type': mime[extname(p)] ?? 'application/octet-stream' }).end(await readFile(p));
  } catch (e) {
    console.error('404', req.url, e.message);
    if (!res.headersSent) res.writeHead(404).end();
  }
});
await new Promise((r) => server.listen(0, '127.0.0.1', r));
const base = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
let failed = false;
try {
  const page = await browser.newPage({ viewport: { width: +a.width, height: 900 }, deviceScaleFactor: +a.scale, timezoneId: a.tz === 'utc' ? 'UTC' : undefined, reducedMotion: 'reduce' });
  page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') console.error('[page]', m.text().slice(0, 400)); });
  page.on('pageerror', (e) => console.error('[page error]', e.stack?.slice(0, 600)));
  await page.goto(base);
  await page.waitForFunction(() => window.start);
  const run = page.evaluate(([d, o]) => window.start(d, o), [dashboard, { from: a.from, to: a.to, timezone: a.tz, vars }]);
  const timeout = new Promise((_, no) => setTimeout(no, 60000, new Error('not ready after 60 s')));
  const r = await Promise.race([run, timeout]);
  // The whole board in one viewport: nothing is scrolled, so nothing sticks or is drawn twice.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: +a.width, height: Math.ceil(height) });
  await page.waitForTimeout(500);
  await page.screenshot({ path: out, fullPage: true });
  console.log(JSON.stringify({ out, ...r, height }));
  failed = r.errors.length > 0;
} finally {
  if (!a.keep) await browser.close();
  server.close(); server.closeAllConnections();
}
process.exit(failed ? 1 : 0);
