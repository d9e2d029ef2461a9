using System.Collections.Immutable;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>Takes in every <c>.yaml</c> and <c>.yml</c> file of a folder and its subfolders that is an Architect flow, live at once; common modules first, so that callers hold a copy of them. What the flows name and the org lacks is made: queues, prompts, schedules, data actions, and modules and flows without content. Of several flows with one name and type the first counts. What is left out is told.</summary>
    /// <param name="folder">The folder. <c>{{key}}</c> that nothing filled in becomes <c>key</c>, a language <c>en-us</c>, and a flow's whole name the name of its file.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public FolderImport ImportArchitectFolder(string folder)
    {
        var files = ArchitectFiles.Read(Path.GetFullPath(folder));
        var left = files.Where(file => file.Content is null).Select(file => $"{file.Name}:{file.Problem}").ToList();
        var flows = new List<PlatformFlow>();
        lock (_gate)
        {
            Settle();
            var before = Gaps.Made.ToImmutableDictionary();
            Dependencies.Hold(() =>
            {
                var from = new Dictionary<(string Name, string Type), string>();
                foreach (var (name, content) in files.Where(file => file.Content is not null).Select(file => (file.Name, Content: file.Content!)).OrderBy(file => file.Content.Flow.Type == "commonmodule" ? 0 : 1))
                {
                    var (flowName, type) = (content.Flow.Name, content.Flow.Type);
                    if (Platform.Find(flowName, type) is not null)
                    {
                        left.Add($"{name}:{content.Flow.Tree.Source.GetPosition(content.Flow.NameSpan.Start)}: {(from.TryGetValue((flowName, type), out var other) ? $"\"{other}\"" : "The org")} has a flow of the name \"{flowName}\" and the type {type} already.");
                        continue;
                    }

                    from[(flowName, type)] = name;
                    Gaps.Fill(content, servedToo: true);

                    // By now every module of the folder is there; what is missing must be before its callers copy it.
                    Gaps.FillFlows(content, modulesOnly: true);
                    flows.Add(Platform.Import(content));
                }

                flows.ForEach(flow => Gaps.FillFlows(flow.Published!.Body, modulesOnly: false));

                foreach (var flow in flows.Where(flow => Options.CallRoutes && flow.Type == "inboundcall"))
                {
                    Gaps.MakeCallRoute(flow);
                }
            });
            left.Sort(StringComparer.Ordinal);
            return new FolderImport(flows.Count, [.. left])
            {
                Made = [.. Gaps.Made.Select(made => new MadeThings(made.Key, made.Value - before.GetValueOrDefault(made.Key))).Where(made => made.Count > 0)],
            };
        }
    }

    /// <summary>Checks a flow of an org that speaks the platform's API out as somebody else would who works on it: it is locked, and has a draft.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="user">Who holds it from now on.</param>
    /// <exception cref="ArgumentException">There is no such flow, or somebody holds it already.</exception>
    public void LockAsSomebodyElse(string flowId, string user)
    {
        lock (_gate)
        {
            Settle();
            var flow = Platform.All.FirstOrDefault(flow => flow.Id == flowId) ?? throw new ArgumentException($"No flow has the id \"{flowId}\".", nameof(flowId));
            Platform.CheckOut(flow, flow.LockedBy is not { } holder ? new Actor(user, user, IsUser: true) : throw new ArgumentException($"Flow \"{flow.Name}\" is locked by \"{holder.Name}\" already.", nameof(flowId)));
        }
    }

    /// <summary>Publishes another version of a flow of an org that speaks the platform's API, as somebody else would who works on it at the same time.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="user">Who publishes it.</param>
    /// <param name="yaml">What it says from then on; null for what its newest version says. It is taken as it is, without the checks of a publish job.</param>
    /// <returns>The new version: <c>3.0</c>.</returns>
    /// <exception cref="ArgumentException">There is no such flow, it was never checked in, somebody holds it, or the YAML is no flow of its name and type.</exception>
    public string PublishAsSomebodyElse(string flowId, string user, string? yaml = null)
    {
        lock (_gate)
        {
            Settle();
            var flow = Platform.All.FirstOrDefault(flow => flow.Id == flowId) ?? throw new ArgumentException($"No flow has the id \"{flowId}\".", nameof(flowId));
            if (flow.LockedBy is { } holder)
            {
                throw new ArgumentException($"Flow \"{flow.Name}\" is locked by \"{holder.Name}\".", nameof(flowId));
            }

            var content = yaml is null ? flow.CheckedIn?.Body : FlowContent.Read(yaml);
            return content is not null && (yaml is null || (content.Flow.Name == flow.Name && content.Flow.Type == flow.Type))
                ? Platform.Take(content, new Actor(user, user, IsUser: true)).CheckedIn!.Id
                : throw new ArgumentException(yaml is null ? $"Flow \"{flow.Name}\" has no version yet." : $"What is to be published is no {flow.Type} flow called \"{flow.Name}\".", nameof(yaml));
        }
    }

    /// <summary>The common modules that the live version of a flow holds a copy of, by name, each with the module's version: what callers of that flow really run. Only an org that speaks the platform's API has such copies.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <returns>Empty for a flow that is not live or calls none.</returns>
    public IReadOnlyDictionary<string, string> ModulesHeldBy(string flowId)
    {
        lock (_gate)
        {
            Settle();
            return Platform.All.FirstOrDefault(flow => flow.Id == flowId)?.Published?.Modules ?? ImmutableDictionary<string, string>.Empty;
        }
    }
}
