using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Finds what an unfinished merge left in a text. One side is read on, the lines above <c>=======</c>.</summary>
internal static class MergeConflicts
{
    private const int MarkerLength = 7;

    /// <summary>Reports every conflict at its first marker, and blanks its markers and its other side.</summary>
    public static (IReadOnlyCollection<Diagnostic> Diagnostics, IReadOnlyCollection<YamlRepair> Repairs) Find(string text)
    {
        var diagnostics = new List<Diagnostic>();
        var repairs = new List<YamlRepair>();
        var isOpen = false;
        var others = new List<RelatedPlace>();
        var otherSide = -1;
        for (var at = FindMarker(text, 0); at >= 0; at = FindMarker(text, at + MarkerLength))
        {
            var line = YamlProblems.LineFrom(text, at);
            var kind = text[at];
            if (kind == '<' || !isOpen)
            {
                Close(line.Start);
                diagnostics.Add(new Diagnostic("syntax", Severity.Error, line, "A merge left this conflict marker behind. Settle the conflict: keep the lines that are right and delete the markers."));
                isOpen = kind == '<';
                repairs.Add(new YamlRepair(line, AsText: false));
                continue;
            }

            others.Add(new RelatedPlace(line, kind == '>' ? "The conflict ends here." : "The other side starts here."));
            otherSide = otherSide < 0 ? line.Start : otherSide;
            if (kind == '>')
            {
                Close(line.End);
            }
        }

        Close(text.Length);
        return (diagnostics, repairs);

        void Close(int end)
        {
            // Without an end there is no telling how far the other side reaches: its marker goes, its lines stay.
            var isEnded = others is [.., { Message: "The conflict ends here." }];
            if (isOpen && otherSide >= 0)
            {
                repairs.Add(new YamlRepair(isEnded ? TextSpan.FromBounds(otherSide, end) : others[^1].Span, AsText: false));
                diagnostics[^1] = diagnostics[^1] with { Related = [.. others] };
            }

            isOpen = false;
            otherSide = -1;
            others.Clear();
        }
    }

    /// <summary>The next line that starts with seven of <c>&lt;</c>, <c>|</c>, <c>=</c> or <c>&gt;</c>, and no eighth; -1 when there is none.</summary>
    private static int FindMarker(string text, int start)
    {
        for (var at = start; at + MarkerLength <= text.Length; at++)
        {
            var isFirst = at == 0 || text[at - 1] is '\n' or '\r' or '\uFEFF';
            if (isFirst && text[at] is ('<' or '|' or '=' or '>') && IsMarker(text, at))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsMarker(string text, int at) =>
        !text.AsSpan(at, MarkerLength).ContainsAnyExcept(text[at]) && (at + MarkerLength == text.Length || text[at + MarkerLength] is ' ' or '\r' or '\n');
}
