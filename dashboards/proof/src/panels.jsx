// One small panel plugin per type, drawn with @grafana/ui.
import React from 'react';
import {
  PanelPlugin, FieldType, FieldColorModeId, VizOrientation, getFieldDisplayName, getFieldDisplayValues,
  getDisplayValueAlignmentFactors, getFieldSeriesColor, formattedValueToString, renderTextPanelMarkdown, outerJoinDataFrames,
  getDisplayProcessor, cacheFieldDisplayNames,
} from '@grafana/data';
import {
  TimeSeries, BigValue, BarGauge, VizRepeater, VizLayout, VizLegend, UPlotChart, UPlotConfigBuilder, useTheme2,
} from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { AxisPlacement, ScaleDirection, ScaleDistribution, ScaleOrientation, LegendDisplayMode } from '@grafana/schema';
import * as chromatic from 'd3-scale-chromatic';
import { customProps, optionDefaults } from './registries.js';

// ---------------------------------------------------------------- shared
const NoData = ({ width, height, text = 'No data' }) => (
  <div style={{ width, height, display: 'flex', alignItems: 'center', justifyContent: 'center', opacity: 0.7 }}>{text}</div>
);
const needsData = (Inner, ok = (data) => data.series.some((f) => f.length > 0)) => (props) =>
  ok(props.data) ? <Inner {...props} /> : <NoData {...props} text={props.fieldConfig.defaults.noValue} />;

const reduceOptions = { values: false, calcs: ['lastNotNull'], fields: '' };
const legend = { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] };
const hideFrom = { viz: false, legend: false, tooltip: false };
const classic = { standardOptions: { color: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } } };

function values(props, extra) {
  const { data, options, fieldConfig, replaceVariables, timeZone } = props;
  return getFieldDisplayValues({
    fieldConfig, reduceOptions: options.reduceOptions, replaceVariables, theme: props.theme, data: data.series, timeZone, ...extra,
  });
}

function WithLegend({ width, height, items, options, children }) {
  const l = options.legend;
  if (!l.showLegend || l.displayMode === 'hidden' || !items.length) return children(width, height);
  return (
    <VizLayout width={width} height={height} legend={
      <VizLayout.Legend placement={l.placement} maxHeight="35%" maxWidth="60%">
        <VizLegend placement={l.placement} displayMode={l.displayMode} items={items} readonly />
      </VizLayout.Legend>
    }>{children}</VizLayout>
  );
}

// A uPlot with Grafana's axes whose cells or bars are painted by `draw`.
function Canvas({ width, height, x, y, draw, horizontal, deps }) {
  const theme = useTheme2();
  const [builder, data] = React.useMemo(() => {
    const b = new UPlotConfigBuilder(x.timeZone ?? 'browser');
    const [xo, yo] = horizontal ? [ScaleOrientation.Vertical, ScaleOrientation.Horizontal] : [ScaleOrientation.Horizontal, ScaleOrientation.Vertical];
    const [xp, yp] = horizontal ? [AxisPlacement.Left, AxisPlacement.Bottom] : [AxisPlacement.Bottom, AxisPlacement.Left];
    const dir = (o, down) => (o === ScaleOrientation.Horizontal ? ScaleDirection.Right : down ? ScaleDirection.Down : ScaleDirection.Up);
    b.addScale({ scaleKey: 'x', orientation: xo, direction: dir(xo, horizontal), isTime: x.isTime, range: () => x.range });
    b.addScale({ scaleKey: 'y', orientation: yo, direction: dir(yo), distribution: y.splits ? ScaleDistribution.Ordinal : undefined, range: y.range && (() => y.range), min: y.min, max: y.max });
    b.addAxis({ scaleKey: 'x', isTime: x.isTime, placement: xp, theme, timeZone: x.timeZone, splits: x.splits, values: x.values, grid: { show: x.grid ?? false }, tickLabelRotation: x.rotation });
    b.addAxis({ scaleKey: 'y', placement: yp, theme, splits: y.splits, values: y.values, grid: { show: y.grid ?? false }, formatValue: y.format, ticks: { show: false } });
    b.addSeries({ scaleKey: 'y', theme, pathBuilder: () => null, pointsBuilder: () => undefined, showPoints: 'never', drawStyle: 'line', lineColor: 'transparent' });
    b.addHook('draw', (u) => {
      u.ctx.save();
      u.ctx.beginPath();
      u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
      u.ctx.clip();
      draw(u, theme);
      u.ctx.restore();
    });
    return [b, [x.data, y.data]];
  }, deps);
  return <UPlotChart config={builder} data={data} width={width} height={height} />;
}

// ---------------------------------------------------------------- timeseries
const graphCustom = {
  drawStyle: 'line', lineInterpolation: 'linear', barAlignment: 0, barWidthFactor: 0.6, lineWidth: 1, fillOpacity: 0, gradientMode: 'none',
  spanNulls: false, insertNulls: false, showPoints: 'auto', pointSize: 5, stacking: { mode: 'none', group: 'A' },
  axisPlacement: 'auto', axisLabel: '', axisColorMode: 'text', axisBorderShow: false, scaleDistribution: { type: 'linear' },
  axisCenteredZero: false, hideFrom, thresholdsStyle: { mode: 'off' },
};
const graphNames = ['lineStyle', 'lineColor', 'axisSoftMin', 'axisSoftMax', 'axisWidth', 'axisGridShow', 'fillBelowTo', 'transform', 'barMaxWidth', 'pointSymbol', 'showValues'];

// Annotations as Grafana shows them: a dashed line and a mark below the axis; a region has a shade and a bar.
function Annotations({ config, frames }) {
  const theme = useTheme2();
  const ref = React.useRef(); ref.current = frames;
  React.useLayoutEffect(() => {
    config.addHook('draw', (u) => {
      const { ctx, bbox } = u, r = devicePixelRatio, bottom = bbox.top + bbox.height;
      ctx.save();
      ctx.lineWidth = 2 * r;
      for (const f of ref.current ?? []) for (let i = 0; i < f.length; i++) {
        const get = (n) => f.fields.find((x) => x.name === n)?.values[i];
        const c = theme.visualization.getColorByName(get('color') ?? 'red');
        const inside = (t) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, u.valToPos(t, 'x', true)));
        const l = inside(get('time')), e = get('isRegion') ? inside(get('timeEnd')) : l;
        ctx.strokeStyle = ctx.fillStyle = c;
        ctx.setLineDash([5 * r, 5 * r]);
        for (const x of new Set([l, e])) { ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bottom); ctx.stroke(); }
        if (e > l) {
          ctx.globalAlpha = 0.1; ctx.fillRect(l, bbox.top, e - l, bbox.height); ctx.globalAlpha = 1;
          ctx.fillRect(l, bottom, e - l, 5 * r);
        } else { ctx.beginPath(); ctx.moveTo(l, bottom); ctx.lineTo(l - 4 * r, bottom + 5 * r); ctx.lineTo(l + 4 * r, bottom + 5 * r); ctx.fill(); }
      }
      ctx.restore();
    });
  }, [config]);
  return null;
}

const timeseries = new PanelPlugin(needsData((p) => {
  const frames = p.data.series.filter((f) => f.fields.some((x) => x.type === FieldType.time) && f.fields.some((x) => x.type === FieldType.number));
  if (!frames.length) return <NoData {...p} text="Data is missing a time field" />;
  return (
    <TimeSeries frames={frames} structureRev={p.data.structureRev} timeRange={p.timeRange} timeZone={p.timeZone}
      width={p.width} height={p.height} legend={p.options.legend} options={p.options}>
      {(config) => <Annotations config={config} frames={p.data.annotations} />}
    </TimeSeries>
  );
})).useFieldConfig({ ...classic, useCustomConfig: customProps(graphCustom, graphNames) })
  .setPanelOptions(optionDefaults({ legend, tooltip: { mode: 'single', sort: 'none' } })).setDataSupport({ annotations: true });

// ---------------------------------------------------------------- stat
const stat = new PanelPlugin((p) => {
  const theme = useTheme2();
  const o = p.options;
  return (
    <VizRepeater width={p.width} height={p.height} source={p.data} renderCounter={p.renderCounter} autoGrid orientation={o.orientation}
      itemSpacing={3}
      getValues={() => values({ ...p, theme }, { sparkline: o.graphMode !== 'none', percentChange: o.showPercentChange })}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width, height, alignmentFactors, count }) => (
        <BigValue value={value.display} sparkline={value.sparkline && { ...value.sparkline, timeRange: p.timeRange }} count={count} width={width} height={height}
          colorMode={o.colorMode} graphMode={o.graphMode} justifyMode={o.justifyMode} textMode={o.textMode}
          alignmentFactors={alignmentFactors} text={o.text} theme={theme} disableWideLayout={!o.wideLayout} percentChangeColorMode={o.percentChangeColorMode} />
      )} />
  );
}).useFieldConfig().setNoPadding().setPanelOptions(optionDefaults({
  reduceOptions, orientation: 'auto', textMode: 'auto', wideLayout: true, colorMode: 'value', graphMode: 'area', justifyMode: 'auto',
  showPercentChange: false, percentChangeColorMode: 'standard',
}));

// ---------------------------------------------------------------- bargauge
const bar = needsData((p) => {
  const theme = useTheme2();
  const o = p.options;
  return (
    <VizRepeater width={p.width} height={p.height} source={p.data} renderCounter={p.renderCounter}
      orientation={o.orientation === 'auto' ? (p.width > p.height ? VizOrientation.Vertical : VizOrientation.Horizontal) : o.orientation}
      minVizWidth={o.minVizWidth} minVizHeight={o.minVizHeight} maxVizHeight={o.maxVizHeight} itemSpacing={o.displayMode === 'lcd' ? 2 : 10}
      getValues={() => values({ ...p, theme })} getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width, height, orientation, alignmentFactors }) => (
        <BarGauge value={value.display} field={value.field} display={value.view?.getFieldDisplayProcessor(value.colIndex)} width={width} height={height}
          orientation={orientation} text={o.text} theme={theme} itemSpacing={o.displayMode === 'lcd' ? 2 : 10} alignmentFactors={alignmentFactors}
          displayMode={o.displayMode} valueDisplayMode={o.valueMode} namePlacement={o.namePlacement} showUnfilled={o.showUnfilled} />
      )} />
  );
});
const bargauge = new PanelPlugin(bar).useFieldConfig().setPanelOptions(optionDefaults({
  reduceOptions, orientation: 'auto', displayMode: 'gradient', valueMode: 'color', namePlacement: 'auto', showUnfilled: true,
  minVizWidth: 8, minVizHeight: 16, maxVizHeight: 300,
}));

// ---------------------------------------------------------------- table
const table = new PanelPlugin(needsData((p) => {
  cacheFieldDisplayNames(p.data.series); // else the headers are the fields' raw names
  return <TableNG data={p.data.series[p.options.frameIndex ?? 0] ?? p.data.series[0]} width={p.width} height={p.height} noHeader={!p.options.showHeader}
    cellHeight={p.options.cellHeight} sortBy={p.options.sortBy} structureRev={p.data.structureRev} fieldConfig={p.fieldConfig}
    timeRange={p.timeRange} columnMinWidth={50} enableVirtualization={false} getActions={() => []} />;
})).useFieldConfig({
  useCustomConfig: customProps({ align: 'auto', cellOptions: { type: 'auto' }, inspect: false },
    ['width', 'minWidth', 'filterable', 'hidden', 'hideFrom.viz', 'displayMode', 'wrapText', 'wrapHeaderText', 'footer', 'tooltip', 'styleField']),
}).setPanelOptions(optionDefaults({ frameIndex: 0, showHeader: true, cellHeight: 'sm' })).setNoPadding();

// ---------------------------------------------------------------- heatmap (rows = buckets)
const heatmap = new PanelPlugin(needsData((p) => {
  const theme = useTheme2();
  const o = p.options;
  const frame = p.data.series.length === 1 ? p.data.series[0] : outerJoinDataFrames({ frames: p.data.series });
  const time = frame.fields.find((f) => f.type === FieldType.time);
  const rows = frame.fields.filter((f) => f.type === FieldType.number);
  const xs = time.values, step = time.config.interval ?? xs[1] - xs[0];
  let lo = Infinity, hi = -Infinity;
  for (const r of rows) for (const v of r.values) if (v > 1e-9) { lo = Math.min(lo, v); hi = Math.max(hi, v); }
  const fn = chromatic['interpolate' + o.color.scheme] ?? chromatic.interpolateOranges;
  const flip = (theme.isDark && !/^(Turbo|Spectral|Viridis|Inferno|Magma|Plasma|Cividis|Warm|Cool|Cubehelix)/.test(o.color.scheme)) !== !!o.color.reverse;
  const color = (k) => fn(flip ? 1 - k : k);
  const min = o.color.min ?? lo, max = o.color.max ?? hi;
  const lin = (v) => Math.min(1, Math.max(0, max > min ? (v - min) / (max - min) : 1));
  const k = (v) => (o.color.scale === 'linear' ? lin(v) : lin(v) ** o.color.exponent);
  // The labels are the buckets' upper bounds (le); a unit formats them where they are numbers.
  const unit = getDisplayProcessor({ field: { type: FieldType.number, config: { unit: o.yAxis.unit ?? 'short', decimals: o.yAxis.decimals } }, theme });
  const name = (r) => { const n = r.labels?.le ?? getFieldDisplayName(r, frame, p.data.series); return n !== '+Inf' && Number.isFinite(Number(n)) ? formattedValueToString(unit(Number(n))) : n; };
  const every = Math.ceil(rows.length / Math.max(1, Math.floor((p.height - 80) / 20)));
  const splits = rows.map((_, i) => i).filter((i) => i % every === 0);
  const scaleH = o.legend.show ? 34 : 0;
  const fmt = o.cellValues?.unit ? getDisplayProcessor({ field: { type: FieldType.number, config: o.cellValues }, theme }) : rows[0].display;
  const shown = (v) => formattedValueToString(fmt(v));
  return (
    <div>
      <Canvas width={p.width} height={p.height - scaleH} deps={[p.data, p.options, p.width, p.height]}
        x={{ data: xs, isTime: true, timeZone: p.timeZone, range: [p.timeRange.from.valueOf(), p.timeRange.to.valueOf()] }}
        y={{ data: xs.map(() => null), range: [-0.5, rows.length - 0.5], splits: () => splits.map((i) => i + 0.5), values: () => splits.map((i) => name(rows[i])) }}
        draw={(u) => {
          const gap = (o.cellGap ?? 1) * devicePixelRatio;
          rows.forEach((r, i) => {
            const top = u.valToPos(i + 0.5, 'y', true), bottom = u.valToPos(i - 0.5, 'y', true);
            r.values.forEach((v, j) => {
              if (v == null || !(v > 1e-9)) return;
              const l = u.valToPos(xs[j] - step, 'x', true), rgt = u.valToPos(xs[j], 'x', true);
              u.ctx.fillStyle = color(k(v));
              u.ctx.fillRect(Math.round(l), Math.round(top), Math.max(1, Math.round(rgt) - Math.round(l) - gap), Math.max(1, Math.round(bottom) - Math.round(top) - gap));
            });
          });
        }} />
      {o.legend.show && hi >= lo && (
        <div style={{ width: Math.min(300, p.width - 40), marginLeft: 40 }}>
          <div style={{ height: 10, background: `linear-gradient(90deg, ${Array.from({ length: 11 }, (_, i) => color(i / 10)).join(',')})` }} />
          <div style={{ display: 'flex', justifyContent: 'space-between', fontSize: 12, color: theme.colors.text.secondary }}><span>{shown(min)}</span><span>{shown(max)}</span></div>
        </div>
      )}
    </div>
  );
})).useFieldConfig({ useCustomConfig: customProps({ hideFrom, scaleDistribution: { type: 'linear' } }) })
  .setPanelOptions(optionDefaults({ color: { mode: 'scheme', scheme: 'Oranges', steps: 64, scale: 'exponential', exponent: 0.5, reverse: false }, yAxis: {}, cellGap: 1, legend: { show: true } }));

// ---------------------------------------------------------------- text
const textPanel = new PanelPlugin((p) => {
  const content = p.replaceVariables(p.options.content ?? '', {}, p.options.mode === 'code' ? undefined : 'html');
  if (p.options.mode === 'code') return <pre style={{ height: p.height }}>{content}</pre>;
  return <div className="markdown-html" style={{ height: p.height, overflow: 'hidden' }} dangerouslySetInnerHTML={{ __html: p.options.mode === 'html' ? content : renderTextPanelMarkdown(content) }} />;
}).setPanelOptions(optionDefaults({ mode: 'markdown', content: '' }));

export const panels = { timeseries, stat, bargauge, table, heatmap, text: textPanel };
