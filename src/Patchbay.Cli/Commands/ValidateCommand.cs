using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Stores;
using Patchbay.Core.Configuration;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Linting.Reports;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay validate</c>.</summary>
internal sealed class ValidateCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string[]> _paths = new("paths")
    {
        HelpName = "PATH",
        Description = "Definition files or folders; without any, every flow of the org or of this folder",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _format = Choice("--format", "What to write", "text", "text", "json", "sarif", "junit");

    private readonly Option<string> _failOn = Choice("--fail-on", "The least severity that ends with code 1", "error", "error", "warning");

    private readonly Option<bool> _fix = new("--fix")
    {
        Description = "Mend what can be mended without any caller noticing, in the files themselves",
    };

    private readonly Option<bool> _server = new("--server")
    {
        Description = "Also ask the org's own validate call; nothing is stored",
    };

    private readonly Option<string> _catalogue = new("--catalogue")
    {
        Description = "A file with the names of what the org has: queues, prompts, data actions",
        HelpName = "FILE",
    };

    private readonly SubstitutionOptions _values = new();

    public ValidateCommand()
        : base("validate", "Check flows: targets that do not exist, loops, dead ends, calls that cannot work")
    {
        Remarks = "Each finding names its rule; docs/rules has a page for each. With paths and --org, names are checked against what the org has.";
        Examples =
        [
            new("validate flows", "Checks the files below a folder"),
            new("validate flows --org prod", "Checks them, and whether the shared flows and queues they name exist in the org"),
            new("validate --org prod --format sarif > patchbay.sarif", "Checks all flows of the org, for a code scanning service"),
            new("validate flows/billing.json --server", "Also shows what the org itself says of it"),
            new("validate flows --fix", "Applies the safe fixes"),
            new("validate flows --catalogue org.yaml", "Checks the names of queues, prompts and the like against a list"),
            new("validate main.yaml --set queue=Sales", "Checks a template with a value for {{queue}}"),
        ];
        Add(_paths);
        Add(_format);
        Add(_failOn);
        Add(_fix);
        Add(_server);
        Add(_catalogue);
        _values.AddTo(this);
        _where.AddTo(this);
    }

    /// <summary>What every file is checked with.</summary>
    /// <param name="Lint">Severities and suppressions.</param>
    /// <param name="Names">The names of a catalogue file.</param>
    /// <param name="Values">The values of substitutions.</param>
    private sealed record Settings(LintConfig Lint, OrgNames Names, SubstitutionValues Values);

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var (files, areFiles) = call.Get(_paths) is { Length: > 0 } paths ? (await CheckPathsAsync(call, paths), true) : await CheckStoreAsync(call);
        switch (call.WantsJson ? "json" : call.Get(_format))
        {
            case "sarif":
                call.Terminal.Result(SarifReport.Write(files, ProductVersion.Text));
                break;
            case "junit":
                call.Terminal.Result(JUnitReport.Write(files));
                break;
            case "json":
                call.Terminal.Result(JsonReport.Write(files));
                break;
            default:
                var canvas = call.Terminal.NewCanvas();
                ValidateView.Draw(canvas, files, areFiles);
                call.Terminal.Result(canvas.ToString());
                break;
        }

        var failing = call.Get(_failOn) == "warning" ? Severity.Warning : Severity.Error;
        return files.Any(file => file.Diagnostics.Any(problem => problem.Severity >= failing)) ? ExitCode.Failed : ExitCode.Done;
    }

    private async Task<List<LintedFile>> CheckPathsAsync(Invocation call, IEnumerable<string> paths)
    {
        using var open = _where.IsGiven(call) || call.Get(_server) ? _where.Open(call) : null;
        var settings = ReadSettings(call, (open?.Workspace ?? Workspace.Open(call)).Lint);
        var surroundings = open is null ? null : (await open.Store.ReadCatalogueAsync(cancellationToken: call.Stop)).With(settings.Names);
        var files = new ReferredFiles(call);
        var found = new List<LintedFile>();
        foreach (var path in paths)
        {
            var full = call.FullPath(path);
            if (!Directory.Exists(full))
            {
                found.Add(CheckFile(call, path, id: null, (surroundings ?? OrgCatalogue.Unknown.With(settings.Names)).WithFiles(files.Open), settings));
                continue;
            }

            var folder = new FolderStore(full);
            var catalogue = (surroundings ?? (await folder.ReadCatalogueAsync(cancellationToken: call.Stop)).With(settings.Names)).WithFiles(files.Open);
            var headers = await FlowLookup.AllAsync(folder, FlowQuery.All, call.Stop);
            found.AddRange(await CheckFolderAsync(call, path, headers, catalogue, settings));
            found.AddRange(folder.Unreadable.Except(headers.Select(header => header.Id)).Select(id => CheckFile(call, PathOf(path, id), id: null, catalogue, settings)));
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return await AskServerAsync(call, open, found);
    }

    /// <summary>Checks the files of a folder, as many at a time as there are processors. Files that are mended are taken one after the other, as that is told.</summary>
    private async Task<LintedFile[]> CheckFolderAsync(Invocation call, string path, IReadOnlyList<FlowHeader> headers, OrgCatalogue catalogue, Settings settings)
    {
        var checkedFiles = new LintedFile[headers.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = call.Get(_fix) ? 1 : Environment.ProcessorCount, CancellationToken = call.Stop };
        await Parallel.ForAsync(0, headers.Count, options, (i, _) =>
        {
            checkedFiles[i] = CheckFile(call, PathOf(path, headers[i].Id), headers[i].CatalogueId, catalogue, settings);
            return ValueTask.CompletedTask;
        });
        return checkedFiles;
    }

    private static string PathOf(string folder, string id) => folder == "." ? id : Path.Combine(folder, id);

    private Settings ReadSettings(Invocation call, LintConfig lint)
    {
        var names = OrgNames.Unknown;
        if (call.Get(_catalogue) is { } file)
        {
            var source = call.ReadFile(file);
            var read = CatalogueFileReader.Read(source);
            names = read.Names ?? throw CliException.Wrong("The catalogue cannot be used.", source, read.Diagnostics);
        }

        return new Settings(lint, names, _values.Read(call));
    }

    private async Task<List<LintedFile>> AskServerAsync(Invocation call, OpenStore? open, List<LintedFile> files)
    {
        if (open is null || !call.Get(_server))
        {
            return files;
        }

        if (open.Store is ArchitectStore)
        {
            throw CliException.Usage($"--server on {open.Store.DisplayName} looks at the flows that are in the org: a file could only be sent there by publishing it. Leave the paths out to have the org's own flows looked at.");
        }

        var api = open.RequireApi("--server asks an org");
        return await call.Terminal.ProgressAsync(
            $"Asking {open.Store.DisplayName} about {Plural.Of(files.Count, "flow")}",
            async meter =>
            {
                meter.Expect(files.Count);
                var answered = new List<LintedFile>();
                foreach (var file in files)
                {
                    answered.Add(await ServerValidation.AddAsync(api, file, call.Stop));
                    meter.Step();
                }

                return answered;
            },
            _ => $"done{open.Traffic}");
    }

    /// <summary>What was found here, and what the org's validate jobs say beyond it.</summary>
    private static async Task<List<LintedFile>> AskJobsAsync(Invocation call, OpenStore open, ArchitectStore store, IReadOnlyList<StoredFlow> flows, List<LintedFile> files)
    {
        var said = await call.Terminal.ProgressAsync($"Asking {store.DisplayName} about {Plural.Of(flows.Count, "flow")}", _ => store.ValidateAsync(flows, call.Stop), _ => $"done{open.Traffic}");
        if (said is null)
        {
            call.Terminal.Note($"{store.DisplayName} has no validate jobs, which are a preview of the platform: what follows was found here.");
            return files;
        }

        return [.. files.Zip(flows, (file, flow) => said.TryGetValue(flow.Header.Id, out var findings) ? ServerValidation.Add(file, findings.Where(finding => !file.Diagnostics.Any(known => finding.Message.Contains(known.Message, StringComparison.Ordinal)))) : file)];
    }

    private async Task<(List<LintedFile> Checked, bool AreFiles)> CheckStoreAsync(Invocation call)
    {
        using var open = _where.Open(call);
        if (open.Store is FolderStore)
        {
            return (await CheckPathsAsync(call, [_where.Folder(call)]), true);
        }

        if (call.Get(_fix))
        {
            throw CliException.Usage("--fix mends files. For the flows of an org, fetch them with \"patchbay flows pull\", mend the files, and look at them.");
        }

        var headers = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        var read = await open.ReadAsync(call, [.. headers.Select(header => header.Id)]);
        var plain = await open.Store.ReadCatalogueAsync(headers, call.Stop);
        var catalogue = plain.With(read.Select(stored => FlowFormats.Read(SyntaxTree.Parse(new SourceText(stored.Text))) is { } flow ? plain.FindFlow(stored.Header.Id)?.LookedInto(flow) : null).OfType<CatalogueFlow>());
        var settings = ReadSettings(call, open.Workspace.Lint);
        List<LintedFile> files = [.. read.Select(flow => Check(new SourceText(flow.Text, flow.Header.Name), flow.Header.CatalogueId, catalogue.With(settings.Names), settings))];
        return (open.Store is ArchitectStore architect && call.Get(_server) ? await AskJobsAsync(call, open, architect, read, files) : await AskServerAsync(call, open, files), false);
    }

    private LintedFile CheckFile(Invocation call, string path, string? id, OrgCatalogue catalogue, Settings settings)
    {
        var source = call.ReadFile(path, out var invalid);
        if (invalid is { } first)
        {
            return new LintedFile(source, [new Diagnostic("syntax", Severity.Error, first.Span, $"This file is not UTF-8 text (first at byte {first.Offset}). Save it as UTF-8.")]);
        }

        if (!call.Get(_fix) || FlowFormats.Read(FlowFormats.Parse(source, settings.Values)) is not { } flow)
        {
            return Check(source, id, catalogue, settings);
        }

        var mended = LintFixer.Apply(flow, catalogue, settings.Lint, id, values: settings.Values);
        if (mended.Applied.Length > 0)
        {
            call.WriteFile(path, mended.Flow.Tree.Source.Text);
            call.Terminal.Note($"{path}: applied {Plural.Of(mended.Applied.Length, "fix", "fixes")}.");
        }

        return new LintedFile(mended.Flow.Tree.Source, mended.Left);
    }

    private static LintedFile Check(SourceText source, string? id, OrgCatalogue catalogue, Settings settings)
    {
        var tree = FlowFormats.Parse(source, settings.Values);
        if (FlowFormats.Read(tree) is { } flow)
        {
            return new LintedFile(tree.Source, Linter.Check(flow, catalogue, settings.Lint, id));
        }

        var unknown = new Diagnostic("unknown-format", Severity.Error, new TextSpan(0, 0), $"This is not a flow in a format that Patchbay reads. These are {string.Join(", ", FlowFormats.All.Select(format => format.Id))}.");
        return new LintedFile(tree.Source, tree.IsWellFormed ? [unknown] : tree.Diagnostics);
    }
}
