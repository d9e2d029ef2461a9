using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Diffing.Architect;

/// <summary>An action of a generated flow.</summary>
/// <param name="Kind">Its key in YAML.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it says, asks, sets, or whom it leads to.</param>
/// <param name="Paths">Its paths, by name.</param>
internal sealed record GeneratedAction(string Kind, string Name, string Text, ImmutableArray<(string Label, ImmutableArray<GeneratedAction> Actions)> Paths)
{
    /// <summary>Itself and all below it.</summary>
    public IEnumerable<GeneratedAction> All => Paths.SelectMany(path => path.Actions).SelectMany(action => action.All).Prepend(this);
}

/// <summary>A task of a generated flow.</summary>
internal sealed record GeneratedTask(string Name, ImmutableArray<GeneratedAction> Actions);

/// <summary>How a flow is written down: nothing of it means anything.</summary>
/// <param name="FirstNumber">The number at the end of the first <c>refId</c>.</param>
/// <param name="WritesDefaults">Whether values stand in the text that would hold without it.</param>
/// <param name="TurnsKeys">Whether keys come in the opposite order.</param>
/// <param name="Quotes">Whether texts stand in quotes.</param>
/// <param name="Indent">Blanks for each level.</param>
/// <param name="LineEnd">The line end.</param>
/// <param name="Comments">Whether comments stand between the lines.</param>
internal sealed record WritingStyle(int FirstNumber, bool WritesDefaults, bool TurnsKeys, bool Quotes, int Indent, string LineEnd, bool Comments)
{
    public static WritingStyle Plain { get; } = new(10, WritesDefaults: true, TurnsKeys: false, Quotes: false, 2, "\n", Comments: false);

    public static Gen<WritingStyle> Gen { get; } =
        from number in FsCheck.Fluent.Gen.Choose(1, 90)
        from defaults in FsCheck.Fluent.Gen.Elements(true, false)
        from turns in FsCheck.Fluent.Gen.Elements(true, false)
        from quotes in FsCheck.Fluent.Gen.Elements(true, false)
        from indent in FsCheck.Fluent.Gen.Elements(2, 4)
        from lineEnd in FsCheck.Fluent.Gen.Elements("\n", "\r\n")
        from comments in FsCheck.Fluent.Gen.Elements(true, false)
        select new WritingStyle(number, defaults, turns, quotes, indent, lineEnd, comments);
}

/// <summary>A generated Architect flow, and its text in any style.</summary>
internal sealed record GeneratedArchitectFlow(ImmutableArray<GeneratedTask> Tasks)
{
    private static readonly string[] Words = ["billing", "orders", "spring", "river", "garden", "seeds", "open", "closed", "number", "again"];

    public static Gen<GeneratedArchitectFlow> Gen { get; } =
        from count in FsCheck.Fluent.Gen.Choose(1, 4)
        from lists in FsCheck.Fluent.Gen.ListOf(ActionList(depth: 3), count)
        select new GeneratedArchitectFlow([.. lists.Select((actions, index) => new GeneratedTask($"Task {(char)('A' + index)}", actions))]);

    public static Arbitrary<GeneratedArchitectFlow> Arbitrary { get; } = Gen.ToArbitrary();

    /// <inheritdoc/>
    public override string ToString() => Write(WritingStyle.Plain);

    /// <summary>Every action.</summary>
    public IEnumerable<GeneratedAction> All => Tasks.SelectMany(task => task.Actions).SelectMany(action => action.All);

    public Flow Read(WritingStyle? style = null) => Read(Write(style ?? WritingStyle.Plain));

    public static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "flow.yaml"))).ShouldNotBeNull();

    /// <summary>The flow with every list of actions changed.</summary>
    public GeneratedArchitectFlow Map(Func<ImmutableArray<GeneratedAction>, ImmutableArray<GeneratedAction>> change)
    {
        return new GeneratedArchitectFlow([.. Tasks.Select(task => task with { Actions = List(task.Actions) })]);

        ImmutableArray<GeneratedAction> List(ImmutableArray<GeneratedAction> actions) =>
            change([.. actions.Select(action => action with { Paths = [.. action.Paths.Select(path => (path.Label, List(path.Actions)))] })]);
    }

    private static Gen<ImmutableArray<GeneratedAction>> ActionList(int depth) =>
        from count in FsCheck.Fluent.Gen.Choose(depth == 3 ? 1 : 0, 5)
        from actions in FsCheck.Fluent.Gen.ListOf(Action(depth), count)
        select actions.ToImmutableArray();

    private static Gen<GeneratedAction> Action(int depth) =>
        from kind in depth > 0 ? FsCheck.Fluent.Gen.Elements("playAudio", "playAudio", "updateData", "disconnect", "transferToAcd", "decision", "callTask") : FsCheck.Fluent.Gen.Elements("playAudio", "updateData", "disconnect")
        from name in FsCheck.Fluent.Gen.Elements("Play Audio", "Step one", "Step two", "Decision", "Disconnect")
        from text in FsCheck.Fluent.Gen.ArrayOf(FsCheck.Fluent.Gen.Elements(Words), 3)
        from first in depth > 0 && kind is "decision" or "transferToAcd" ? ActionList(depth - 1) : FsCheck.Fluent.Gen.Constant(ImmutableArray<GeneratedAction>.Empty)
        from second in depth > 0 && kind == "decision" ? ActionList(depth - 1) : FsCheck.Fluent.Gen.Constant(ImmutableArray<GeneratedAction>.Empty)
        select new GeneratedAction(kind, name, string.Join(' ', text), kind switch
        {
            "decision" => [("yes", first), ("no", second)],
            "transferToAcd" => [("failure", first)],
            _ => [],
        });

    /// <summary>The text.</summary>
    public string Write(WritingStyle style)
    {
        var text = new StringBuilder();
        var fields = new List<(string, object)>
        {
            ("name", "Generated"),
            ("startUpRef", $"\"/inboundCall/tasks/task[{RefId(0, style)}]\""),
            ("defaultLanguage", "en-us"),
            ("tasks", Tasks.Select((task, index) => One("task", Map(("name", task.Name), ("refId", RefId(index, style)), ("actions", task.Actions.Select(action => Write(action, style)).ToList())))).ToList()),
        };
        if (style.WritesDefaults)
        {
            fields.Add(("settingsMenu", Map(("menuSelectionTimeout", Map(("lit", Map(("seconds", Raw("10")))))), ("repeatCount", Map(("lit", Raw("3")))))));
            fields.Add(("settingsPrompts", Map(("ensureAudioInPrompts", Raw("false")))));
        }

        new Writer(text, style).Mapping([("inboundCall", fields)], 0);
        return text.ToString();
    }

    private string RefId(int task, WritingStyle style) => $"{Tasks[task].Name}_{style.FirstNumber + task}";

    private object Write(GeneratedAction action, WritingStyle style)
    {
        var fields = Map(("name", action.Name));
        switch (action.Kind)
        {
            case "playAudio":
                fields.Add(("audio", Map(("tts", action.Text))));
                break;
            case "updateData":
                fields.Add(("statements", new List<object> { One("string", Map(("variable", "Flow.Note"), ("value", Map(("lit", action.Text))))) }));
                break;
            case "transferToAcd":
                fields.Add(("targetQueue", Map(("lit", Map(("name", action.Text))))));
                fields.AddRange(style.WritesDefaults ? [("priority", Map(("lit", Raw("0")))), ("languageSkill", Map(("noValue", Raw("true"))))] : []);
                break;
            case "decision":
                fields.Add(("condition", Map(("exp", style.Quotes ? $"(flow.topic==\"{action.Text}\")" : $"Flow.Topic == \"{action.Text}\""))));
                break;
            case "callTask":
                fields.Add(("targetTaskRef", $"\"/inboundCall/tasks/task[{RefId(action.Text.Length % Tasks.Length, style)}]\""));
                break;
            default:
                break;
        }

        var paths = action.Paths.Where(path => path.Actions.Length > 0).ToList();
        if (paths.Count > 0)
        {
            fields.Add(("outputs", paths.ConvertAll(path => (path.Label, (object)Map(("actions", path.Actions.Select(inner => Write(inner, style)).ToList()))))));
        }

        return One(action.Kind, fields);
    }

    private static List<(string, object)> Map(params (string, object)[] entries) => [.. entries];

    private static object One(string key, object value) => new List<(string, object)> { (key, value) };

    private static object Raw(string text) => new[] { text };

    private sealed class Writer(StringBuilder text, WritingStyle style)
    {
        public void Mapping(List<(string Key, object Value)> entries, int indent, bool isInline = false)
        {
            foreach (var (key, value) in style.TurnsKeys ? Enumerable.Reverse(entries) : entries)
            {
                if (style.Comments && !isInline && key.Length % 3 == 0)
                {
                    text.Append(' ', indent).Append("# ").Append(key).Append(style.LineEnd);
                }

                text.Append(' ', isInline ? 0 : indent).Append(key).Append(':');
                isInline = false;
                Value(value, indent);
            }
        }

        private void Value(object value, int indent)
        {
            switch (value)
            {
                case List<(string, object)> mapping:
                    text.Append(style.LineEnd);
                    Mapping(mapping, indent + style.Indent);
                    break;
                case List<object> { Count: 0 }:
                    text.Append(" []").Append(style.LineEnd);
                    break;
                case List<object> list:
                    text.Append(style.LineEnd);
                    foreach (var item in list)
                    {
                        text.Append(' ', indent + style.Indent).Append('-').Append(' ', style.Indent - 1);
                        Mapping((List<(string, object)>)item, indent + (2 * style.Indent), isInline: true);
                    }

                    break;
                case string[] raw:
                    text.Append(' ').Append(raw[0]).Append(style.LineEnd);
                    break;
                default:
                    var it = (string)value;
                    text.Append(' ').Append(it.StartsWith('"') || !(style.Quotes || it.Contains('"')) ? it : $"'{it}'").Append(style.LineEnd);
                    break;
            }
        }
    }
}
