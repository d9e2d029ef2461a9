// Starts the emulator of this repository, as it was built, with the flows of ../flows.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import platformClient from 'purecloud-platform-client-v2';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = ['Debug', 'Release'].map((configuration) => `${root}/src/Patchbay.Cli/bin/${configuration}/net10.0/patchbay.dll`).find(existsSync);

/** An emulator on a free port; its address, its client's credentials, and a way to end it. */
export async function startEmulator(...options) {
  if (!program) {
    throw new Error('There is no build of src/Patchbay.Cli. Run "dotnet build" first.');
  }

  const server = spawn('dotnet', [program, 'emulator', '--api', 'platform', '--org', `${root}/tests/clients/flows`, '--port', '0', '--rate-limit', '0', '--json', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  let shown = '';
  for await (const chunk of server.stdout) {
    shown += chunk;
    try {
      const { url, clientId, clientSecret } = JSON.parse(shown);
      return {
        url,
        clientId,
        clientSecret,
        stop: async () => {
          server.kill('SIGINT');
          await once(server, 'exit');
        },
      };
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
    }
  }

  throw new Error(`The emulator ended before it said where it listens: ${shown}`);
}

/** A client of the SDK that talks to an emulator, as the SDK's own documentation sets one up. */
export function clientOf(emulator) {
  const { hostname, port } = new URL(emulator.url);
  const client = new platformClient.ApiClientClass();
  client.setGateway({ host: hostname, protocol: 'http', port: Number(port) });
  return client;
}

/** Asks until an answer will do; the emulator's own delays are a fifth of a second. */
export async function until(ask, isDone) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await ask();
    if (isDone(answer)) {
      return answer;
    }

    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  throw new Error(`Waited for too long: ${JSON.stringify(await ask())}`);
}
