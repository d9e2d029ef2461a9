using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;

namespace Patchbay.Emulator.Org;

/// <summary>The configurations of an org's flows: as they were saved, or written from YAML with the ids that the org has for what the flow names. Used under the org's lock.</summary>
/// <param name="org">The org.</param>
internal sealed class FlowConfigurations(EmulatorOrg org)
{
    /// <summary>How deep a configuration nests at most; real ones go beyond the 64 that JSON readers take by default.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };

    /// <summary>The configuration that content is.</summary>
    public string Of(FlowContent content) => content.IsConfiguration ? content.Text : ArchitectConfiguration.Write(content.Flow, IdOf);

    /// <summary>Content that is saved. What was read and is saved as it is stays the YAML that it came from, so that it can still be exported as such.</summary>
    /// <param name="flow">The flow that it is saved into.</param>
    /// <param name="saved">What is saved.</param>
    public FlowContent Saved(PlatformFlow flow, FlowContent saved)
    {
        if (flow.NewestContent is not { IsConfiguration: false } newest)
        {
            return saved;
        }

        using var before = JsonDocument.Parse(Of(newest), Deep);
        using var after = JsonDocument.Parse(saved.Text, Deep);
        return JsonElement.DeepEquals(before.RootElement, after.RootElement) ? newest : saved;
    }

    private string? IdOf(DependencyKind kind, string name) => kind switch
    {
        DependencyKind.CommonModule => FlowId(name, "commonmodule"),
        DependencyKind.BotFlow => FlowId(name, "bot"),
        DependencyKind.DigitalBotFlow => FlowId(name, "digitalbot"),
        DependencyKind.InQueueFlow => FlowId(name, "inqueuecall") ?? FlowId(name, "inqueueemail") ?? FlowId(name, "inqueueshortmessage"),
        DependencyKind.Flow => FlowId(name, "securecall") ?? FlowId(name, "inboundcall"),
        DependencyKind.Division => null,
        _ => ResourceKinds.Of(kind) is { } known ? org.Resources.FindByKey(known, name)?.Id : null,
    };

    private string? FlowId(string name, string type) => org.Platform.Find(name, type)?.Id;
}
