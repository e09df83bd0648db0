// Submits a sweep with a client that was generated from /api/v1/openapi.json, and follows it to its end.
import { HybridService, OpenAPI } from './client';
declare const process: any;
declare function require(name: string): any;

const [, , address, token, file] = process.argv;
OpenAPI.BASE = address;
OpenAPI.TOKEN = token;

async function follow(): Promise<void> {
  const yaml: string = require('fs').readFileSync(file, 'utf8');
  const dry = await HybridService.submitSweep({ dryRun: true, requestBody: yaml });
  const { id, trials } = await HybridService.submitSweep({ requestBody: yaml });
  let since = '0';
  const states = new Map<number, string>();
  for (;;) {
    const changes = await HybridService.getChanges({ sweep: id, since });
    since = changes.until;
    for (const row of changes.rows) states.set(row.index, String(row.state));
    if ([...states.values()].filter(state => state === 'completed').length === trials) break;
    await new Promise(next => setTimeout(next, 100));
  }
  const page = await HybridService.listTrials({ sweep: id, sort: '-objective', limit: 1 });
  console.log(JSON.stringify({ id, expected: dry.trials, total: page.total, best: page.trials[0].objective }));
}

follow();
