import { findFaults } from './boundaries.ts';

// Checks who imports whom (see boundaries.ts); part of `npm test`.
const { files, faults } = findFaults();
for (const fault of faults) console.error(fault);
console.log(`${files} files, ${faults.length} forbidden imports`);
process.exitCode = faults.length > 0 || files === 0 ? 1 : 0;
