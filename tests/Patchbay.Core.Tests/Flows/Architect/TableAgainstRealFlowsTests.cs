using System.Text.RegularExpressions;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Flows.Architect;

public sealed partial class TableAgainstRealFlowsTests
{
    // What stands in a file that no exporter wrote so; the number is that of its differences.
    private static readonly Dictionary<string, (int Differences, string Reason)> Exceptions = new(StringComparer.Ordinal)
    {
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml"] = (4, "written by hand: an action of a library without an export, paths without outputs"),
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml"] = (12, "written by hand: a root key that is none, invented fields"),
        ["architect-yaml/GenesysCloudBlueprints__design-architect-flow-data-actions-for-resiliency/CacheExampleFlow.yaml"] = (1, "edited by hand: a disconnect with a field"),
        ["architect-yaml/MyPureCloud__terraform-provider-genesyscloud/outboundcall_flow_example.yaml"] = (1, "edited by hand: a language skill without a wrapper"),
        ["architect-yaml/mfabrellas__CM_gh_actions/CallbackAudios.yaml"] = (1, "a fragment, no flow"),
        ["architect-yaml-history/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/blueprint__genesys-cloud-architect-flows__testFlowHarsh@7b6efe7a.yaml"] = (1, "edited by hand: an audio that lost its content"),
    };

    [Fact]
    public void Every_action_of_a_real_export_is_known_with_its_fields_and_paths()
    {
        var actions = 0;
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".tftpl").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            var found = new List<string>();
            var source = RealFlows.Read(file);
            if (YamlText.Parse(source).Root is MappingNode { Entries: [{ Value: MappingNode flow, Key: var rootKey }] } && rootKey != "actions")
            {
                var check = new TableCheck(rootKey, source.Text);
                check.Flow(flow);
                actions += check.Actions;
                found = check.Found;
            }
            else
            {
                found.Add("no flow");
            }

            var name = Path.Combine(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)) ?? ""), Path.GetFileName(Path.GetDirectoryName(file)) ?? "", Path.GetFileName(file));
            found.Count.ShouldBe(Exceptions.GetValueOrDefault(name).Differences, $"{name}:\n{string.Join("\n", found)}");
        }

        actions.ShouldBeGreaterThan(1500);
    }

    [Fact]
    public void Every_type_of_action_in_the_configuration_JSON_is_known()
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in RealFlows.Files(".json"))
        {
            unknown.UnionWith(JsonTypes().Matches(RealFlows.Read(file).Text).Select(match => match.Groups[1].Value).Where(type => ActionKinds.FromJsonType(type) is null));
        }

        unknown.ShouldBe(["MenuAction", "TaskAction"], "those two are the choices that hold a menu or a task");
    }

    [GeneratedRegex("\"__type\"\\s*:\\s*\"(\\w+Action)\"")]
    private static partial Regex JsonTypes();
}
