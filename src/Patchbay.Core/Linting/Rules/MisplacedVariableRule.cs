using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A variable that is declared where its scope does not belong: `Task.X` on the flow, `Flow.X` in a task, a name without a scope.</summary>
/// <remarks>The publisher refuses the flow. A flow's variables are called `Flow.`, a common module's `Common.`, a task's `Task.`, a state's `State.`; a bot's flow has `Slot.` and `Session.` too. Move the declaration, or rename the variable.</remarks>
internal sealed class MisplacedVariableRule : ArchitectRule
{
    public override string Id => "misplaced-variable";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A variable is declared where its scope does not belong";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var variable in context.Flow.Variables)
        {
            if (!variable.IsDeclared || ArchitectRoot.IsOpen(context, variable.NameSpan))
            {
                continue;
            }

            var holder = context.ElementAt(variable.NameSpan);
            var isOfStart = context.Architect?.Body["startUpTaskVariables"] is { } list && list.Span.Contains(variable.NameSpan);
            var allowed = isOfStart ? OfPart(ElementKind.Task) : holder is null ? OfFlow(context.Flow) : OfPart(holder.Kind);
            var scope = ArchitectScopes.Of(variable.Name);
            if (!allowed.Contains(scope, StringComparer.OrdinalIgnoreCase))
            {
                var place = holder is null ? "the flow" : Wording.TheWithin(holder);
                var wayOut = scope.Length == 0 ? $"Call it \"{allowed[0]}.{variable.Name}\"." : $"Declare it where it belongs, or call it \"{allowed[0]}.{variable.Name[(scope.Length + 1)..]}\".";
                yield return new Finding(variable.NameSpan, $"\"{variable.Name}\" is declared by {place}, whose variables are called {string.Join(" or ", allowed.Select(name => $"\"{name}.\""))}. {wayOut}", Moment.Write) { Element = holder?.Id ?? "" };
            }
        }
    }

    private static string[] OfFlow(Flow flow) => flow.Type switch
    {
        "commonmodule" => ["Common", "Flow"],
        "bot" or "digitalbot" => ["Slot", "Session", "Flow"],
        _ => ["Flow"],
    };

    private static string[] OfPart(ElementKind kind) => kind switch
    {
        ElementKind.State => ["State"],
        ElementKind.Bot => ["Task", "Bot", "Flow"],
        _ => ["Task"],
    };
}
