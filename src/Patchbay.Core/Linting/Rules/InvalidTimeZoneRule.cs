using Patchbay.Core.Diagnostics;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A time zone whose name is not built like one.</summary>
/// <remarks>The schedule is looked at in another zone than was meant, or the publisher refuses the flow. Names are those of the IANA database, `Europe/London`, written with their area; abbreviations such as `CET` or `PST` do not tell summer from winter.</remarks>
internal sealed class InvalidTimeZoneRule : ArchitectRule
{
    public override string Id => "invalid-time-zone";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A time zone has a name that none has";

    private static readonly string[] Areas = ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "Etc", "US", "Canada", "Brazil", "Mexico", "Chile"];

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var use in ActionFields.UsesIn(context.Flow))
        {
            if (!use.Entry.Key.EndsWith("TimeZone", StringComparison.Ordinal))
            {
                continue;
            }

            var name = use.Entry.Value as ScalarNode ?? (use.Entry.Value as MappingNode)?["lit"] as ScalarNode;
            if (name is { IsNull: false, Value.Length: > 0 } && !ArchitectRoot.IsOpen(context, name.Span) && !IsZone(name.Value))
            {
                var area = name.Value.Split('/')[0];
                var meant = area.Length < name.Value.Length ? new NearNames(Areas).Find(area) : [];
                yield return new Finding(name.Span, $"\"{name.Value}\" is no time zone.{(meant is [var only] ? $" Did you mean \"{only}{name.Value[area.Length..]}\"?" : " Write it as in \"Europe/London\".")}", Moment.Compile) { Element = use.Element.Id };
            }
        }
    }

    private static bool IsZone(string name) =>
        name is "UTC" or "GMT" or "Zulu"
        || (name.Split('/') is [var area, .. { Length: > 0 and < 3 } rest] && Areas.Contains(area) && rest.All(part => part.Length > 0 && !part.Contains(' ', StringComparison.Ordinal)));
}
