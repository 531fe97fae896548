// Starts the demo with its planted incidents, `sluice dlq metrics`, and Prometheus; then reports which panels had data,
// when alerts fired and were resolved, and whether panels and ledger agree. With --pictures FOLDER it draws every dashboard.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const { values: options } = parseArgs({ options: { pictures: { type: 'string' } } });
const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');
const sluice = join(root, 'sluice');
const folder = mkdtempSync(join(tmpdir(), 'sluice-proof-'));
const demo = join(folder, 'demo');
const config = join(demo, 'sluice.yaml');
const started = [];
let failures = 0;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => Date.now() / 1000;
const say = (text) => console.log(text);
const fail = (text) => { failures++; console.log('FAILED: ' + text); };

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function start(name, command, args) {
  const log = createWriteStream(join(folder, name + '.log'));
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => { output.text += chunk; log.write(chunk); });
  }
  started.push(child);
  return { child, output };
}

async function until(what, seconds, ready) {
  for (const end = now() + seconds; now() < end; await sleep(500)) {
    if (await ready()) return;
  }
  throw new Error(`${what}: not within ${seconds} s; see ${folder}`);
}

// ---------------------------------------------------------------- what is expected

// The alerts that an incident brings, and a query of the panel that must show it.
const INCIDENTS = {
  stalled_producer: {
    alerts: [['SluiceNothingArrives', { contract: 'github_issues' }]],
    panel: 'Overview: Records by contract', moved: 'sum(sluice:judged:rate1m{contract=~"github.+"}) == 0',
  },
  change_of_unit: {
    alerts: [['SluiceDeadShareHigh', { contract: 'usgs_earthquakes' }], ['SluiceBreakerOpen', { contract: 'usgs_earthquakes' }]],
    panel: 'Overview: Dead share by contract', moved: 'sluice:dead:ratio1m{contract="usgs_earthquakes"} > 0.5',
  },
  registry_outage: {
    alerts: [['SluiceRegistryDown', {}]],
    panel: 'Job health: Held partitions', moved: 'sum(sluice:held:partitions{topic="faa.birdstrikes",reason="schema"}) > 0',
  },
  new_schema: {
    alerts: [],
    panel: 'Contract: Records by schema', moved: 'count(sluice:schema_records:rate1m{topic="faa.birdstrikes"} > 0) > 1',
  },
  unknown_schema: {
    alerts: [['SluiceUnknownSchema', { topic: 'usgs.earthquakes' }]],
    panel: 'Overview: Dead by cause', moved: 'sum(sluice:dead_by_cause:rate1m{code="unknown_schema"}) > 0',
  },
  no_time: {
    alerts: [],
    panel: 'Rules: Rule errors', moved: 'sum(sluice:rule_errors:increase10m{contract="github_issue_comment"}) > 0',
  },
};

const dashboards = readdirSync(join(root, 'dashboards/grafana/dashboards')).sort()
  .map((file) => ({ file, ...JSON.parse(readFileSync(join(root, 'dashboards/grafana/dashboards', file), 'utf8')) }));
const CONTRACT = 'usgs_earthquakes';

function filled(query) {
  return query.replaceAll('contract="$contract"', `contract="${CONTRACT}"`).replaceAll('$contract', '.*')
    .replaceAll('$pipeline', '.*').replaceAll('$__range', '15m');
}

// ---------------------------------------------------------------- the landscape

const [metricsPort, lettersPort, prometheusPort] = [await freePort(), await freePort(), await freePort()];
const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;

async function ask(path, parameters) {
  const answer = await (await fetch(`${prometheusUrl}/api/v1/${path}?${new URLSearchParams(parameters)}`)).json();
  if (answer.status !== 'success') throw new Error(`${parameters.query}: ${answer.error}`);
  return answer.data;
}
const vector = async (query) => (await ask('query', { query })).result;

function prometheusConfig() {
  const rules = ['rules.yml', 'alerts.yml'].map((file) => `  - ${join(root, 'dashboards/prometheus', file)}\n`).join('');
  const job = (name, port) => `  - job_name: ${name}\n    static_configs:\n      - targets: ["127.0.0.1:${port}"]\n`;
  return 'global:\n  scrape_interval: 10s\n  evaluation_interval: 10s\nrule_files:\n' + rules
    + 'scrape_configs:\n' + job('sluice', metricsPort) + job('sluice-letters', lettersPort);
}

const alerts = new Map(); // name and labels -> when it fired and was resolved, again and again
const seen = new Map(); // query -> whether it had data at any time

async function watchAlerts() {
  const { alerts: active } = await ask('alerts', {});
  const firing = new Set();
  for (const alert of active.filter((one) => one.state === 'firing')) {
    const key = JSON.stringify([alert.labels.alertname, alert.labels]);
    firing.add(key);
    if (!alerts.has(key)) alerts.set(key, { ...alert, episodes: [] });
    if (!alerts.get(key).firing) alerts.get(key).episodes.push({ fired: now() });
    alerts.get(key).firing = true;
  }
  for (const [key, alert] of alerts) {
    if (!firing.has(key) && alert.firing) Object.assign(alert, { firing: false }).episodes.at(-1).resolved = now();
  }
}

async function watchPanels() {
  for (const dashboard of dashboards) {
    for (const panel of dashboard.panels) {
      for (const target of panel.targets ?? []) {
        if (!seen.get(target.expr)) seen.set(target.expr, (await vector(filled(target.expr))).some((one) => one.value[1] !== 'NaN'));
      }
    }
  }
}

async function hands() {
  // what people would do meanwhile, so that holds and replays are seen too
  const incidents = incidentTimes();
  const outage = incidents.registry_outage?.end;
  if (outage && now() > outage + 5 && !done.replayed) {
    done.replayed = true;
    const fix = join(folder, 'seconds.yaml');
    writeFileSync(fix, '- set: { field: properties.time, expr: message.properties.time * 1000 }\n  when: message.properties.time < 946684800000\n');
    const plan = join(folder, 'replay.yaml');
    await run(sluice, ['replay', 'plan', 'usgs.earthquakes.dlq', '--rule', 'properties.time.between', '--fix', fix, '--out', plan, '--config', config]);
    await run(sluice, ['replay', 'apply', plan, '--config', config]).catch((e) => { if (e.code !== 1) throw e; });
  }
  if (incidents.no_time?.end && now() > incidents.no_time.end + 5 && !done.held) {
    done.held = true;
    await run(sluice, ['hold', 'set', '--contract', 'github_release', '--reason', 'proof of dashboards', '--config', config]);
  }
  if (done.over && !done.released) {
    done.released = true;
    await run(sluice, ['hold', 'release', '--contract', 'github_release', '--config', config]);
  }
}
const done = {};

function incidentTimes() {
  const file = join(demo, 'incidents.jsonl');
  const times = {};
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []) {
    const { incident, phase, at, what } = JSON.parse(line);
    times[incident] = { ...times[incident], [phase]: at, what };
  }
  return times;
}

// ---------------------------------------------------------------- the run

async function main() {
  say(`logs and data: ${folder}`);
  writeFileSync(join(folder, 'prometheus.yml'), prometheusConfig());
  const { output, child } = start('demo', sluice, ['demo', '--incidents', '--folder', demo, '--metrics-port', metricsPort]);
  await until('the demo', 600, () => output.text.includes('with incidents') || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error('the demo ended:\n' + output.text);
  start('letters', sluice, ['dlq', 'metrics', '--every', '10s', '--port', lettersPort, '--config', config]);
  start('prometheus', 'prometheus', [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`, `--web.listen-address=127.0.0.1:${prometheusPort}`]);
  await until('Prometheus', 60, () => fetch(prometheusUrl + '/-/ready').then((r) => r.ok, () => false));
  const begun = now();
  say('incidents run for ten minutes');
  let lastPanels = 0;
  while (!done.over || now() < done.over + 90) {
    await watchAlerts();
    await hands();
    if (now() - lastPanels > 15) { lastPanels = now(); await watchPanels(); }
    if (!done.over && output.text.includes('the incidents are over')) done.over = now();
    await sleep(2000);
  }
  tellPanels();
  await tellIncidents(begun);
  await tellLedger();
  if (options.pictures) await draw(begun);
  say(failures ? `${failures} failures` : 'everything is as it should be');
}

function tellPanels() {
  say('\ndashboard                  panels  queries  with data');
  for (const dashboard of dashboards) {
    const queries = dashboard.panels.flatMap((panel) => (panel.targets ?? []).map((target) => ({ panel, target })));
    const empty = queries.filter(({ target }) => !seen.get(target.expr));
    const panels = dashboard.panels.filter((panel) => panel.type !== 'row').length;
    say(`${dashboard.title.padEnd(26)} ${String(panels).padStart(6)} ${String(queries.length).padStart(8)} ${String(queries.length - empty.length).padStart(10)}`);
    for (const { panel, target } of empty) {
      fail(`no data: ${dashboard.title}, ${panel.title} ${target.refId}`);
    }
  }
}

async function tellIncidents(begun) {
  const times = incidentTimes();
  for (const [name, { alerts: expected, panel, moved }] of Object.entries(INCIDENTS)) {
    const { begin, end, what } = times[name];
    say(`\n${name}: ${what}, for ${Math.round(end - begin)} s`);
    const { result } = await ask('query_range', { query: moved, start: begin, end: end + 120, step: 5 });
    const first = Math.min(...result.flatMap((series) => series.values.map((value) => value[0])));
    if (Number.isFinite(first)) say(`  panel ${panel}: moved after ${Math.round(first - begin)} s`);
    else fail(`panel ${panel} did not show it`);
    for (const [alertname, labels] of expected) {
      const fired = [...alerts.values()].filter((one) => one.labels.alertname === alertname
        && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
        .flatMap((one) => one.episodes).filter((one) => one.fired >= begin && one.fired < end + 60).slice(0, 1);
      if (!fired.length) { fail(`alert ${alertname} did not fire`); continue; }
      for (const one of fired) {
        say(`  alert ${alertname} ${JSON.stringify(labels)}: fired after ${Math.round(one.fired - begin)} s, `
          + (one.resolved ? `resolved ${Math.round(one.resolved - end)} s after the end` : 'not resolved'));
        if (!one.resolved) fail(`alert ${alertname} was not resolved`);
      }
    }
  }
  const expected = new Set(Object.values(INCIDENTS).flatMap((one) => one.alerts.map(([name]) => name)));
  const others = new Set([...alerts.values()].map((one) => one.labels.alertname).filter((name) => !expected.has(name)));
  say('\nother alerts that fired: ' + ([...others].join(', ') || 'none'));
}

/** Counters of the gate beside the ledger, by topic. Both count from the pipeline's start, for there was no restart. */
async function tellLedger() {
  await until('the ledger', 120, async () => Number((await vector('sum(sluice:judged:rate1m)'))[0].value[1]) === 0);
  await sleep(15000);
  const { stdout } = await run(sluice, ['table', 'sluice.demo_ledger', '--limit', '1000000', '--config', config], { maxBuffer: 1 << 28 });
  const ledger = parseLedger(stdout);
  say('\ntopic                verdict   dashboards     ledger');
  for (const verdict of ['Clean', 'Warned', 'Dead']) {
    const query = `sum by (topic) (flink_taskmanager_job_task_operator_sluice_contract_topic_records${verdict})`;
    for (const { metric: { topic }, value } of await vector(query)) {
      const counted = Number(value[1]);
      const entered = ledger[topic]?.[verdict.toLowerCase()] ?? 0;
      say(`${topic.padEnd(20)} ${verdict.toLowerCase().padEnd(8)} ${String(counted).padStart(11)} ${String(entered).padStart(10)}`);
      if (Math.abs(counted - entered) > 0.01 * entered) fail(`${topic} ${verdict}: dashboards and ledger differ by more than 1%`);
    }
  }
}

/** Sums the rows of the ledger, as `sluice table` shows them: a line for each column. */
function parseLedger(text) {
  const sums = {};
  for (const row of text.split(/^-- row \d+$/m).slice(1)) {
    const cells = Object.fromEntries([...row.matchAll(/^ {2}(\w+): (.*)$/gm)].map((match) => [match[1], match[2]]));
    const sum = (sums[cells.topic] ??= { clean: 0, warned: 0, dead: 0 });
    for (const name of Object.keys(sum)) sum[name] += Number(cells[name]);
  }
  return sums;
}

async function draw(begun) {
  mkdirSync(options.pictures, { recursive: true });
  const range = ['--from', new Date((begun + 30) * 1000).toISOString(), '--to', new Date((done.over - 2) * 1000).toISOString(), '--tz', 'utc'];
  say('');
  for (const dashboard of dashboards) {
    const picture = join(options.pictures, dashboard.file.replace('.json', '.png'));
    const variables = dashboard.file === 'contract.json' ? ['--var', `contract=${CONTRACT}`] : [];
    const { stdout } = await run('node', [join(here, 'render.mjs'), join(root, 'dashboards/grafana/dashboards', dashboard.file), picture, '--prometheus', prometheusUrl, ...range, ...variables]);
    const { empty } = JSON.parse(stdout);
    say(`picture ${picture}` + (empty.length ? `; without data at its end: ${empty.join(', ')}` : ''));
  }
}

async function stop() {
  for (const child of started.reverse()) {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), sleep(15000).then(() => child.kill('SIGKILL'))]);
    }
  }
}

try {
  await main();
} catch (e) {
  fail(e.stack);
} finally {
  await stop();
  if (!failures && !process.env.KEEP) rmSync(folder, { recursive: true });
}
process.exit(failures ? 1 : 0);
