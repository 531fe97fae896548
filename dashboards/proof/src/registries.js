// Fills the registries that Grafana's core app normally fills (no editors: nothing is edited here).
import {
  standardFieldConfigEditorRegistry, standardTransformersRegistry, standardTransformers,
  identityOverrideProcessor, numberOverrideProcessor, displayNameOverrideProcessor, stringOverrideProcessor,
  unitOverrideProcessor, thresholdsOverrideProcessor, valueMappingsOverrideProcessor, dataLinksOverrideProcessor,
  booleanOverrideProcessor, ThresholdsMode, FieldColorModeId,
} from '@grafana/data';

const none = () => null;
const prop = (id, process, defaultValue) => ({
  id, path: id, name: id, process, defaultValue, editor: none, override: none, shouldApply: () => true,
  category: ['Standard options'], settings: {},
});

export function initRegistries() {
  standardFieldConfigEditorRegistry.setInit(() => [
    prop('unit', unitOverrideProcessor),
    prop('min', numberOverrideProcessor),
    prop('max', numberOverrideProcessor),
    prop('decimals', numberOverrideProcessor),
    prop('fieldMinMax', booleanOverrideProcessor),
    prop('displayName', displayNameOverrideProcessor),
    prop('noValue', stringOverrideProcessor),
    prop('color', identityOverrideProcessor, { mode: FieldColorModeId.Thresholds }),
    prop('thresholds', thresholdsOverrideProcessor, {
      mode: ThresholdsMode.Absolute,
      steps: [{ value: -Infinity, color: 'green' }, { value: 80, color: 'red' }],
    }),
    prop('mappings', valueMappingsOverrideProcessor, []),
    prop('links', dataLinksOverrideProcessor),
    prop('filterable', booleanOverrideProcessor),
    prop('description', stringOverrideProcessor),
  ]);
  standardTransformersRegistry.setInit(() => {
    const seen = new Set();
    return Object.values(standardTransformers)
      .filter((t) => !seen.has(t.id) && seen.add(t.id))
      .map((transformation) => ({
        id: transformation.id, name: transformation.name, description: '', aliasIds: transformation.aliasIds,
        transformation: () => Promise.resolve(transformation), editor: none, imageDark: '', imageLight: '', categories: new Set(),
      }));
  });
}

// custom.* properties of a panel type: every one must be registered or it is dropped from the dashboard.
export function customProps(defaults, names = []) {
  return (builder) => {
    for (const path of new Set([...Object.keys(defaults), ...names])) {
      builder.addCustomEditor({
        id: path, path, name: path, category: ['Custom'], editor: none, override: none,
        process: identityOverrideProcessor, shouldApply: () => true, defaultValue: defaults[path],
      });
    }
  };
}

// Default options of a panel type (nothing is edited, so the editors are empty).
export const optionDefaults = (options) => (builder) => {
  for (const [path, defaultValue] of Object.entries(options)) builder.addCustomEditor({ id: path, path, name: path, editor: none, defaultValue });
};
