// npx tsx bench/peers/rankers.ts: the fixtures of src/trainer/ranker/import, made anew by LightGBM, XGBoost and what writes ONNX
// (bench/peers/venv.ts). Those that are committed come from the versions in requirements.txt.
import { fileURLToPath } from 'node:url';
import { runPython, whatPythonLacks } from './python.ts';

const FOLDER = fileURLToPath(new URL('../../src/trainer/ranker/import/fixtures', import.meta.url));

const lacks = await whatPythonLacks(['lightgbm', 'xgboost', 'onnx', 'onnxmltools', 'skl2onnx', 'sklearn']);
process.stdout.write(
  lacks ? `skipped: ${lacks}\n` : `${JSON.stringify(await runPython('rankers.py', [FOLDER]))} in ${FOLDER}\n`,
);
