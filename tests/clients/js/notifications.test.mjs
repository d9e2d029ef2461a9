// Being told of changes: channels and what they are subscribed to.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import platformClient from 'purecloud-platform-client-v2';
import { clientOf, startEmulator } from './emulator.mjs';

describe('The JavaScript SDK on notifications', () => {
  let emulator;
  let client;

  before(async () => {
    emulator = await startEmulator();
    client = clientOf(emulator);
    await client.loginClientCredentialsGrant(emulator.clientId, emulator.clientSecret);
  });

  after(() => emulator?.stop());

  it('opens a channel and subscribes it to a flow', async () => {
    const notifications = new platformClient.NotificationsApi(client);
    const flow = (await new platformClient.ArchitectApi(client).getFlows({ name: 'Front desk' })).entities[0];
    const channel = await notifications.postNotificationsChannels();
    assert.match(channel.connectUri, /^wss?:\/\//);

    const added = await notifications.postNotificationsChannelSubscriptions(channel.id, [{ id: `v2.flows.${flow.id}` }]);
    assert.equal(added.entities[0].state, 'Permitted');
    const kept = await notifications.getNotificationsChannelSubscriptions(channel.id);
    assert.deepEqual(kept.entities.map(({ id }) => id), [`v2.flows.${flow.id}`]);
    await notifications.deleteNotificationsChannelSubscriptions(channel.id);
    assert.equal((await notifications.getNotificationsChannelSubscriptions(channel.id)).entities.length, 0);
  });

  it('sees who it is', async () => {
    const token = await new platformClient.TokensApi(client).getTokensMe();
    assert.equal(token.OAuthClient.id, emulator.clientId);
    await assert.rejects(new platformClient.UsersApi(client).getUsersMe(), ({ status }) => status >= 400 && status < 500);
  });
});
