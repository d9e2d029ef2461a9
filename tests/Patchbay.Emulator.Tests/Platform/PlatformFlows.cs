using System.Text;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Platform;

/// <summary>Small Architect flows for an org that speaks the platform's API.</summary>
internal static class PlatformFlows
{
    /// <summary>An in-queue flow as its configuration, as it is saved.</summary>
    public const string Configuration = """
        {"name": "Waiting", "type": "inqueuecall", "initialSequence": "l", "flowSequenceItemList": [
          {"id": "l", "trackingId": 10, "name": "In-Queue Task", "__type": "LoopTask", "startAction": "h", "actionList": [{"id": "h", "name": "Hold Music", "__type": "HoldMusicAction"}], "variables": []}
        ]}
        """;

    /// <summary>A common module that a flow from <see cref="Calling"/> may call.</summary>
    public const string Module = """
        commonModule:
          name: Greeting
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          settingsCommonModule:
            compatibleFlowTypes: [inboundcall]
          startUpTaskActions:
            - playAudio:
                name: Hello
                audio:
                  tts: Hello.
            - endTask:
                name: End
                outputPath:
                  name: Done

        """;

    public static string Call(string name, string says = "Hello.") => With(name, $"""
                  - playAudio:
                      name: Greeting
                      audio:
                        tts: {says}
        """);

    /// <summary>A flow that calls a common module.</summary>
    public static string Calling(string name, string module) => With(name, $$"""
                  - callCommonModule:
                      name: Greet
                      commonModule:
                        {{module}}:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}
        """);

    /// <summary>Starts an org that speaks the platform's API, with these flows live.</summary>
    public static Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust, params IEnumerable<string> flows) => StartAsync(adjust, OAuthClient.BuiltIn, flows);

    /// <summary>The same, asked by a client of its own.</summary>
    public static async Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust, OAuthClient client, params IEnumerable<string> flows)
    {
        using var folder = new Folder(flows);
        return await TestOrg.StartAsync(options => (adjust?.Invoke(options) ?? options) with { Api = EmulatorApi.Platform, Folder = folder.Path }, client.Id, client.Secret);
    }

    /// <summary>Uploads a flow as a publish job wants it, and gives the job's last state.</summary>
    public static async Task<Answer> PublishAsync(this TestOrg org, string yaml) => await org.GetAsync($"/api/v2/flows/jobs/{await org.UploadAsync(yaml)}?expand=messages");

    /// <summary>Uploads a flow as a publish job wants it, and gives the job's id.</summary>
    public static async Task<string> UploadAsync(this TestOrg org, string yaml, System.Net.HttpStatusCode expected = System.Net.HttpStatusCode.OK)
    {
        var job = await org.PostAsync("/api/v2/flows/jobs", "");
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(yaml));
        using var uploaded = await http.PutAsync(new Uri(job.Field("presignedUrl")), content);
        uploaded.StatusCode.ShouldBe(expected);
        return job.Field("id");
    }

    /// <summary>The flow with a name, which must be the only one.</summary>
    public static async Task<JsonElement> FlowAsync(this TestOrg org, string name) => (await org.GetAsync($"/api/v2/flows?name={Uri.EscapeDataString(name)}")).Json.GetProperty("entities").EnumerateArray().Single();

    /// <summary>The id of the flow with a name, which must be the only one.</summary>
    public static async Task<string> IdAsync(this TestOrg org, string name) => (await org.FlowAsync(name)).GetProperty("id").GetString()!;

    /// <summary>Does something to a flow as a whole.</summary>
    public static Task<Answer> ActAsync(this TestOrg org, string action, string id, string? version = null) =>
        org.PostAsync($"/api/v2/flows/actions/{action}?flow={id}{(version is null ? "" : $"&version={version}")}", "");

    /// <summary>The id of a version that a flow tells of; null where it tells of none.</summary>
    public static string? VersionIn(this JsonElement flow, string name) => flow.TryGetProperty(name, out var version) ? version.GetProperty("id").GetString() : null;

    private static string With(string name, string actions) => $"""
        inboundCall:
          name: {name}
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
        {actions}
                  - disconnect:
                      name: Disconnect

        """;

    private sealed class Folder : IDisposable
    {
        public Folder(IEnumerable<string> flows)
        {
            Directory.CreateDirectory(Path);
            var number = 0;
            foreach (var flow in flows)
            {
                File.WriteAllText(System.IO.Path.Combine(Path, $"{number++}.yaml"), flow);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("patchbay-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
