using System.Collections.Immutable;
using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Core.Changes;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay call</c>.</summary>
internal sealed class CallCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly MadeChange _made = new();

    private readonly Argument<string> _shared = new("shared")
    {
        HelpName = "SHARED",
        Description = "The shared flow, by name; TYPE:NAME where the name is not enough, id:ID for an id",
    };

    private readonly Option<string[]> _into = new("--into")
    {
        Description = "The flows to change, by name, which may hold * and ?",
        HelpName = "PATTERN",
        Required = true,
    };

    private readonly Option<string[]> _type = new("--type") { Description = "Only flows of this type", HelpName = "TYPE" };

    private readonly Option<string[]> _division = new("--division") { Description = "Only flows of this division", HelpName = "DIVISION" };

    private readonly Option<string[]> _except = new("--except") { Description = "Not these flows, by name or id", HelpName = "PATTERN" };

    private readonly Option<string> _at = new("--at")
    {
        Description = "Where: start, end, before=ELEMENT, after=ELEMENT, after=ELEMENT/WAY for one way out of several, or choice=KEY/MENU for what a key leads to",
        HelpName = "PLACE",
        DefaultValueFactory = _ => "start",
    };

    private readonly Option<string[]> _input = new("--input") { Description = "What goes in: the shared flow's name = the caller's expression", HelpName = "NAME=EXPRESSION" };

    private readonly Option<string[]> _output = new("--output") { Description = "What comes back: the shared flow's name = the caller's variable", HelpName = "NAME=VARIABLE" };

    private readonly Option<string> _success = new("--success") { Description = "Where success goes (default: on)", HelpName = "ELEMENT" };

    private readonly Option<string> _error = new("--error") { Description = "Where an error goes (default: where success goes)", HelpName = "ELEMENT" };

    private readonly Option<bool> _again = new("--again") { Description = "Insert the call even where a flow makes it elsewhere" };

    public CallCommand()
        : base("call", "Make many flows call a shared flow, without writing a change file")
    {
        Remarks = "Shows the plan, asks, and applies it as \"apply\" does. With --out the plan is only written, for somebody to review; with --print the change file is shown and nothing is looked up.";
        Examples =
        [
            new("call Common_Validation_Module --into 'Inbound_Support_*' --type call --input 'callerNumber=${caller.phoneNumber}'", "Puts the call at the start of every support flow"),
            new("call 'Global Auth Subflow' --into Main_IVR --at 'before=Main menu' --error Goodbye --out plan.json", "Writes a plan and changes nothing"),
            new("call Common_Validation_Module --into 'Inbound_*' --print > changes/validation.yaml", "Starts a change file"),
        ];
        Add(_shared);
        foreach (var option in (Option[])[_into, _type, _division, _except, _at, _input, _output, _success, _error, _again])
        {
            Add(option);
        }

        _made.AddTo(this);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var step = new CallStep(default, Shared(call.Get(_shared) ?? ""), PlaceOf(call.Get(_at) ?? "start"))
        {
            Inputs = Mappings(call, _input),
            Outputs = Mappings(call, _output),
            Success = call.Get(_success) ?? "",
            Error = call.Get(_error) ?? "",
            Again = call.Get(_again),
        };
        foreach (var into in Values(call, _into))
        {
            RefuseFile(call, into);
        }

        var flows = new FlowSelection { Names = Values(call, _into), Types = Values(call, _type), Divisions = Values(call, _division), Except = Values(call, _except) };
        return await _made.RunAsync(call, _where, new ChangeFile(flows, [step]) { Description = $"Call {step.Shared.Name ?? step.Shared.Id}" }, new SourceText(""));
    }

    /// <summary>Flows are named, also those of a folder. Whoever gives a file is told how its flow is named.</summary>
    private static void RefuseFile(Invocation call, string into)
    {
        var isFile = File.Exists(call.FullPath(into));
        if (!isFile && !FlowSource.HasFlowExtension(into))
        {
            return;
        }

        var flow = isFile ? FlowFormats.ReadHead(call.ReadFile(into)) : null;
        var folder = Path.GetDirectoryName(into) is { Length: > 0 } directory ? directory : ".";
        throw CliException.Usage($"--into takes the names of flows, and \"{into}\" is a file{(isFile ? "" : " that does not exist")}. {(flow is { Name.Length: > 0 } ? $"Its flow is called \"{flow.Name}\": write   --into {ShellWord.Of(flow.Name)} --folder {ShellWord.Of(folder)}   to change it there, or leave --folder out to change it in the org." : "Name the flow, and the folder that its file lies in with --folder.")}");
    }

    private static ImmutableArray<string> Values(Invocation call, Option<string[]> option) => [.. call.Get(option) ?? []];

    private static FlowReference Shared(string given)
    {
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? new FlowReference(given)
            : given[..colon] == "id" ? new FlowReference(null, Id: given[(colon + 1)..])
            : new FlowReference(given[(colon + 1)..], given[..colon]);
    }

    private static Place PlaceOf(string given)
    {
        var equals = given.IndexOf('=', StringComparison.Ordinal);
        var (kind, element) = equals < 0 ? (given, "") : (given[..equals], given[(equals + 1)..]);
        var slash = element.LastIndexOf('/');
        return (kind, element.Length > 0) switch
        {
            ("start", false) => Place.Start,
            ("end", false) => Place.End,
            ("before", true) => new Place(PlaceKind.Before, element),
            ("after", true) when slash > 0 => new Place(PlaceKind.After, element[..slash], element[(slash + 1)..]),
            ("after", true) => new Place(PlaceKind.After, element),
            ("choice", true) when element.IndexOf('/', StringComparison.Ordinal) is > 0 and var first => new Place(PlaceKind.Choice, element[(first + 1)..], element[..first]),
            ("choice", true) => new Place(PlaceKind.Choice, "", element),
            _ => throw CliException.Usage($"--at takes start, end, before=ELEMENT, after=ELEMENT or choice=KEY/MENU, and \"{given}\" is none of them."),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Mappings(Invocation call, Option<string[]> option)
    {
        var mappings = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var given in call.Get(option) ?? [])
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == given.Length - 1)
            {
                throw CliException.Usage($"{option.Name} takes {option.HelpName}, and \"{given}\" is not of that form. The shared flow's name stands on the left.");
            }

            mappings.Add(new(given[..equals], given[(equals + 1)..]));
        }

        return mappings.DrainToImmutable();
    }
}
