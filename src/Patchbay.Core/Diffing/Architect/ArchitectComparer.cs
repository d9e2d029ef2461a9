using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Compares two Architect flows: the flow's own fields, then container by container. What callers notice comes first, then data, then settings, then names.</summary>
internal sealed class ArchitectComparer
{
    private readonly Comparison _all;
    private readonly ListComparer _lists;
    private readonly VariableComparer _variables;

    private ArchitectComparer(Comparison all)
    {
        _all = all;
        _variables = new VariableComparer(all);
        _lists = new ListComparer(all, _variables);
    }

    /// <summary>Compares two flows.</summary>
    /// <param name="before">The flow as it was.</param>
    /// <param name="after">The flow as it is.</param>
    public static ImmutableArray<FlowDifference> Compare(Flow before, Flow after)
    {
        var meanings = new Meanings();
        var byValues = before.Tree.Notation != after.Tree.Notation;
        var all = new Comparison(new ArchitectSide(before, meanings, byValues), new ArchitectSide(after, meanings, byValues));
        new ArchitectComparer(all).Compare();
        return [.. all.Found.OrderBy(difference => difference.Group)];
    }

    private void Compare()
    {
        CompareFlow();
        foreach (var container in _all.After.Containers)
        {
            if (_all.Match.ToBefore(container) is >= 0 and var was)
            {
                CompareContainer(was, container);
            }
            else
            {
                _lists.Added(container);
            }
        }

        foreach (var container in _all.Before.Containers.Where(container => _all.Match.ToAfter(container) < 0))
        {
            _lists.Removed(container);
        }
    }

    private void CompareContainer(int was, int isNow)
    {
        _all.AddRename(was, isNow);
        if (!_all.Before.IsJson && !_all.After.IsJson)
        {
            _variables.Compare(_all.AfterNames.Container(isNow), VariableComparer.OfContainer(_all.Before, was), VariableComparer.OfContainer(_all.After, isNow), _all.After.Flow.Elements[isNow].Id);
        }

        _lists.CompareElements(was, isNow);
    }

    private void CompareFlow()
    {
        var (l, r) = (_all.Before.Flow, _all.After.Flow);
        var (left, right) = (_all.Before.Body, _all.After.Body);
        FlowDifference Of(string field, DifferenceGroup group) => new(DifferenceKind.Changed, DifferenceSubject.Field, "")
        {
            Group = group,
            Path = field,
            BeforeSpan = Comparison.SpanOf(left, field),
            AfterSpan = Comparison.SpanOf(right, field),
        };

        _all.AddText("The flow's type", Of("type", DifferenceGroup.Caller), Title(l.Type), Title(r.Type));
        _all.AddText("The flow's name", Of("name", DifferenceGroup.Settings), l.Name, r.Name);
        _all.AddText("The flow's description", Of("description", DifferenceGroup.Cosmetic), l.Description ?? "", r.Description ?? "");
        if (l.FormatId == r.FormatId)
        {
            _all.AddText("The flow's division", Of("division", DifferenceGroup.Settings), l.Division?.Name ?? "", r.Division?.Name ?? "");
        }

        CompareEntry(Of("startUpRef", DifferenceGroup.Caller));
        if (_all.Before.IsJson != _all.After.IsJson)
        {
            new NotationComparer(_all).Compare();
        }
        else if (left is not null && right is not null)
        {
            _all.Fields("The flow", "").Compare(Settings(_all.Before, left), Settings(_all.After, right));
        }

        if (_all.Before.IsJson || _all.After.IsJson)
        {
            _variables.CompareModels();
        }
        else if (left is not null && right is not null)
        {
            _variables.Compare("", VariableComparer.OfFlow(left), VariableComparer.OfFlow(right), "");
        }
    }

    private static string Title(string type) => ArchitectFlowTypes.FromApiType(type)?.Title ?? type;

    /// <summary>The fields of a flow that are neither its logic nor compared in words of their own.</summary>
    private static IEnumerable<(MappingEntry, FieldPlace)> Settings(ArchitectSide side, MappingNode body)
    {
        if (side.IsJson)
        {
            foreach (var entry in body.Entries.Where(entry => !OwnFields.IsLogicOfJson(entry) && ReferenceEquals(body.Find(entry.Key), entry)))
            {
                yield return (entry, FieldPlace.Of("", entry.Key, null, isJson: true));
            }

            yield break;
        }

        var starts = ArchitectFlowTypes.FromRootKey(side.RootKey)?.ImpliedStarts ?? [];
        foreach (var entry in body.Entries)
        {
            var isLogic = entry.Key is "name" or "description" or "division" or "startUpRef" or "variables" or "startUpTaskVariables" || starts.Contains(entry.Key)
                || (entry.Key is "menus" or "tasks" or "states" or "bots" && entry.Value is SequenceNode);
            if (!isLogic && ReferenceEquals(body.Find(entry.Key), entry))
            {
                yield return (entry, FieldPlace.Of("", entry.Key, SettingsBlocks.Find(entry.Key)?.Field));
            }
        }
    }

    private void CompareEntry(FlowDifference difference)
    {
        var (was, isNow) = (_all.Before.Flow.Entry, _all.After.Flow.Entry);
        if (was < 0 ? isNow < 0 : _all.Match.ToAfter(was) == isNow)
        {
            return;
        }

        // A start that is nowhere is told with what the text says of it.
        var (from, to) = (Entry(_all.Before, was), Entry(_all.After, isNow));
        if (from != to || was >= 0 || isNow >= 0)
        {
            _all.Found.Add(difference with
            {
                Subject = DifferenceSubject.Entry,
                Text = $"The flow now starts at {to} (was {from})",
                Before = was >= 0 ? _all.Before.Flow.Elements[was].Id : null,
                After = isNow >= 0 ? _all.After.Flow.Elements[isNow].Id : null,
            });
        }
    }

    private static string Entry(ArchitectSide side, int element) => element >= 0 ? ElementWording.Container(side.Flow.Elements[element])
        : side.Body?.GetString("startUpRef") is { } missing ? $"\"{missing}\", which does not exist"
        : "nothing";
}
