using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>Gives a variable another name: its declaration, every read in an expression and every write. A task's or state's own variable is renamed there alone, and names of called flows' variables are left alone.</summary>
internal sealed class RenameVariable
{
    private readonly Flow _flow;
    private readonly string _from;
    private readonly string _to;
    private readonly string _within;
    private readonly bool _takesCallersAlong;
    private readonly EditList _edits;

    private RenameVariable(Flow flow, string from, string to, string within, bool takesCallersAlong)
    {
        _flow = flow;
        // Written as the flow writes it, so that a scope in another case stays as it is.
        from = flow.Variables.FirstOrDefault(variable => Same(variable.Name, from))?.Name ?? from;
        (_from, _within, _takesCallersAlong) = (from, within, takesCallersAlong);
        _to = to.Contains('.', StringComparison.Ordinal) ? to : $"{ScopeOf(from)}.{to}";
        _edits = new EditList(flow.Tree.Source);
    }

    private string Summary => $"rename the variable \"{_from}\"{(_within.Length > 0 ? $" of \"{_within}\"" : "")} to \"{_to}\"";

    /// <summary>Renames a variable of a flow.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="from">Its name with its scope, such as <c>Flow.Attempts</c>; upper and lower case are alike.</param>
    /// <param name="to">The name to have, with the same scope or without one.</param>
    /// <param name="within">The task, state or bot that it belongs to, by name, where several have one of that name; empty otherwise.</param>
    /// <param name="takesCallersAlong">Whether flows that call this one are renamed in by the same change.</param>
    public static Refactored Apply(Flow flow, string from, string to, string within = "", bool takesCallersAlong = false) => new RenameVariable(flow, from, to, within, takesCallersAlong).Apply();

    /// <summary>Renames a variable of a called flow where a flow binds it.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="callee">The name of the called flow.</param>
    /// <param name="from">The variable's name with its scope.</param>
    /// <param name="to">The name to have.</param>
    public static Refactored ApplyToBindings(Flow flow, string callee, string from, string to) => new RenameVariable(flow, from, to, "", takesCallersAlong: true).ApplyToBindings(callee);

    private Refactored Apply()
    {
        if (WhyNot() is { } reason)
        {
            return new Refactored.Refused(Summary, reason);
        }

        var named = _flow.Variables.Where(variable => Same(variable.Name, _from)).ToList();
        var found = named.Where(variable => _within.Length == 0 || IsWithin(variable)).ToList();
        if (found.Count == 0)
        {
            return _flow.Variables.Any(variable => Same(variable.Name, _to) && (_within.Length == 0 || IsWithin(variable)))
                ? new Refactored.Already($"the variable \"{_to}\" has that name already")
                : new Refactored.Absent($"has no variable \"{_from}\"{(_within.Length > 0 ? $" in \"{_within}\"" : "")}", Names.Hint(_from, _flow.Variables.Where(variable => !variable.IsBuiltIn).Select(variable => variable.Name)));
        }

        if (found.Find(variable => variable.IsBuiltIn) is not null)
        {
            return new Refactored.Refused(Summary, $"\"{_from}\" belongs to the platform, so it cannot be renamed.");
        }

        if (found.Count > 1)
        {
            return new Refactored.Refused(Summary, $"{found.Count} variables are called \"{_from}\": of {Names.Listed(found.Select(HolderName))}. Say which with \"in\".");
        }

        var variable = found[0];
        if (_flow.Variables.FirstOrDefault(other => other.Container == variable.Container && Same(other.Name, _to) && !ReferenceEquals(other, variable)) is { } taken)
        {
            return new Refactored.Refused(Summary, $"There is a variable \"{taken.Name}\" already{(variable.Container >= 0 ? $" in \"{HolderName(variable)}\"" : "")}, and the two would become one. Choose another name.");
        }

        return Rename(variable);
    }

    private Refactored Rename(FlowVariable variable)
    {
        var details = ImmutableArray.CreateBuilder<RefactoringDetail>();
        if (variable.IsDeclared && Scalar(variable.NameSpan) is { } declared)
        {
            ReplaceWord(declared, declared.Value.IndexOf('.', StringComparison.Ordinal) + 1, declared.Value.Length);
            details.Add(new RefactoringDetail("declaration", variable.Container < 0 ? "of the flow" : $"in \"{HolderName(variable)}\"", "~"));
        }

        var (reads, writes, places) = (0, 0, 0);
        foreach (var value in _flow.Values)
        {
            if (value.Node is not ScalarNode text || ArchitectVariables.HolderOf(_flow, value.Element, _from) != variable.Container)
            {
                continue;
            }

            var before = _edits.Count;
            if (value.Mode == ValueMode.Variable && Same(value.Text, _from))
            {
                if (!ReplaceWord(text, text.Value.IndexOf('.', StringComparison.Ordinal) + 1, text.Value.Length))
                {
                    return Unwritable(text);
                }

                writes++;
            }
            else if (value.Mode == ValueMode.Expression)
            {
                foreach (var name in value.Expression.Names.Where(name => name.Scope is not null && Same(name.Variable, _from)))
                {
                    if (!ReplaceWord(text, name.Parts[1].Span.Start, name.Parts[1].Span.End))
                    {
                        return Unwritable(text);
                    }

                    reads++;
                }
            }

            places += _edits.Count > before ? 1 : 0;
        }

        if (_edits.Count == 0)
        {
            return new Refactored.Already($"the variable \"{_to}\" has that name already");
        }

        if (reads + writes > 0)
        {
            details.Add(new RefactoringDetail("uses", $"{Names.Count(reads, "read")} and {Names.Count(writes, "write")} in {Names.Count(places, "value")} follow", "~"));
        }

        if (variable.IsInput || variable.IsOutput)
        {
            var direction = variable is { IsInput: true, IsOutput: true } ? "an input and output" : variable.IsInput ? "an input" : "an output";
            details.Add(new RefactoringDetail("callers", $"it is {direction}: flows that bind \"{_from}\" must follow; {(_takesCallersAlong ? "those that this change selects do" : $"a rename with \"of: {_flow.Name}\" takes them along")}"));
        }

        return new Refactored.Changed(Summary, _edits.ToEdits()) { Details = details.DrainToImmutable() };
    }

    private Refactored ApplyToBindings(string callee)
    {
        var summary = $"rename the variable \"{_from}\" of \"{callee}\" to \"{_to}\" in the calls";
        if (WhyNot() is { } reason)
        {
            return new Refactored.Refused(summary, reason);
        }

        var details = ImmutableArray.CreateBuilder<RefactoringDetail>();
        var isThereAlready = false;
        foreach (var element in _flow.Elements.Where(element => element.Call?.FlowId == callee))
        {
            foreach (var bindings in SharedCalls.BindingsOf(element))
            {
                var taken = bindings.Entries.FirstOrDefault(entry => Same(entry.Key, _to));
                isThereAlready |= taken is not null;
                if (bindings.Entries.FirstOrDefault(entry => Same(entry.Key, _from)) is not { KeyNode: ScalarNode key })
                {
                    continue;
                }

                if (taken is not null)
                {
                    return new Refactored.Refused(summary, $"\"{element.DisplayName}\" binds \"{_to}\" already, and would bind it twice. Take one of the two out first.");
                }

                if (!ReplaceWord(key, key.Value.IndexOf('.', StringComparison.Ordinal) + 1, key.Value.Length))
                {
                    return Unwritable(key);
                }

                details.Add(new RefactoringDetail("call", $"\"{element.DisplayName}\"", "~"));
            }
        }

        return _edits.Count > 0 ? new Refactored.Changed(summary, _edits.ToEdits()) { Details = details.DrainToImmutable() }
            : isThereAlready ? new Refactored.Already($"binds \"{_to}\" of \"{callee}\" already")
            : new Refactored.Absent($"binds no \"{_from}\" of \"{callee}\"");
    }

    private string? WhyNot()
    {
        var dot = _from.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
        {
            return $"\"{_from}\" has no scope. Name a variable with its scope, such as Flow.{_from}.";
        }

        if (Expressions.SubstitutionText.IsIn(_from))
        {
            return $"\"{_from}\" is filled in before the flow is read, so that its name stands elsewhere. Change it where it is filled in.";
        }

        var word = _to[(_to.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return !Same(ScopeOf(_from), ScopeOf(_to))
            ? $"\"{_to}\" has another scope than \"{_from}\", and a rename does not move a variable. Keep the scope {ScopeOf(_from)}."
            : Names.WhyNoWord(word);
    }

    private bool ReplaceWord(ScalarNode text, int start, int end)
    {
        var edit = ScalarCharacters.Replace(_flow.Tree.Source, text, TextSpan.FromBounds(start, end), _to[(_to.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        if (edit is not null)
        {
            _edits.Add(edit);
        }

        return edit is not null;
    }

    private Refactored.Refused Unwritable(ScalarNode text) =>
        new(Summary, $"The value at {_flow.Tree.Source.GetPosition(text.Span.Start)} names it in a block of text whose lines are folded. Write it in quotes first.");

    private ScalarNode? Scalar(TextSpan inner) =>
        _flow.Tree.Root is not { } root ? null
        : SyntaxWalk.ScalarAt(root, inner) ?? SyntaxWalk.ScalarAt(root, new TextSpan(inner.Start - 1, inner.Length + 2));

    private bool IsWithin(FlowVariable variable) => variable.Container >= 0 && (_flow.Elements[variable.Container].Label == _within || _flow.Elements[variable.Container].RefId == _within || _flow.Elements[variable.Container].Id == _within);

    private string HolderName(FlowVariable variable) => variable.Container < 0 ? "the flow" : _flow.Elements[variable.Container].DisplayName;

    private static string ScopeOf(string name) => name[..Math.Max(0, name.IndexOf('.', StringComparison.Ordinal))];

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
