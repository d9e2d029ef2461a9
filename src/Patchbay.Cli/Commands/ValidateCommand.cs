using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Stores;
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
        ];
        Add(_paths);
        Add(_format);
        Add(_failOn);
        Add(_fix);
        Add(_server);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var files = call.Get(_paths) is { Length: > 0 } paths ? await CheckPathsAsync(call, paths) : await CheckStoreAsync(call);
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
                ValidateView.Draw(canvas, files);
                call.Terminal.Result(canvas.ToString());
                break;
        }

        var failing = call.Get(_failOn) == "warning" ? Severity.Warning : Severity.Error;
        return files.Any(file => file.Diagnostics.Any(problem => problem.Severity >= failing)) ? ExitCode.Failed : ExitCode.Done;
    }

    private async Task<List<LintedFile>> CheckPathsAsync(Invocation call, IEnumerable<string> paths)
    {
        using var open = _where.IsGiven(call) || call.Get(_server) ? _where.Open(call) : null;
        var lint = (open?.Workspace ?? Workspace.Open(call)).Lint;
        var surroundings = open is null ? null : await open.Store.ReadCatalogueAsync(cancellationToken: call.Stop);
        var found = new List<LintedFile>();
        foreach (var path in paths)
        {
            var full = call.FullPath(path);
            if (!Directory.Exists(full))
            {
                found.Add(CheckFile(call, path, id: null, surroundings ?? OrgCatalogue.Unknown, lint));
                continue;
            }

            var folder = new FolderStore(full);
            var catalogue = surroundings ?? await folder.ReadCatalogueAsync(cancellationToken: call.Stop);
            foreach (var header in await FlowLookup.AllAsync(folder, FlowQuery.All, call.Stop))
            {
                found.Add(CheckFile(call, path == "." ? header.Id : Path.Combine(path, header.Id), header.CatalogueId, catalogue, lint));
            }
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return await AskServerAsync(call, open, found);
    }

    private async Task<List<LintedFile>> AskServerAsync(Invocation call, OpenStore? open, List<LintedFile> files)
    {
        if (open is null || !call.Get(_server))
        {
            return files;
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

    private async Task<List<LintedFile>> CheckStoreAsync(Invocation call)
    {
        using var open = _where.Open(call);
        if (open.Store is FolderStore)
        {
            return await CheckPathsAsync(call, [_where.Folder(call)]);
        }

        if (call.Get(_fix))
        {
            throw CliException.Usage("--fix mends files. For the flows of an org, fetch them with \"patchbay flows pull\", mend the files, and look at them.");
        }

        var headers = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        var read = await open.ReadAsync(call, [.. headers.Select(header => header.Id)]);
        var plain = await open.Store.ReadCatalogueAsync(headers, call.Stop);
        var catalogue = plain.With(read.Select(stored => FlowFormats.Read(SyntaxTree.Parse(new SourceText(stored.Text))) is { } flow ? plain.FindFlow(stored.Header.Id)?.LookedInto(flow) : null).OfType<CatalogueFlow>());
        return await AskServerAsync(call, open, [.. read.Select(flow => Check(new SourceText(flow.Text, flow.Header.Name), flow.Header.Id, catalogue, open.Workspace.Lint))]);
    }

    private LintedFile CheckFile(Invocation call, string path, string? id, OrgCatalogue catalogue, LintConfig lint)
    {
        var source = call.ReadFile(path);
        if (!call.Get(_fix) || FlowFormats.Read(FlowFormats.Parse(source)) is not { } flow)
        {
            return Check(source, id, catalogue, lint);
        }

        var mended = LintFixer.Apply(flow, catalogue, lint, id);
        if (mended.Applied.Length > 0)
        {
            call.WriteFile(path, mended.Flow.Tree.Source.Text);
            call.Terminal.Note($"{path}: applied {Plural.Of(mended.Applied.Length, "fix", "fixes")}.");
        }

        return new LintedFile(mended.Flow.Tree.Source, mended.Left);
    }

    private static LintedFile Check(SourceText source, string? id, OrgCatalogue catalogue, LintConfig lint)
    {
        var tree = FlowFormats.Parse(source);
        if (FlowFormats.Read(tree) is { } flow)
        {
            return new LintedFile(tree.Source, Linter.Check(flow, catalogue, lint, id));
        }

        var unknown = new Diagnostic("unknown-format", Severity.Error, new TextSpan(0, 0), $"This is not a flow in a format that Patchbay reads. These are {string.Join(", ", FlowFormats.All.Select(format => format.Id))}.");
        return new LintedFile(tree.Source, tree.IsWellFormed ? [unknown] : tree.Diagnostics);
    }
}
