using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats;

/// <summary>A node of a generated flow: its ways lead to nodes by index, or out of the flow where the index is past the last.</summary>
internal sealed record GeneratedNode(int Type, int Success, int Error, ImmutableArray<int> Choices)
{
    public const int None = -1;
}

/// <summary>A flow of any format in any layout.</summary>
internal sealed record GeneratedFlow(string Format, ImmutableArray<GeneratedNode> Nodes, bool IsSnake, int Layout, bool NamesStart)
{
    private static readonly string[] Types = ["playPrompt", "collect", "customThing", "disconnect", "transferToQueue", "setData"];

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions[] Indented =
    [
        new(Compact) { WriteIndented = true, NewLine = "\n" },
        new(Compact) { WriteIndented = true, NewLine = "\n", IndentSize = 4 },
        new(Compact) { WriteIndented = true, NewLine = "\r\n", IndentCharacter = '\t', IndentSize = 1 },
    ];

    public string Text { get; } = Write(Format, Nodes, IsSnake, Layout, NamesStart);

    public static Gen<GeneratedFlow> Gen { get; } =
        from format in FsCheck.Fluent.Gen.Elements("action-list", "trigger-graph", "node-map", "node-list")
        from count in FsCheck.Fluent.Gen.Choose(1, 7)
        from nodes in FsCheck.Fluent.Gen.ArrayOf(NodeGen(count), count)
        from isSnake in FsCheck.Fluent.Gen.Elements(true, false)
        from layout in FsCheck.Fluent.Gen.Choose(0, 4)
        from namesStart in FsCheck.Fluent.Gen.Elements(true, false)
        select new GeneratedFlow(format, [.. nodes], isSnake, layout, namesStart);

    public static Arbitrary<GeneratedFlow> Arbitrary { get; } = Gen.ToArbitrary();

    public Flow Read() => FlowFormats.Read(JsonText.Parse(new SourceText(Text))).ShouldNotBeNull();

    public override string ToString() => $"{Format}:\n{Text}";

    private static Gen<GeneratedNode> NodeGen(int count)
    {
        var target = FsCheck.Fluent.Gen.Choose(GeneratedNode.None, count);
        return from type in FsCheck.Fluent.Gen.Choose(0, Types.Length - 1)
               from success in target
               from error in target
               from choices in FsCheck.Fluent.Gen.ArrayOf(target, 2)
               from choiceCount in FsCheck.Fluent.Gen.Choose(0, 2)
               select new GeneratedNode(type, success, error, [.. choices.Take(choiceCount).Where(choice => choice != GeneratedNode.None)]);
    }

    private static string Write(string format, ImmutableArray<GeneratedNode> nodes, bool isSnake, int layout, bool namesStart)
    {
        string Spelt(string camel) => isSnake ? JsonNamingPolicy.SnakeCaseLower.ConvertName(camel) : camel;
        var content = format switch
        {
            "action-list" => ActionList(nodes, Spelt),
            "trigger-graph" => TriggerGraph(nodes, Spelt, namesStart),
            "node-map" => NodeMap(nodes, Spelt, namesStart),
            _ => NodeList(nodes, namesStart),
        };
        content.Insert(0, "name", "Générated \"flow\" 📞");
        return Lay(content, layout);
    }

    private static string Id(int index) => $"n{index}";

    private static JsonObject Element(int index, GeneratedNode node) =>
        new() { ["id"] = Id(index), ["type"] = Types[node.Type], ["extra"] = new JsonObject { ["n"] = 1.50, ["list"] = new JsonArray("a", "${x}") } };

    private static JsonObject ActionList(ImmutableArray<GeneratedNode> nodes, Func<string, string> spelt)
    {
        var actions = new JsonArray();
        for (var i = 0; i < nodes.Length; i++)
        {
            var action = Element(i, nodes[i]);
            foreach (var (name, target) in new[] { ("next", nodes[i].Choices.FirstOrDefault(GeneratedNode.None)), ("onSuccess", nodes[i].Success), ("onError", nodes[i].Error) })
            {
                if (target >= 0 && target < nodes.Length)
                {
                    action[spelt(name)] = Id(target);
                }
            }

            actions.Add(action);
        }

        return new JsonObject { ["actions"] = actions };
    }

    private static JsonObject TriggerGraph(ImmutableArray<GeneratedNode> nodes, Func<string, string> spelt, bool startsTwice)
    {
        var triggers = new JsonArray();
        var edges = new JsonArray();
        void Edge(string from, int to, JsonArray? conditions)
        {
            var edge = new JsonObject { [spelt("fromId")] = from, [spelt("toId")] = to < nodes.Length ? Id(to) : "end" };
            if (conditions is not null)
            {
                edge["conditions"] = conditions;
            }

            edges.Add(edge);
        }

        Edge("start", 0, []);
        if (startsTwice)
        {
            Edge("start", nodes.Length - 1, ["holiday"]);
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            triggers.Add(Element(i, nodes[i]));
            AddWays(nodes[i], (to, kind) => Edge(Id(i), to, kind switch
            {
                "success" => null,
                "error" => [new JsonObject { ["type"] = "error" }],
                _ => [new JsonObject { ["expression"] = kind }],
            }));
        }

        return new JsonObject { ["triggers"] = triggers, ["edges"] = edges };
    }

    private static JsonObject NodeMap(ImmutableArray<GeneratedNode> nodes, Func<string, string> spelt, bool namesStart)
    {
        var map = new JsonObject();
        for (var i = 0; i < nodes.Length; i++)
        {
            var outputs = new JsonObject();
            AddWays(nodes[i] with { Choices = [] }, (to, kind) => outputs[kind] = to < nodes.Length ? Id(to) : "");
            var node = Element(i, nodes[i]);
            node.Remove("id");
            node[spelt("outputNodes")] = outputs;
            if (!nodes[i].Choices.IsEmpty)
            {
                node["menu"] = new JsonObject
                {
                    ["timeout"] = 5,
                    ["options"] = new JsonArray([.. nodes[i].Choices.Select((to, key) => new JsonObject
                    {
                        ["key"] = $"{key}", ["prompt"] = $"Press {key}", [spelt("routingTarget")] = to < nodes.Length ? Id(to) : "queue", ["keep"] = key,
                    })]),
                };
            }

            map[Id(i)] = node;
        }

        var definition = new JsonObject { ["nodes"] = map };
        if (namesStart)
        {
            definition["start"] = Id(nodes.Length / 2);
        }

        return new JsonObject { ["definition"] = definition };
    }

    private static JsonObject NodeList(ImmutableArray<GeneratedNode> nodes, bool namesStart)
    {
        var list = new JsonArray();
        var edges = new JsonArray();
        for (var i = 0; i < nodes.Length; i++)
        {
            list.Add(Element(i, nodes[i]));
            AddWays(nodes[i], (to, kind) =>
            {
                if (to < nodes.Length)
                {
                    var edge = new JsonObject { ["source"] = Id(i), ["target"] = Id(to) };
                    if (kind != "success" || i % 2 == 0)
                    {
                        edge["on"] = kind;
                    }

                    edges.Add(edge);
                }
            });
        }

        if (namesStart)
        {
            list[nodes.Length - 1]!["type"] = "start";
        }

        return new JsonObject { ["definition"] = new JsonObject { ["nodes"] = list, ["edges"] = edges } };
    }

    private static void AddWays(GeneratedNode node, Action<int, string> add)
    {
        if (node.Success != GeneratedNode.None)
        {
            add(node.Success, "success");
        }

        for (var i = 0; i < node.Choices.Length; i++)
        {
            add(node.Choices[i], $"choice{i}");
        }

        if (node.Error != GeneratedNode.None)
        {
            add(node.Error, "error");
        }
    }

    /// <summary>Lays a document out: indented by two or four blanks, by tabs with CRLF, compact, or with one line for each element.</summary>
    private static string Lay(JsonObject document, int layout)
    {
        if (layout == 3)
        {
            return document.ToJsonString(Compact);
        }

        var indented = Indented[layout % 3];

        if (layout != 4)
        {
            return document.ToJsonString(indented) + indented.NewLine;
        }

        var lines = new List<string>();
        void Shorten(JsonNode? parent)
        {
            if (parent is JsonArray list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    lines.Add(list[i]!.ToJsonString(Compact).Replace("\":", "\": ").Replace(",\"", ", \""));
                    list[i] = $"@{lines.Count - 1}@";
                }
            }
        }

        foreach (var holder in new[] { document, document["definition"] as JsonObject })
        {
            foreach (var name in new[] { "actions", "triggers", "nodes", "edges" })
            {
                Shorten(holder?[name]);
            }
        }

        var text = document.ToJsonString(indented);
        for (var i = 0; i < lines.Count; i++)
        {
            text = text.Replace($"\"@{i}@\"", lines[i]);
        }

        return text;
    }
}
