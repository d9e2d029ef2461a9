// What flows refer to, what they consist of, and what became of them.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import platformClient from 'purecloud-platform-client-v2';
import { clientOf, startEmulator } from './emulator.mjs';

describe('The JavaScript SDK around flows', () => {
  let emulator;
  let client;
  let architect;

  before(async () => {
    emulator = await startEmulator();
    client = clientOf(emulator);
    await client.loginClientCredentialsGrant(emulator.clientId, emulator.clientSecret);
    architect = new platformClient.ArchitectApi(client);
  });

  after(() => emulator?.stop());

  const flowNamed = async (name) => (await architect.getFlows({ name })).entities[0];

  it('finds the queues that flows name', async () => {
    const { entities } = await new platformClient.RoutingApi(client).getRoutingQueues({ name: 'Reception' });
    assert.deepEqual(entities.map((queue) => queue.name), ['Reception']);
  });

  it('makes a prompt, says something in it, and takes it away', async () => {
    const prompt = await architect.postArchitectPrompts({ name: 'Contract_Prompt', description: 'From the SDK' });
    const resource = await architect.postArchitectPromptResources(prompt.id, { language: 'en-us', ttsString: 'Hello.' });
    assert.equal(resource.language, 'en-us');
    const listed = await architect.getArchitectPrompts({ name: ['Contract_Prompt', 'Welcome'] });
    assert.ok(listed.entities.some(({ id }) => id === prompt.id));
    await architect.deleteArchitectPrompt(prompt.id, { allResources: true });
    await assert.rejects(architect.getArchitectPrompt(prompt.id), { status: 404 });
  });

  it('makes an IVR, and changes it from the version that it read', async () => {
    const flow = await flowNamed('Front desk');
    const ivr = await architect.postArchitectIvrs({ name: 'Main number', dnis: ['+13175550100'], openHoursFlow: { id: flow.id } });
    assert.equal(ivr.version, 1);
    assert.equal(ivr.openHoursFlow.name, 'Front desk');
    const changed = await architect.putArchitectIvr(ivr.id, { ...ivr, description: 'Changed' });
    assert.equal(changed.version, 2);
    await assert.rejects(architect.putArchitectIvr(ivr.id, ivr), { status: 409 });
    await architect.deleteArchitectIvr(ivr.id);
  });

  it('keeps rows in a data table', async () => {
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', properties: { key: { type: 'string' }, open: { type: 'boolean', title: 'open', $id: '/properties/open' } }, required: ['key'], additionalProperties: false };
    const table = await architect.postFlowsDatatables({ name: 'Branches', schema });
    await architect.postFlowsDatatableRows(table.id, { key: 'north', open: true });
    const { entities } = await architect.getFlowsDatatableRows(table.id, { showbrief: false });
    assert.deepEqual(entities, [{ key: 'north', open: true }]);
  });
});
