using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>What the comparers of an Architect flow share: both sides, what is which, the names, and the differences found.</summary>
internal sealed class Comparison
{
    private readonly FieldWording _wording;

    public Comparison(ArchitectSide before, ArchitectSide after)
    {
        (Before, After) = (before, after);
        Match = ArchitectMatch.Of(before, after);
        (BeforeNames, AfterNames) = (new ElementNames(before), new ElementNames(after));
        _wording = new FieldWording(before, after);
    }

    public ArchitectSide Before { get; }

    public ArchitectSide After { get; }

    public ArchitectMatch Match { get; }

    public ElementNames BeforeNames { get; }

    public ElementNames AfterNames { get; }

    /// <summary>What was found so far.</summary>
    public List<FlowDifference> Found { get; } = [];

    /// <summary>Compares fields.</summary>
    /// <param name="who">Who has them, as sentences begin.</param>
    /// <param name="element">The id of the element; empty for the flow.</param>
    public FieldWalk Fields(string who, string element) => new(Before, After, Match, changed => Found.Add(new FlowDifference(
        changed.Change == FieldChange.Order ? DifferenceKind.Reordered : changed.Before is null ? DifferenceKind.Added : changed.After is null ? DifferenceKind.Removed : DifferenceKind.Changed,
        DifferenceSubject.Field,
        _wording.Sentence(who, changed))
    {
        Group = FieldGroups.Of(changed.Place),
        Element = element,
        Path = changed.Place.Path,
        Before = changed.Before is null ? null : Raw(Before, changed.Before),
        After = changed.After is null ? null : Raw(After, changed.After),
        BeforeSpan = changed.Before?.Span,
        AfterSpan = changed.After?.Span,
    }));

    /// <summary>Adds a difference of a plain text, if there is one.</summary>
    /// <param name="what">What has it, as the sentence begins: <c>The flow's name</c>.</param>
    /// <param name="difference">The difference without its kind and text.</param>
    /// <param name="was">What it was; empty for nothing.</param>
    /// <param name="isNow">What it is; empty for nothing.</param>
    public void AddText(string what, FlowDifference difference, string was, string isNow)
    {
        if (was == isNow)
        {
            return;
        }

        var (from, to) = ShownValue.Pair(new ShownValue(was, IsQuoted: true), new ShownValue(isNow, IsQuoted: true));
        Found.Add(difference with
        {
            Kind = was.Length == 0 ? DifferenceKind.Added : isNow.Length == 0 ? DifferenceKind.Removed : DifferenceKind.Changed,
            Text = was.Length == 0 ? $"{what} is now {to} (was not set)" : isNow.Length == 0 ? $"{what} is no longer set (was {from})" : $"{what} is now {to} (was {from})",
            Before = was.Length == 0 ? null : was,
            After = isNow.Length == 0 ? null : isNow,
        });
    }

    /// <summary>An element that became another in name alone. One without a name, and one with the name that Architect gives, are called alike.</summary>
    public void AddRename(int was, int isNow)
    {
        var (l, r) = (Before.Flow.Elements[was], After.Flow.Elements[isNow]);
        var isUnnamed = l.Label.Length == 0 || r.Label.Length == 0;
        if (l.Label == r.Label || (isUnnamed && (r.IsContainer || (!Likeness.HasOwnName(l) && !Likeness.HasOwnName(r)))))
        {
            return;
        }

        var text = r.IsContainer
            ? $"{ElementWording.Capital(ElementWording.Container(l))} is now called \"{r.Label}\""
            : r.Kind == ElementKind.Choice
                ? $"{AfterNames.Who(isNow)} is now called \"{r.Label}\" (was \"{l.Label}\")"
                : $"{AfterNames.OwnerOf(isNow)}: {ElementWording.Title(r.Type)} \"{l.Label}\" is now called \"{r.Label}\"";
        Found.Add(new FlowDifference(DifferenceKind.Renamed, DifferenceSubject.Element, text)
        {
            Group = DifferenceGroup.Cosmetic,
            Element = r.Id,
            Path = "name",
            Before = l.Label,
            After = r.Label,
            BeforeSpan = l.IdSpan,
            AfterSpan = r.IdSpan,
        });
    }

    /// <summary>A value as it stands in the text.</summary>
    public static string Raw(ArchitectSide side, SyntaxNode node) => side.Flow.Tree.Source.GetText(node.Span);

    /// <summary>The span of an entry's value, or null where there is none.</summary>
    public static TextSpan? SpanOf(MappingNode? mapping, string key) => mapping?[key]?.Span;
}
