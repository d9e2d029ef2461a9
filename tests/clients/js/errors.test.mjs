// What the SDK gives a program when the service says no.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import platformClient from 'purecloud-platform-client-v2';
import { clientOf, startEmulator } from './emulator.mjs';

describe('The JavaScript SDK when it is refused', () => {
  let emulator;
  let client;
  let architect;

  before(async () => {
    emulator = await startEmulator();
    client = clientOf(emulator);
    architect = new platformClient.ArchitectApi(client);
  });

  after(() => emulator?.stop());

  const refusal = async (call) => {
    try {
      await call;
    } catch (error) {
      return error;
    }

    throw new Error('The call was not refused.');
  };

  it('is not let in with a wrong secret', async () => {
    const error = await refusal(client.loginClientCredentialsGrant(emulator.clientId, 'wrong'));
    assert.equal(error.status, 401);
    assert.equal(error.response.data.error, 'invalid_client');
  });

  it('gets an error body with its code, its status and the id to tell support', async () => {
    await client.loginClientCredentialsGrant(emulator.clientId, emulator.clientSecret);
    const error = await refusal(architect.getFlow('00000000-0000-0000-0000-000000000000'));
    assert.equal(error.status, 404);
    assert.equal(error.code, 'architect.flow.not.found');
    assert.match(error.message, /00000000-0000-0000-0000-000000000000/);
    assert.match(error.contextId, /^[0-9a-f-]{36}$/);
    assert.ok(Array.isArray(error.details) && Array.isArray(error.errors));
  });

  it('is told of a lock that it does not hold', async () => {
    const flow = (await architect.getFlows({ name: 'Waiting' })).entities[0];
    const error = await refusal(architect.postFlowsActionsRevert(flow.id));
    assert.equal(error.status, 409);
    assert.equal(error.code, 'architect.flow.not.locked.by.user');
  });

  it('is told of a value that makes no sense', async () => {
    const error = await refusal(architect.getFlows({ pageSize: 501 }));
    assert.equal(error.status, 400);
    assert.equal(error.code, 'invalid.value');
  });

  it('is told by name what the emulator lacks', async () => {
    const error = await refusal(new platformClient.OAuthApi(client).getOauthClients());
    assert.equal(error.status, 501);
    assert.match(error.message, /getOauthClients/);
  });

  it('is refused with a token that is none', async () => {
    const stranger = clientOf(emulator);
    stranger.setAccessToken('made-up');
    const error = await refusal(new platformClient.ArchitectApi(stranger).getFlows());
    assert.equal(error.status, 401);
    assert.equal(error.code, 'bad.credentials');
  });

  it('waits as it is told to when it was too fast', async () => {
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ kind: '429', count: 1, retryAfter: 1 }) });
    const error = await refusal(architect.getFlows());
    assert.equal(error.status, 429);
    assert.equal(error.code, 'too.many.requests.retry.after');
    assert.ok((await architect.getFlows()).total > 0);
  });
});
