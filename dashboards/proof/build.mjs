import { build } from 'esbuild';
const r = await build({
  entryPoints: { main: 'src/main.jsx' }, outdir: 'dist', bundle: true, format: 'esm', splitting: true, minify: true,
  target: 'es2022', jsx: 'automatic', metafile: true, logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'file', '.woff2': 'file', '.ttf': 'file' },
});
const kb = Object.values(r.metafile.outputs).reduce((s, o) => s + o.bytes, 0) >> 10;
console.log(`bundle ${kb} KiB in ${Object.keys(r.metafile.outputs).length} files`);
