using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Cli.Views;

/// <summary>The JSON shapes of all results: add a view here.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdoptionView))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(CancelledView))]
[JsonSerializable(typeof(DemoView))]
[JsonSerializable(typeof(DiffView))]
[JsonSerializable(typeof(DriftView))]
[JsonSerializable(typeof(EmulatorView))]
[JsonSerializable(typeof(ErrorView))]
[JsonSerializable(typeof(FlowsListView))]
[JsonSerializable(typeof(FlowsPullView))]
[JsonSerializable(typeof(FlowsShowView))]
[JsonSerializable(typeof(FmtView))]
[JsonSerializable(typeof(InitView))]
[JsonSerializable(typeof(LoginView))]
[JsonSerializable(typeof(LogoutView))]
[JsonSerializable(typeof(ModuleAdoptionView))]
[JsonSerializable(typeof(ModulesView))]
[JsonSerializable(typeof(PlanView))]
[JsonSerializable(typeof(PromptsView))]
[JsonSerializable(typeof(RepublishPlanView))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunsListView))]
[JsonSerializable(typeof(ThingUsedView))]
[JsonSerializable(typeof(WhereUsedView))]
[JsonSerializable(typeof(WhoamiView))]
internal sealed partial class CliJson : JsonSerializerContext
{
    private static readonly CliJson Indented = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    });

    /// <summary>A result as JSON, two blanks deep.</summary>
    public static string Write<TView>(TView view)
        where TView : IView => JsonSerializer.Serialize(view, typeof(TView), Indented);
}
