// Classic dashboard JSON -> scene.
import { LinkButton } from '@grafana/ui';
import {
  EmbeddedScene, SceneTimeRange, SceneVariableSet, DataSourceVariable, QueryVariable, CustomVariable, ConstantVariable,
  TextBoxVariable, IntervalVariable, VariableValueSelectors, SceneTimePicker, SceneRefreshPicker,
  SceneGridLayout, SceneGridItem, SceneGridRow, VizPanel, SceneQueryRunner, SceneDataTransformer, SceneDataLayerSet, SceneObjectBase, ControlsLabel, dataLayers,
} from '@grafana/scenes';

function variable(v, choose) {
  const chosen = choose?.[v.name];
  const cur = chosen !== undefined ? { value: chosen, text: chosen } : v.current ?? {};
  const common = {
    name: v.name, label: v.label, description: v.description, hide: v.hide, skipUrlSync: true,
    value: cur.value ?? '', text: cur.text ?? '',
  };
  const multi = { isMulti: v.multi, includeAll: v.includeAll, allValue: v.allValue || undefined, defaultToAll: v.includeAll };
  if (v.multi && common.value !== '' && !Array.isArray(common.value)) { common.value = [common.value]; common.text = [common.text]; }
  switch (v.type) {
    case 'datasource': return new DataSourceVariable({ ...common, ...multi, defaultToAll: false, pluginId: v.query, regex: v.regex });
    case 'query': return new QueryVariable({ ...common, ...multi, query: v.query, datasource: v.datasource, regex: v.regex, sort: v.sort, refresh: v.refresh });
    case 'custom': return new CustomVariable({ ...common, ...multi, query: v.query });
    case 'constant': return new ConstantVariable({ ...common, value: v.query });
    case 'textbox': return new TextBoxVariable({ ...common, value: cur.value ?? v.query });
    case 'interval': return new IntervalVariable({ ...common, intervals: v.query.split(','), autoEnabled: v.auto });
    default: throw new Error('variable type not known: ' + v.type);
  }
}

function panel(p) {
  let $data;
  if (p.targets?.length) {
    $data = new SceneQueryRunner({
      datasource: p.datasource, queries: p.targets, maxDataPoints: p.maxDataPoints, maxDataPointsFromWidth: true,
      minInterval: p.interval,
    });
    $data = new SceneDataTransformer({ $data, transformations: p.transformations ?? [] });
  }
  return new VizPanel({
    key: 'panel-' + p.id, title: p.title ?? '', description: p.description, pluginId: p.type, $data,
    options: p.options ?? {}, fieldConfig: { defaults: p.fieldConfig?.defaults ?? {}, overrides: p.fieldConfig?.overrides ?? [] },
    displayMode: p.transparent ? 'transparent' : 'default', hoverHeader: !p.title,
    pluginVersion: p.pluginVersion,
  });
}

const item = (p) => new SceneGridItem({
  key: 'item-' + p.id, x: p.gridPos.x, y: p.gridPos.y, width: p.gridPos.w, height: p.gridPos.h, body: panel(p),
});

// First lines: title and time, then links. (In one line they do not fit into 1280 px.)
class Head extends SceneObjectBase {
  static Component = ({ model }) => (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', flexBasis: '100%' }}>
      <h1 style={{ fontSize: 18, margin: 0, flexGrow: 1, whiteSpace: 'nowrap' }}>{model.state.title}</h1>
      {model.state.parts.map((c) => <c.Component key={c.state.key} model={c} />)}
      <div style={{ display: 'flex', gap: 8, flexBasis: '100%' }}>
        {model.state.links.map((l) => <LinkButton key={l.title} size="sm" variant="secondary" icon="apps" href={l.url}>{l.title}</LinkButton>)}
      </div>
    </div>
  );
}

// A labelled switch for each annotation (SceneDataLayerControls has one nameless label for the whole set).
class AnnotationControls extends SceneObjectBase {
  static Component = ({ model }) => model.parent.state.$data.state.layers.filter((l) => !l.state.isHidden).map((l) => (
    <div key={l.state.key} style={{ display: 'flex' }}><ControlsLabel htmlFor={l.state.key} label={l.state.name} /><l.Component model={l} /></div>
  ));
}

export function toScene(d, { from, to, timezone, vars } = {}) {
  const children = [];
  let row;
  for (const p of d.panels) {
    if (p.type === 'row') {
      row = new SceneGridRow({
        key: 'row-' + p.id, title: p.title, y: p.gridPos.y, isCollapsible: true, isCollapsed: !!p.collapsed,
        children: (p.panels ?? []).map(item),
      });
      children.push(row);
      if (p.collapsed) row = undefined;
    } else if (row) row.setState({ children: [...row.state.children, item(p)] });
    else children.push(item(p));
  }
  const annotations = (d.annotations?.list ?? []).filter((a) => a.expr).map((a) => new dataLayers.AnnotationsDataLayer({
    key: 'annotation-' + a.name, name: a.name, query: { ...a, enable: a.enable !== false }, isEnabled: a.enable !== false, isHidden: !!a.hide,
  }));
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: from ?? d.time?.from ?? 'now-1h', to: to ?? d.time?.to ?? 'now', timeZone: timezone ?? (d.timezone || 'browser') }),
    $variables: new SceneVariableSet({ variables: (d.templating?.list ?? []).map((v) => variable(v, vars)) }),
    $data: new SceneDataLayerSet({ layers: annotations }),
    controls: [
      new Head({ title: d.title, links: d.links ?? [], parts: [new SceneTimePicker({}), new SceneRefreshPicker({ refresh: '', intervals: [] })] }),
      new VariableValueSelectors({}), new AnnotationControls({}),
    ],
    body: new SceneGridLayout({ children, isDraggable: false, isResizable: false }),
  });
}
