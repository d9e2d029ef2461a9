// Flows: finding, locking, checking in, publishing, jobs in and out.
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import platformClient from 'purecloud-platform-client-v2';
import { clientOf, startEmulator, until } from './emulator.mjs';

describe('The JavaScript SDK on flows', () => {
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
  const settled = (id) => until(() => architect.getFlow(id), (flow) => flow.currentOperation === undefined || flow.currentOperation.complete);
  const publish = async (yaml) => {
    const job = await architect.postFlowsJobs();
    const upload = await fetch(job.presignedUrl, { method: 'PUT', headers: job.headers, body: yaml });
    assert.equal(upload.status, 200);
    return until(() => architect.getFlowsJob(job.id, { expand: ['messages'] }), (state) => state.status === 'Success' || state.status === 'Failure');
  };

  it('lists flows by type in its own spelling of a list', async () => {
    const calls = await architect.getFlows({ type: ['inboundcall', 'inqueuecall'] });
    assert.deepEqual(calls.entities.map((flow) => flow.name).sort(), ['After hours', 'Front desk', 'Waiting']);
    assert.ok(calls.entities.every((flow) => flow.type === flow.type.toUpperCase() && flow.selfUri === `/api/v2/flows/${flow.id}`));
  });

  it('leafs through pages by the addresses in them', async () => {
    const names = [];
    for (let page = { nextUri: '?pageNumber=1' }; page.nextUri;) {
      page = await architect.getFlows({ pageSize: 3, pageNumber: Number(new URLSearchParams(page.nextUri.split('?')[1]).get('pageNumber')) });
      assert.equal(page.total, 4);
      assert.equal(page.pageCount, 2);
      names.push(...page.entities.map((flow) => flow.name));
    }

    assert.deepEqual(names.sort(), ['After hours', 'Front desk', 'Greeting', 'Waiting']);
  });

  it('reads a flow and its versions', async () => {
    const { id } = await flowNamed('Front desk');
    const flow = await architect.getFlow(id);
    assert.equal(flow.publishedVersion.id, '1.0');
    assert.equal(flow.description, 'Where every call begins.');
    assert.equal(flow.lockedClient, undefined);

    const versions = await architect.getFlowVersions(id);
    assert.deepEqual(versions.entities.map((version) => version.id), ['1.0']);
    const version = await architect.getFlowVersion(id, '1.0');
    assert.equal(version.commitVersion, '1.0');
    assert.equal(version.configurationUri, `/api/v2/flows/${id}/versions/1.0/configuration`);
    assert.equal(typeof version.dateCheckedIn, 'number');
  });

  it('takes and gives back the lock', async () => {
    const { id } = await flowNamed('Waiting');
    const locked = await architect.postFlowsActionsCheckout(id);
    assert.equal(locked.lockedClient.id, emulator.clientId);
    assert.match(locked.savedVersion.id, /^saved_version_/);
    const free = await architect.postFlowsActionsRevert(id);
    assert.equal(free.lockedClient, undefined);
    assert.equal(free.savedVersion, undefined);
  });

  it('checks out, checks in and publishes, and sees each come to its end', async () => {
    const { id } = await flowNamed('After hours');
    await architect.postFlowsActionsCheckout(id);
    const checkin = await architect.postFlowsActionsCheckin(id);
    assert.equal(checkin.actionName, 'CHECKIN');
    const checkedIn = await settled(id);
    assert.equal(checkedIn.checkedInVersion.id, '2.0');
    assert.equal(checkedIn.publishedVersion.id, '1.0');

    const operation = await architect.postFlowsActionsPublish(id, { version: '2.0' });
    assert.equal(operation.actionName, 'PUBLISH');
    const published = await settled(id);
    assert.equal(published.currentOperation.actionStatus, 'SUCCESS');
    assert.equal(published.publishedVersion.id, '2.0');

    await architect.postFlowsActionsPublish(id, { version: '1.0' });
    assert.equal((await settled(id)).publishedVersion.id, '1.0');
  });

  it('uploads a flow through a publish job', async () => {
    const yaml = (await readFile(new URL('../flows/after-hours.yaml', import.meta.url), 'utf8')).replace('We are closed.', 'We are closed until Monday.');
    const job = await publish(yaml);
    assert.equal(job.status, 'Success', JSON.stringify(job.messages));
    assert.equal(job.command, 'Publish');
    const flow = await architect.getFlow(job.flow.id);
    assert.equal(flow.name, 'After hours');
    assert.equal(flow.publishedVersion.id, '3.0');
  });

  it('is told by a publish job what is wrong with a flow', async () => {
    const job = await publish('inboundCall:\n  name: Lost\n  startUpRef: "/inboundCall/tasks/task[nowhere]"\n  tasks: []\n');
    assert.equal(job.status, 'Failure');
    assert.ok(job.messages.some((message) => message.type === 'Error' && message.text.length > 0));
    assert.equal(await flowNamed('Lost'), undefined);
  });

  it('downloads a flow through an export job, never seeing it merely registered', async () => {
    const { id } = await flowNamed('Front desk');
    const registered = await architect.postFlowsExportJobs({ flows: [{ flow: { id, version: '1.0' } }] });
    const seen = [];
    const job = await until(
      () => architect.getFlowsExportJob(registered.id, { expand: ['messages'] }),
      (state) => { seen.push(state.status); return state.status === 'Success'; });
    assert.ok(!seen.includes('Registered'), seen.join());
    const text = await (await fetch(job.downloadUrl)).text();
    assert.match(text, /^inboundCall:/);
    assert.match(text, /name: Front desk/);
  });

  it('downloads several flows as an archive', async () => {
    const { entities } = await architect.getFlows({ type: ['inboundcall'] });
    const registered = await architect.postFlowsExportJobs({ flows: entities.map(({ id }) => ({ flow: { id } })) });
    assert.equal(registered.totalFlows, 2);
    const job = await until(() => architect.getFlowsExportJob(registered.id), (state) => state.status === 'Success');
    const bytes = new Uint8Array(await (await fetch(job.downloadUrl)).arrayBuffer());
    assert.equal(String.fromCharCode(...bytes.subarray(0, 2)), 'PK');
  });

  it('finds who uses a module, and what a flow uses', async () => {
    const [module, front] = [await flowNamed('Greeting'), await flowNamed('Front desk')];
    const users = await architect.getArchitectDependencytrackingConsumingresources(module.id, 'COMMONMODULEFLOW', { resourceType: ['INBOUNDCALLFLOW', 'INQUEUECALLFLOW'], flowFilter: 'published' });
    assert.deepEqual(users.entities.map((user) => user.name).sort(), ['After hours', 'Front desk']);
    const used = await architect.getArchitectDependencytrackingConsumedresources(front.id, '1.0', 'INBOUNDCALLFLOW', { resourceType: ['COMMONMODULEFLOW'] });
    assert.deepEqual(used.entities.map(({ id, version }) => [id, version]), [[module.id, '1.0']]);
    assert.equal((await architect.getArchitectDependencytrackingBuild()).status, 'OPERATIONAL');
  });

  it('deletes a flow and finds it gone', async () => {
    const job = await publish('inboundCall:\n  name: Short lived\n  startUpRef: "/inboundCall/tasks/task[a_1]"\n  tasks:\n    - task:\n        name: A\n        refId: a_1\n        actions:\n          - disconnect:\n              name: Bye\n');
    await architect.deleteFlow(job.flow.id);
    await assert.rejects(architect.getFlow(job.flow.id), { status: 404, code: 'architect.flow.not.found' });
  });

  it('makes an empty flow, which it holds, and takes it away', async () => {
    const flow = await architect.postFlows({ name: 'From the SDK', type: 'inboundcall', description: 'Empty' });
    assert.equal(flow.type, 'INBOUNDCALL');
    assert.equal(flow.lockedClient.id, emulator.clientId);
    const renamed = await architect.putFlow(flow.id, { name: 'From the SDK, renamed', description: 'Still empty' });
    assert.equal(renamed.name, 'From the SDK, renamed');
    await architect.deleteFlow(flow.id);
    assert.equal((await architect.getFlow(flow.id, { deleted: true })).deleted, true);
  });

  it('looks flows up by their ids, and lists them lightly', async () => {
    const { entities } = await architect.getFlows();
    const found = await architect.getFlowsLookup(entities.map(({ id }) => id));
    assert.equal(found.total, entities.length);
    const light = await architect.getFlowsDivisionviews({ type: ['commonmodule'] });
    assert.deepEqual(light.entities.map(({ name }) => name), ['Greeting']);
  });

  it('reads the history of a flow', async () => {
    const { id } = await flowNamed('After hours');
    const asked = await architect.postFlowHistory(id);
    const history = await until(() => architect.getFlowHistoryHistoryId(id, asked.id), ({ complete }) => complete);
    assert.ok(history.entities.some(({ action, version }) => action === 'PUBLISH' && version));
  });

  it('has a flow of the org validated', async () => {
    const { id } = await flowNamed('Front desk');
    const registered = await architect.postFlowsValidateJobs({ flows: [{ flow: { id } }] });
    const job = await until(() => architect.getFlowsValidateJob(registered.id, { expand: ['messages'] }), ({ status }) => status === 'Success' || status === 'Failure');
    assert.equal(job.status, 'Success', JSON.stringify(job.messages));
  });
});
