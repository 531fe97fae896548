import React from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router-dom';
import { LoadingState, ThemeContext, EventBusSrv } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { config, setAppEvents, setPluginImportUtils } from '@grafana/runtime';
import { SceneQueryRunner, sceneGraph, sceneUtils } from '@grafana/scenes';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import { initRegistries } from './registries.js';
import { Prometheus, initDataSources, pending } from './prometheus.js';
import { panels } from './panels.jsx';
import { toScene } from './dashboard.jsx';

export async function start(dashboard, opts) {
  await initPluginTranslations('render');
  initRegistries();
  setAppEvents(new EventBusSrv());
  setPluginImportUtils({
    getPanelPluginFromCache: () => undefined,
    importPanelPlugin: async (id) => { throw new Error('panel type not known: ' + id); },
  });
  for (const [pluginId, plugin] of Object.entries(panels)) sceneUtils.registerRuntimePanelPlugin({ pluginId, plugin });
  initDataSources([new Prometheus('prometheus', 'Prometheus')]);

  const scene = toScene(dashboard, opts);
  createRoot(document.getElementById('root')).render(
    <ThemeContext.Provider value={config.theme2}>
      <GlobalStyles />
      <MemoryRouter>
        <div style={{ padding: 16, background: config.theme2.colors.background.canvas, display: 'flex', flexDirection: 'column' }}>
          <scene.Component model={scene} />
        </div>
        <PortalContainer />
      </MemoryRouter>
    </ThemeContext.Provider>
  );

  // ready: every query has ended, then two quiet frames, fonts there
  const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
  const runners = () => sceneGraph.findAllObjects(scene, (o) => o instanceof SceneQueryRunner);
  for (let quiet = 0; quiet < 8; ) {
    await sleep(100);
    const done = runners().every((r) => !r.isActive || [LoadingState.Done, LoadingState.Error].includes(r.state.data?.state));
    quiet = done && !pending ? quiet + 1 : 0;
  }
  await document.fonts.ready;
  await sleep(300);
  return {
    height: document.documentElement.scrollHeight,
    errors: runners().flatMap((r) => (r.state.data?.errors ?? []).map((e) => `${r.parent?.parent?.state.title ?? ''}: ${e.message}`)),
    empty: runners().filter((r) => r.isActive && !r.state.data?.series.length).map((r) => r.parent?.parent?.state.title),
  };
}
window.start = start;
