// What callers did in flows, and who changed them.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import platformClient from 'purecloud-platform-client-v2';
import { clientOf, startEmulator, until } from './emulator.mjs';

describe('The JavaScript SDK on what became of flows', () => {
  let emulator;
  let client;
  let architect;
  const around = `${new Date(Date.now() - 3600_000).toISOString()}/${new Date(Date.now() + 3600_000).toISOString()}`;

  before(async () => {
    emulator = await startEmulator();
    client = clientOf(emulator);
    await client.loginClientCredentialsGrant(emulator.clientId, emulator.clientSecret);
    architect = new platformClient.ArchitectApi(client);
  });

  after(() => emulator?.stop());

  const flowNamed = async (name) => (await architect.getFlows({ name })).entities[0];

  it('counts the calls of a flow by its version', async () => {
    const { id } = await flowNamed('After hours');
    const sent = await fetch(`${emulator.url}/_emulator/callers`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ count: 20, seed: 3, flowIds: [id] }) });
    assert.equal(sent.status, 200);

    const analytics = new platformClient.AnalyticsApi(client);
    const { results } = await analytics.postAnalyticsFlowsAggregatesQuery({
      interval: around,
      groupBy: ['flowId', 'flowVersion'],
      metrics: ['nFlow'],
      filter: { type: 'and', predicates: [{ dimension: 'flowId', value: id }] },
    });
    assert.equal(results.length, 1);
    assert.equal(results[0].group.flowId, id);
    assert.equal(results[0].group.flowVersion, '1.0');
    assert.equal(results[0].data.flatMap(({ metrics }) => metrics).reduce((sum, { stats }) => sum + stats.count, 0), 20);
  });

  it('learns who did what to a flow from the audits, at once and by a query', async () => {
    const { id } = await flowNamed('Waiting');
    await architect.postFlowsActionsCheckout(id);
    await architect.postFlowsActionsRevert(id);

    const audits = new platformClient.AuditApi(client);
    const query = { interval: around, serviceName: 'Architect', filters: [{ property: 'EntityId', value: id }] };
    const now = await audits.postAuditsQueryRealtime(query);
    assert.ok(now.entities.every(({ entity }) => entity.id === id));
    assert.deepEqual(now.entities.filter(({ client: by }) => by.id === emulator.clientId).map(({ action }) => action), ['Revert', 'Checkout']);

    const asked = await audits.postAuditsQuery(query);
    await until(() => audits.getAuditsQueryTransactionId(asked.id), ({ state }) => state === 'Succeeded');
    const listed = await audits.getAuditsQueryTransactionIdResults(asked.id);
    assert.equal(listed.entities.length, now.entities.length);
  });
});
