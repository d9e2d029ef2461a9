using System.Text;

namespace Patchbay.Emulator.Tests.Platform;

/// <summary>Small Architect flows for an org that speaks the platform's API.</summary>
internal static class PlatformFlows
{
    public static string Call(string name, string says = "Hello.") => $"""
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
                  - playAudio:
                      name: Greeting
                      audio:
                        tts: {says}
                  - disconnect:
                      name: Disconnect

        """;

    /// <summary>Starts an org that speaks the platform's API, with these flows live.</summary>
    public static Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust, params IEnumerable<string> flows) => StartAsync(adjust, OAuthClient.BuiltIn, flows);

    /// <summary>The same, asked by a client of its own.</summary>
    public static async Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust, OAuthClient client, params IEnumerable<string> flows)
    {
        using var folder = new Folder(flows);
        return await TestOrg.StartAsync(options => (adjust?.Invoke(options) ?? options) with { Api = EmulatorApi.Platform, Folder = folder.Path }, client.Id, client.Secret);
    }

    /// <summary>Uploads a flow as a publish job wants it, and gives the job's last state.</summary>
    public static async Task<Answer> PublishAsync(this TestOrg org, string yaml)
    {
        var job = await org.PostAsync("/api/v2/flows/jobs", "{}");
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(yaml));
        using var uploaded = await http.PutAsync(new Uri(job.Field("presignedUrl")), content);
        uploaded.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        return await org.GetAsync($"/api/v2/flows/jobs/{job.Field("id")}?expand=messages");
    }

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
