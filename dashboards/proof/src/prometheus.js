// A tiny Prometheus data source on /api/v1 (same origin, proxied by render.mjs).
import { FieldType, LoadingState, toDataFrame } from '@grafana/data';
import { setDataSourceSrv, setRunRequest } from '@grafana/runtime';
import { RuntimeDataSource, sceneGraph } from '@grafana/scenes';
import { from, map, catchError, of } from 'rxjs';

// as in dashboards/prometheus/prometheus.yml
const SCRAPE_MS = 10000;

const esc = (v) => String(v).replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');
const promFormat = (value, variable) => {
  if (typeof value === 'string' && !variable?.multi && !variable?.includeAll) return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
  const list = [value].flat().map(esc);
  return list.length === 1 ? list[0] : '(' + list.join('|') + ')';
};

export let pending = 0;
async function get(path, params) {
  pending++;
  try { return await get0(path, params); } finally { pending--; }
}
async function get0(path, params) {
  const r = await fetch('/api/v1/' + path + '?' + new URLSearchParams(params));
  const body = await r.json();
  if (body.status !== 'success') throw new Error(body.error || 'HTTP ' + r.status);
  return body.data;
}

const num = (s) => (s === 'NaN' ? NaN : s === '+Inf' ? Infinity : s === '-Inf' ? -Infinity : Number(s));

export function seriesName(labels, legendFormat) {
  const { __name__: name = '', ...rest } = labels;
  if (legendFormat && legendFormat !== '__auto') {
    return legendFormat.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, k) => labels[k] ?? '');
  }
  const inner = Object.entries(rest).map(([k, v]) => `${k}="${v}"`).join(', ');
  return inner ? `${name}{${inner}}` : name;
}

function seriesFrames(result, target, step, range) {
  // "__auto": the values of the labels that differ, as Grafana does for a single differing label
  let auto;
  if (target.legendFormat === '__auto' && result.length > 1) {
    const keys = [...new Set(result.flatMap((s) => Object.keys(s.metric)))];
    const differ = keys.filter((k) => new Set(result.map((s) => s.metric[k])).size > 1);
    if (differ.length === 1) auto = differ[0];
  }
  return result.map((s) => {
    const points = s.values ?? [s.value];
    let times = points.map((p) => Math.round(p[0] * 1000));
    let values = points.map((p) => num(p[1]));
    if (s.values && step) { // put nulls where samples are missing, so lines break
      const t2 = [], v2 = [];
      let i = 0;
      for (let t = range.start; t <= range.end; t += step) {
        if (times[i] === t) { t2.push(t); v2.push(values[i++]); } else { t2.push(t); v2.push(null); }
      }
      times = t2; values = v2;
    }
    const { __name__, ...labels } = s.metric;
    const displayNameFromDS = auto ? s.metric[auto] : seriesName(s.metric, target.legendFormat);
    return toDataFrame({
      refId: target.refId, name: displayNameFromDS, meta: { type: 'timeseries-multi', custom: { resultType: 'matrix' } },
      fields: [
        { name: 'Time', type: FieldType.time, values: times, config: { interval: step } },
        { name: 'Value', type: FieldType.number, values, labels, config: { displayNameFromDS } },
      ],
    });
  });
}

function tableFrame(result, target, several) {
  const keys = [...new Set(result.flatMap((s) => Object.keys(s.metric)))].sort();
  const rows = result.flatMap((s) => (s.values ?? [s.value]).map((p) => [p, s.metric]));
  return toDataFrame({
    refId: target.refId, meta: { preferredVisualisationType: 'table' },
    fields: [
      { name: 'Time', type: FieldType.time, values: rows.map(([p]) => Math.round(p[0] * 1000)) },
      ...keys.map((k) => ({ name: k, type: FieldType.string, values: rows.map(([, m]) => m[k] ?? '') })),
      { name: several ? `Value #${target.refId}` : 'Value', type: FieldType.number, values: rows.map(([p]) => num(p[1])) },
    ],
  });
}

// cumulative le buckets -> one frame, one field per bucket, each with its own count
function heatmapFrame(frames, target) {
  const le = (f) => num(f.fields[1].labels?.le ?? f.name);
  const sorted = [...frames].sort((a, b) => le(a) - le(b));
  const fields = sorted.map((f, i) => ({
    name: f.fields[1].labels?.le ?? f.name, type: FieldType.number, config: {},
    labels: f.fields[1].labels,
    values: f.fields[1].values.map((v, j) => {
      if (v == null) return null;
      const below = i ? sorted[i - 1].fields[1].values[j] ?? 0 : 0;
      return Math.max(0, v - below);
    }),
  }));
  return sorted.length
    ? toDataFrame({ refId: target.refId, meta: { type: 'heatmap-rows' }, fields: [sorted[0].fields[0], ...fields] })
    : undefined;
}

export class Prometheus extends RuntimeDataSource {
  constructor(uid, name) {
    super('prometheus', uid);
    this.name = name;
    this.interval = SCRAPE_MS / 1000 + 's';
    // Annotations: runs of samples that are not 0 become events.
    this.annotations = {
      prepareAnnotation: (a) => a,
      prepareQuery: (a) => (a.expr ? { expr: a.expr, interval: a.step || '60s' } : undefined),
      processEvents: (a, frames) => of(frames.flatMap((f) => {
        const [time, value] = f.fields, gap = (time.config.interval ?? 60000) * 1.5, events = [];
        value.values.forEach((v, i) => {
          if (!v) return;
          const t = time.values[i], last = events.at(-1);
          if (last && t - last.timeEnd <= gap) last.timeEnd = t;
          else events.push({ time: t, timeEnd: t, title: seriesName(value.labels, a.titleFormat || a.name), text: seriesName(value.labels, a.textFormat || ''), tags: [] });
        });
        return events.map((e) => ({ ...e, isRegion: e.timeEnd > e.time }));
      })),
    };
  }

  interpolate(text, scopedVars) {
    const ctx = scopedVars?.__sceneObject?.value.valueOf();
    return ctx ? sceneGraph.interpolate(ctx, text, scopedVars, promFormat) : text;
  }

  async query(request) {
    const targets = request.targets.filter((t) => !t.hide && t.expr);
    const from = request.range.from.valueOf(), to = request.range.to.valueOf();
    const out = await Promise.all(targets.map(async (target) => {
      const minMs = /^\d+s$/.test(target.interval ?? '') ? parseInt(target.interval) * 1000 : 0;
      const step = Math.max(request.intervalMs, minMs, 1000) * (target.intervalFactor || 1);
      const rate = Math.max(step + SCRAPE_MS, 4 * SCRAPE_MS);
      const rangeS = Math.round((to - from) / 1000);
      const v = (x) => ({ text: String(x), value: String(x) });
      const expr = this.interpolate(target.expr, {
        ...request.scopedVars, __interval: v(step / 1000 + 's'), __interval_ms: v(step),
        __rate_interval: v(rate / 1000 + 's'), __range: v(rangeS + 's'), __range_s: v(rangeS), __range_ms: v(to - from),
      });
      const legendFormat = target.legendFormat && this.interpolate(target.legendFormat, request.scopedVars);
      const t = { ...target, legendFormat };
      if (target.instant && !target.range) {
        const { resultType, result } = await get('query', { query: expr, time: to / 1000 });
        const vector = resultType === 'scalar' || resultType === 'string' ? [{ metric: {}, value: result }] : result;
        return target.format === 'table' ? [tableFrame(vector, t, targets.length > 1)] : seriesFrames(vector, t);
      }
      const start = Math.floor(from / step) * step, end = Math.floor(to / step) * step;
      const { result } = await get('query_range', { query: expr, start: start / 1000, end: end / 1000, step: step / 1000 });
      if (target.format === 'table') return [tableFrame(result, t, targets.length > 1)];
      const frames = seriesFrames(result, t, step, { start, end });
      return target.format === 'heatmap' ? [heatmapFrame(frames, t)].filter(Boolean) : frames;
    }));
    return { data: out.flat(), state: LoadingState.Done };
  }

  async metricFindQuery(query, options) {
    const q = this.interpolate(typeof query === 'string' ? query : query.query, options.scopedVars).trim();
    const time = { start: options.range.from.valueOf() / 1000, end: options.range.to.valueOf() / 1000 };
    let m, values;
    if ((m = q.match(/^label_values\(\s*(?:(.+),\s*)?([a-zA-Z_]\w*)\s*\)$/s))) {
      values = await get(`label/${m[2]}/values`, m[1] ? { ...time, 'match[]': m[1] } : time);
    } else throw new Error('variable query not known: ' + q);
    return values.map((text) => ({ text }));
  }
}

// What Grafana's core gives the runtime: a data source service and the request runner.
export function initDataSources(list) {
  const settings = (ds) => ({ ...ds.instanceSettings, uid: ds.uid, name: ds.name, type: ds.type, meta: ds.meta, isDefault: ds === list[0] });
  const find = (ref) => {
    const key = typeof ref === 'string' ? ref : ref?.uid;
    return list.find((d) => d.uid === key || d.name === key) ?? list[0];
  };
  setDataSourceSrv({
    get: async (ref, scopedVars) => {
      const uid = typeof ref === 'string' ? ref : ref?.uid;
      const ctx = scopedVars?.__sceneObject?.value.valueOf();
      return find(ctx && uid ? sceneGraph.interpolate(ctx, uid, scopedVars) : uid);
    },
    getList: () => list.map(settings),
    getInstanceSettings: (ref) => settings(find(ref)),
    reload() {},
  });
  setRunRequest((ds, request, queryFn) => {
    const base = { series: [], annotations: [], request, timeRange: request.range };
    return from(Promise.resolve((queryFn ?? ds.query.bind(ds))(request))).pipe(
      map((r) => ({ ...base, series: r.data, state: LoadingState.Done })),
      catchError((error) => of({ ...base, state: LoadingState.Error, error: { message: error.message }, errors: [{ message: error.message }] })),
    );
  });
}
