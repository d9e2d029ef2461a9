using System.Collections.Immutable;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>Takes in every <c>.yaml</c> and <c>.yml</c> file of a folder and its subfolders that is an Architect flow, live at once; common modules first, so that callers hold a copy of them. Every other file is left out and told.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public FolderImport ImportArchitectFolder(string folder)
    {
        var root = Path.GetFullPath(folder);
        var left = ImmutableArray.CreateBuilder<string>();
        var count = 0;
        lock (_gate)
        {
            Settle();
            var files = Directory.EnumerateFiles(root, "*.y*ml", SearchOption.AllDirectories)
                .Select(path => (Path: path, Name: Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')))
                .Where(file => !file.Name.Split('/').Any(part => part.StartsWith('.')))
                .OrderBy(file => file.Name, StringComparer.Ordinal);
            Dependencies.Hold(() =>
            {
                foreach (var (text, name) in files.Select(file => (File.ReadAllText(file.Path, StrictUtf8), file.Name)).OrderBy(file => file.Item1.TrimStart().StartsWith("commonModule:", StringComparison.Ordinal) ? 0 : 1))
                {
                    try
                    {
                        Platform.Import(text);
                        count++;
                    }
                    catch (ArgumentException exception)
                    {
                        left.Add($"{name}:{exception.Message.Split(" (Parameter")[0]}");
                    }
                }
            });
        }

        return new FolderImport(count, left.DrainToImmutable());
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
