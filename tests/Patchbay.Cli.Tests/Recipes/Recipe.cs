using System.Text.Json;
using Patchbay.Emulator;

namespace Patchbay.Cli.Tests.Recipes;

/// <summary>An org, and a folder to work on it from: what each recipe starts with.</summary>
internal sealed class Recipe : IAsyncDisposable
{
    private Recipe(CommandLine shell, LocalOrg org)
    {
        Shell = shell;
        Org = org;
    }

    public CommandLine Shell { get; }

    public LocalOrg Org { get; }

    public static async Task<Recipe> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var shell = new CommandLine();
        return new Recipe(shell, await LocalOrg.StartAsync(shell, adjust));
    }

    public Task<Answer> RunAsync(string line) => Shell.RunAsync(line);

    /// <summary>The newest definition of a flow, as the org has it.</summary>
    public JsonElement Definition(string name) => JsonDocument.Parse(Org.Org.DefinitionOf(Org.IdOf(name)) ?? "").RootElement;

    /// <summary>The number of a flow's newest version.</summary>
    public int Version(string name) => Org.Org.VersionOf(Org.IdOf(name));

    /// <summary>What the list says of one flow.</summary>
    public async Task<JsonElement> HeaderAsync(string name)
    {
        var answer = await Shell.RunAsync(["flows", "list", "--name", name, "--json"]);
        return answer.Json.GetProperty("flows").EnumerateArray().Single();
    }

    /// <summary>The version of a flow that callers hear.</summary>
    public async Task<string?> LiveAsync(string name) => (await HeaderAsync(name)).GetProperty("published").GetProperty("version").GetString();

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        Shell.Dispose();
    }
}

/// <summary>Reading definitions in assertions.</summary>
internal static class Elements
{
    /// <summary>The element of a list that has an id.</summary>
    public static JsonElement WithId(this JsonElement list, string id) => list.EnumerateArray().Single(element => element.GetProperty("id").GetString() == id);

    /// <summary>The text at a path of properties.</summary>
    public static string? Text(this JsonElement element, params string[] path) => path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString();
}
