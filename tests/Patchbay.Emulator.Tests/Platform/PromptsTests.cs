using System.Net;
using System.Text;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class PromptsTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"));

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_prompt_says_something_once_per_language()
    {
        var path = await AddAsync();

        var said = await _org.PostAsync($"{path}/resources", """{"language": "en-us", "ttsString": "Welcome."}""");
        said.Field("ttsString").ShouldBe("Welcome.");
        said.Field("uploadStatus").ShouldBe("created");
        (await _org.PostAsync($"{path}/resources", """{"language": "EN-US", "ttsString": "Hello."}""")).Code.ShouldBe("architect.prompt.resource.already.exists");
        (await _org.PostAsync($"{path}/resources", "{}")).Code.ShouldBe("architect.prompt.resource.validate.failed.language");

        await _org.PutAsync($"{path}/resources/en-us", """{"ttsString": "Good day."}""");
        (await _org.GetAsync(path)).Json.GetProperty("resources")[0].GetProperty("ttsString").GetString().ShouldBe("Good day.");
        (await _org.GetAsync($"{path}?language=de-de")).Json.GetProperty("resources").GetArrayLength().ShouldBe(0);
        (await _org.GetAsync($"{path}?includeResources=false")).Json.TryGetProperty("resources", out _).ShouldBeFalse();
        (await _org.GetAsync($"{path}/resources/de-de")).Code.ShouldBe("architect.prompt.resource.not.found");
    }

    [Fact]
    public async Task A_prompt_that_says_something_is_deleted_with_all_of_it_or_not_at_all()
    {
        var path = await AddAsync();
        await _org.PostAsync($"{path}/resources", """{"language": "en-us", "ttsString": "Welcome."}""");

        (await _org.DeleteAsync(path)).Code.ShouldBe("architect.prompt.has.resources");
        (await _org.DeleteAsync($"{path}?allResources=true")).Status.ShouldBe(HttpStatusCode.OK);
        (await _org.GetAsync(path)).Code.ShouldBe("architect.prompt.not.found");
    }

    [Fact]
    public async Task Several_prompts_are_deleted_all_or_none()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales").Replace("tts: Hello.", "prompt: Prompt.greeting", StringComparison.Ordinal));
        var used = (await org.GetAsync("/api/v2/architect/prompts?name=greeting")).Json.GetProperty("entities")[0].GetProperty("id").GetString();
        var free = (await org.PostAsync("/api/v2/architect/prompts", """{"name": "farewell"}""")).Field("id");

        (await org.DeleteAsync($"/api/v2/architect/prompts?id={free},{used}")).Code.ShouldBe("architect.batch.delete.failed");
        (await org.GetAsync($"/api/v2/architect/prompts/{free}")).Status.ShouldBe(HttpStatusCode.OK);

        var operation = await org.DeleteAsync($"/api/v2/architect/prompts?id={free}");
        operation.Field("actionName").ShouldBe("DELETE");
        (await org.GetAsync($"/api/v2/architect/prompts/{free}")).Code.ShouldBe("architect.prompt.not.found");
    }

    [Fact]
    public async Task A_recording_is_taken_at_a_signed_address()
    {
        var path = await AddAsync();
        await _org.PostAsync($"{path}/resources", """{"language": "en-us"}""");
        var address = (await _org.PostAsync($"{path}/resources/en-us/uploads", "")).Field("url");

        (await UploadAsync(address.Replace("signature=", "signature=0", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Forbidden);
        (await UploadAsync(address)).ShouldBe(HttpStatusCode.OK);

        (await _org.GetAsync($"{path}/resources/en-us")).Field("uploadStatus").ShouldBe("transcoded");
        await _org.DeleteAsync($"{path}/resources/en-us/audio");
        (await _org.GetAsync($"{path}/resources/en-us")).Field("uploadStatus").ShouldBe("created");
    }

    [Fact]
    public async Task A_system_prompt_is_overridden_and_given_back()
    {
        var id = (await _org.GetAsync("/api/v2/architect/systemprompts?name=processing")).Json.GetProperty("entities")[0].GetProperty("id").GetString();
        var path = $"/api/v2/architect/systemprompts/{id}/resources";

        (await _org.PostAsync(path, """{"language": "en-us", "ttsString": "One moment."}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await _org.PostAsync(path, """{"language": "en-us"}""")).Code.ShouldBe("architect.system.prompt.resource.override.already.exists");
        (await _org.DeleteAsync($"{path}/en-us")).Status.ShouldBe(HttpStatusCode.OK);
        (await _org.GetAsync($"{path}/en-us")).Code.ShouldBe("architect.system.prompt.resource.not.found");
        (await _org.DeleteAsync($"/api/v2/architect/systemprompts/{id}")).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    private async Task<string> AddAsync() => (await _org.PostAsync("/api/v2/architect/prompts", """{"name": "welcome"}""")).Field("selfUri");

    private static async Task<HttpStatusCode> UploadAsync(string address)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("RIFF"));
        using var answer = await http.PutAsync(new Uri(address), content);
        return answer.StatusCode;
    }
}
