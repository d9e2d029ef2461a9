using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>Gives a task, menu, state, bot or action another name. Where a <c>refId</c> was made from the name it follows, and so does everything that points at it.</summary>
internal sealed class RenameElement
{
    private readonly Flow _flow;
    private readonly ImmutableArray<ElementKind> _kinds;
    private readonly string _word;
    private readonly string _from;
    private readonly string _to;
    private readonly string _within;
    private readonly EditList _edits;

    private RenameElement(Flow flow, ElementKind kind, string from, string to, string within)
    {
        _flow = flow;
        // A menu's choice does what an action does, and has a name as actions have.
        _kinds = kind == ElementKind.Action ? [kind, ElementKind.Choice] : [kind];
        _word = kind.ToString().ToLowerInvariant();
        (_from, _to, _within) = (from, to, within);
        _edits = new EditList(flow.Tree.Source);
    }

    private string Summary => $"rename the {_word} \"{_from}\"{(_within.Length > 0 ? $" in \"{_within}\"" : "")} to \"{_to}\"";

    /// <summary>Renames an element.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="kind">What it is: a task, menu, state, bot, or an action, which choices of menus are too.</param>
    /// <param name="from">Its name, <c>refId</c> or id.</param>
    /// <param name="to">The name to have.</param>
    /// <param name="within">For an action: the name of the task, menu, state or bot that it stands in, where the name alone is ambiguous; empty otherwise.</param>
    public static Refactored Apply(Flow flow, ElementKind kind, string from, string to, string within = "") => new RenameElement(flow, kind, from, to, within).Apply();

    private Refactored Apply()
    {
        if (Names.WhyNoName(_to) is { } reason)
        {
            return new Refactored.Refused(Summary, reason);
        }

        var found = Matching(_from);
        var taken = Matching(_to);
        if (found.IsEmpty)
        {
            return taken.IsEmpty ? Missing() : new Refactored.Already($"the {_word} \"{_to}\" has that name already");
        }

        if (found.Length > 1)
        {
            return new Refactored.Refused(Summary, $"{found.Length} {_word}s are called \"{_from}\". Name one by its id: {Names.Listed(found.Select(i => _flow.Elements[i].Id))}.");
        }

        var element = _flow.Elements[found[0]];
        if (element.IsContainer && taken.FirstOrDefault(found[0]) != found[0])
        {
            return new Refactored.Refused(Summary, $"The flow has a {_word} \"{_to}\" already. Choose another name, or rename that one first.");
        }

        return Rename(element);
    }

    private Refactored Rename(FlowElement element)
    {
        if ((element.Node as MappingNode)?["name"] is not ScalarNode { IsNull: false } name)
        {
            return new Refactored.Refused(Summary, $"The {_word} \"{_from}\" has no name in the file that could be changed. Give it one first.");
        }

        if (name.Value == _to)
        {
            return new Refactored.Already($"the {_word} \"{_to}\" has that name already");
        }

        _edits.Add(ScalarCharacters.ReplaceAll(_flow.Tree.Source, name, _to));
        var details = ImmutableArray.CreateBuilder<RefactoringDetail>();
        if (element.IsContainer)
        {
            var refId = NewRefId(element, name.Value, details);
            if (refId is not null && _flow.Elements.Any(other => !ReferenceEquals(other, element) && other.Type == element.Type && (other.RefId == refId || other.RefId == element.RefId)))
            {
                return new Refactored.Refused(Summary, $"Another {_word} has the refId \"{(_flow.Elements.Any(other => other.RefId == refId) ? refId : element.RefId)}\", so references could not be told apart. Give that one another refId first.");
            }

            if (refId is not null && !FollowReferences(element, refId, details))
            {
                return new Refactored.Refused(Summary, $"A reference to \"{element.RefId}\" is written over several lines or as a block of text. Write it on one line first.");
            }

            FollowDisplayNames(element, name.Value, details);
        }

        return new Refactored.Changed($"rename the {_word} \"{name.Value}\" to \"{_to}\"", _edits.ToEdits()) { Details = details.DrainToImmutable() };
    }

    /// <summary>The new <c>refId</c>: where the old one is the name, or the name with the number that the exporter puts behind it.</summary>
    private string? NewRefId(FlowElement element, string name, ImmutableArray<RefactoringDetail>.Builder details)
    {
        var refId = element.RefId;
        var number = refId.StartsWith(name, StringComparison.Ordinal) ? refId[name.Length..] : null;
        var isDerived = refId.Length > 0 && number is not null && (number.Length == 0 || (number.Length > 1 && number[0] == '_' && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0));
        if (!isDerived)
        {
            if (refId.Length > 0)
            {
                details.Add(new RefactoringDetail("refId", $"\"{refId}\" stays: it was not made from the name"));
            }

            return null;
        }

        if (_to.AsSpan().IndexOfAny("[]/#") >= 0)
        {
            details.Add(new RefactoringDetail("refId", $"\"{refId}\" stays: references cannot hold the new name"));
            return null;
        }

        return _to + number;
    }

    private bool FollowReferences(FlowElement element, string refId, ImmutableArray<RefactoringDetail>.Builder details)
    {
        details.Add(new RefactoringDetail("refId", $"\"{element.RefId}\" -> \"{refId}\"", "~"));
        if ((element.Node as MappingNode)?["refId"] is not ScalarNode own)
        {
            return false;
        }

        _edits.Add(ScalarCharacters.ReplaceAll(_flow.Tree.Source, own, refId));
        var count = 0;
        foreach (var reference in ReferenceScan.Paths(_flow.Tree.Root))
        {
            if (ReferenceScan.Rename(reference.Text.Value, element.Type, element.RefId, refId) is not { } path)
            {
                continue;
            }

            // Only the refId within the path is replaced, so that there and back again is the same text.
            var start = CommonStart(reference.Text.Value, path);
            var end = CommonEnd(reference.Text.Value, path, start);
            var within = TextSpan.FromBounds(start, reference.Text.Value.Length - end);
            if (ScalarCharacters.Replace(_flow.Tree.Source, reference.Text, within, path[start..^end]) is not { } edit)
            {
                edit = ScalarCharacters.ReplaceAll(_flow.Tree.Source, reference.Text, path);
            }

            _edits.Add(edit);
            count++;
        }

        if (count > 0)
        {
            details.Add(new RefactoringDetail("references", $"{Names.Count(count, "reference")} to it {(count == 1 ? "follows" : "follow")}", "~"));
        }

        return true;
    }

    /// <summary>Settings of bots name tasks as people see them.</summary>
    private void FollowDisplayNames(FlowElement element, string name, ImmutableArray<RefactoringDetail>.Builder details)
    {
        if (element.Kind != ElementKind.Task)
        {
            return;
        }

        var settings = ReferenceScan.IntentTasks(_flow).Where(text => text.Value == name).ToList();
        foreach (var text in settings)
        {
            _edits.Add(ScalarCharacters.ReplaceAll(_flow.Tree.Source, text, _to));
        }

        if (settings.Count > 0)
        {
            details.Add(new RefactoringDetail("intents", $"{Names.Count(settings.Count, "intent")} of the bot settings {(settings.Count == 1 ? "leads" : "lead")} to it by name and {(settings.Count == 1 ? "follows" : "follow")}", "~"));
        }
    }

    private ImmutableArray<int> Matching(string name)
    {
        var byName = Where(element => element.Label == name);
        return !byName.IsEmpty ? byName : Where(element => element.RefId == name || element.Id == name);
    }

    private ImmutableArray<int> Where(Func<FlowElement, bool> fits) =>
        [.. Enumerable.Range(0, _flow.Elements.Length).Where(i => _kinds.Contains(_flow.Elements[i].Kind) && fits(_flow.Elements[i]) && StandsWithin(i))];

    private bool StandsWithin(int element)
    {
        if (_within.Length == 0)
        {
            return true;
        }

        for (var outer = _flow.Elements[element].Parent; outer >= 0; outer = _flow.Elements[outer].Parent)
        {
            if (_flow.Elements[outer].Label == _within || _flow.Elements[outer].RefId == _within)
            {
                return true;
            }
        }

        return false;
    }

    private Refactored.Absent Missing()
    {
        var names = _flow.Elements.Where(element => _kinds.Contains(element.Kind)).Select(element => element.Label);
        return new Refactored.Absent($"has no {_word} \"{_from}\"{(_within.Length > 0 ? $" in \"{_within}\"" : "")}", Names.Hint(_from, names));
    }

    private static int CommonStart(string left, string right)
    {
        var length = left.AsSpan().CommonPrefixLength(right);
        return length;
    }

    private static int CommonEnd(string left, string right, int start)
    {
        var length = 0;
        while (length < Math.Min(left.Length, right.Length) - start && left[^(length + 1)] == right[^(length + 1)])
        {
            length++;
        }

        return length;
    }
}
