using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A field of an action whose name is a slip away from one that the action has.</summary>
/// <remarks>The publisher refuses the flow, or passes the field by. Only names that are near to a known one are told: newer exports may have fields of their own.</remarks>
internal sealed class UnknownFieldRule : ArchitectRule
{
    public override string Id => "unknown-field";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A field of an action is misspelt";

    private static readonly string[] Common = ["name", "refId", "outputs", "ref", "actions", "enabled"];

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is null)
        {
            yield break;
        }

        foreach (var group in ActionFields.GroupsIn(context.Flow))
        {
            foreach (var entry in group.Body.Entries)
            {
                if (entry.Key.Length < 4 || Common.Contains(entry.Key) || group.Fields.Any(field => field.Name == entry.Key))
                {
                    continue;
                }

                var near = group.Fields.Select(field => field.Name).Concat(Common).Where(name => NearNames.AreNear(entry.Key, name) && group.Body[name] is null).Take(2).ToList();
                if (near is [var only])
                {
                    yield return new Finding(entry.KeyNode.Span, $"{Wording.The(group.Element)} has a field \"{entry.Key}\", which \"{group.Element.Type}\" does not have. Did you mean \"{only}\"?", Moment.Write)
                    {
                        Element = group.Element.Id,
                        Fixes = context.FindName(entry.KeyNode.Span, entry.Key) is { } name ? [new Fix($"Write \"{only}\"", FixSafety.Unsafe, [new TextEdit(name, only)])] : [],
                    };
                }
            }
        }
    }
}
