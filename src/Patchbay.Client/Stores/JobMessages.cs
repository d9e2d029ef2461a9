using System.Globalization;
using System.Text.RegularExpressions;
using Patchbay.Client.Platform;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>What Architect jobs say, in plain text that nobody promises anything about: shown in full, given a place in the definition where it names one, and looked through for what is no fault of the definition.</summary>
internal static partial class JobMessages
{
    /// <summary>How often a job that failed because the org was busy is run.</summary>
    public const int MostTries = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait before a job is run again. The job's failure does not say.</summary>
    /// <param name="tries">How often it was run.</param>
    public static TimeSpan PauseAfter(int tries)
    {
        var pause = FirstPause * Math.Pow(2, tries - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Whether a job failed because requests that it made itself were refused for going too fast. It has done nothing then.</summary>
    /// <param name="job">The job.</param>
    public static bool IsThrottled(ArchitectJob job) => Says(job, ThrottledPattern());

    /// <summary>Whether a job failed because somebody had locked the flow.</summary>
    /// <param name="job">The job.</param>
    public static bool IsLocked(ArchitectJob job) => Says(job, LockedPattern());

    /// <summary>Why a job failed: all errors, in full.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<string> Sentences(ArchitectJob job)
    {
        var errors = Of(job, "Error");
        return errors.Count > 0 ? errors : Of(job, "Unknown") is { Count: > 0 } others ? others : ["The job failed without saying why."];
    }

    /// <summary>What a job that succeeded warns of, in full.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<string> Warnings(ArchitectJob job) => [.. Of(job, "Warning").Select(warning => $"The org warns: {warning}")];

    /// <summary>Why a job failed, each with its place in the definition where it names one: <c>NAME:12:7: error: ...</c>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">How messages call the definition.</param>
    /// <param name="text">The definition that it was run for.</param>
    public static IReadOnlyList<string> Located(ArchitectJob job, string name, string text)
    {
        var source = new SourceText(text, name);
        var flow = FlowFormats.Read(SyntaxTree.Parse(source));
        return [.. Sentences(job).Select(sentence => SpanOf(sentence, source, flow) is { } span ? $"{name}:{source.GetPosition(span.Start)}: error: {sentence}" : sentence)];
    }

    /// <summary>Everything that a job says of a definition, as findings. What names no place stands at the start.</summary>
    /// <param name="job">The job.</param>
    /// <param name="source">The definition.</param>
    public static IReadOnlyList<Diagnostic> Findings(ArchitectJob job, SourceText source)
    {
        var flow = FlowFormats.Read(SyntaxTree.Parse(source));
        return [.. new[] { (Type: "Error", Severity: Severity.Error), (Type: "Warning", Severity: Severity.Warning) }
            .SelectMany(kind => Of(job, kind.Type).Select(said => new Diagnostic("service", kind.Severity, SpanOf(said, source, flow) ?? default, $"The org says: {said}")))];
    }

    /// <summary>Where a message points: the line that it gives, or the one part of the flow that it names.</summary>
    /// <param name="message">What the org says.</param>
    /// <param name="source">The definition.</param>
    /// <param name="flow">What it means; null where it is none that Patchbay reads.</param>
    public static TextSpan? SpanOf(string message, SourceText source, Flow? flow)
    {
        if (LinePattern().Match(message) is { Success: true } match
            && int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= source.LineCount)
        {
            var line = source.GetLine(number);
            var column = int.TryParse(match.Groups["column"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 1;
            return new TextSpan(line.Start + Math.Clamp(column - 1, 0, line.Length), 0);
        }

        return flow is null || Named(message, flow) is not { } named ? null : named.Span;
    }

    /// <summary>The part that a message names, by its reference or its name in quotes or brackets; null where that may be several. An action is meant before the task around it.</summary>
    private static FlowElement? Named(string message, Flow flow)
    {
        var words = QuotedPattern().Matches(message).Select(match => match.Groups["word"].Value.Trim()).Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
        var byReference = flow.Elements.Where(element => element.RefId.Length > 0 && words.Contains(element.RefId)).ToList();
        var found = byReference.Count > 0 ? byReference : [.. flow.Elements.Where(element => words.Contains(element.DisplayName))];
        var actions = found.Where(element => !element.IsContainer).ToList();
        return actions.Count == 1 ? actions[0] : actions.Count == 0 && found.Count == 1 ? found[0] : null;
    }

    private static List<string> Of(ArchitectJob job, string type) =>
        [.. (job.Messages ?? []).Where(message => message.Type == type && !string.IsNullOrWhiteSpace(message.Text)).Select(message => string.Join(' ', [message.Text!.Trim(), .. (message.Details ?? []).Select(Short).Where(detail => detail.Length > 0)]))];

    /// <summary>What a request of the job came to, without the addresses' queries, which are long and may be signed.</summary>
    private static string Short(ArchitectJobDetail detail)
    {
        var path = detail.Url is { } url ? url.Split('?')[0] : "";
        var answer = string.Join(' ', new[] { detail.StatusCode?.ToString(CultureInfo.InvariantCulture), detail.ErrorMessage ?? detail.StatusMessage }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return path.Length + answer.Length == 0 ? "" : $"({$"{detail.Method} {path}".Trim()} answered {(answer.Length > 0 ? answer : "nothing")})";
    }

    private static bool Says(ArchitectJob job, Regex pattern) => !job.HasSucceeded && (job.Messages ?? []).Any(message => message.Text is { } text && pattern.IsMatch(text));

    [GeneratedRegex(@"rate.?limit|too many requests|\b(?:status|code|error|http)\W{0,10}429\b|exit code\W{0,3}107\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ThrottledPattern();

    [GeneratedRegex(@"\blocked by\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LockedPattern();

    [GeneratedRegex(@"\bline:?\s+(?<line>\d{1,9})(?:\s*[:,]\s*(?:col(?:umn)?:?\s*)?(?<column>\d{1,9}))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LinePattern();

    [GeneratedRegex("""["“](?<word>[^"”]{1,300})["”]|'(?<word>[^']{1,300})'|\[(?<word>[^\]]{1,300})\]""", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedPattern();
}
