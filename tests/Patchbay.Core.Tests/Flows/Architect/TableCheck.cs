using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Flows.Architect;

/// <summary>Holds a flow against the tables and collects what they do not know.</summary>
internal sealed class TableCheck(string rootKey, string text)
{
    private static readonly string[] Wrappers = ["lit", "exp", "noValue", "var", "tts", "prompt", "alternateSequences", "none"];

    public List<string> Found { get; } = [];

    public int Actions { get; private set; }

    public void Flow(MappingNode flow)
    {
        if (ArchitectFlowTypes.FromRootKey(rootKey) is null)
        {
            Found.Add($"flow type {rootKey}");
        }

        foreach (var entry in flow.Entries)
        {
            if (SettingsBlocks.Find(entry.Key) is { } block)
            {
                Field(block.Field, entry.Value, entry.Key);
            }
            else if (entry.Key.StartsWith("settings", StringComparison.Ordinal))
            {
                Found.Add($"settings {entry.Key}");
            }
            else
            {
                Lists(entry.Key, entry.Value);
            }
        }
    }

    private void Lists(string key, SyntaxNode node)
    {
        switch (node)
        {
            case SequenceNode list when key is "actions" or "startUpTaskActions":
                Items(list);
                break;
            case SequenceNode list when key == "choices":
                foreach (var choice in list.Mappings.SelectMany(item => item.Entries))
                {
                    Choice(choice);
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    Lists("", item);
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    Lists(entry.Key, entry.Value);
                }

                break;
        }
    }

    private void Items(SequenceNode list)
    {
        foreach (var item in list.Items)
        {
            if (item is not MappingNode { Entries: [var entry] })
            {
                Found.Add("an item that is no action");
            }
            else if (entry.Key != "ref")
            {
                Action(entry);
            }
        }
    }

    private void Action(MappingEntry entry)
    {
        Actions++;
        if (ActionKinds.Find(entry.Key) is not { } kind)
        {
            Found.Add($"action {entry.Key}");
            return;
        }

        if (!kind.IsSeen)
        {
            Found.Add($"{kind.Name} is seen after all");
        }

        if (!kind.FlowTypes.IsEmpty && !kind.FlowTypes.Contains(rootKey))
        {
            Found.Add($"{kind.Name} in {rootKey}");
        }

        foreach (var field in (entry.Value as MappingNode)?.Entries ?? [])
        {
            if (field.Key == "outputs")
            {
                Outputs(kind, field.Value);
            }
            else if (field.Key is not ("name" or "ref"))
            {
                Known(kind.Fields, field, kind.Name);
            }
        }

        foreach (var field in kind.Fields.Where(field => field.IsRequired && entry.Value is MappingNode value && value[field.Name] is null))
        {
            Found.Add($"{kind.Name} without {field.Name}");
        }
    }

    private void Outputs(ActionKind kind, SyntaxNode node)
    {
        if (node is not MappingNode outputs)
        {
            Found.Add($"{kind.Name}.outputs is no mapping");
            return;
        }

        foreach (var output in outputs.Entries)
        {
            if (output.Key == kind.PathList)
            {
                foreach (var path in ((SequenceNode)output.Value).Mappings.SelectMany(item => item.Entries))
                {
                    Path(path, $"{kind.Name}.{path.Key}", ["name", "actions", "enabled"]);
                }
            }
            else
            {
                if (!kind.PathsIn(rootKey).Contains(output.Key))
                {
                    Found.Add($"path {kind.Name}.{output.Key} in {rootKey}");
                }

                Path(output, $"{kind.Name}.{output.Key}", ["actions", "enabled"]);
            }
        }
    }

    private void Path(MappingEntry path, string at, string[] known)
    {
        foreach (var entry in (path.Value as MappingNode)?.Entries ?? [])
        {
            if (!known.Contains(entry.Key))
            {
                Found.Add($"{at}.{entry.Key}");
            }

            Lists(entry.Key, entry.Value);
        }
    }

    private void Choice(MappingEntry entry)
    {
        if (MenuChoiceKinds.Find(entry.Key) is not { } kind)
        {
            Found.Add($"choice {entry.Key}");
            return;
        }

        foreach (var field in (entry.Value as MappingNode)?.Entries ?? [])
        {
            Known(kind.Fields, field, kind.Name);
        }
    }

    private void Known(IEnumerable<ActionField> fields, MappingEntry entry, string at)
    {
        if (fields.FirstOrDefault(field => field.Name == entry.Key) is { } known)
        {
            Field(known, entry.Value, $"{at}.{entry.Key}");
        }
        else
        {
            Found.Add($"field {at}.{entry.Key}");
        }
    }

    private void Field(ActionField field, SyntaxNode node, string at)
    {
        switch (field.Shape)
        {
            case FieldShape.Plain or FieldShape.VariableName or FieldShape.Reference:
                Expect(node is ScalarNode || text.AsSpan(node.Span.Start).StartsWith("{{", StringComparison.Ordinal), at, "a scalar");
                Literal(field, node, at);
                break;
            case FieldShape.Value or FieldShape.Output or FieldShape.Audio:
                Wrapped(field, node, at);
                break;
            case FieldShape.Inputs or FieldShape.Outputs:
                Expect(node is MappingNode, at, "a mapping");
                foreach (var entry in (node as MappingNode)?.Entries ?? [])
                {
                    Wrapped(field.Within(entry.Key).ShouldNotBeNull(), entry.Value, $"{at}.*");
                }

                break;
            case FieldShape.Group or FieldShape.OneOf or FieldShape.Named or FieldShape.ByName or FieldShape.ByType:
                Expect(node is MappingNode, at, "a mapping");
                foreach (var entry in (node as MappingNode)?.Entries ?? [])
                {
                    Inner(field, entry, at);
                }

                break;
            case FieldShape.List:
                Expect(node is SequenceNode, at, "a list");
                foreach (var item in (node as SequenceNode)?.Items ?? [])
                {
                    Field(field.Item.ShouldNotBeNull(), item, $"{at}[]");
                }

                break;
            case FieldShape.Actions:
                Items((SequenceNode)node);
                break;
            case FieldShape.Any:
                break;
        }
    }

    private void Inner(ActionField field, MappingEntry entry, string at)
    {
        if (field.Within(entry.Key) is { } inner)
        {
            Field(inner, entry.Value, $"{at}.{(field.Shape is FieldShape.ByName ? "*" : entry.Key)}");
        }
        else
        {
            Found.Add($"field {at}.{entry.Key}");
        }
    }

    private void Wrapped(ActionField field, SyntaxNode node, string at)
    {
        if (node is MappingNode { Entries: var entries } && entries.Length > 0)
        {
            foreach (var entry in entries)
            {
                Expect(Wrappers.Contains(entry.Key) || (entry.Key == "name" && entries.Length == 2), at, $"a wrapper instead of {entry.Key}");
                if (entry.Key == "lit")
                {
                    Literal(field, entry.Value, at);
                }
            }
        }
        else
        {
            Expect(false, at, "a wrapper");
        }
    }

    private void Literal(ActionField field, SyntaxNode node, string at)
    {
        if (node is ScalarNode scalar && !field.Values.IsEmpty && !field.Values.Contains(scalar.Value))
        {
            Found.Add($"{at} is {scalar.Value}");
        }
    }

    private void Expect(bool isSo, string at, string what)
    {
        if (!isSo)
        {
            Found.Add($"{at} should be {what}");
        }
    }
}
